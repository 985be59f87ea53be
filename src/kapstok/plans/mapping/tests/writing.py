"""Writing small workbooks for the tests: real .xlsx files, as a spreadsheet program would make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TypeAlias

import xlsxwriter

Value: TypeAlias = str | int | float | date | None
Rows: TypeAlias = Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Page:
    """`merged`: ranges such as `A2:A5`, whose text is that of their first cell. `hidden`: row numbers from 1.

    `formulas`: what stands in a cell and what it came to, by address.
    """

    rows: Rows
    merged: Sequence[str] = ()
    hidden: Sequence[int] = ()
    formulas: Mapping[str, tuple[str, str | int]] | None = None


def workbook(pages: Mapping[str, Page | Rows]) -> bytes:
    """The bytes of an .xlsx with these sheets."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, page in pages.items():
            content = page if isinstance(page, Page) else Page(page)
            sheet = book.add_worksheet(name)
            for area in content.merged:
                sheet.merge_range(area, "")
            for row, cells in enumerate(content.rows):
                for column, value in enumerate(cells):
                    _write(sheet, row, column, value, day)
            for address, (formula, result) in (content.formulas or {}).items():
                sheet.write_formula(address, formula, None, result)
            for row in content.hidden:
                sheet.set_row(row - 1, None, None, {"hidden": True})
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, day: object) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_number(row, column, value)
