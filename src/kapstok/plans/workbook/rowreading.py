"""The rows of one table as values. A cell that cannot be read is told, and something harmless takes its place.

So one wrong cell gives one message, and all other mistakes are found in the same go.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kapstok.core.money import Amount
from kapstok.core.periods import SchoolYear
from kapstok.core.sheets.values import Cell
from kapstok.plans.workbook.cells import READINGS, share, value_of
from kapstok.plans.workbook.columns import Column, Kind
from kapstok.plans.workbook.grid import Grid, Notes, rows
from kapstok.plans.workbook.layout import PHASING
from kapstok.plans.workbook.names import Names

STAND_INS: dict[Kind, Any] = {
    Kind.NAME: "x",
    Kind.TEXT: "",
    Kind.EUROS: Decimal(0),
    Kind.NUMBER: Decimal(1),
    Kind.DAY: date(2000, 1, 1),
    Kind.QUARTER: "Q1 2000",
    Kind.KEY: "",
}


@dataclass(slots=True)
class Read:
    """A row as values by field; `wrong` are the fields that could not be read or that were left open."""

    number: int
    values: dict[str, Any]
    wrong: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        return name in self.values


def read_rows(grid: Grid, names: Mapping[str, Names], notes: Notes) -> Iterator[Read]:
    columns = {column.field: column for column in grid.table.columns}
    readings = {name: _reading_of(column, names) for name, column in columns.items() if column.kind in READINGS}
    texts = {column.field for column in columns.values() if column.kind is Kind.TEXT}
    required = [column for column in columns.values() if column.required and column.field in grid.at]
    for number, cells in rows(grid):
        read = Read(number, {})
        for name, cell in cells.items():
            if name in texts and type(cell) is str and "\\" not in cell and "\r" not in cell:
                read.values[name] = cell  # by far the most cells
                continue
            try:
                if name not in readings:
                    _put_year(read, grid, name, cell)
                    continue
                value = readings[name](cell)
                if type(value) is Amount:
                    _put_amount(read, columns, name, value)
                else:
                    read.values[name] = value
            except (ValueError, KeyError) as error:
                _stand_in(read, columns.get(name), name)
                notes.wrong(grid.place(number, name), str(error))
        _say_what_is_open(grid, read, required, notes)
        yield read


def _reading_of(column: Column, names: Mapping[str, Names]) -> Callable[[Cell], Any]:
    """What reads the cells of a column. The same few texts come back in row after row: each is taken apart once."""
    known: dict[str, Any] = {}
    reading = READINGS[column.kind]

    def read(cell: Cell) -> Any:
        if type(cell) is not str:
            return value_of(cell, column, names)
        if cell not in known:
            known[cell] = reading(cell, column, names)
        return known[cell]

    return read


def _put_amount(read: Read, columns: Mapping[str, Column], name: str, amount: Amount) -> None:
    """An amount as text may bring along that it is about, or that it is a range."""
    if amount.is_range and "high" not in columns:
        raise ValueError(f"hier staan twee bedragen ({amount}); kies er een")
    read.values[name] = amount.low
    if amount.is_range:
        read.values["high"] = amount.high
    if amount.about and "about" in columns:
        read.values["about"] = True


_YEAR = Column("", "", Kind.EUROS)
_school_year = lru_cache(maxsize=100)(SchoolYear)


def _put_year(read: Read, grid: Grid, year: str, cell: Cell) -> None:
    if grid.table is PHASING:
        read.values.setdefault("shares", {})[_school_year(year)] = share(cell)
        return
    amount = value_of(cell, _YEAR, {})
    if isinstance(amount, Amount):
        if amount.is_range:
            raise ValueError(f"hier staan twee bedragen ({amount}); kies er een")
        if amount.about:
            read.values["about"] = True
        amount = amount.low
    read.values.setdefault("years", {})[_school_year(year)] = amount


def _stand_in(read: Read, column: Column | None, name: str) -> None:
    read.wrong.add(name)
    if column and column.kind in STAND_INS:
        read.values[name] = STAND_INS[column.kind]


def _say_what_is_open(grid: Grid, read: Read, required: Iterable[Column], notes: Notes) -> None:
    for column in required:
        missing = column.field not in read.values and column.field not in read.wrong
        if missing and not _continues(grid, read):
            notes.wrong(grid.place(read.number, column.field), f"deze cel is leeg; vul in: {column.header.lower()}")
            _stand_in(read, column, column.field)


def _continues(grid: Grid, read: Read) -> bool:
    """Under an estimate come rows with its further factors; they name no measure."""
    return not grid.table.fills_down and "measure" not in read.values
