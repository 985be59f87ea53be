"""What every page about a plan starts from: the plan, its regulation, its award, and what the checks found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from kapstok.grants.costs import CostAnswer
from kapstok.grants.eligibility import answers_for
from kapstok.grants.presentation import RegulationPage, regulation_page
from kapstok.grants.regulation import Regulation, regulations
from kapstok.parties.models import Municipality
from kapstok.plans.addresses import Addresses, InWork
from kapstok.plans.checks import run
from kapstok.plans.findings import Finding
from kapstok.plans.models import Plan
from kapstok.plans.presentation.figures import Award
from kapstok.plans.queries import document_of
from kapstok.plans.rules import Budget, budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.versions import published_document


@dataclass(frozen=True, slots=True)
class Reading:
    """`regulation` is None when this installation does not know it: the pages then say so."""

    plan: PlanDocument
    municipality: str
    regulation: Regulation | None
    award: Award
    findings: tuple[Finding, ...]
    budget: Budget
    to: Addresses
    answers: Mapping[str, CostAnswer] = field(default_factory=dict)

    @property
    def programme_name(self) -> str:
        """Nationaal Programma Onderwijs in Diemen"""
        return f"{self.regulation.name if self.regulation else self.plan.title} in {self.municipality}"

    def last_day(self, today: date) -> date | None:
        """The last day the grant may be spent, by the version that holds today."""
        return self.regulation.window_in_force(today).ends if self.regulation else None


def read(plans: Sequence[Plan], municipality: Municipality, slug: str | None = None) -> Reading:
    """Everything the public pages need about one of these plans, as it was published. Inside the municipality's door.

    `plans` are all that she published, the newest first: the one that is read without a `slug`. Http404 when none has
    that slug.
    """
    row = next((plan for plan in plans if slug in (plan.slug, None)), None)
    document = published_document(row) if row else None
    if row is None or document is None:
        raise Http404("onbekend plan")
    return _reading(row, document, municipality, Addresses(municipality.slug, row.slug, newest=row == plans[0]))


def read_working(row: Plan, municipality: Municipality) -> Reading:
    """The same of the plan as it is being worked on, for the workspace."""
    return _reading(row, document_of(row), municipality, InWork(municipality.slug, row.slug))


def _reading(row: Plan, plan: PlanDocument, municipality: Municipality, to: Addresses) -> Reading:
    grant = row.grant
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(grant.regulation)
    answers = answers_about(plan, grant.pk)
    return Reading(
        plan=plan,
        municipality=municipality.name,
        regulation=regulation,
        award=Award(grant.award, grant.about, grant.illustrative),
        findings=tuple(run(plan, regulation, award=grant.award, answers=answers)),
        budget=budget(plan),
        to=to,
        answers=answers,
    )


def answers_about(plan: PlanDocument, grant: int) -> Mapping[str, CostAnswer]:
    """What the register of this grant says, when the plan names a type of cost at all."""
    return answers_for(grant) if any(measure.cost_types for measure in plan.measures) else {}


def shown_regulation(reading: Reading, today: date) -> RegulationPage | None:
    """The regulation in words, with the payments of an award that is exactly known; None when it is not known."""
    if reading.regulation is None:
        return None
    exact = None if reading.award.about else reading.award.amount
    return regulation_page(reading.regulation, exact, known_on=reading.plan.date, today=today)


def surroundings(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """What the template of every page about a plan needs: the menu, and where in it we are."""
    return {"reading": reading, "plan": reading.plan, "to": reading.to, "here": request.path}
