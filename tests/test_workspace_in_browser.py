"""Today, the seven steps and the outgoing mail in a real browser: axe finds nothing; no script needed."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.portal.workspace.tests import desk
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
from tests.signing import seated, signed_in, working

pytestmark = IN_BROWSER


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = desk.TODAY


def enter(context: BrowserContext, client: Client, server: LiveServer) -> None:
    context.add_cookies([{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": server.url}])


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer) -> None:
    manager, director = desk.busy(cast.municipality(), 7)
    empty = cast.municipality("Putten", "GM0273")
    visits = [
        *((signed_in(manager), f"/diemen/werk/{page}") for page in ("", "stappen/", "mail/")),
        *((signed_in(director), f"/diemen/werk/{page}") for page in ("", "stappen/")),
        *((working(empty, Role.POLICY_OFFICER), f"/putten/werk/{page}") for page in ("", "stappen/", "mail/")),
        (signed_in(director), "/account/"),
    ]
    problems = []
    with browser_page(DESKTOP) as page:
        for client, address in visits:
            enter(page.context, client, live_server)
            page.goto(f"{live_server.url}{address}")
            expect(page.locator("h1")).to_be_visible()
            problems += problems_of(page)
    assert not problems, "\n".join(problems)


def test_an_action_point_is_closed_on_the_first_page_without_a_script(live_server: LiveServer) -> None:
    diemen = cast.municipality()
    controller = seated(diemen, Role.CONTROLLER)
    with inside(diemen):
        desk.point(controller, desk.TODAY, "Bel de school")
    client = signed_in(controller)
    with browser_page(PHONE, javascript=False) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}/diemen/werk/")
        expect(page.locator(".count")).to_have_text("1 wacht op u")
        page.get_by_role("button", name="Klaar: Bel de school").click()
        expect(page.get_by_text("Er wacht niets op u.")).to_be_visible()
        expect(page.locator(".count")).to_have_count(0)


def test_the_mail_is_switched_off_and_on_again(live_server: LiveServer) -> None:
    client = working(cast.municipality(), Role.CONTROLLER)
    with browser_page(DESKTOP) as page:
        enter(page.context, client, live_server)
        page.goto(f"{live_server.url}/account/")
        page.get_by_role("button", name="Zet de mail uit").click()
        expect(page.get_by_role("button", name="Zet de mail aan")).to_be_visible()
        page.get_by_role("button", name="Zet de mail aan").click()
        expect(page.get_by_role("button", name="Zet de mail uit")).to_be_visible()
