"""What a visitor takes along: the tables of the pages as workbooks, with the figures of the published plans."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from kapstok.core.tenancy import inside
from kapstok.plans.actions import load_plan
from kapstok.plans.schema import BudgetLine
from tests import cast
from tests.examples import load_examples

TABLES = ["begroting", "geldbronnen", "planning", "deelnemers", "betalingen", "doelen"]
PNG = b"\x89PNG\r\n"

pytestmark = pytest.mark.django_db

Cell = str | float | int | bool | date


@pytest.fixture
def demo(client: Client) -> Client:
    load_examples()
    return client


def sheet(content: bytes) -> list[list[Cell]]:
    """The rows under the title and the note, without the empty row after those."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return rows[3:]  # type: ignore[return-value]


def table(client: Client, name: str, plan: str = "/diemen/npo") -> list[list[Cell]]:
    response = client.get(f"{plan}/tabellen/{name}.xlsx")
    assert response.status_code == 200, name
    return sheet(response.content)


def test_the_budget_of_diemen_has_the_rows_and_the_amounts_of_the_page(demo: Client) -> None:
    header, *rows = table(demo, "begroting")
    assert header == ["Soort", "Waarvoor", "2022-2023", "2023-2024", "2024-2025", "Totaal", "Toelichting"]
    assert rows[0][:6] == ["subtotaal", "0 tot 4 jaar", 11_500, 51_750, 51_750, 115_000]
    assert rows[1][:6] == ["post", "Brede preventieve aanpak", 4_500, 20_250, 20_250, 45_000]
    assert [row[1:6] for row in rows[-3:]] == [
        ["Totaal gepland", 67_000, 124_000, 124_000, 315_000],
        ["Toegekend", "", "", "", 314_800],
        ["Te veel gepland", "", "", "", 200],
    ]
    page = demo.get("/diemen/npo/begroting/").content.decode()
    assert all(f"{row[5]:,.0f}".replace(",", ".") in page for row in rows)


def test_who_filters_on_lines_counts_nothing_twice(demo: Client) -> None:
    _, *rows = table(demo, "begroting")
    assert sum(Decimal(str(row[5])) for row in rows if row[0] == "post") == 315_000


def test_an_amount_that_is_not_exact_or_not_known_says_so(demo: Client) -> None:
    putten = {row[1]: row for row in table(demo, "begroting", "/putten/npo")}
    assert putten["Resterend budget"][2] == 90_000
    assert str(putten["Resterend budget"][3]).startswith("ongeveer · nog niet verdeeld")
    vecht = {row[1]: row for row in table(demo, "begroting", "/stichtse-vecht/npo")}
    assert vecht["Vast aanbod"][2] == "nog niet bekend"


def test_the_payments_of_putten_add_up_in_the_workbook_too(demo: Client) -> None:
    _, *months, sums = table(demo, "betalingen", "/putten/npo")
    assert sums == ["Samen", 67_083.33, 161_000.04, 93_916.63, 322_000]
    paid = sum(Decimal(str(amount)) for row in months for amount in row[1:] if amount != "")
    assert paid == 322_000


def test_the_other_tables_have_what_their_page_shows(demo: Client) -> None:
    assert ["NPO-uitkering", "uitkering van het Rijk", 314_800, 315_000, ""] in table(demo, "geldbronnen")
    assert [row[1] for row in table(demo, "doelen")[1:]][5] == "Tijdelijke extra huur"
    assert ["Inloop op school", "Eerste inloopuren", "uitvoeren", "Q3 2023"] in table(demo, "planning", "/putten/npo")
    names = {str(row[1]): row for row in table(demo, "deelnemers", "/putten/npo")}
    assert names["VVE-werkgroep"] == ["Kinderopvang", "VVE-werkgroep", "werkgroep", "Goede overgang naar school", ""]


@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_is_a_file_with_a_name_that_says_what_it_is(demo: Client, name: str) -> None:
    response = demo.get(f"/diemen/npo/tabellen/{name}.xlsx")
    assert response["Content-Disposition"] == f'attachment; filename="{name}-npo-diemen-2022-11-17.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


def test_text_of_a_plan_never_becomes_a_formula(client: Client) -> None:
    nasty = '=HYPERLINK("http://evil.example";"klik")'
    line = BudgetLine(key="a", label=nasty, theme="taal", source="npo", amount=Decimal(10), note="+1+1")
    other = BudgetLine(key="b", label="@SUM(1)", theme="taal", source="npo", amount=Decimal(10))
    with inside(cast.municipality()):
        load_plan(cast.plan(lines=(line, other)), by="test")
    response = client.get("/diemen/npo/tabellen/begroting.xlsx")
    assert [row[1] for row in sheet(response.content)][2:4] == [nasty, "@SUM(1)"]
    with ZipFile(BytesIO(response.content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not any("externalLink" in name or "sheet1.xml.rels" in name for name in parts.namelist())


def test_a_workbook_has_every_line_also_of_a_plan_too_large_for_the_page(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.many_measures(400), by="test")
    assert sum(row[0] == "post" for row in table(client, "begroting")) == 400


@pytest.mark.parametrize("address", ["/diemen/npo/tabellen/geheim.xlsx", "/diemen/anders/tabellen/begroting.xlsx"])
def test_a_table_that_is_not_there_is_not_found(demo: Client, address: str) -> None:
    assert demo.get(address).status_code == 404


def test_without_an_exact_award_or_a_regulation_there_is_no_table_of_payments(demo: Client) -> None:
    assert demo.get("/stichtse-vecht/npo/tabellen/betalingen.xlsx").status_code == 404
    with inside(cast.municipality("Gouda", "GM0513")):
        load_plan(cast.plan(regulation="nieuw"), by="test")
    for name in ("betalingen", "doelen"):
        assert demo.get(f"/gouda/npo/tabellen/{name}.xlsx").status_code == 404
    assert "tabellen" not in demo.get("/gouda/npo/regeling/").content.decode()


def test_the_kapstok_is_a_picture_to_put_in_another_paper(demo: Client) -> None:
    svg = demo.get("/diemen/npo/kapstok.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg["Content-Disposition"] == 'attachment; filename="kapstok-npo-diemen-2022-11-17.svg"'
    text = svg.content.decode().replace("\u00a0", " ")
    assert text.startswith('<svg role="img" ')
    assert "€ 200 meer dan de lat draagt" in text[: text.index("</title>")]
    assert "<script" not in text
    png = demo.get("/diemen/npo/kapstok.png").content
    assert png.startswith(PNG)
    assert int.from_bytes(png[16:20], "big") > 2_000  # pixels: sharp on paper
    assert len(png) < 500_000


def test_a_name_in_the_picture_is_text_and_never_markup(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.plan(title="</title><script>", regulation="nieuw"), by="test")
    svg = client.get("/diemen/npo/kapstok.svg").content.decode()
    assert "<script" not in svg


def test_an_empty_plan_and_a_very_large_one_are_drawn_too(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.plan(themes=(), measures=(), lines=()), by="test")
        load_plan(cast.many_measures(400, slug="groot", regulation="oab", title="W" * 200), by="test")
    for address in ("/diemen/npo/kapstok.svg", "/diemen/groot/kapstok.png"):
        assert client.get(address).status_code == 200, address


def test_downloads_can_only_be_read(demo: Client) -> None:
    for address in ("/diemen/npo/tabellen/begroting.xlsx", "/diemen/npo/kapstok.svg"):
        assert demo.post(address).status_code == 405
