"""Documents in a real browser: axe finds nothing, a phone is wide enough, no script is needed, nor a mouse."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.filing import looked_at
from kapstok.core.tenancy import inside
from kapstok.ledger.documents.evidence import add_evidence
from kapstok.ledger.documents.tests.desk import GELD, PDF, Desk, desk
from kapstok.ledger.entering import prepare
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, LineBalance
from kapstok.ledger.tests.builders import BY, draft, entered, line

pytestmark = IN_BROWSER


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.KAPSTOK_DATA = tmp_path


def enter(context: BrowserContext, client: Client, server: LiveServer) -> None:
    context.add_cookies([{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": server.url}])


def full(diemen: Desk) -> list[str]:
    """One of everything; gives the addresses of its pages."""
    with inside(diemen.here):
        order = entered(DocumentKind.ORDER, ("taal", 900), ("sport", 100), party=diemen.party, description="Opdracht")
        bill = entered(DocumentKind.INVOICE, ("taal", 400), party=diemen.party, description="Factuur", promise=order.pk)
        waits = prepare(draft(DocumentKind.INVOICE, ("taal", 50), description="Wacht"), by=BY)
        for each in (order, bill):
            add_evidence(each, looked_at("bewijs.pdf", PDF), by=BY)
    return [
        "stukken/", "stukken/?zoek=niets", "akkoord/", "stukken/nieuw/invoice/", "stukken/nieuw/own_hours/",
        "stukken/nieuw/receipt/", f"stukken/nieuw/invoice/?bij={order.pk}", f"stukken/nieuw/payment/?bij={bill.pk}",
        *(f"stuk/{one.pk}/" for one in (order, bill, waits)), f"stuk/{waits.pk}/wijzigen/",
        f"stuk/{waits.pk}/intrekken/", f"stuk/{bill.pk}/terugdraaien/", f"stuk/{order.pk}/vrijgeven/",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, width: int) -> None:
    diemen = desk()
    addresses, client, problems = full(diemen), working(diemen.here, Role.CONTROLLER), []
    with browser_page(width) as page:
        enter(page.context, client, live_server)
        for address in addresses:
            page.goto(f"{live_server.url}{GELD}{address}")
            expect(page.locator("h1")).to_be_visible()
            found = Axe().run(page)
            if found.violations_count:
                problems.append(f"{address}: {found.generate_report()}")
            if (too_wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                problems.append(f"{address}: {too_wide} pixels te breed")
    assert not problems, "\n".join(problems)


def asked(page: Page) -> None:
    page.get_by_label("Van wie").fill("Bibliotheek")
    page.get_by_label("Factuurnummer").fill("2023-14")
    page.get_by_label("Factuurdatum").fill("2023-09-01")
    page.get_by_label("Geleverd op").fill("2023-08-31")
    page.get_by_label("Bedrag zonder btw").fill("1.000")


def booked(diemen: Desk) -> tuple[int, int]:
    """What was spent, and how many files hang on the invoice."""
    with inside(diemen.here):
        row = Document.objects.get(reference="2023-14")
        return int(LineBalance.objects.get(line=line("taal")).expense), row.evidence.count()


def test_an_invoice_is_divided_foretold_and_booked(live_server: LiveServer, tmp_path: Path) -> None:
    diemen = desk()
    (tmp_path / "factuur.pdf").write_bytes(PDF)
    client = working(diemen.here, Role.CONTROLLER)
    with browser_page(DESKTOP) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}{GELD}stukken/nieuw/invoice/")
        asked(page)
        page.get_by_role("radio", name="21 %").check()
        expect(page.get_by_label("Btw-bedrag")).to_have_value("210")
        expect(page.locator("#kosten")).to_contain_text("1.210,00")
        page.locator("[name=deel-0-place]").select_option(diemen.places["voorlezen"])
        expect(page.locator("#gevolg")).to_contain_text("58.790,00")
        page.get_by_role("button", name="Verdeel over meer").click()
        page.locator("[name=deel-1-place]").select_option(diemen.places["zwemmen"])
        page.get_by_role("button", name="Verdeel gelijk").click()
        expect(page.locator("[name=deel-0-amount]")).to_have_value("605")
        expect(page.locator("#rest")).to_have_text("Alles is verdeeld")
        page.locator("[name=deel-1-amount]").fill("600")
        page.locator("[name=deel-1-amount]").press("Tab")
        expect(page.locator("#rest")).to_contain_text("5,00 te verdelen")
        page.locator("[name=deel-1-amount]").fill("605")
        page.get_by_label("Bewijsstukken").set_input_files(tmp_path / "factuur.pdf")
        page.get_by_role("button", name="Bewaar en boek").click()
        expect(page.get_by_text("“Factuur 2023-14” is geboekt")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="factuur.pdf").click()
        assert Path(download.value.path()).read_bytes() == PDF
    assert booked(diemen) == (605, 1)


def test_no_script_is_needed(live_server: LiveServer, tmp_path: Path) -> None:
    diemen = desk()
    (tmp_path / "factuur.pdf").write_bytes(PDF)
    client = working(diemen.here, Role.CONTROLLER)
    with browser_page(PHONE, javascript=False) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}{GELD}stukken/nieuw/invoice/")
        asked(page)
        page.get_by_role("radio", name="9 %", exact=True).check()
        page.get_by_label("Bewijsstukken").set_input_files(tmp_path / "factuur.pdf")
        page.get_by_role("button", name="Bewaar en boek").click()
        expect(page.get_by_role("alert")).to_contain_text("Maak een keuze bij “Waarvoor”")
        expect(page.get_by_role("alert")).to_contain_text("U hoeft ze niet opnieuw te kiezen")
        page.locator("[name=deel-0-place]").select_option(diemen.places["voorlezen"])
        page.get_by_role("button", name="Reken uit").click()
        expect(page.locator("#gevolg")).to_contain_text("58.910,00")
        page.get_by_role("button", name="Bewaar en boek").click()
        expect(page.get_by_text("“Factuur 2023-14” is geboekt")).to_be_visible()
    assert booked(diemen) == (1090, 1)


def test_what_waits_is_approved_by_keyboard_alone(live_server: LiveServer) -> None:
    diemen = desk(four_eyes=True)
    working(diemen.here, Role.PROGRAMME_MANAGER).post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice())
    client = working(diemen.here, Role.CONTROLLER)
    with browser_page(DESKTOP) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}/diemen/werk/")
        page.get_by_role("link", name="Kijk na").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/geld/akkoord/")
        box = page.get_by_role("checkbox", name="Akkoord: Factuur 2023-14")
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        page.get_by_role("button", name="Geef akkoord op wat is aangevinkt").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Eén stuk is geboekt").or_(page.get_by_text("Een stuk is geboekt"))).to_be_visible()
    assert booked(diemen)[0] == 1210
