"""Small plans for tests: a municipality with € 100.000 and nothing else, until a test adds what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.grants.regulation import Regulation, regulations
from kapstok.plans import checks
from kapstok.plans.findings import Finding
from kapstok.plans.schema import (
    Activity,
    BudgetLine,
    Estimate,
    Factor,
    Measure,
    Milestone,
    MilestoneKind,
    PlanDocument,
    Source,
    SourceKind,
    SpentBefore,
    Theme,
)

DAY = date(2023, 3, 31)


def npo() -> Regulation:
    return regulations()["npo"]


def plan(award: int | None = 100_000, award_about: bool = False, **changes: Any) -> PlanDocument:
    """A plan of 31 March 2023; own means (`eigen`) are there to pay what the grant does not."""
    grant = Source(key="npo", name="NPO-uitkering", kind=SourceKind.GRANT, amount=_euros(award), about=award_about)
    own = Source(key="eigen", name="Eigen middelen", kind=SourceKind.OWN_MEANS)
    return PlanDocument(
        **{"slug": "plan", "title": "Plan", "regulation": "npo", "date": DAY, "sources": (grant, own)} | changes
    )


def line(key: str, amount: int | str | None, years: dict[str, int] | None = None, **changes: Any) -> BudgetLine:
    """`years`: euros per school year."""
    return BudgetLine(
        **{
            "key": key,
            "label": key.capitalize(),
            "source": "npo",
            "amount": _euros(amount),
            "years": {SchoolYear(year): Decimal(euros) for year, euros in (years or {}).items()},
        }
        | changes
    )


def activity(topic: str, measure: str | None = None) -> Activity:
    return Activity(topic=topic, label=topic.capitalize(), measure=measure)


def theme(key: str = "thema", **changes: Any) -> Theme:
    return Theme(**{"key": key, "name": key.capitalize()} | changes)


def measure(key: str, *estimates: Estimate, **changes: Any) -> Measure:
    return Measure(**{"key": key, "theme": "thema", "name": key.capitalize(), "estimates": estimates} | changes)


def estimate(amount: int | str | None = None, *factors: Factor, **changes: Any) -> Estimate:
    return Estimate(**{"amount": _euros(amount), "factors": factors} | changes)


def factor(value: int | str, unit: str = "uur", **changes: Any) -> Factor:
    return Factor(**{"value": Decimal(value), "unit": unit} | changes)


def milestone(quarter: str, kind: MilestoneKind = MilestoneKind.PREPARE, until: str | None = None) -> Milestone:
    return Milestone(
        quarter=Quarter(quarter), until=Quarter(until) if until else None, kind=kind, what=f"{kind.value} {quarter}"
    )


def spent(amount: int, **changes: Any) -> SpentBefore:
    return SpentBefore(**{"label": "Eerste hulp", "amount": Decimal(amount), "source": "npo"} | changes)


def found(code: str, document: PlanDocument, as_of: date | None = None, award: Decimal | None = None) -> list[Finding]:
    """What one check says about a plan, through the same door as everybody else."""
    return [finding for finding in checks.run(document, npo(), as_of, award) if finding.code == code]


def only(code: str, document: PlanDocument, as_of: date | None = None, award: Decimal | None = None) -> Finding:
    """The one finding with this code."""
    [finding] = found(code, document, as_of, award)
    return finding


def spoken(finding: Finding) -> str:
    """Message and solution, with ordinary spaces: for reading along in a test."""
    return f"{finding.message} {finding.solution}".replace("\u00a0", " ")


def rows(finding: Finding) -> list[tuple[str, str]]:
    return [(row.kind.value, row.key or row.label) for row in finding.rows]


def _euros(amount: int | str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
