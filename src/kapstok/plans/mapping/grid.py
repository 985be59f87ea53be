"""A sheet to walk over: rows from 1, columns from 0, and what a merged cell says for the cells it covers."""

from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal

from kapstok.core.sheets.values import Area, Cell, CellError, Sheet


class Grid:
    """The cells of a sheet. Texts are trimmed; an empty text is None."""

    def __init__(self, sheet: Sheet) -> None:
        self.name, self._rows, self._hidden = sheet.name, sheet.rows, sheet.hidden_rows
        self.height, self.width = len(sheet.rows), sheet.width
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}
        for area in sheet.merged:
            self._cover(area)

    def _cover(self, area: Area) -> None:
        for row in range(area.first_row, min(area.last_row, self.height - 1) + 1):
            for column in range(area.first_column, min(area.last_column, self.width - 1) + 1):
                self._merged[row + 1, column] = (area.first_row + 1, area.first_column)

    def at(self, row: int, column: int) -> Cell:
        cells = self._rows[row - 1] if 0 < row <= self.height else ()
        value = cells[column] if 0 <= column < len(cells) else None
        return (value.strip() or None) if isinstance(value, str) else value

    def indent(self, row: int, column: int) -> int:
        """How many spaces stand before the text of a cell."""
        cells = self._rows[row - 1] if 0 < row <= self.height else ()
        value = cells[column] if 0 <= column < len(cells) else None
        return len(value) - len(value.lstrip(" \u00a0")) if isinstance(value, str) else 0

    def down(self, row: int, column: int) -> Cell:
        """The cell, or the merged cell above it in the same column."""
        top, left = self._merged.get((row, column), (row, column))
        return self.at(top, column) if left == column else None

    def across(self, row: int, column: int) -> Cell:
        """The cell, or the merged cell that covers it."""
        return self.at(*self._merged.get((row, column), (row, column)))

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a merged cell that starts elsewhere covers it."""
        return self._merged.get((row, column), (row, column)) != (row, column)

    def is_hidden(self, row: int) -> bool:
        return row - 1 in self._hidden

    def is_empty(self, row: int) -> bool:
        return all(self.at(row, column) is None for column in range(self.width))

    def rows(self) -> range:
        return range(1, self.height + 1)

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """The column and text of each cell in a row that holds text."""
        for column in range(self.width):
            if isinstance(value := self.at(row, column), str):
                yield column, value


def text_of(value: Cell) -> str:
    """The cell as its owner reads it; whole numbers without decimals."""
    match value:
        case None:
            return ""
        case bool() | CellError():
            return value.text if isinstance(value, CellError) else "WAAR" if value else "ONWAAR"
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
        case datetime() if value.time() == time.min:
            return str(value.date())
        case Decimal():
            return f"{value.normalize():f}" if value.is_finite() else str(value)
        case _:
            return str(value)
