"""Finding the header of a table: the row, or the rows, whose words say what stands in the columns below."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.sheets.values import Cell
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.looks import looks_like_amount
from kapstok.plans.mapping.words import funder_in, plain, role_of

DEEPEST = 100  # a table starts within the first hundred rows
LONGEST = 90  # characters in a heading


@dataclass(frozen=True, slots=True)
class Head:
    """Row numbers, and for each column the heading: the texts of the header rows one after another."""

    rows: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def signs(self) -> frozenset[tuple[str, str, str]]:
        """What the headings tell apart: role, year and source."""
        return frozenset(sign for text in self.texts if any(sign := _sign(text)))

    @property
    def hits(self) -> int:
        return sum(any(_sign(text)) for text in self.texts)


def _sign(text: str) -> tuple[str, str, str]:
    if not text or len(text) > LONGEST:
        return ("", "", "")
    year = year_in(text)
    return (str(role_of(text) or ""), str(year.year) if year else "", plain(funder_in(text)))


def heads(grid: Grid) -> list[Head]:
    """What may be the header of a table, best first."""
    found = [head for row in range(1, min(grid.height, DEEPEST) + 1) for head in _from(grid, row)]
    return sorted(found, key=lambda head: (-len(head.signs), -head.hits, len(head.rows), head.rows))


def _from(grid: Grid, row: int) -> Iterator[Head]:
    """The row alone, and with the one or two below it."""
    for count in (1, 2, 3):
        rows = tuple(range(row, row + count))
        if row + count > grid.height or not all(_is_heading(grid, number) for number in rows):
            return
        if count > 1 and any(_is_title(grid, number) for number in rows):
            return
        head = head_at(grid, rows)
        if head.hits >= 2:
            yield head


def head_at(grid: Grid, rows: tuple[int, ...]) -> Head:
    """The headings in these rows, merged cells spread over the columns they cover."""
    return Head(rows, tuple(_heading(grid, rows, column) for column in range(grid.width)))


def _is_title(grid: Grid, row: int) -> bool:
    """A text alone in its row says nothing about one column."""
    return sum(grid.at(row, column) is not None for column in range(grid.width)) < 2 and not any(
        grid.is_covered(row, column) for column in range(grid.width)
    )


def _heading(grid: Grid, rows: tuple[int, ...], column: int) -> str:
    parts = [text_of(grid.across(row, column)) for row in rows]
    return " ".join(" ".join(dict.fromkeys(part for part in parts if part)).split())


def _is_heading(grid: Grid, row: int) -> bool:
    """No row with amounts, dates or long texts is a header; years may stand there as numbers."""
    cells = [grid.at(row, column) for column in range(grid.width)]
    return any(cell is not None for cell in cells) and all(map(_may_head, cells))


def _may_head(cell: Cell) -> bool:
    match cell:
        case None:
            return True
        case Decimal():
            return year_in(cell) is not None
        case str():
            return len(cell) <= LONGEST and not looks_like_amount(cell)
        case _:
            return False
