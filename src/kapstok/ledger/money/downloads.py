"""The postings of a filter as a workbook, written row by row into a file: however many, the memory stays the same."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter.worksheet import Worksheet

from kapstok.core.periods import SchoolYear
from kapstok.core.sheets.writing import DAY, EUROS_AND_CENTS, Book, Value, on_paper, write
from kapstok.ledger.kinds import DOCUMENT_LABELS, POSTING_LABELS, DocumentKind, PostingKind
from kapstok.ledger.models import Posting
from kapstok.ledger.money.filters import Filter
from kapstok.ledger.money.listing import blocks

COLUMNS = (
    ("Nummer", 10), ("Soort", 14), ("Geleverd", 20), ("Bedrag", 18), ("Post", 36), ("Geldbron", 30),
    ("Maatregel", 36), ("Doel", 8), ("Soort kosten", 20), ("Boekjaar", 10), ("Schooljaar", 12), ("Stuk", 28),
    ("Nummer van het stuk", 22), ("Organisatie", 34), ("Omschrijving", 50), ("Voorbeeldcijfer", 16),
)  # fmt: skip
MOST_ROWS = 1_000_000  # on a sheet, which holds 1.048.576
CHUNK = 64 * 1024


def as_workbook(municipality: int, which: Filter, title: str, made_on: date, most: int = MOST_ROWS) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="kapstok-") as folder:
        file = Path(folder) / "boekingen.xlsx"
        _write(file, municipality, which, title, made_on, most)
        with file.open("rb") as made:
            while chunk := made.read(CHUNK):
                yield chunk


def _write(file: Path, municipality: int, which: Filter, title: str, made_on: date, most: int) -> None:
    book = Book(title, made_on, file=file)
    forms = {Decimal: book.form(num_format=EUROS_AND_CENTS), date: book.form(num_format=DAY, align="left")}
    text = book.form()
    sheet, number = _sheet(book), 0
    for postings in blocks(municipality, which):
        for posting in postings:
            if number == most:
                sheet, number = _sheet(book), 0
            number += 1
            for column, value in enumerate(_values(posting)):
                write(sheet, number, column, value, forms.get(type(value), text))
    book.workbook.close()


def _sheet(book: Book) -> Worksheet:
    count = len(book.workbook.worksheets())
    sheet = book.workbook.add_worksheet(f"Boekingen {count + 1}" if count else "Boekingen")
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        write(sheet, 0, column, heading, book.header())
    sheet.freeze_panes(1, 0)
    on_paper(sheet, header_row=0)
    return sheet


def _values(posting: Posting) -> tuple[Value, ...]:
    document = posting.document
    return (
        posting.pk,
        POSTING_LABELS[PostingKind(posting.kind)],
        posting.delivered,
        posting.amount,
        posting.line.label,
        posting.line.source.name,
        posting.measure.name if posting.measure else None,
        posting.purpose,
        posting.cost_type,
        posting.year,
        str(SchoolYear.containing(posting.delivered)),
        DOCUMENT_LABELS[DocumentKind(document.kind)],
        document.reference,
        document.party.name if document.party else None,
        document.description,
        document.illustrative,
    )
