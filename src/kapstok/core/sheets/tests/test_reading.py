"""Reading workbooks: what is in the cells, and what is said about everything that is not a plain workbook."""

import resource
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kapstok.core.sheets.markup import MOST_COLUMNS, MOST_ELEMENTS, MOST_ROWS
from kapstok.core.sheets.reading import MOST_BYTES, open_workbook
from kapstok.core.sheets.tests import corpus
from kapstok.core.sheets.values import NOT_CALCULATED, Area, Cell, CellError, Sheet, SheetError, address


def first(file: bytes) -> Sheet:
    return open_workbook(file).sheets[0]


def refusal(content: bytes | Path) -> str:
    with pytest.raises(SheetError) as refused:
        open_workbook(content, "mijn plan.xlsx")
    return str(refused.value)


def only(cells: str) -> Cell:
    """The first cell of a sheet with these cells in its first row."""
    return first(corpus.by_hand(f'<row r="1">{cells}</row>')).rows[0][0]


class TestCells:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("1250.1", Decimal("1250.1")),
            ("1250.0999999999999", Decimal("1250.1")),
            ("0.30000000000000004", Decimal("0.3")),
            ("3E5", Decimal(300000)),
            ("999999999999.99", Decimal("999999999999.99")),
            ("-5", Decimal(-5)),
        ],
    )
    def test_numbers_come_without_noise(self, written: str, expected: Decimal) -> None:
        found = only(f'<c r="A1"><v>{written}</v></c>')
        assert isinstance(found, Decimal)
        assert str(found) == str(expected)

    def test_dates_times_and_truth(self) -> None:
        def fill(book: Any) -> None:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmmm yyyy"})
            sheet.write_datetime("A1", date(2023, 3, 31), day)
            sheet.write_datetime("B1", datetime(2023, 3, 31, 12), day)  # noqa: DTZ001 a workbook knows no zones
            sheet.write_boolean("C1", True)
            sheet.write_number("D1", 45016)

        day, moment, yes, number = first(corpus.written(fill)).rows[0]
        assert (type(day), day) == (date, date(2023, 3, 31))
        assert (moment, yes, number) == (datetime(2023, 3, 31, 12), True, Decimal(45016))  # noqa: DTZ001

    def test_empty_texts_are_nothing_and_addresses_hold(self) -> None:
        sheet = first(corpus.by_hand('<row r="3"><c r="C3" t="str"><v>hier</v></c></row>'))
        assert [list(row) for row in sheet.rows] == [[None] * 3, [None] * 3, [None, None, "hier"]]
        assert address(2, 2) == "C3"
        assert address(0, 26) == "AA1"

    def test_formula_errors_are_told_apart_from_texts(self) -> None:
        assert only('<c r="A1" t="e"><f>B1/0</f><v>#DIV/0!</v></c>') == CellError("#DIV/0!")
        assert only('<c r="A1" t="str"><v>#DIV/0!</v></c>') == "#DIV/0!"

    @pytest.mark.parametrize("outcome", ["", "<v/>", "<v></v>", "\n"])
    def test_a_formula_that_was_never_worked_out_says_so(self, outcome: str) -> None:
        assert only(f'<c r="A1"><f>1+1</f>{outcome}</c>') is NOT_CALCULATED

    def test_a_formula_that_gives_an_empty_text_is_empty(self) -> None:
        sheet = first(corpus.by_hand('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'))
        assert list(sheet.rows[0]) == [None, Decimal(1)]

    def test_cells_with_prefixes_and_without_addresses_are_read_as_well(self) -> None:
        part = (
            f'<x:worksheet xmlns:x="{corpus.MAIN}"><x:sheetData><x:row hidden="1"><x:c><x:v>1</x:v></x:c>'
            "<x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        )
        sheet = first(corpus.by_hand("", more={"xl/worksheets/sheet1.xml": part}))
        assert list(sheet.rows[0]) == [Decimal(1), Decimal(2)]
        assert sheet.hidden_rows == {0}


class TestAroundTheCells:
    def test_merged_cells_hidden_rows_and_hidden_sheets(self) -> None:
        def fill(book: Any) -> None:
            sheet = book.add_worksheet("Begroting")
            sheet.merge_range("A1:A3", "Taal")
            sheet.write("B3", "laatste")
            sheet.set_row(1, None, None, {"hidden": True})
            other = book.add_worksheet("Oud")
            other.write("A1", "iets")
            other.hide()

        workbook = open_workbook(corpus.written(fill))
        assert workbook.sheets[0].merged == (Area(0, 0, 2, 0),)
        assert workbook.sheets[0].hidden_rows == {1}
        assert [sheet.hidden for sheet in workbook.sheets] == [False, True]
        assert [str(remark) for remark in workbook.remarks] == [
            "blad “Begroting”: deze rijen zijn verborgen, maar tellen mee: 2",
            "blad “Oud”: dit blad is verborgen; we lezen het wel",
        ]

    def test_macros_and_links_are_left_alone_and_told(self) -> None:
        more: dict[str, bytes | str] = {
            "xl/vbaProject.bin": b"Sub AutoOpen()",
            "xl/externalLinks/externalLink1.xml": "<x/>",
        }
        told = [remark.text for remark in open_workbook(corpus.by_hand("", more=more)).remarks]
        assert "macro's" in told[0]
        assert "andere bestanden" in told[1]

    def test_a_sheet_can_be_left_out(self) -> None:
        def fill(book: Any) -> None:
            for name in ("Plan", "Lijsten"):
                book.add_worksheet(name).write("A1", 1)

        workbook = open_workbook(corpus.written(fill), leave_out={"Lijsten"})
        assert [sheet.name for sheet in workbook.sheets] == ["Plan"]

    def test_empty_cells_with_only_a_colour_do_not_count(self) -> None:
        """A whole coloured row reaches column XFD."""
        sheet = first(
            corpus.by_hand('<row r="1"><c r="A1"><v>1</v></c><c r="XFC1" s="0"></c><c r="XFD1" s="0"/></row>')
        )
        assert list(sheet.rows[0]) == [Decimal(1)]


class TestWhatIsNoWorkbook:
    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (b"", "leeg"),
            (b"\n  ", "leeg"),
            (b"Thema;Bedrag\nTaal;1000\n", ".csv"),
            ("Thema;Bedrag\nTaal;1000\n".encode("utf-16"), ".csv"),
            ("Thema,Bedrag\nCoördinatie,1000\n".encode("cp1252"), ".csv"),
            (b"gewoon wat tekst", "tekstbestand"),
            (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "webpagina"),
            (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE html><html></html>', "webpagina"),
            (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "oude soort"),
            (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "oude soort"),
            (b"%PDF-1.7 ...", "pdf"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "geen Excel-werkmap"),
            (corpus.old_excel(), ".xls"),
            (corpus.locked(), "wachtwoord"),
            (corpus.OLE + bytes(2000), "oud Office-bestand"),
            (corpus.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
            (corpus.zipped({"xl/workbook.bin": b"x"}), ".xlsb"),
            (corpus.zipped({"word/document.xml": "<x/>"}), "Word"),
            (corpus.zipped({"foto.jpg": b"x"}), "zip-bestand"),
            (corpus.with_flag(corpus.by_hand("")), "wachtwoord"),
            (corpus.by_hand("")[:-30], "niet compleet"),
            (corpus.by_hand("<row"), "beschadigd"),
            (corpus.garbled(corpus.by_hand("<row/>" * 500)), "beschadigd"),
        ],
    )
    def test_says_what_it_is_and_what_to_do(self, file: bytes, said: str) -> None:
        told = refusal(file)
        assert told.startswith("mijn plan.xlsx: ")
        assert said in told
        assert any(word in told for word in ("Open het in", "Gebruik", "Haal", "Zet"))

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert "kan niet worden gelezen" in refusal(tmp_path / "nergens.xlsx")


class TestBounds:
    @pytest.mark.parametrize(
        ("file", "said"),
        [
            (corpus.bomb(30_000_000), "pakt uit"),
            (corpus.bomb(100_000_000), "pakt uit"),
            (corpus.lying(3_000_000), "beschadigd"),
            (corpus.entity_bomb(), "DOCTYPE"),
            (corpus.many_entries(2_500), "te veel onderdelen"),
            (corpus.one_text_in_many_cells(30_000, 5_000), "veel te veel tekst"),
            (corpus.by_hand('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), f"{MOST_ROWS} rijen"),
            (corpus.by_hand('<row r="1"><c r="XFD1"><v>1</v></c></row>'), f"{MOST_COLUMNS} kolommen"),
            (corpus.by_hand('<row r="20000"><c r="SF20000"><v>1</v></c></row>'), "1000000 cellen"),
        ],
        ids=["ratio", "size", "lie", "entities", "entries", "copies", "corner", "columns", "cells"],
    )
    def test_are_kept(self, file: bytes, said: str) -> None:
        assert said in refusal(file)

    @pytest.mark.parametrize(
        "sheet",
        [
            "<sheetData>{far}</sheetData >",
            "<sheetData><?x </sheetData>?>{far}</sheetData>",
            '<sheetData>{far}</sheetData><x><c r="A1"/></x>',
            "<sheetData></sheetData><x/><sheetData>{far}</sheetData>",
        ],
        ids=["space", "instruction", "decoy", "two"],
    )
    def test_a_cell_far_away_does_not_hide_behind_what_looks_like_the_end(self, sheet: str) -> None:
        far = '<row r="1"><c  r="XFD100000"><v>1</v></c></row>'
        assert f"{MOST_ROWS} rijen" in refusal(corpus.with_sheet(sheet.format(far=far)))

    @pytest.mark.parametrize(
        "cell",
        ['t="str"><f>""</f><v></v>', 't="str"><v/>', 't="inlineStr"><is><t/></is>', 't="d"><v></v>'],
        ids=["formula", "text", "inline", "date"],
    )
    def test_an_empty_text_far_away_takes_room_too(self, cell: str) -> None:
        assert f"{MOST_ROWS} rijen" in refusal(corpus.by_hand(f'<row r="1"><c r="XFD100000" {cell}</c></row>'))

    def test_millions_of_empty_cells_are_refused_before_they_are_looked_at(self) -> None:
        cells = "<c/>" * (MOST_ELEMENTS + 1)
        noise = "".join(f"<!--{number}-->" for number in range(20_000))  # else it shrinks too well to be unpacked
        started = time.process_time()
        assert "veel te veel cellen" in refusal(corpus.with_sheet(f"<sheetData><row>{cells}</row></sheetData>{noise}"))
        assert time.process_time() - started < 2

    def test_the_sheet_that_reaches_too_far_is_named(self) -> None:
        assert "blad “Blad1”" in refusal(corpus.by_hand('<row r="1"><c r="XFD1"><v>1</v></c></row>'))

    def test_a_huge_file_is_refused_without_reading_it(self, tmp_path: Path) -> None:
        huge = tmp_path / "huge.xlsx"
        with huge.open("wb") as file:
            file.truncate(200_000_000)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert f"hooguit {MOST_BYTES // 10**6} MB" in refusal(huge)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB

    def test_two_thousand_rows_of_thirty_columns_are_no_trouble(self) -> None:
        def fill(book: Any) -> None:
            sheet = book.add_worksheet()
            for row in range(2_000):
                sheet.write_row(row, 0, [f"tekst {row % 9}" if column % 3 else row + 0.5 for column in range(30)])

        sheet = first(corpus.written(fill))
        assert (len(sheet.rows), sheet.width, sheet.rows[1999][0]) == (2_000, 30, Decimal("1999.5"))
