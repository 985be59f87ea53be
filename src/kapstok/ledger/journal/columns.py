"""Which column is what: guessed from headings and cells, pointed out once, and recognised the next time. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kapstok.core.sheets.values import Cell, Sheet, Workbook
from kapstok.ledger.journal.amounts import COMMA, amount, day
from kapstok.ledger.journal.roles import CREDIT_WORDS, DEBIT_WORDS, HEADINGS, LABELS, Column

LOOKED_AT = 60  # rows among which the headings are
EXAMPLES = 40  # rows that say what is in a column
NEEDED = (Column.ACCOUNT, Column.BOOKED_ON)
_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """`header_row` and `places` count from 0. `flipped`: the export writes costs below 0."""

    sheet: str
    header_row: int
    places: Mapping[Column, int]
    flipped: bool = False

    def as_json(self) -> dict[str, Any]:
        places = {column.value: place for column, place in self.places.items()}
        return {"sheet": self.sheet, "header_row": self.header_row, "places": places, "flipped": self.flipped}

    def missing(self) -> list[str]:
        """What has to be pointed out still, in Dutch."""
        lacking = [LABELS[column] for column in NEEDED if column not in self.places]
        if Column.AMOUNT not in self.places and not {Column.DEBIT, Column.CREDIT} & set(self.places):
            lacking.append("bedrag, of debetbedrag en creditbedrag")
        return lacking


def columns_in(kept: Mapping[str, Any]) -> Columns:
    """The other way round."""
    places = {Column(column): place for column, place in kept["places"].items()}
    return Columns(kept["sheet"], kept["header_row"], places, kept["flipped"])


def plain(text: Cell) -> str:
    """A heading as it is compared: `Bedrag (EUR)` is `bedrag eur`."""
    if not isinstance(text, str):
        return ""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _WORDS.sub(" ", bare.casefold()).strip()


def fingerprint(row: Sequence[Cell]) -> str:
    """The same for the same headings in the same order."""
    return hashlib.sha256("\x1f".join(plain(cell) for cell in row).rstrip("\x1f").encode()).hexdigest()


def recognised(book: Workbook, saved: Mapping[str, Mapping[str, Any]]) -> Columns | None:
    """The columns as they were pointed out before for a file with the same headings."""
    for sheet, number, row in _first_rows(book):
        if kept := saved.get(fingerprint(row)):
            known = columns_in(kept)
            return Columns(sheet.name, number, known.places, known.flipped)
    return None


def guessed(book: Workbook) -> Columns:
    """The likeliest sheet, headings and columns; nothing is sure."""
    best = max(_first_rows(book), key=lambda place: len(_named(place[2])), default=None)
    if best is None:
        return Columns("", 0, {})
    return guess_at(best[0], best[1])


def guess_at(sheet: Sheet, number: int) -> Columns:
    """The likeliest columns when the headings stand in this row."""
    row = sheet.rows[number] if number < len(sheet.rows) else ()
    places = _named(row)
    below = sheet.rows[number + 1 : number + 1 + EXAMPLES]
    for place in range(len(row)):
        if place not in places.values():
            kind = _by_cells([cells[place] for cells in below])
            if kind and kind not in places and not (kind is Column.AMOUNT and Column.DEBIT in places):
                places[kind] = place
    return Columns(sheet.name, number, places)


def header(book: Workbook, columns: Columns) -> Sequence[Cell]:
    sheet = sheet_of(book, columns)
    return sheet.rows[columns.header_row] if sheet and columns.header_row < len(sheet.rows) else ()


def sheet_of(book: Workbook, columns: Columns) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name == columns.sheet), None)


def _first_rows(book: Workbook) -> Iterator[tuple[Sheet, int, Sequence[Cell]]]:
    for sheet in book.sheets:
        for number, row in enumerate(sheet.rows[:LOOKED_AT]):
            yield sheet, number, row


def _named(row: Sequence[Cell]) -> dict[Column, int]:
    """The columns that their heading names; of two that fit, the one with the more telling word."""
    found: dict[Column, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        if match := _named_by(plain(cell)):
            column, rank = match
            if column not in found or rank < found[column][0]:
                found[column] = (rank, place)
    return {column: place for column, (_, place) in found.items()}


def _named_by(heading: str) -> tuple[Column, int] | None:
    for column, headings in HEADINGS.items():
        if heading in headings:
            return column, headings.index(heading)
    return None


def _by_cells(cells: Sequence[Cell]) -> Column | None:
    """What a column without a known heading most looks like: days, D and C, or amounts with cents."""
    filled = [cell for cell in cells if cell not in (None, "")]
    if len(filled) < 2:
        return None
    if all(isinstance(cell, str) and cell.strip().casefold() in DEBIT_WORDS | CREDIT_WORDS for cell in filled):
        return Column.SIDE
    if all(_is_day(cell) for cell in filled):
        return Column.BOOKED_ON
    return Column.AMOUNT if all(_has_cents(cell) for cell in filled) else None


def _is_day(cell: Cell) -> bool:
    try:
        return not (isinstance(cell, str) and cell.isdigit()) and day(cell) is not None
    except ValueError:
        return False


def _has_cents(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    try:
        return re.search(r"[.,][0-9]{2}\D*$", cell) is not None and amount(cell, _mark(cell)) is not None
    except ValueError:
        return False


def _mark(cell: str) -> str:
    return COMMA if cell.rfind(",") > cell.rfind(".") else "."
