"""What the amounts in the grid do to a plan. Pure.

A row is the cells of one budget line: one for each school year, and last the total. The total follows the years as
long as it was their sum; a total that was typed stays as it was typed, and the checks compare it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.cells import EMPTY, Cell
from kapstok.plans.rules import ZERO
from kapstok.plans.schema import BudgetLine, PlanDocument

MOST_YEARS = 8

Row = tuple[Cell, ...]
Rows = Mapping[str, Row]  # by the key of the budget line


def columns_of(plan: PlanDocument, last_day: date | None) -> tuple[SchoolYear, ...]:
    """The school years that have amounts, and those from the plan's own to the last in which it may be spent."""
    used = {year for line in plan.lines for year in line.years}
    coming = [min(used, default=SchoolYear.containing(plan.date))]
    end = SchoolYear.containing(last_day) if last_day else coming[0]
    while coming[-1] < end and len(coming) < MOST_YEARS:
        coming.append(coming[-1].next)
    return tuple(sorted(used | set(coming)))


def row_of(line: BudgetLine, columns: Sequence[SchoolYear]) -> Row:
    years = (Cell(line.years.get(year)) for year in columns)
    return (*years, Cell(line.amount, line.about))


def rows_of(plan: PlanDocument, columns: Sequence[SchoolYear]) -> dict[str, Row]:
    return {line.key: row_of(line, columns) for line in plan.lines}


def in_years(row: Row) -> Decimal | None:
    """What the years come to, in euros; None when no year has an amount."""
    known = [cell.amount for cell in row[:-1] if cell.amount is not None]
    return sum(known, start=ZERO) if known else None


def follows(row: Row) -> bool:
    """Whether the total is what the years come to, or was left open."""
    return row[-1].amount is None or row[-1].amount == in_years(row)


def settled(base: Row, typed: Row) -> Row:
    """The typed row with the total that goes with it.

    The total is worked out when it was left open, or when years changed under a total that was their sum.
    """
    years, total, known = typed[:-1], typed[-1], in_years(typed)
    about = total.about or any(cell.about for cell in years)
    plain = tuple(Cell(cell.amount) for cell in years)
    moved = plain != base[:-1] and total == base[-1] and follows(base)
    if known is not None and (moved or total.amount is None):
        total = Cell(known)
    return (*plain, Cell(total.amount, about and total.amount is not None))


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that two people changed, each to something else. `column`: its place in the row."""

    key: str
    column: int
    mine: Cell
    theirs: Cell


@dataclass(frozen=True, slots=True)
class Merged:
    """`rows` has my amount where it clashes. `gone`: lines that I changed and that are not in the plan any more."""

    rows: dict[str, Row]
    clashes: tuple[Clash, ...]
    gone: tuple[str, ...]


def merge(base: Rows, mine: Rows, theirs: Rows) -> Merged:
    """What I made of `base` and what others made of it meanwhile, cell by cell."""
    rows, clashes = dict[str, Row](), list[Clash]()
    for key, row in mine.items():
        if key in theirs:
            rows[key], found = _merged_row(key, base[key], row, theirs[key])
            clashes += found
    gone = tuple(key for key, row in mine.items() if key not in theirs and row != base[key])
    return Merged(rows, tuple(clashes), gone)


def _merged_row(key: str, base: Row, mine: Row, theirs: Row) -> tuple[Row, list[Clash]]:
    cells = [_either(base[at], mine[at], theirs[at]) for at in range(len(base))]
    years = tuple(cell if cell is not None else mine[at] for at, cell in enumerate(cells[:-1]))
    clashes = [Clash(key, at, mine[at], theirs[at]) for at, cell in enumerate(cells[:-1]) if cell is None]
    known = in_years((*years, EMPTY))
    if known is not None and follows(mine) and follows(theirs):
        about = theirs[-1].about if mine[-1].about == base[-1].about else mine[-1].about
        return (*years, Cell(known, about)), clashes
    if cells[-1] is None:
        clashes.append(Clash(key, len(base) - 1, mine[-1], theirs[-1]))
    total = cells[-1] or mine[-1]
    return (*years, total if total.amount is not None else Cell(known)), clashes


def _either(base: Cell, mine: Cell, theirs: Cell) -> Cell | None:
    """The one that was changed; None when both were, each to something else."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def with_rows(plan: PlanDocument, columns: Sequence[SchoolYear], rows: Rows) -> PlanDocument:
    """The plan with these amounts; a line whose row says what the line says stays as it is."""
    now = rows_of(plan, columns)
    lines = tuple(
        _line(line, columns, rows[line.key]) if rows.get(line.key, now[line.key]) != now[line.key] else line
        for line in plan.lines
    )
    return plan.model_copy(update={"lines": lines})


def _line(line: BudgetLine, columns: Sequence[SchoolYear], row: Row) -> BudgetLine:
    typed = {year: cell.amount for year, cell in zip(columns, row, strict=False) if cell.amount is not None}
    others = {year: amount for year, amount in line.years.items() if year not in columns}
    total = row[-1]
    return line.model_copy(update={"amount": total.amount, "about": total.about, "years": others | typed})


def column_sums(rows: Iterable[Row], width: int) -> tuple[Decimal, ...]:
    """Euros per column; an empty cell counts as nothing."""
    found = [ZERO] * width
    for row in rows:
        for at, cell in enumerate(row):
            found[at] += cell.amount or ZERO
    return tuple(found)


def parts_of(groups: Sequence[Sequence[str]], most: int) -> list[list[str]]:
    """The keys of the lines over pages of at most `most`, whole groups together where they fit."""
    parts: list[list[str]] = [[]]
    for group in groups:
        if parts[-1] and len(parts[-1]) + len(group) > most:
            parts.append([])
        for at in range(0, len(group), most):
            if at:
                parts.append([])
            parts[-1] += group[at : at + most]
    return [part for part in parts if part] or [[]]
