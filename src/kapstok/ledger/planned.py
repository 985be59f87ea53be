"""When an adopted plan spends its money: each budget line divided over the months of the window. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.money import apportion, cents
from kapstok.core.periods import SchoolYear, add_months
from kapstok.ledger.kinds import ControlLevel
from kapstok.ledger.nodes import nodes
from kapstok.plans.rules import measures_of_lines
from kapstok.plans.schema import BudgetLine, LineKind, Measure, MilestoneKind, PlanDocument

ZERO = Decimal(0)
BEGINS = frozenset({MilestoneKind.START, MilestoneKind.DELIVER})
Months = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class Window:
    starts: date
    ends: date


def planned_months(plan: PlanDocument, level: ControlLevel, window: Window) -> dict[str, dict[date, Decimal]]:
    """Euros by the key of a ledger line (see `nodes`) and the first day of a month; to the cent what was budgeted.

    A line with school years is even over the months of each. Another begins where the planning of its measures does,
    or else on the day of the plan, and is even up to the end. What was not divided is planned nowhere.
    """
    found: dict[str, dict[date, Decimal]] = {}
    of_line, measures = nodes(plan, level), measures_of_lines(plan)
    for line in plan.lines:
        if line.kind is LineKind.UNALLOCATED or not line.amount:
            continue
        into = found.setdefault(of_line[line.key].key, {})
        for month, amount in _months(plan, line, measures[line.key], window).items():
            into[month] = into.get(month, ZERO) + amount
    return found


def _months(plan: PlanDocument, line: BudgetLine, measures: Iterable[Measure], window: Window) -> Months:
    if line.years:
        return _by_school_year(line.years, window)
    if line.kind is LineKind.SPENT_BEFORE:
        return {within(plan.date, window).replace(day=1): line.amount or ZERO}
    begins = within(_begins(plan, measures), window)
    return _even(line.amount or ZERO, begins, window.ends)


def _by_school_year(years: Mapping[SchoolYear, Decimal], window: Window) -> Months:
    found: dict[date, Decimal] = {}
    for year, amount in years.items():
        for month, part in _even(amount, within(year.start, window), within(year.end, window)).items():
            found[month] = found.get(month, ZERO) + part
    return found


def _begins(plan: PlanDocument, measures: Iterable[Measure]) -> date:
    steps = [step for measure in measures for step in measure.milestones]
    begun = [step.quarter.start for step in steps if step.kind in BEGINS] or [step.quarter.start for step in steps]
    return min(begun, default=plan.date)


def within(day: date, window: Window) -> date:
    return min(max(day, window.starts), window.ends)


def _even(amount: Decimal, first: date, last: date) -> Months:
    months = [first.replace(day=1)]
    while (following := add_months(months[-1], 1)) <= last:
        months.append(following)
    return apportion(cents(amount), dict.fromkeys(months, Decimal(1)))


def scaled(months: Months, budget: Decimal) -> Months:
    """The same course for another budget: what was moved to or from a line is spent like the rest of it."""
    if not any(months.values()):
        return {}
    return apportion(cents(max(budget, ZERO)), dict(months))


def summed(courses: Iterable[Months]) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for months in courses:
        for month, amount in months.items():
            found[month] = found.get(month, ZERO) + amount
    return found
