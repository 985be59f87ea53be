"""What every check gets to see, and the comparisons they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kapstok.grants.costs import CostAnswer
from kapstok.grants.regulation import Regulation, Window
from kapstok.plans.findings import Row, RowKind
from kapstok.plans.rules import Budget, Range
from kapstok.plans.schema import BudgetLine, Measure, Milestone, PlanDocument, SpentBefore

# "About" allows 5 % of the larger amount: round figures in plans are rounded to the nearest five or ten thousand.
# Putten's own 31.200 against "rond 30.000" (4 %) and 47.000 against "ca. 48.000" (2 %) are not mistakes.
ABOUT = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Context:
    """A plan, and what it is held against.

    `window` is the latest version of the spending window made by `as_of`: a plan may count on a published amendment.
    `award` in euros is None when it is not known; `award_about` when it is only roughly known.
    `answers`: what the municipality's own register says about types of cost.
    """

    plan: PlanDocument
    regulation: Regulation | None
    window: Window | None
    as_of: date
    award: Decimal | None
    award_about: bool
    budget: Budget
    answers: Mapping[str, CostAnswer] = field(default_factory=dict)


def margin(one: Decimal, other: Decimal, about: bool) -> Decimal:
    """How far two amounts may lie apart before they differ, in euros or hours."""
    return ABOUT * max(one, other) if about else Decimal(0)


def near(one: Decimal, other: Decimal, about: bool) -> bool:
    """Whether two figures are the same, or with `about` close enough."""
    return abs(one - other) <= margin(one, other, about)


def fits(amount: Decimal, found: Range, about: bool) -> bool:
    """Whether an amount lies within a range; `about` when the amount itself is rough."""
    about = about or found.about
    return found.low <= amount <= found.high or near(amount, found.low, about) or near(amount, found.high, about)


def plan_row(plan: PlanDocument) -> Row:
    return Row(RowKind.PLAN, "", plan.title)


def line_row(line: BudgetLine) -> Row:
    return Row(RowKind.LINE, line.key, line.label)


def measure_row(measure: Measure) -> Row:
    return Row(RowKind.MEASURE, measure.key, measure.name)


def spent_row(spent: SpentBefore) -> Row:
    return Row(RowKind.SPENT_BEFORE, "", spent.label)


def milestone_row(milestone: Milestone) -> Row:
    return Row(RowKind.MILESTONE, "", milestone.what)
