"""A sheet to walk over: rows from 1, columns from 0, and what a merged cell says for the cells it covers."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal

from kapstok.core.sheets.values import Area, Cell, CellError, Sheet


class Grid:
    """The cells of a sheet. Texts are trimmed, with \\n between their lines; an empty text is None."""

    def __init__(self, sheet: Sheet) -> None:
        self.name, self._raw, self._hidden = sheet.name, sheet.rows, sheet.hidden_rows
        self._rows = [[_trimmed(cell) if type(cell) is str else cell for cell in row] for row in sheet.rows]
        self.height, self.width = len(sheet.rows), sheet.width
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}
        for area in sheet.merged:
            self._cover(area)

    def _cover(self, area: Area) -> None:
        for row in range(area.first_row, min(area.last_row, self.height - 1) + 1):
            for column in range(area.first_column, min(area.last_column, self.width - 1) + 1):
                self._merged[row + 1, column] = (area.first_row + 1, area.first_column)

    def at(self, row: int, column: int) -> Cell:
        if not 0 < row <= self.height:
            return None
        cells = self._rows[row - 1]
        return cells[column] if 0 <= column < len(cells) else None

    def indent(self, row: int, column: int) -> int:
        """How many spaces stand before the text of a cell."""
        cells = self._raw[row - 1] if 0 < row <= self.height else ()
        value = cells[column] if 0 <= column < len(cells) else None
        return len(value) - len(value.lstrip(" \u00a0")) if isinstance(value, str) else 0

    def down(self, row: int, column: int) -> Cell:
        """The cell, or the merged cell above it in the same column."""
        if (row, column) not in self._merged:
            return self.at(row, column)
        top, left = self._merged[row, column]
        return self.at(top, column) if left == column else None

    def across(self, row: int, column: int) -> Cell:
        """The cell, or the merged cell that covers it."""
        return self.at(*self._merged.get((row, column), (row, column)))

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a merged cell that starts elsewhere covers it."""
        return self._merged.get((row, column), (row, column)) != (row, column)

    def is_hidden(self, row: int) -> bool:
        return row - 1 in self._hidden

    def row(self, row: int) -> Sequence[Cell]:
        return self._rows[row - 1] if 0 < row <= self.height else ()

    def is_empty(self, row: int) -> bool:
        return all(cell is None for cell in self.row(row))

    def rows(self) -> range:
        return range(1, self.height + 1)

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """The column and text of each cell in a row that holds text."""
        return ((column, cell) for column, cell in enumerate(self.row(row)) if isinstance(cell, str))


def _trimmed(text: str) -> str | None:
    if "\r" in text or "\x00" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.strip() or None


def text_of(value: Cell) -> str:
    """A cell of a grid as its owner reads it; whole numbers without decimals."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool() | CellError():
            return value.text if isinstance(value, CellError) else "WAAR" if value else "ONWAAR"
        case datetime() if value.time() == time.min:
            return str(value.date())
        case Decimal():
            return f"{value.normalize():f}" if value.is_finite() else str(value)
        case _:
            return str(value)
