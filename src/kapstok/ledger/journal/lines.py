"""From rows of cells to lines of the general ledger, with everything that is wrong at once. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kapstok.core.sheets.values import Cell, CellError, Problem, Sheet, column_letters
from kapstok.core.sorting import sort_key
from kapstok.ledger.journal.amounts import ZERO, amount, day, decimal_mark
from kapstok.ledger.journal.columns import Columns
from kapstok.ledger.journal.roles import CREDIT_WORDS, DEBIT_WORDS, LABELS, Column

MOST_PROBLEMS = 200
LONGEST = {
    Column.ACCOUNT: 40, Column.ACCOUNT_NAME: 200, Column.NUMBER: 100, Column.EXTERNAL: 100, Column.REFERENCE: 100,
    Column.DESCRIPTION: 1000, Column.PARTY: 200, Column.COST_CENTRE: 60, Column.TAAKVELD: 60,
}  # fmt: skip
_TOTAL = re.compile(r"\b(?:sub|eind|tel|jaar)?-?(?:totaal|totalen|saldo)\b")


class FileLine(NamedTuple):
    """A line as a file has it; `row` counts from 1, `amount` in euros, a cost above 0."""

    row: int
    account: str
    account_name: str
    year: int
    booked_on: date
    number: str
    external: str
    reference: str
    description: str
    amount: Decimal
    party_name: str
    party_key: str
    cost_centre: str
    taakveld: str
    identity: str


@dataclass(slots=True)
class Lines:
    """`said`: the total that the file states itself. `more`: how many problems are not listed."""

    lines: list[FileLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    said: Decimal | None = None

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)


def read_lines(sheet: Sheet, columns: Columns) -> Lines:
    """All lines below the headings. What is no line (empty, a total, headings again) is passed by."""
    return _Reader(sheet, columns).read()


class _Reader:
    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        places = {column: place for column, place in columns.places.items() if place < sheet.width}
        self.sheet, self.columns, self.found = sheet, replace(columns, places=places), Lines()
        self.header = sheet.rows[columns.header_row] if columns.header_row < len(sheet.rows) else ()
        self.below = sheet.rows[columns.header_row + 1 :]
        self.marks = {
            column: decimal_mark(row[place] for row in self.below)
            for column, place in places.items()
            if column in {Column.AMOUNT, Column.DEBIT, Column.CREDIT}
        }
        self.totals: list[Decimal] = []
        self.seen: Counter[tuple[object, ...]] = Counter()
        self.known: dict[str, str] = {}

    def read(self) -> Lines:
        headings = list(self.header)
        for number, row in enumerate(self.below, start=self.columns.header_row + 1):
            if any(row) and list(row) != headings:
                self._row(number, row)
        self.found.said = said_total(self.totals, self.found.total)
        if not self.found.lines and not self.found.problems:
            self._problem(None, None, "er staan geen regels onder de koppen")
        return self.found

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        before = len(self.found.problems) + self.found.more
        booked = self._day(number, row)
        if booked is None:
            told = len(self.found.problems) + self.found.more > before
            if not told and not self._passed_by(number, row):
                self._problem(number, Column.BOOKED_ON, "verwacht een datum, zoals 31-12-2023")
            return
        account = self._text(number, row, Column.ACCOUNT)
        if not account:
            self._problem(number, Column.ACCOUNT, "verwacht het nummer van de rekening")
        euros, year = self._euros(number, row), self._year(number, row, booked)
        said = [self._text(number, row, column) for column in _TEXTS]
        if len(self.found.problems) + self.found.more == before and euros is not None:
            self._keep(number, booked, account, euros, year, said)

    def _keep(self, number: int, booked: date, account: str, euros: Decimal, year: int, said: list[str]) -> None:
        name, document, external, reference, description, party, centre, taakveld = said
        own = ("n", year, document, external)
        key = own if external else ("f", account, booked, document, description, euros)
        self.seen[key] += 1
        if external and self.seen[key] > 1:
            what = f"regelnummer {external} staat twee keer in boekstuk {document or '(leeg)'}"
            self._problem(number, Column.EXTERNAL, f"{what}; verwacht een nummer dat maar één keer voorkomt")
            return
        self.found.lines.append(
            FileLine(
                number + 1, account, name, year, booked, document, external, reference, description, euros, party,
                self._party_key(party), centre, taakveld, identity(key, self.seen[key]),
            )
        )  # fmt: skip

    def _party_key(self, name: str) -> str:
        if name not in self.known:
            self.known[name] = party_key(name)
        return self.known[name]

    def _passed_by(self, number: int, row: Sequence[Cell]) -> bool:
        """A total, a subtotal or a note: it has no day, and no account or a word for a total."""
        is_total = any(isinstance(cell, str) and _TOTAL.search(cell.casefold()) for cell in row)
        if self._cell(row, Column.ACCOUNT) not in (None, "") and not is_total:
            return not self._has_amount(row)
        if (euros := self._euros(number, row, strict=False)) is not None:
            self.totals.append(euros)
        return True

    def _has_amount(self, row: Sequence[Cell]) -> bool:
        return any(self._cell(row, column) not in (None, "") for column in self.marks)

    def _cell(self, row: Sequence[Cell], column: Column) -> Cell:
        place = self.columns.places.get(column)
        return None if place is None else row[place]

    def _text(self, number: int, row: Sequence[Cell], column: Column) -> str:
        cell = self._cell(row, column)
        if cell is None or cell == "":
            return ""
        try:
            text = as_text(cell)
        except ValueError as error:
            self._problem(number, column, str(error))
            return ""
        if len(text) > LONGEST[column]:
            self._problem(number, column, f"verwacht hooguit {LONGEST[column]} tekens; dit zijn er {len(text)}")
        return text

    def _day(self, number: int, row: Sequence[Cell]) -> date | None:
        try:
            return day(self._cell(row, Column.BOOKED_ON))
        except ValueError as error:
            if not any(isinstance(cell, str) and _TOTAL.search(cell.casefold()) for cell in row):
                self._problem(number, Column.BOOKED_ON, str(error))
                return None
        return None

    def _year(self, number: int, row: Sequence[Cell], booked: date) -> int:
        cell = self._cell(row, Column.YEAR)
        if cell in (None, ""):
            return booked.year
        text = as_text(cell) if isinstance(cell, str | Decimal) else ""
        if not re.fullmatch(r"(?:19[9]|20[0-9])[0-9]", text):
            self._problem(number, Column.YEAR, "verwacht een jaar, zoals 2023")
            return booked.year
        return int(text)

    def _euros(self, number: int, row: Sequence[Cell], *, strict: bool = True) -> Decimal | None:
        """The cost in euros, by whichever columns there are; None when there is none."""
        parts: dict[Column, Decimal | None] = {}
        for column, mark in self.marks.items():
            try:
                parts[column] = amount(self._cell(row, column), mark)
            except ValueError as error:
                if strict:
                    self._problem(number, column, str(error))
                return None
        if all(part is None for part in parts.values()):
            if strict:
                self._problem(number, next(iter(self.marks), Column.AMOUNT), "verwacht een bedrag")
            return None
        plus, minus = (parts.get(column) or ZERO for column in (Column.DEBIT, Column.CREDIT))
        euros = (parts.get(Column.AMOUNT) or ZERO) * self._side(number, row, strict=strict) + plus - minus
        return (-euros if self.columns.flipped else euros) + 0

    def _side(self, number: int, row: Sequence[Cell], *, strict: bool) -> int:
        if Column.SIDE not in self.columns.places:
            return 1
        said = as_text(self._cell(row, Column.SIDE)).casefold()
        if said not in DEBIT_WORDS | CREDIT_WORDS and strict:
            self._problem(number, Column.SIDE, "verwacht D of C (of Af of Bij)")
        return -1 if said in CREDIT_WORDS else 1

    def _problem(self, row: int | None, column: Column | None, text: str) -> None:
        if len(self.found.problems) >= MOST_PROBLEMS:
            self.found.more += 1
        else:
            self.found.problems.append(Problem(self._place(row, column), text))

    def _place(self, row: int | None, column: Column | None) -> str:
        where = [f"blad “{self.sheet.name}”"] if self.sheet.name else []
        if row is not None:
            where.append(f"rij {row + 1}")
        if column is not None and (place := self.columns.places.get(column)) is not None:
            heading = self.header[place] if place < len(self.header) else ""
            where.append(f"kolom {column_letters(place)} ({heading or LABELS[column]})")
        return ", ".join(where)


_TEXTS = (
    Column.ACCOUNT_NAME, Column.NUMBER, Column.EXTERNAL, Column.REFERENCE, Column.DESCRIPTION, Column.PARTY,
    Column.COST_CENTRE, Column.TAAKVELD,
)  # fmt: skip


def as_text(cell: Cell) -> str:
    """A cell as text, single spaces; a number without what a spreadsheet adds. ValueError for a formula gone wrong."""
    match cell:
        case str():
            return " ".join(cell.split())
        case None:
            return ""
        case Decimal():
            return format(cell.normalize(), "f")
        case bool():
            return "ja" if cell else "nee"
        case date():
            return cell.isoformat()
        case CellError():
            raise ValueError(f"hier staat {cell.text}; verwacht tekst of een getal")


def party_key(name: str) -> str:
    """A supplier's name as it is compared: `Bibliotheek B.V.` and `BIBLIOTHEEK BV` are one."""
    words = re.sub(r"[^\w ]+", "", sort_key(name)).split()
    while len(words) > 1 and words[-1] in {"bv", "nv", "vof", "cv"}:
        words.pop()
    return " ".join(words)


def identity(key: Iterable[object], nth: int) -> str:
    """32 signs that are the same for the same line in each export; `nth` of the lines that are equal."""
    said = "\x1f".join(map(str, (*key, nth)))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def said_total(totals: Sequence[Decimal], total: Decimal) -> Decimal | None:
    """What a file states as its total: that of its last row of that kind, unless its subtotals add up to the lines."""
    if not totals:
        return None
    return total if total in (sum(totals, ZERO), totals[-1]) else totals[-1]
