"""How a budget table is fitted to paper: which columns stand side by side, and how large the letters can be."""

from collections.abc import Iterable
from dataclasses import dataclass

from kapstok.plans.presentation.budget import BudgetTable, Cells, FootLine, TableGroup, TableLine

LABEL = 50.0  # millimetres
PADDING = 4.0  # millimetres, left and right of a column
DIGIT = 0.205  # millimetres for each point of letter size
SMALLEST, LARGEST = 4.5, 9.0  # points


@dataclass(frozen=True, slots=True)
class Part:
    """A budget table, or some of its years; `total` heads the last column, which is always the total."""

    title: str
    columns: tuple[str, ...]
    total: str
    groups: tuple[TableGroup, ...]
    foot: tuple[FootLine, ...]


def parts(table: BudgetTable, most: int) -> tuple[Part, ...]:
    """The whole table, or parts of `most` years below each other when it has more."""
    if len(table.columns) <= most:
        return (Part("", table.columns, "totaal", table.groups, table.foot),)
    return tuple(_part(table, slice(start, start + most)) for start in range(0, len(table.columns), most))


def text_size(table: BudgetTable, width: float, most: int, largest: float = LARGEST) -> float:
    """The largest letters, in points, with which `most` columns, the totals and a label fit in `width` millimetres."""
    rows = _cells(table)
    columns = zip(*(cells.years for cells in rows), strict=True)
    widest = sorted((max(9, *map(len, column)) for column in columns), reverse=True)[:most]
    characters = sum(widest) + max(len(cells.total) for cells in rows)
    room = width - LABEL - PADDING * (len(widest) + 1)
    return max(min(room / (DIGIT * characters), largest), SMALLEST)


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
