"""The columns of an export, to be pointed out: what stands above each, examples, and what we take it for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kapstok.core.asked import number
from kapstok.core.sheets.values import Cell, Sheet, Workbook, column_letters
from kapstok.ledger.journal.columns import Columns, guess_at, sheet_of
from kapstok.ledger.journal.roles import LABELS, Column

MOST_COLUMNS = 60
ROLES = tuple((column.value, LABELS[column]) for column in Column)


@dataclass(frozen=True, slots=True)
class Choice:
    """`place` counts from 0."""

    place: int
    letter: str
    heading: str
    examples: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Choices:
    """`header_row` counts from 1, as a spreadsheet does."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    flipped: bool
    columns: tuple[Choice, ...]
    roles: tuple[tuple[str, str], ...] = ROLES


def choices(book: Workbook, columns: Columns) -> Choices:
    sheet = sheet_of(book, columns) or book.sheets[0]
    return Choices(
        sheets=tuple(one.name for one in book.sheets) if len(book.sheets) > 1 else (),
        sheet=sheet.name,
        header_row=columns.header_row + 1,
        flipped=columns.flipped,
        columns=tuple(_columns(sheet, columns)),
    )


def _columns(sheet: Sheet, columns: Columns) -> list[Choice]:
    roles = {place: column.value for column, place in columns.places.items()}
    row = sheet.rows[columns.header_row] if columns.header_row < len(sheet.rows) else ()
    below = sheet.rows[columns.header_row + 1 : columns.header_row + 30]
    found = []
    for place in range(min(sheet.width, MOST_COLUMNS)):
        heading = _text(row[place]) if place < len(row) else ""
        examples = tuple(dict.fromkeys(text for cells in below if (text := _text(cells[place]))))[:2]
        if heading or examples:
            found.append(Choice(place, column_letters(place), heading, examples, roles.get(place, "")))
    return found


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())[:50]


def chosen(book: Workbook, form: Mapping[str, str]) -> tuple[Columns, list[str]]:
    """The columns as somebody pointed them out, and what is wrong with that, in Dutch.

    Another row of headings, or sheet, is guessed anew.
    """
    names = [sheet.name for sheet in book.sheets]
    sheet = book.sheets[names.index(form["sheet"]) if form.get("sheet") in names else 0]
    row = (number(form.get("header_row")) or 1) - 1
    if not 0 <= row < max(len(sheet.rows), 1):
        return guess_at(sheet, 0), [f"Rij {row + 1} is er niet. Het blad heeft {len(sheet.rows)} rijen."]
    if "look" in form:
        return guess_at(sheet, row), []
    return _pointed_out(sheet, row, form)


def _pointed_out(sheet: Sheet, row: int, form: Mapping[str, str]) -> tuple[Columns, list[str]]:
    places: dict[Column, int] = {}
    wrong: list[str] = []
    for name, value in form.items():
        place = number(name.removeprefix("column-")) if name.startswith("column-") else None
        if place is None or place >= sheet.width or value not in LABELS:
            continue
        column = Column(value)
        if column in places:
            letters = _letters([places[column], place])
            wrong.append(f"‘{LABELS[column]}’ is twee keer gekozen: kolom {letters}. Kies er één.")
        places[column] = place
    return Columns(sheet.name, row, places, flipped="flipped" in form), wrong


def _letters(places: Sequence[int]) -> str:
    return " en ".join(column_letters(place) for place in places)
