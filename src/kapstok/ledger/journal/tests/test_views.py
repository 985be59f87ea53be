"""The pages: what they show, what they answer, and that no page asks more of the database for more lines."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.staging import offer
from kapstok.ledger.journal.tests.files import BY, FIRST, THIRD, code_all, export, rule, taken
from kapstok.ledger.models import CodingRule, Conventions, JournalImport, JournalLine, Posting
from kapstok.ledger.tests.builders import line, programme
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db
WORK = "/diemen/werk/geld"


@pytest.fixture
def diemen() -> Municipality:
    return programme()


@pytest.fixture
def controller(diemen: Municipality) -> Client:
    return working(diemen, Role.CONTROLLER)


def offered(client: Client, content: bytes, name: str = "grootboek.csv") -> Any:
    sent = SimpleUploadedFile(name, content)
    return client.post(f"{WORK}/inlezen/", {"file": sent})


def said(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def many(count: int) -> bytes:
    rows = [("04430", "15-09-2023", f"INK-{n}", f"Boeking {n}", "10,00", f"Leverancier {n}") for n in range(count)]
    return export(rows)


def test_the_road_from_a_file_to_no_difference(diemen: Municipality, controller: Client) -> None:
    response = offered(controller, export())
    assert response.status_code == 302
    with inside(diemen):
        file = JournalImport.objects.get()
    shown = said(controller.get(response["Location"]))
    assert "Nieuw in de administratie" in shown
    assert "€ 2.300,00" in shown
    assert controller.post(response["Location"], {"act": "yes"}).status_code == 302
    with inside(diemen):
        pk = JournalLine.objects.get(number="INK-1").pk
        pool = JournalLine.objects.get(number="INK-3").pk
        taal, sport = line("taal").pk, line("sport").pk
    assert "Nog geen voorstel" in said(controller.get(f"{WORK}/inlezen/coderen/"))
    controller.post(f"{WORK}/inlezen/regel/{pk}/", {"line": taal, "by_party": "on", "act": "remember"})
    controller.post(f"{WORK}/inlezen/regel/{pool}/", {"line": sport, "act": "book"})
    with inside(diemen):
        kept = CodingRule.objects.get()
    assert (kept.party_key, kept.account) == ("bibliotheek", "")
    assert "Leverancier Bibliotheek B.V." in said(controller.get(f"{WORK}/inlezen/coderen/"))
    assert "€ 2.000,00</strong> verschil" in said(controller.get(f"{WORK}/aansluiting/"))
    controller.post(f"{WORK}/inlezen/coderen/", {"act": "code", "all": kept.pk})
    assert "€ 0,00</strong> verschil" in said(controller.get(f"{WORK}/aansluiting/"))
    assert file.name in said(controller.get(f"{WORK}/inlezen/"))


def test_a_broken_file_says_where_and_keeps_nothing(diemen: Municipality, controller: Client) -> None:
    response = offered(controller, b"\x00\x01 geen tekst")
    assert (response.status_code, "rij 1" in said(response).lower()) == (422, True)
    with inside(diemen):
        assert not JournalImport.objects.exists()


def test_wrong_cells_are_all_told_at_once(diemen: Municipality, controller: Client) -> None:
    wrong = export([("", "15-09-2023", "A", "x", "1,00", ""), ("04430", "31-02-2023", "B", "y", "één", "")])
    shown = said(controller.get(offered(controller, wrong)["Location"]))
    assert "Rij 2, kolom A (Grootboekrekening): verwacht het nummer van de rekening" in shown
    assert "Rij 3, kolom B (Boekdatum)" in shown
    with inside(diemen):
        file = JournalImport.objects.get()
        assert not file.staged.exists()
    assert controller.post(f"{WORK}/inlezen/{file.pk}/", {"act": "yes"}).status_code == 422


def test_columns_are_pointed_out_once(diemen: Municipality, controller: Client) -> None:
    headings = "Alfa;Beta;Gamma;Delta;Epsilon;Zeta"
    where = offered(controller, export(headings=headings))["Location"]
    assert "Wijs eerst de kolommen aan" in said(controller.get(where))
    page = f"{where}kolommen/"
    chosen = {"header_row": "1", "column-0": "account", "column-1": "booked_on", "column-3": "description"}
    assert "Wijs nog aan: bedrag" in said(controller.post(page, chosen))
    assert controller.post(page, chosen | {"column-4": "amount"}).status_code == 302
    assert "€ 2.300,00" in said(controller.get(where))
    again = offered(controller, export((FIRST,), headings))["Location"]
    assert "herkend van vorige keer" in said(controller.get(again))


def test_a_line_that_is_not_of_the_programme(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        taken(export())
        pk = JournalLine.objects.get(number="INK-3").pk
    controller.post(f"{WORK}/inlezen/regel/{pk}/", {"by_account": "on", "act": "remember-aside"})
    with inside(diemen):
        kept = CodingRule.objects.get()
    controller.post(f"{WORK}/inlezen/coderen/", {"act": "code", "all": kept.pk})
    with inside(diemen):
        assert JournalLine.objects.get(pk=pk).set_aside
        assert not Posting.objects.filter(kind="expense").exists()
    assert "€ 300,00" in said(controller.get(f"{WORK}/aansluiting/2023/04431/"))
    controller.post(f"{WORK}/inlezen/coderen/?stand=opzij", {"act": "up", "line": pk})
    with inside(diemen):
        assert not JournalLine.objects.get(pk=pk).set_aside


def test_somebody_else_approves_where_two_people_look(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        Conventions.objects.create(four_eyes=True)
        rule("taal", account="04430")
        taken(export((FIRST,)))
        pk, kept = JournalLine.objects.get().pk, CodingRule.objects.get().pk
    controller.post(f"{WORK}/inlezen/coderen/", {"act": "code", "all": kept})
    refused = controller.post(f"{WORK}/inlezen/coderen/?stand=akkoord", {"act": "approve", "line": pk})
    assert (refused.status_code, "Een collega" in said(refused)) == (422, True)
    assert "wacht op akkoord" in said(controller.get(f"{WORK}/aansluiting/2023/04430/"))
    manager = working(diemen, Role.PROGRAMME_MANAGER)
    assert manager.post(f"{WORK}/inlezen/coderen/?stand=akkoord", {"act": "approve", "line": pk}).status_code == 302
    with inside(diemen):
        assert Posting.objects.get(kind="expense").amount == Decimal("1250.50")


def test_a_total_of_the_ledger_that_was_typed(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export((FIRST,)))
        code_all()
    where = f"{WORK}/aansluiting/2023/04430/"
    assert controller.post(where, {"amount": "veel"}).status_code == 422
    controller.post(where, {"amount": "€ 1.300,00"})
    assert "Het grootboek heeft € 49,50 meer" in said(controller.get(where))


@pytest.mark.parametrize("where", ["aansluiting/aansluiting.xlsx", "aansluiting/2023/04430/verschillen.xlsx"])
def test_tables_can_be_taken_along(diemen: Municipality, controller: Client, where: str) -> None:
    with inside(diemen):
        taken(export())
    rows = open_workbook(BytesIO(controller.get(f"{WORK}/{where}").content).read()).sheets[0].rows
    assert any("04430" in map(str, row) or "INK-1" in map(str, row) for row in rows)


def test_differences_can_be_taken_along(diemen: Municipality, controller: Client) -> None:
    where = offered(controller, export())["Location"]
    rows = open_workbook(controller.get(f"{where}verschillen.xlsx?soort=new").content).sheets[0].rows
    assert any("Voorlezen september" in row and Decimal("1250.5") in row for row in rows)


def test_who_may_only_look_changes_nothing(diemen: Municipality) -> None:
    auditor = working(diemen, Role.AUDITOR)
    with inside(diemen):
        file = offer("grootboek.csv", export((THIRD,)), by=BY)
    assert auditor.get(f"{WORK}/inlezen/{file.pk}/").status_code == 200
    assert auditor.post(f"{WORK}/inlezen/{file.pk}/", {"act": "yes"}).status_code == 403
    assert auditor.get(f"{WORK}/inlezen/{file.pk}/kolommen/").status_code == 403


PAGES = [
    "inlezen/",
    "inlezen/1/",
    "inlezen/coderen/",
    "inlezen/vaste-keuzes/",
    "aansluiting/",
    "aansluiting/2023/04430/",
]


def test_no_page_asks_more_for_more_lines(
    diemen: Municipality, controller: Client, django_assert_max_num_queries: Any
) -> None:
    with inside(diemen):
        rule("taal", words="boeking")
        few = taken(many(3)).pk
    counts = []
    for more in (3, 400):
        with inside(diemen):
            file = taken(many(more)).pk
        for where in PAGES:
            with django_assert_max_num_queries(20) as asked:
                response = controller.get(f"{WORK}/{where}".replace("/1/", f"/{file}/"))
            assert response.status_code == 200
            assert len(response.content) < 100 * 1024
            counts.append((where, len(asked.captured_queries)))
    assert few
    assert counts[: len(PAGES)] == counts[len(PAGES) :]
