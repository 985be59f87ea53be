"""The sheet Plan: a name, its value beside it, and for some what goes with it in the third column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kapstok.core.money import Amount
from kapstok.core.sheets.values import Cell, Sheet, address
from kapstok.plans.workbook.cells import is_blank, value_of
from kapstok.plans.workbook.columns import Column, Item, Kind
from kapstok.plans.workbook.grid import HEADER_WITHIN, Notes
from kapstok.plans.workbook.layout import ITEMS, PLAN_HEADERS
from kapstok.plans.workbook.names import plain
from kapstok.plans.workbook.rowreading import STAND_INS


@dataclass(frozen=True, slots=True)
class Items:
    """What the sheet says, by field, and on which row."""

    sheet: Sheet
    columns: tuple[int, int, int]
    rows: dict[str, int]
    values: dict[str, Any]

    def place(self, name: str, column: int = 1) -> str:
        item = next(item for item in ITEMS if item.field == name)
        if name not in self.rows:
            return f"blad “{self.sheet.name}”, {item.name}"
        return f"blad “{self.sheet.name}”, cel {address(self.rows[name], self.columns[column])} ({item.name})"


def read_items(sheet: Sheet, notes: Notes) -> Items:
    known = {plain(item.name): item for item in ITEMS}
    read, filled = Items(sheet, _columns(sheet), {}, {}), set[str]()
    for number, row in enumerate(sheet.rows):
        name = _cell(row, read.columns[0])
        item = known.get(plain(name)) if isinstance(name, str) else None
        if item is None or (item.field in filled and not item.repeated and _says_nothing(read, row)):
            continue
        if item.field in filled and not item.repeated:
            notes.wrong(read.place(item.field), f"dit staat er twee keer, ook op rij {number + 1}; haal er een weg")
            continue
        read.rows[item.field] = number
        if not _says_nothing(read, row):
            filled.add(item.field)
            _put(read, item, row, notes)
    _settle(read, notes)
    return read


def _says_nothing(read: Items, row: Sequence[Cell]) -> bool:
    return all(is_blank(_cell(row, column)) for column in read.columns[1:])


def _put(read: Items, item: Item, row: Sequence[Cell], notes: Notes) -> None:
    first, second = (_value(read, item, row, place, notes) for place in (1, 2))
    if item.repeated:
        read.values.setdefault(item.field, []).append(_one_of_many(item, first, second))
    elif first is not None:
        read.values[item.field] = first


def _columns(sheet: Sheet) -> tuple[int, int, int]:
    """Where the names, the values and the additions stand; without a header as we make it."""
    wanted = [plain(header) for header in PLAN_HEADERS]
    for row in sheet.rows[:HEADER_WITHIN]:
        found = [plain(cell) if isinstance(cell, str) else "" for cell in row]
        if all(header in found for header in wanted):
            return found.index(wanted[0]), found.index(wanted[1]), found.index(wanted[2])
    return 0, 1, 2


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _value(read: Items, item: Item, row: Sequence[Cell], place: int, notes: Notes) -> Any:
    """The value of one cell; None when it is blank."""
    cell = _cell(row, read.columns[place])
    if is_blank(cell) or (place == 2 and not item.further):
        return None
    try:
        kind = Kind.TEXT if place == 2 else item.kind
        value = value_of(cell, Column(item.name, item.field, kind, choices=item.choices), {})
        if isinstance(value, Amount) and value.is_range:
            raise ValueError(f"hier staan twee bedragen ({value}); kies er een")
    except ValueError as error:
        notes.wrong(read.place(item.field, place), str(error))
        return STAND_INS.get(item.kind)
    return value.low if isinstance(value, Amount) else value


def _one_of_many(item: Item, first: Any, second: Any) -> Any:
    match item.further:
        case "plural":
            return {"singular": first or second, "plural": second or first}
        case "note":
            return {"name": first or second, "note": second or ""}
        case _:
            return first or ""


def _settle(read: Items, notes: Notes) -> None:
    for item in ITEMS:
        if item.required and item.field not in read.values:
            notes.wrong(read.place(item.field), f"dit ontbreekt; vul in: {item.name.lower()}")
            read.values[item.field] = STAND_INS[item.kind]
    read.values.setdefault("slug", read.values["regulation"])
    for name in ("slug", "regulation"):
        read.values[name] = read.values[name] or "x"
