"""Exports as real systems make them: with their separators, encodings, signs, dates, preambles and totals."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from kapstok.core.sheets.values import CellError, SheetError
from kapstok.ledger.journal.amounts import COMMA, POINT, amount, day, decimal_mark
from kapstok.ledger.journal.columns import Columns, fingerprint, guessed, recognised
from kapstok.ledger.journal.lines import Lines, identity, party_key, read_lines, said_total
from kapstok.ledger.journal.opening import opened, separator
from kapstok.ledger.journal.roles import Column

HEADINGS = ("Grootboekrekening", "Boekdatum", "Boekstuk", "Omschrijving", "Bedrag")
ROW = ("04430", "15-09-2023", "INK-1", "Café ’t Hoekje", "1.250,50")


def read(content: bytes, name: str = "grootboek.csv") -> Lines:
    book = opened(content, name)
    columns = guessed(book)
    return read_lines(next(sheet for sheet in book.sheets if sheet.name == columns.sheet), columns)


def table(*rows: tuple[str, ...], mark: str = ";") -> str:
    return "\r\n".join(mark.join(row) for row in rows)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_separator_and_encoding_gives_the_same_line(mark: str, encoding: str) -> None:
    found = read(table(HEADINGS, ROW, mark=mark).encode(encoding))
    assert found.problems == []
    assert [(one.account, one.booked_on, one.description, one.amount) for one in found.lines] == [
        ("04430", date(2023, 9, 15), "Café ’t Hoekje", Decimal("1250.50"))
    ]


def test_commas_between_quoted_cells() -> None:
    found = read(b'Rekening,Datum,Bedrag,Omschrijving\n"0443","2023-09-15","1,234.50","a, ""b""\nc"\n')
    assert [(one.amount, one.description) for one in found.lines] == [(Decimal("1234.50"), 'a, "b" c')]


def test_what_stands_above_and_below_is_passed_by() -> None:
    content = table(
        ("Mutatieoverzicht 2023",), ("Gemeente Diemen",), (), HEADINGS, ROW,
        ("", "", "", "Totaal 04430", "1.250,50"), HEADINGS, ROW, ("Eindtotaal", "", "", "", "2.501,00"), ("Pagina 1",),
    )  # fmt: skip
    found = read(content.encode())
    assert (len(found.lines), found.problems, found.said) == (2, [], Decimal("2501.00"))
    assert found.lines[0].identity != found.lines[1].identity


@pytest.mark.parametrize(
    ("headings", "cells", "euros"),
    [
        (("Bedrag", "D/C"), ("10,00", "C"), "-10"),
        (("Bedrag", "Af Bij"), ("10,00", "Af"), "10"),
        (("Debet", "Credit"), ("", "10,00"), "-10"),
        (("Debet", "Credit"), ("10,00", "0,00"), "10"),
        (("Bedrag", "x"), ("10,00-", ""), "-10"),
    ],
)
def test_a_cost_is_above_nothing(headings: tuple[str, ...], cells: tuple[str, ...], euros: str) -> None:
    found = read(table(("Rekening", "Datum", *headings), ("1", "1-2-2023", *cells)).encode())
    assert (found.problems, [one.amount for one in found.lines]) == ([], [Decimal(euros)])


def test_costs_that_are_written_below_nothing() -> None:
    book = opened(table(HEADINGS, ROW).encode(), "x.csv")
    columns = guessed(book)
    flipped = Columns(columns.sheet, columns.header_row, columns.places, flipped=True)
    assert read_lines(book.sheets[0], flipped).lines[0].amount == Decimal("-1250.50")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = table(
        HEADINGS, ("", "15-09-2023", "", "", "1,00"), ("1", "32-01-2023", "", "", "x"), ("1", "1-1-2023", "", "", "")
    )
    found = read(wrong.encode())
    assert [str(problem) for problem in found.problems] == [
        "rij 2, kolom A (Grootboekrekening): verwacht het nummer van de rekening",
        "rij 3, kolom B (Boekdatum): ‘32-01-2023’ is geen dag die bestaat; verwacht een datum, zoals 31-12-2023",
        "rij 4, kolom E (Bedrag): verwacht een bedrag",
    ]


def test_a_line_number_that_comes_twice_is_refused() -> None:
    rows = [("Rekening", "Datum", "Boekstuk", "Regelnr", "Bedrag")] + [("1", "1-2-2023", "B", "7", "1,00")] * 2
    assert "twee keer" in str(read(table(*rows).encode()).problems[0])


def test_a_booking_year_of_its_own() -> None:
    found = read(table(("Rekening", "Boekjaar", "Datum", "Bedrag"), ("1", "2023", "15-1-2024", "1,00")).encode())
    assert (found.lines[0].year, found.lines[0].booked_on) == (2023, date(2024, 1, 15))


def workbook() -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    cover, sheet = book.add_worksheet("Voorblad"), book.add_worksheet("Mutaties")
    cover.write_string(0, 0, "Rapport")
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(3, column, heading)
    dates = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(4, 0, ["04430", 45184, "INK-1", "Boeken", 0.1 + 0.2])
    sheet.write_row(5, 0, [4430, None, "INK-2", "Boeken", -12.5])
    sheet.write_datetime(5, 1, date(2023, 9, 16), dates)
    book.close()
    return file.getvalue()


def test_a_workbook_with_serials_and_floats() -> None:
    found = read(workbook(), "mutaties.xlsx")
    assert found.problems == []
    assert [(one.account, one.booked_on, one.amount) for one in found.lines] == [
        ("04430", date(2023, 9, 15), Decimal("0.30")), ("4430", date(2023, 9, 16), Decimal("-12.50")),
    ]  # fmt: skip


def test_the_same_headings_are_recognised() -> None:
    book = opened(table(("Preamble",), ("a", "b", "c"), ("x", "y", "z")).encode(), "x.csv")
    kept = Columns("", 9, {Column.ACCOUNT: 2}).as_json()
    known = recognised(book, {fingerprint(["A", "b", " c"]): kept})
    assert known is not None
    assert (known.header_row, dict(known.places)) == (1, {Column.ACCOUNT: 2})


@pytest.mark.parametrize(
    ("text", "mark", "euros"),
    [
        ("1.250,50", COMMA, "1250.50"), ("1250,5", COMMA, "1250.50"), ("€ -3,00", COMMA, "-3"),
        ("(4,10)", COMMA, "-4.10"), ("12,00-", COMMA, "-12"), ("1,250.50", POINT, "1250.50"),
        ("EUR 7", COMMA, "7"), ("-0,00", COMMA, "0"),
        ("1 250,50", COMMA, "1250.50"), ("1.234.567", COMMA, "1234567"),
    ],
)  # fmt: skip
def test_amounts_as_they_are_written(text: str, mark: str, euros: str) -> None:
    assert amount(text, mark) == Decimal(euros)


@pytest.mark.parametrize("text", ["één", "1,2,3", "--5", "-5-", "(5", "1.25", "12,345", "9" * 16, "1e5", "٣,00"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"verwacht|te groot"):
        amount(text)


def test_the_mark_of_a_column_is_that_of_most() -> None:
    assert [decimal_mark(cells) for cells in (["1.250", "3,50"], ["1,250", "3.50"], ["1.250"], ["1,250.00"], [])] == [
        COMMA, POINT, COMMA, POINT, COMMA,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["31-12-2023", "31/12/23", "2023-12-31", "20231231", "31 dec 2023", "45291", "31.12.2023"]
)
def test_days_as_they_are_written(text: str) -> None:
    assert day(text) == date(2023, 12, 31)


@pytest.mark.parametrize(
    "cell", ["31-13-2023", "gisteren", "1-1-1850", "99999", True, CellError("#N/B"), Decimal("1e30")]
)
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match=r"verwacht|bestaat"):
        day(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [b"", b"   ", b"%PDF-1.7", b"<html><table>", b"a;b\n\x00;1", b"\x81\x8d;1", b'a;b\n"x"y;1', b"a;b\n" * 100_001],
)
def test_what_is_no_export_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(SheetError) as refused:
        opened(content, "raar.csv")
    assert refused.value.problems


def test_the_separator_is_the_one_that_divides_evenly() -> None:
    assert [separator(text) for text in ("a;b\n1,0;2", "a,b\n1,2", "a\tb\n1,5\t2", "")] == [";", ",", "\t", ";"]


def test_names_and_totals_as_they_are_compared() -> None:
    assert party_key("Bibliotheek  B.V.") == party_key("BIBLIOTHEEK BV") == "bibliotheek"
    assert identity(("a", 1), 1) != identity(("a", 1), 2)
    assert said_total([Decimal(1), Decimal(2)], Decimal(3)) == 3
    assert said_total([Decimal(1), Decimal(9)], Decimal(3)) == 9
