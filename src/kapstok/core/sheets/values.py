"""A workbook as plain values: what a reader sees in the cells, and what was found around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that came to nothing: `text` is what the cell shows, such as #REF!."""

    text: str


NOT_CALCULATED = CellError("niet uitgerekend")  # a formula that the program that made the file never worked out

Cell: TypeAlias = str | Decimal | date | datetime | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a file that its maker should know: where, what was found, and what to do."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class SheetError(Exception):
    """The file cannot be read as a workbook; `problems` says everything that is in the way."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))
        self.name, self.problems = name, tuple(problems)


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells that was merged into one. Rows and columns count from 0; the last ones are included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[r][c]` counts from 0, from cell A1; all rows are equally long. A hidden row is read like any other."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """`remarks`: what did not stop the reading but is good to know, such as macros that were left alone."""

    name: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[Problem, ...] = field(default=())


def column_letters(column: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(6, 2) is C7: rows and columns count from 0, a reader counts rows from 1."""
    return f"{column_letters(column)}{row + 1}"
