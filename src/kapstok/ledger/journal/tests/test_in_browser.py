"""From an export to € 0,00 in a real browser: with and without JavaScript, on a desktop and a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.staging import offer
from kapstok.ledger.journal.tests.files import BY, FIRST, SECOND, THIRD, code_all, export, rule, taken
from kapstok.ledger.models import JournalImport
from kapstok.ledger.tests.builders import programme
from kapstok.parties.models import Municipality

pytestmark = IN_BROWSER
CHANGED = ("04430", "22-09-2023", "INK-4", "Boeken voor de voorleeshoek", "88,20-", "Boekhandel")


@pytest.fixture
def diemen(transactional_db: None) -> Municipality:
    return programme()


@pytest.fixture
def session(diemen: Municipality) -> str:
    return working(diemen, Role.CONTROLLER).cookies["kapstok"].value


def opened(page: Page, server: LiveServer, session: str, where: str) -> None:
    page.context.add_cookies([{"name": "kapstok", "value": session, "url": server.url}])
    page.goto(f"{server.url}/diemen/werk/geld/{where}")


def sound(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_from_an_export_to_no_difference_without_javascript(
    live_server: LiveServer, session: str, tmp_path: Path
) -> None:
    path = tmp_path / "mutaties.csv"
    path.write_bytes(export())
    with browser_page(DESKTOP, javascript=False) as page:
        opened(page, live_server, session, "inlezen/")
        page.get_by_label("Bestand", exact=True).set_input_files(path)
        page.get_by_role("button", name="Kijk wat er verschilt").click()
        expect(page.get_by_role("heading", name="Wat er verschilt")).to_be_visible()
        page.get_by_role("button", name="Ja, neem over").click()
        for description, payer in (("Zwemles", "Sport · NPO"), ("Voorlezen september", "Taal · NPO")):
            page.get_by_role("link", name=description, exact=True).click()
            page.get_by_label("Waaruit betaald").select_option(label=payer)
            page.get_by_role("button", name="Voortaan ook zo").click()
            page.get_by_role("button", name="Akkoord voor alle regels").click()
            expect(page.get_by_text("geboekt.")).to_be_visible()
        expect(page.get_by_text("Alles is gecodeerd.")).to_be_visible()
        page.get_by_role("link", name="Kijk of Kapstok klopt").click()
        expect(page.get_by_text("€ 0,00 verschil: Kapstok en het grootboek zijn gelijk.")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(
    live_server: LiveServer, diemen: Municipality, session: str, width: int
) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export((FIRST, SECOND)))
        code_all()
        rule("sport", party_name="Zwembad")
        taken(export((FIRST, THIRD, CHANGED)))
        file = offer("mutaties oktober.csv", export((FIRST, CHANGED, ("04440", *SECOND[1:]))), by=BY).pk
    with browser_page(width) as page:
        for where in (
            "inlezen/", f"inlezen/{file}/", f"inlezen/{file}/kolommen/", "inlezen/coderen/",
            "inlezen/coderen/?stand=herstellen", "inlezen/vaste-keuzes/", "aansluiting/",
            "aansluiting/2023/04430/",
        ):  # fmt: skip
            opened(page, live_server, session, where)
            sound(page)
        opened(page, live_server, session, "inlezen/coderen/")
        page.get_by_role("link", name="Anders").first.click()
        expect(page.get_by_role("button", name="Voortaan ook zo")).to_be_visible()
        page.get_by_text("Kies alle").click()
        expect(page.get_by_role("checkbox", name="Kies Zwemles")).to_be_checked()
        sound(page)
    with inside(diemen):
        assert JournalImport.objects.get(pk=file).status == "waiting"
