"""Geld in a real browser: axe finds nothing, nothing sticks out on a phone, and no script is needed."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.models import Posting
from kapstok.ledger.money.tests.played import TODAY, played
from kapstok.ledger.tests.builders import BY, document
from kapstok.plans.actions import load_plan
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page
from tests.signing import working

pytestmark = IN_BROWSER


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


def enter(context: BrowserContext, client: Client, server: LiveServer) -> None:
    context.add_cookies([{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": server.url}])


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, width: int) -> None:
    diemen, putten = played(60), cast.municipality("Putten", "GM0273")
    with inside(diemen):
        posting = Posting.objects.get(document__reference="F-0").pk
    with inside(putten):
        load_plan(document(99_800), by=BY)
    pages = (
        "",
        "?per=schooljaar",
        "boekingen/",
        "boekingen/?soort=goud",
        f"boeking/{posting}/",
        "verwachting/",
        "raad/",
    )
    visits = [(working(diemen, Role.CONTROLLER), f"/diemen/werk/geld/{page}") for page in pages]
    visits += [(working(diemen, Role.CONTROLLER), "/diemen/werk/")]
    visits += [(working(putten, Role.PROGRAMME_MANAGER), "/putten/werk/geld/")]
    problems = []
    with browser_page(width) as page:
        for client, address in visits:
            enter(page.context, client, live_server)
            page.goto(f"{live_server.url}{address}")
            expect(page.locator("h1")).to_be_visible()
            found = Axe().run(page)
            if found.violations_count:
                problems.append(f"{address}: {found.generate_report()}")
            too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if too_wide > 0:
                problems.append(f"{address}: {too_wide} pixels te breed")
    assert not problems, "\n".join(problems)


def test_the_auditor_finds_the_invoice_without_a_script(live_server: LiveServer) -> None:
    client = working(played(), Role.AUDITOR)
    with browser_page(PHONE, javascript=False) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}/diemen/werk/geld/")
        page.get_by_role("link", name="Taal", exact=True).first.click()
        page.get_by_role("link", name="Factuur F-0").click()
        expect(page.get_by_text("factuur-0.pdf")).to_be_visible()
        page.get_by_role("link", name="Nationaal Programma Onderwijs").click()
        expect(page.get_by_role("heading", name="Dit vraagt nu aandacht")).to_be_visible()


def test_postings_are_chosen_without_a_script(live_server: LiveServer) -> None:
    client = working(played(2), Role.CONTROLLER)
    with browser_page(DESKTOP, javascript=False) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}/diemen/werk/geld/boekingen/")
        page.get_by_text("Kies wat u wilt zien").click()
        page.get_by_label("Soort", exact=True).select_option(label="Besteed")
        page.get_by_label("Geleverd vanaf").fill("2023-07")
        page.get_by_role("button", name="Toon de boekingen").click()
        expect(page.locator(".postings tbody tr")).to_have_count(2)
        expect(page.locator(".sums")).to_contain_text("200,00")
