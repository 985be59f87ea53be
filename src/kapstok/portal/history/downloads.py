"""All of the history to take along: as a workbook to read, and as JSON lines to work on. In steady memory.

Each block of entries is read through a door of its own, so that a slow reader never keeps a transaction open. New
entries that are written meanwhile come after the newest one of the first block, and are not in it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kapstok.core.access import Actor
from kapstok.core.clock import AMSTERDAM
from kapstok.core.sheets.writing import Book, on_paper, write
from kapstok.core.tenancy import inside
from kapstok.portal.history.naming import names
from kapstok.portal.history.presentation import entry_shown, in_words, label_of
from kapstok.portal.history.queries import Filter, Written, blocks
from kapstok.portal.history.reading import Read, read, wanted
from kapstok.portal.history.values import Names

COLUMNS = (
    ("Nummer", 10), ("Wanneer", 22), ("Wie", 30), ("Wat", 46), ("In", 30), ("Veld", 34), ("Van", 50), ("Naar", 50),
    ("Reden", 40), ("Handeling", 22),
)  # fmt: skip
MOMENT = "[$-413]d mmmm yyyy h:mm"
LONGEST_CELL = 32_000  # a cell holds 32.767 characters
MOST_ROWS = 1_000_000  # on a sheet, which holds 1.048.576
CHUNK = 64 * 1024
Row = tuple[str, ...]


def as_json_lines(municipality: int, which: Filter) -> Iterator[bytes]:
    """One entry a line, as it was written down."""
    for entries in blocks(municipality, which):
        yield "".join(f"{_json(entry)}\n" for entry in entries).encode()


def _json(entry: Written) -> str:
    plain = asdict(entry)
    del plain["heavy"]
    return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False)


def as_workbook(municipality: int, which: Filter, title: str, made_on: date, most: int = MOST_ROWS) -> Iterator[bytes]:
    """One change a row. It is made in a file on disk, which is gone when it has been read."""
    with TemporaryDirectory(prefix="kapstok-") as folder:
        file = Path(folder) / "geschiedenis.xlsx"
        _write(file, municipality, which, title, made_on, most)
        with file.open("rb") as made:
            while chunk := made.read(CHUNK):
                yield chunk


def _write(file: Path, municipality: int, which: Filter, title: str, made_on: date, most: int) -> None:
    book = Book(title, made_on, file=file)
    moment, text = book.form(num_format=MOMENT, align="left"), book.form(text_wrap=True)
    sheet, number = None, most
    for entries in blocks(municipality, which):
        for entry, row in _rows(municipality, entries, which.reader):
            if sheet is None or number >= most:
                sheet, number = _sheet(book), 0
            number += 1
            _write_row(sheet, number, entry, row, (moment, text))
    if sheet is None:
        _sheet(book)
    book.workbook.close()


def _sheet(book: Book) -> Worksheet:
    count = len(book.workbook.worksheets())
    sheet = book.workbook.add_worksheet(f"Geschiedenis {count + 1}" if count else "Geschiedenis")
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        write(sheet, 0, column, heading, book.header())
    sheet.freeze_panes(1, 0)
    on_paper(sheet, header_row=0)
    return sheet


def _write_row(sheet: Worksheet, number: int, entry: Written, row: Row, forms: tuple[Format, Format]) -> None:
    moment, text = forms
    write(sheet, number, 0, entry.id, text)
    sheet.write_datetime(number, 1, timezone.localtime(entry.at, AMSTERDAM).replace(tzinfo=None), moment)
    for column, words in enumerate(row, 2):
        write(sheet, number, column, _cell(words), text)


def _cell(words: str) -> str:
    if len(words) <= LONGEST_CELL:
        return words
    return f"{words[:LONGEST_CELL]}… (te lang voor een cel; de hele tekst staat in de download als JSON)"


def _rows(municipality: int, entries: list[Written], reader: Actor | None) -> Iterator[tuple[Written, Row]]:
    reads = [read(entry) for entry in entries]
    with inside(municipality):
        known = names(wanted(reads), reader)
    for one in reads:
        for row in _rows_of(one, known):
            yield one.entry, row


def _rows_of(one: Read, known: Names) -> Iterable[Row]:
    said = entry_shown(Read(one.entry, (), 0, one.about), known)
    what = " ".join(filter(None, (said.said, said.about.text, said.rest)))
    within = said.within.text if said.within else ""
    changes = [(label_of(one, change, known), *in_words(one, change, known)) for change in one.found]
    for label, old, new in changes or [("", "", "")]:
        yield said.who, what, within, label, old, new, one.entry.why, one.entry.act
