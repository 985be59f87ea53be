"""How a budget table is fitted to paper: which columns stand side by side, and how large the letters can be."""

from collections.abc import Iterable
from dataclasses import dataclass

from kapstok.plans.presentation.budget import BudgetTable, Cells, FootLine, TableGroup, TableLine

MOST_COLUMNS = 7
LABEL = 50.0
PADDING = 4.0
DIGIT = 0.205
LARGEST, SMALLEST = 9.0, 4.5


@dataclass(frozen=True, slots=True)
class Part:
    """A budget table, or some of its years; `total` heads the last column, which is always the total."""

    title: str
    columns: tuple[str, ...]
    total: str
    groups: tuple[TableGroup, ...]
    foot: tuple[FootLine, ...]


def parts(table: BudgetTable) -> tuple[Part, ...]:
    """The whole table, or parts of MOST_COLUMNS years below each other when it has more."""
    if len(table.columns) <= MOST_COLUMNS:
        return (Part("", table.columns, "totaal", table.groups, table.foot),)
    starts = range(0, len(table.columns), MOST_COLUMNS)
    return tuple(_part(table, slice(start, start + MOST_COLUMNS)) for start in starts)


def text_size(table: BudgetTable, width: float) -> float:
    """The largest letters, in points, with which the amounts and a label of LABEL fit in `width` millimetres."""
    columns = [*zip(*(cells.years for cells in _cells(table)), strict=True)]
    widest = sorted((max(map(len, column), default=0) for column in columns), reverse=True)[:MOST_COLUMNS]
    total = max(len(cells.total) for cells in _cells(table))
    room = width - LABEL - PADDING * (len(widest) + 1)
    return max(min(room / (DIGIT * (sum(max(length, 9) for length in widest) + total)), LARGEST), SMALLEST)


def _cells(table: BudgetTable) -> list[Cells]:
    """The amounts of every row: groups, lines and sums."""
    groups = [group.cells for group in table.groups]
    return groups + [line.cells for group in table.groups for line in group.lines] + [foot.cells for foot in table.foot]


def _part(table: BudgetTable, shown: slice) -> Part:
    columns = table.columns[shown]
    return Part(
        title=f"{columns[0]} tot en met {columns[-1]}" if len(columns) > 1 else columns[0],
        columns=columns,
        total="totaal",
        groups=tuple(_group(group, shown) for group in table.groups),
        foot=tuple(FootLine(foot.label, _slice(foot.cells, shown), foot.wrong) for foot in table.foot),
    )


def _group(group: TableGroup, shown: slice) -> TableGroup:
    lines: Iterable[TableLine] = (
        TableLine(one.key, one.label, one.url, _slice(one.cells, shown), one.remarks, one.activities, one.note)
        for one in group.lines
    )
    return TableGroup(group.title, group.url, _slice(group.cells, shown), tuple(lines), group.only)


def _slice(cells: Cells, shown: slice) -> Cells:
    return Cells(cells.years[shown], cells.total)
