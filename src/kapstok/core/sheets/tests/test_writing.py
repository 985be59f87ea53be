"""Writing workbooks: nothing in a cell is ever a formula, and what is read back is what was written."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.sheets.characters import original, storable
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Cell
from kapstok.core.sheets.writing import Form, Heading, Value, sheet_name, table_as_xlsx

MADE_ON = date(2024, 2, 1)


def cells(rows: list[list[Value]], headers: list[str | Heading] | None = None) -> list[list[Cell]]:
    """What is read back from under the header."""
    file = table_as_xlsx("Tabel", headers or ["Kop"] * len(rows[0]), rows, made_on=MADE_ON)
    return [list(row) for row in open_workbook(file).sheets[0].rows[3:]]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "http://x.nl", "007"])
def test_text_stays_text(text: str) -> None:
    file = table_as_xlsx(text, ["Kop"], [[text]], made_on=MADE_ON, note=text)
    assert open_workbook(file).sheets[0].rows[4][0] == storable(text)
    sheet = ZipFile(BytesIO(file)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    found = cells([[text, "x"]])[0][0]
    assert original(found if isinstance(found, str) else "") == text


def test_numbers_days_and_sums() -> None:
    headings: list[str | Heading] = [
        "Wat",
        Heading("Bedrag", Form.EUROS, summed=True),
        Heading("Deel", Form.SHARE),
        Heading("Dag", Form.DAY),
    ]
    rows: list[list[Value]] = [
        ["Taal", Decimal("1250.50"), Decimal(45), date(2023, 3, 31)],
        ["Sport", None, None, date(1850, 1, 1)],
    ]
    assert cells(rows, headings) == [
        ["Taal", Decimal("1250.5"), Decimal("0.45"), date(2023, 3, 31)],
        ["Sport", None, None, "1850-01-01"],
        [None, Decimal("1250.5"), None, None],
    ]


def test_equal_contents_give_equal_files_and_an_empty_table_is_a_table() -> None:
    one, other = (table_as_xlsx("Leeg", ["A", "B"], [], made_on=MADE_ON) for _ in range(2))
    assert one == other
    assert list(open_workbook(one).sheets[0].rows[2]) == ["A", "B"]


@pytest.mark.parametrize("title", ["a/b:c*d?[e]\\f", "'quoted'", "", "History", "x" * 40, "Thema's en maatregelen"])
def test_any_title_can_name_a_sheet(title: str) -> None:
    file = table_as_xlsx(title, ["Kop"], [["x"]], made_on=MADE_ON)
    assert open_workbook(file).sheets[0].name == sheet_name(title)
