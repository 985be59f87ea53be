"""Money under way in a real browser: without JavaScript on a phone, live while one fills in, and axe on every page."""

import re
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.running.tests.money import mandate
from kapstok.ledger.tests.builders import entered, programme
from kapstok.parties.models import Municipality
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page
from tests.signing import seated, signed_in
from tests.world import World, world

pytestmark = IN_BROWSER
TO_COVER = re.compile("Dekken.*Zwemlessen")


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)


def sign_in(page: Page, site: str, client: Client) -> None:
    value = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": value, "url": site}])


def somebody(municipality: Municipality, role: Role) -> Client:
    return signed_in(seated(municipality, role))


def address(name: str, *args: object) -> str:
    return reverse(name, args=["diemen", *args])


def test_a_cost_is_covered_after_a_transfer_and_the_year_closes_without_javascript(live_server: LiveServer) -> None:
    diemen = programme()
    controller, manager = somebody(diemen, Role.CONTROLLER), somebody(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen):
        mandate()
        entered(DocumentKind.INVOICE, ("sport", 32_500), description="Zwemlessen", on=date(2023, 9, 1))
    with browser_page(PHONE, javascript=False) as page:
        sign_in(page, live_server.url, controller)
        page.goto(f"{live_server.url}{address('to-cover')}")
        page.get_by_role("link", name=TO_COVER).click()
        page.get_by_role("link", name="Verschuif budget naar Sport").click()
        expect(page.get_by_label("Bedrag", exact=True)).to_have_value("2.500,00")
        page.get_by_label("Van", exact=True).select_option(index=3)
        page.get_by_label("Waarom").fill("Meer kinderen dan verwacht")
        page.get_by_role("button", name="Reken na").click()
        expect(page.get_by_text("Dit mag onder mandaat")).to_be_visible()
        page.get_by_role("button", name="Vraag akkoord").click()
        expect(page.get_by_role("status")).to_contain_text("wacht op het akkoord van een collega")
        asked = page.url

        sign_in(page, live_server.url, manager)
        page.goto(asked)
        page.get_by_role("button", name="Geef akkoord").click()
        expect(page.get_by_role("status")).to_contain_text("Goedgekeurd en geboekt.")

        page.goto(f"{live_server.url}{address('to-cover')}")
        page.get_by_role("link", name=TO_COVER).click()
        page.get_by_label("Waarom zo").fill("Budget is verschoven")
        page.get_by_role("button", name="Bekijk wat dit doet").click()
        expect(page.get_by_role("heading", name="Dit gebeurt er")).to_be_visible()
        page.get_by_role("button", name="Dek €").click()
        expect(page.get_by_text("Alles is gedekt.")).to_be_visible()

        sign_in(page, live_server.url, controller)
        page.goto(f"{live_server.url}{address('year', 2023)}")
        page.get_by_role("button", name="Bereid de afsluiting voor").click()
        sign_in(page, live_server.url, manager)
        page.goto(f"{live_server.url}{address('year', 2023)}")
        page.get_by_role("button", name="Bevestig: sluit 2023 af").click()
        expect(page.get_by_role("status")).to_contain_text("Boekjaar 2023 is afgesloten.")


def test_what_a_transfer_does_is_shown_while_one_fills_it_in(live_server: LiveServer) -> None:
    diemen = programme()
    controller = somebody(diemen, Role.CONTROLLER)
    with browser_page(DESKTOP) as page:
        sign_in(page, live_server.url, controller)
        page.goto(f"{live_server.url}{address('transfer-new')}")
        page.get_by_label("Van", exact=True).select_option(index=3)
        page.get_by_label("Naar", exact=True).select_option(index=1)
        page.get_by_label("Bedrag", exact=True).fill("10.001")
        expect(page.locator("#gevolg")).to_contain_text("heeft nog")
        page.get_by_label("Bedrag", exact=True).fill("400")
        expect(page.locator("#gevolg")).to_contain_text("In de mandaattabel staat niet")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, width: int) -> None:
    here = world()
    controller = somebody(here.municipality, Role.CONTROLLER)
    problems = []
    with browser_page(width) as page:
        sign_in(page, live_server.url, controller)
        for where in addresses(here):
            page.goto(f"{live_server.url}{where}")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            problems += looked_at(page, where)
        page.goto(f"{live_server.url}{address('transfer-new')}")
        page.get_by_role("button", name="Vraag akkoord").click()
        expect(page.get_by_role("alert")).to_be_visible()
        problems += looked_at(page, "met fouten")
    assert not problems, "\n".join(problems)


def addresses(here: World) -> list[str]:
    money = here.running
    return [
        *(address(name) for name in ("to-cover", "transfer-new", "years", "subsidies", "subsidy-new")),
        *(address(name) for name in ("money-conventions", "instrument-new", "eligibility", "eligibility-new")),
        address("cover", money.uncovered),
        address("transfer", money.transfer),
        address("year", money.year),
        address("subsidy", money.subsidy),
        address("subsidy-determine", money.subsidy),
        address("instrument", money.instrument),
        address("eligibility-question", money.question),
        address("eligibility-move", money.question),
    ]


def looked_at(page: Page, where: str) -> list[str]:
    found = Axe().run(page)
    problems = [f"{where}: {found.generate_report()}"] if found.violations_count else []
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*problems, f"{where}: {too_wide} pixels te breed"] if too_wide > 0 else problems
