"""Writing an .xlsx: text never becomes a formula or a link, the same contents give the same file.

The separators in amounts and dates are those of the reader's own spreadsheet program; month names are Dutch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kapstok.core.sheets.characters import storable

Value: TypeAlias = str | Decimal | int | date | bool | None

EUROS, EUROS_AND_CENTS = "[$€-413] #,##0", "[$€-413] #,##0.00"
NUMBER, PERCENT, PERCENT_EXACT, DAY = "#,##0.####", "0%", "0.00%", "[$-413]d mmmm yyyy"
FONT, INK, HEADER_TINT, LINE = "Calibri", "#1F2A37", "#DCE6EE", "#C9D2DA"
FIRST_DAY = date(1901, 1, 1)  # spreadsheets disagree about the days before
WIDEST, NARROWEST = 60, 8
LINE_HEIGHT, TALLEST = 15, 405  # points


class Form(StrEnum):
    """How a column is shown. `SHARE` is in percent: 45 is shown as 45%."""

    TEXT = "text"
    EUROS = "euros"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table; `summed` puts the sum under it, as a formula."""

    text: str
    form: Form = Form.TEXT
    summed: bool = False


class Book:
    """A workbook that is being written. `made_on` stands in its properties, so that equal contents make equal files.

    With `file` it is written there row by row, in steady memory: rows from top to bottom, and close it yourself.
    """

    def __init__(self, title: str, made_on: date, *, subject: str = "", file: Path | None = None) -> None:
        self._file = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            file or self._file,
            {
                "in_memory": file is None,
                "constant_memory": file is not None,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": DAY,
            },
        )
        self.workbook.set_properties(
            {
                "title": storable(title)[:250],
                "subject": subject,
                "author": "Kapstok",
                "created": datetime(made_on.year, made_on.month, made_on.day),  # noqa: DTZ001 the format knows no zone
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def form(self, **properties: Any) -> Format:
        """A cell format in the house style; equal ones are one."""
        wanted = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"} | properties
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(wanted)
        return self._formats[key]

    def header(self, **properties: Any) -> Format:
        return self.form(bold=True, bg_color=HEADER_TINT, bottom=1, bottom_color=INK, text_wrap=True, **properties)

    def finished(self) -> bytes:
        self.workbook.close()
        return self._file.getvalue()


def write(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
    """One value, as what it is. A day that a spreadsheet does not know is written as text: 1850-06-30."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, form)
        case str():
            sheet.write_string(row, column, storable(value), form)
        case bool():
            sheet.write_string(row, column, "ja" if value else "nee", form)
        case Decimal() | int():
            sheet.write_number(row, column, value, form)
        case date() if value < FIRST_DAY:
            sheet.write_string(row, column, value.isoformat(), form)
        case date():
            sheet.write_datetime(row, column, value, form)


def money_form(amounts: Iterable[Value]) -> str:
    """The number format for a column of euros: cents only when some amount has them."""
    whole = all(not isinstance(amount, Decimal) or amount == amount.to_integral_value() for amount in amounts)
    return EUROS if whole else EUROS_AND_CENTS


def share_form(shares: Iterable[Value]) -> str:
    """The number format for a column of percentages that are written as parts of 1."""
    whole = all(not isinstance(share, Decimal) or share * 100 % 1 == 0 for share in shares)
    return PERCENT if whole else PERCENT_EXACT


def height_for(cells: Iterable[tuple[Value, float]]) -> float:
    """How high a row must be to show its texts, each in a column of this width, wrapped.

    Not every program works this out when it opens a file; one that does cannot be told to for some rows only.
    """
    most = 1
    for value, width in cells:
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            most = max(most, sum(1 + int(len(line) / width) for line in value.split("\n")))
    return min(LINE_HEIGHT * most + 4, TALLEST)


def sheet_name(title: str) -> str:
    """A name that a sheet can have: at most 31 characters, without \\ / ? * [ ] :"""
    allowed = storable(title).translate(dict.fromkeys(map(ord, "\\/?*[]:"), " "))
    name = " ".join(allowed.split()).strip("' ")[:31].strip("' ")
    return "Blad" if name.casefold() in ("", "history") else name


def table_as_xlsx(
    title: str, headers: Sequence[str | Heading], rows: Iterable[Sequence[Value]], *, made_on: date, note: str = ""
) -> bytes:
    """A table as it stands on a page, in one sheet: title and note above it, header fixed, with filters."""
    headings = [one if isinstance(one, Heading) else Heading(one) for one in headers]
    body = [list(row) for row in rows]
    book = Book(title, made_on)
    sheet = book.workbook.add_worksheet(sheet_name(title))
    write(sheet, 0, 0, title, book.form(bold=True, font_size=14))
    if note:
        write(sheet, 1, 0, note, book.form(italic=True))
    top = 3 if note else 2
    widths = [_width(heading, [row[column] for row in body]) for column, heading in enumerate(headings)]
    for number, row in enumerate(body, top + 1):
        sheet.set_row(number, height_for(zip(row, widths, strict=True)))
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, widths[column])
        _write_column(book, sheet, (top, column), heading, [row[column] for row in body])
    sheet.autofilter(top, 0, top + max(len(body), 1), len(headings) - 1)
    sheet.freeze_panes(top + 1, 0)
    on_paper(sheet, header_row=top)
    return book.finished()


def on_paper(sheet: Worksheet, *, header_row: int, paper: int = 9) -> None:
    """Landscape, as wide as the page, the header on each page, and at the foot the sheet and the page number.

    `paper` 9 is A4, 8 is A3.
    """
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&9&A&R&9Bladzijde &P van &N")
    sheet.hide_gridlines(2)


def _write_column(
    book: Book, sheet: Worksheet, place: tuple[int, int], heading: Heading, values: Sequence[Value]
) -> None:
    (top, column), right = place, heading.form in (Form.EUROS, Form.NUMBER, Form.SHARE)
    values = [_shown(value, heading.form) for value in values]
    shape = _shape(heading.form, values)
    write(sheet, top, column, heading.text, book.header(**({"align": "right", "indent": 1} if right else {})))
    form = book.form(
        text_wrap=not right,
        align="right" if right else "left",
        indent=1 if right else 0,
        bottom=1,
        bottom_color=LINE,
        **shape,
    )
    for row, value in enumerate(values, top + 1):
        write(sheet, row, column, value, form)
    if heading.summed and values:
        last, letters = top + len(values), xl_col_to_name(column)
        added = sum((value for value in values if isinstance(value, Decimal | int)), start=Decimal(0))
        total = book.form(bold=True, top=1, align="right", indent=1, **shape)
        sheet.write_formula(last + 1, column, f"=SUM({letters}{top + 2}:{letters}{last + 1})", total, float(added))


def _shown(value: Value, form: Form) -> Value:
    return value / 100 if form is Form.SHARE and isinstance(value, Decimal) else value


def _shape(form: Form, values: Iterable[Value]) -> dict[str, str]:
    match form:
        case Form.EUROS:
            return {"num_format": money_form(values)}
        case Form.NUMBER:
            return {"num_format": NUMBER if any(isinstance(v, Decimal) and v % 1 for v in values) else "#,##0"}
        case Form.SHARE:
            return {"num_format": share_form(values)}
        case Form.DAY:
            return {"num_format": DAY}
        case _:
            return {}


def _width(heading: Heading, values: Iterable[Value]) -> int:
    if heading.form is not Form.TEXT:
        return max(14 if heading.form is Form.NUMBER else 18, min(len(heading.text) + 2, 24))
    longest = max((len(line) for value in values for line in str(value or "").splitlines()), default=0)
    return max(NARROWEST, min(WIDEST, max(longest, len(heading.text) + 4) + 2))
