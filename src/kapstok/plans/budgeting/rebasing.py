"""What somebody typed in the grid, put over the plan as it is by now. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kapstok.core.money import format_euro
from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.cells import EMPTY, Cell, cell_text
from kapstok.plans.budgeting.rules import Row, Rows, follows, in_years, merge, rows_of
from kapstok.plans.budgeting.sheet import Typed, Wrong, base_of, with_clashes
from kapstok.plans.schema import PlanDocument


@dataclass(frozen=True, slots=True)
class Gone:
    """A line in which something was typed and that is no longer in the plan, with the amount in words."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Rebased:
    typed: Typed
    gone: tuple[Gone, ...]


def rebased(typed: Typed, plan: PlanDocument, columns: Sequence[SchoolYear], keys: Sequence[str]) -> Rebased:
    """The same cells in a grid of the plan as it is now: its lines `keys` and those that were typed in, its years
    `columns` and those that were typed in. Where others changed the same cell there is a choice to make."""
    old = typed.base
    wide = tuple(sorted({*columns, *old.columns}))
    now = rows_of(plan, wide)
    base_rows, mine = (_widened(rows, old.columns, wide, now) for rows in (old.rows, typed.rows))
    merged = merge(base_rows, mine, now)
    shown = [line.key for line in plan.lines if line.key in {*keys, *old.rows}]
    base = with_clashes(base_of(plan, wide, shown), merged.clashes)
    rows = {key: merged.rows.get(key, base.rows[key]) for key in shown}
    moved = [(one, _place(one.column, old.columns, wide)) for one in typed.wrong if one.key in rows]
    wrong = tuple(Wrong(one.key, at, one.text) for one, at in moved)
    unread = {(one.key, at): typed.texts[one.key][one.column] for one, at in moved}
    texts = {
        key: tuple(unread.get((key, at)) or cell_text(cell) for at, cell in enumerate(row)) for key, row in rows.items()
    }
    gone = tuple(Gone(old.labels[key], _total(mine[key])) for key in merged.gone)
    return Rebased(Typed(base, texts, rows, wrong), gone)


def _widened(rows: Rows, old: Sequence[SchoolYear], wide: Sequence[SchoolYear], now: Rows) -> dict[str, Row]:
    """With a cell for each year of `wide`; one that was not there is as it is now, so that nobody changed it. A total
    that was the sum of its years still is."""
    found: dict[str, Row] = {}
    for key, row in rows.items():
        cells = dict(zip(old, row, strict=False))
        there = dict(zip(wide, now.get(key, ()), strict=False))
        years = tuple(cells.get(year, there.get(year, EMPTY)) for year in wide)
        known = in_years((*years, EMPTY)) if follows(row) else None
        found[key] = (*years, row[-1] if known is None else Cell(known, row[-1].about))
    return found


def _place(column: int, old: Sequence[SchoolYear], wide: Sequence[SchoolYear]) -> int:
    return wide.index(old[column]) if column < len(old) else len(wide)


def _total(row: Row) -> str:
    cell: Cell = row[-1]
    return "leeg" if cell.amount is None else format_euro(cell.amount)
