"""The plans of which the money is not here yet: what stands in the way, and where that is put right."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.access import Right
from kapstok.core.money import format_euro
from kapstok.ledger.money.links import link
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Plan
from kapstok.plans.presentation.words import count_text
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import read_working
from kapstok.plans.statuses import MEANINGS, Status

MOST = 3


@dataclass(frozen=True, slots=True)
class Pending:
    """A plan that is not adopted. `over`: by how much it is above its award, in words; empty when it fits."""

    title: str
    url: str
    status: str
    award: str
    planned: str
    over: str
    unknown: str
    budget_url: str
    decide_url: str
    may_decide: bool


def pending(request: MunicipalRequest, filled: Collection[int]) -> list[Pending]:
    """The newest plans of grants that have no budget here yet."""
    rows = [row for row in plans_of_municipality() if row.grant_id not in filled]
    return [_pending(request, row) for row in rows[:MOST]]


def _pending(request: MunicipalRequest, row: Plan) -> Pending:
    slug = request.municipality.slug
    budget = read_working(row, request.municipality).budget
    award = row.grant.award
    over = max(budget.from_grant - award, Decimal(0)) if award is not None else Decimal(0)
    return Pending(
        title=row.title,
        url=link("work-plan", slug, row.slug),
        status=MEANINGS[Status(row.status)].staff,
        award="nog niet bekend" if award is None else format_euro(award),
        planned=format_euro(budget.from_grant),
        over=format_euro(over) if over else "",
        unknown=count_text(budget.unknown, "post", "posten") if budget.unknown else "",
        budget_url=link("work-budget", slug, row.slug),
        decide_url=link("work-decisions", slug, row.slug),
        may_decide=bool(request.actor.may(Right.DECIDE)),
    )
