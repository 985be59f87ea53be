"""A file of the financial system as rows of cells: CSV as text, XLSX as it is. Nothing is made of the cells yet."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from kapstok.core.sheets.reading import is_workbook, open_workbook
from kapstok.core.sheets.values import Problem, Sheet, SheetError, Workbook

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_CELL = 20_000_000, 100_000, 100, 5_000
SEPARATORS = ";\t,|"
SAMPLE = 60  # rows that say which separator it is
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OTHER_FILES = {b"%PDF": "een pdf", b"<": "een webpagina of XML-bestand"}
EXPORT_AGAIN = "Maak in uw financiële systeem opnieuw een export, als CSV of als Excel-werkmap (.xlsx)."

FEWER_MONTHS = "Maak een export over minder maanden."


def opened(content: bytes, name: str) -> Workbook:
    """The sheets of an XLSX, or the one nameless sheet of a CSV. Raises SheetError with what is in the way."""
    if is_workbook(content):
        return open_workbook(content, name)
    if len(content) > MOST_BYTES:
        raise _refused(
            name, f"het bestand is groter dan {MOST_BYTES // 10**6} MB. Maak een export over minder maanden."
        )
    return Workbook(name, (_sheet(_text(content, name), name),))


def _refused(name: str, text: str, place: str = "") -> SheetError:
    return SheetError(name, [Problem(place, text)])


def _text(content: bytes, name: str) -> str:
    """The text, in the encoding that it is in; no sign is ever replaced by another."""
    if not content.strip():
        raise _refused(name, f"het bestand is leeg. {EXPORT_AGAIN}")
    for start, what in _OTHER_FILES.items():
        if content.lstrip().startswith(start):
            raise _refused(name, f"dit is {what}, geen CSV. {EXPORT_AGAIN}")
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            place = content.count(b"\n", 0, error.start) + 1
            continue
        if found := _CONTROL.search(text):
            where = f"rij {text.count(chr(10), 0, found.start()) + 1}"
            raise _refused(name, f"hier staat een teken dat niet in tekst hoort. {EXPORT_AGAIN}", where)
        return text
    raise _refused(
        name, f"hier staat een teken dat geen UTF-8 en geen Windows-tekst (cp1252) is. {EXPORT_AGAIN}", f"rij {place}"
    )


def _sheet(text: str, name: str) -> Sheet:
    rows: list[list[str]] = []
    try:
        for row in _rows(text, separator(text), strict=True):
            if len(rows) == MOST_ROWS:
                raise _refused(name, f"er zijn meer dan {MOST_ROWS} rijen. {FEWER_MONTHS}")
            rows.append(_bounded(row, len(rows) + 1, name))
    except csv.Error as error:
        what = "een aanhalingsteken staat verkeerd, of een cel is veel te lang"
        raise _refused(name, f"{what}. {EXPORT_AGAIN}", f"rij {len(rows) + 1}") from error
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Sheet("", rows)


def _bounded(row: list[str], number: int, name: str) -> list[str]:
    while row and (not row[-1] or row[-1].isspace()):
        row.pop()
    if len(row) > MOST_COLUMNS:
        raise _refused(name, f"hier staan meer dan {MOST_COLUMNS} kolommen", f"rij {number}")
    if row and len(max(row, key=len)) > MOST_CELL:
        raise _refused(name, f"hier staat een cel met meer dan {MOST_CELL} tekens", f"rij {number}")
    return row


def _rows(text: str, mark: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=mark, strict=strict)


def separator(text: str) -> str:
    """The sign that divides most of the first rows into equally many cells."""
    start = "".join(line + "\n" for line in text[:200_000].splitlines()[:SAMPLE])
    return max(SEPARATORS, key=lambda mark: _evenness(start, mark))


def _evenness(start: str, mark: str) -> int:
    try:
        widths = Counter(len(row) for row in islice(_rows(start, mark, strict=False), SAMPLE) if len(row) > 1)
    except csv.Error:
        return 0
    return max((count * min(width, MOST_COLUMNS) for width, count in widths.items()), default=0)
