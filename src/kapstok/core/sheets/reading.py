"""Reading an .xlsx within fixed bounds: whatever is in it, it takes little memory and ends in values or SheetError.

Values are those at the last time the file was saved: formulas are not worked out, macros are never run.
"""

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from kapstok.core.sheets.container import ContainerError, Contents, contents, repacked
from kapstok.core.sheets.markup import MOST_CELLS, Facts, MarkupError, TooMuchError, facts, string_lengths
from kapstok.core.sheets.recognising import OLE, SAVE_AS, ZIP, in_words
from kapstok.core.sheets.values import NOT_CALCULATED, Area, Cell, CellError, Problem, Sheet, SheetError, Workbook

MOST_BYTES = 20_000_000
MOST_SHEETS = 60
MOST_MERGED = 20_000
DAMAGED = f"het bestand is beschadigd. {SAVE_AS}"


def open_workbook(content: bytes | Path, name: str = "", *, leave_out: Container[str] = ()) -> Workbook:
    """The workbook in these bytes or this file. Raises SheetError with everything that is in the way.

    `name` is how the file is called in messages; sheets in `leave_out` are not looked at.
    A file that is too large is not read at all.
    """
    name = name or (content.name if isinstance(content, Path) else "werkmap")
    file = _bytes(content, name)
    if not file.startswith(ZIP):
        raise _refused(name, in_words(file[:4096], file))
    try:
        found = contents(file, leave_out)
        known = _facts(found)
    except ContainerError as error:
        raise _refused(name, str(error)) from error
    if problems := [fact for fact in known.values() if isinstance(fact, Problem)]:
        raise SheetError(name, problems)
    sheets = _sheets(found, {sheet: fact for sheet, fact in known.items() if isinstance(fact, Facts)}, name)
    return Workbook(name, sheets, tuple(_remarks(found, sheets)))


def is_workbook(start: bytes) -> bool:
    """Whether a file that starts so is something to try as a workbook: a zip, or an old Office file."""
    return start.startswith((ZIP, OLE))


def _refused(name: str, text: str, place: str = "") -> SheetError:
    return SheetError(name, [Problem(place, text)])


def _bytes(content: bytes | Path, name: str) -> bytes:
    try:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        if size > MOST_BYTES:
            raise _refused(
                name, f"het bestand is {size / 1e6:.0f} MB; een werkmap mag hooguit {MOST_BYTES // 10**6} MB zijn"
            )
        return content.read_bytes() if isinstance(content, Path) else content
    except OSError as error:
        raise _refused(name, f"kan niet worden gelezen: {error.strerror}") from error


def _facts(found: Contents) -> dict[str, Facts | Problem]:
    """For each sheet what is known of it, or why it cannot be read."""
    if len(found.sheets) > MOST_SHEETS:
        raise ContainerError(f"de werkmap heeft {len(found.sheets)} bladen; gelezen worden er hooguit {MOST_SHEETS}")
    known: dict[str, Facts | Problem] = {}
    try:
        strings = string_lengths(found.parts.get("xl/sharedStrings.xml", b""))
        for sheet in found.sheets:
            known[sheet.name] = _fact(found.parts[sheet.path], sheet.name, strings)
    except MarkupError as error:
        raise ContainerError(DAMAGED) from error
    except TooMuchError as error:
        raise ContainerError(f"{error}. Bewaar alleen wat nodig is.") from error
    cells = sum((f.last_row + 1) * (f.last_column + 1) for f in known.values() if isinstance(f, Facts))
    if cells > MOST_CELLS:
        raise ContainerError(f"de werkmap heeft {cells} cellen; gelezen worden er hooguit {MOST_CELLS}")
    return known


def _fact(part: bytes, name: str, strings: Sequence[int]) -> Facts | Problem:
    try:
        return facts(part, strings)
    except TooMuchError as error:
        return Problem(f"blad “{name}”", f"{error}. Verwijder wat ver onder of naast de tabel staat.")


def _sheets(found: Contents, known: dict[str, Facts], name: str) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(repacked(found.parts))) as workbook:
            seen = {_squeezed(one.name): one for one in workbook.sheets_metadata}
            return tuple(_sheet(workbook, seen[_squeezed(sheet)], fact) for sheet, fact in known.items())
    except (CalamineError, KeyError, ValueError, OSError, OverflowError) as error:
        raise _refused(name, DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the Rust library says that it stumbled
            raise
        raise _refused(name, DAMAGED) from None


def _squeezed(name: str) -> str:
    """Programs differ in what they make of odd white space in the name of a sheet."""
    return " ".join(name.split())


def _sheet(workbook: CalamineWorkbook, seen: SheetMetadata, fact: Facts) -> Sheet:
    sheet, hidden = workbook.get_sheet_by_name(seen.name), seen.visible is not SheetVisibleEnum.Visible
    rows: list[list[Cell]] = [
        [(cell or None) if type(cell) is str else _value(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    _widen(rows, fact)
    for (row, column), text in fact.errors.items():
        rows[row][column] = CellError(text)
    for row, column in fact.not_calculated:
        rows[row][column] = NOT_CALCULATED
    return Sheet(sheet.name, rows, tuple(_merged(sheet, len(rows))), frozenset(fact.hidden_rows), hidden)


def _widen(rows: list[list[Cell]], fact: Facts) -> None:
    """Room for the formulas without an outcome beside and below the cells that have a value."""
    if not (fact.errors or fact.not_calculated):
        return
    width = max(fact.last_column + 1, len(rows[0]) if rows else 0)
    rows += [[] for _ in range(fact.last_row + 1 - len(rows))]
    for row in rows:
        row.extend([None] * (width - len(row)))


def _merged(sheet: CalamineSheet, height: int) -> Iterator[Area]:
    for (first_row, first_column), (last_row, last_column) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        if first_row < height:
            yield Area(first_row, first_column, min(last_row, height - 1), last_column)


def _value(value: Any) -> Cell:
    """Numbers with the 15 digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3."""
    match value:
        case float():
            return _number(value)
        case datetime() if value.time() == time():
            return value.date()
        case bool() | date() | str():
            return value
        case int():
            return Decimal(value)
        case None:
            return None
        case _:
            return str(value)


def _number(value: float) -> Decimal | CellError:
    if value.is_integer() and abs(value) < 10**15:
        return Decimal(int(value))
    number = Decimal(f"{value:.15g}")
    return number if number.is_finite() else CellError("#GETAL!")


def _remarks(found: Contents, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    if "xl/vbaProject.bin" in found.names:
        yield Problem("", "er zitten macro's in het bestand; die voeren we niet uit")
    if any(name.startswith("xl/externalLinks/") for name in found.names):
        yield Problem("", "er zijn formules die naar andere bestanden kijken; we lezen de laatst bewaarde uitkomst")
    for sheet in sheets:
        if sheet.hidden and any(any(cell is not None for cell in row) for row in sheet.rows):
            yield Problem(f"blad “{sheet.name}”", "dit blad is verborgen; we lezen het wel")
        if rows := sorted(row + 1 for row in sheet.hidden_rows if row < len(sheet.rows)):
            shown = ", ".join(map(str, rows[:10])) + (", …" if len(rows) > 10 else "")
            yield Problem(f"blad “{sheet.name}”", f"deze rijen zijn verborgen, maar tellen mee: {shown}")
