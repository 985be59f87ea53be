"""One page of the grid: a large budget is spread over several, so that each stays light and its form can be read."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.rules import columns_of, parts_of
from kapstok.plans.budgeting.sheet import Typed, base_of, texts_of
from kapstok.plans.models import Plan
from kapstok.plans.reading import Reading
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument

MOST_LINES, MOST_CELLS = 100, 900  # on one page


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer is made of. `part`: which page of the budget, from 0. `window`: in which window it was begun.

    `problems`: what is wrong beside the cells. `since`: of when the amounts are, when she left them and came back.
    """

    row: Plan
    reading: Reading
    typed: Typed
    part: int
    window: str
    problems: tuple[str, ...] = ()
    reckoned: bool = False
    since: str = ""


def fresh(row: Plan, reading: Reading, part: int, today: date) -> Page:
    """With the amounts of the plan as it is now; the last page when there are not so many."""
    columns = years_of(reading, today)
    found = parts(reading.plan, len(columns))
    part = min(part, len(found) - 1)
    base = base_of(reading.plan, columns, found[part])
    return Page(row, reading, Typed(base, texts_of(base.rows), base.rows, ()), part, secrets.token_hex(8))


def years_of(reading: Reading, today: date) -> tuple[SchoolYear, ...]:
    return columns_of(reading.plan, reading.last_day(today))


def parts(plan: PlanDocument, years: int) -> list[list[str]]:
    """The keys of the lines on each page."""
    groups = [[row.line.key for row in group.rows] for group in budget(plan).groups]
    return parts_of(groups, max(min(MOST_LINES, MOST_CELLS // (years + 1)), 1))


def part_of(request: HttpRequest) -> int:
    """The page that is asked for, from 0."""
    said = request.GET.get("deel", "1")
    return max(int(said) - 1, 0) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
