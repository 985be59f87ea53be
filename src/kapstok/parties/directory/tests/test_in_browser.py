"""Partners in a real browser: axe finds nothing, a phone need not scroll sideways, and all of it works bare."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.directory.tests.people import asked, contact, meeting, party, point
from kapstok.parties.models import Contact

pytestmark = IN_BROWSER


@pytest.fixture
def leaver(live_server: LiveServer) -> Contact:
    with inside(cast.municipality()):
        florente = party("Florente")
        somebody = contact(florente, "Directeur", stand_in=contact(florente, "Adjunct"))
        point(somebody, "Ouders uitnodigen")
        asked(meeting("LEA", organiser=somebody), somebody)
    return somebody


def _sign_in(page: Page, site: str, contact: Contact) -> str:
    """Give the browser the session of a programme manager; the address of the room."""
    client = working(contact.municipality, Role.PROGRAMME_MANAGER)
    page.context.add_cookies([{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": site}])
    return f"{site}/diemen/werk/partners/"


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, leaver: Contact, width: int) -> None:
    problems = []
    with browser_page(width) as page:
        home = _sign_in(page, live_server.url, leaver)
        act = f"-/contact/{leaver.pk}/"
        for address in (
            "",
            "florente/",
            "florente/contact/",
            act,
            f"{act}overdragen/",
            f"{act}beeindigen/",
            "-/nieuw/",
        ):
            page.goto(f"{home}{address}")
            expect(page.locator("h1")).to_be_visible()
            found = Axe().run(page)
            if found.violations_count:
                problems.append(f"{address}: {found.generate_report()}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{address}: te breed")
        page.locator(".form button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        if (found := Axe().run(page)).violations_count:
            problems.append(f"fouten: {found.generate_report()}")
    assert not problems, "\n".join(problems)


def test_handing_over_works_without_javascript(live_server: LiveServer, leaver: Contact) -> None:
    with browser_page(PHONE, javascript=False) as page:
        page.goto(f"{_sign_in(page, live_server.url, leaver)}florente/")
        page.get_by_label("Draag alles over van Directeur").click()
        expect(page.get_by_role("heading", name="1 actiepunt", exact=True)).to_be_visible()
        page.locator(".form button").click()
        expect(page.get_by_role("link", name="Maak een keuze bij “Wie neemt het over?”.")).to_be_visible()
        page.get_by_label("Iemand die hier nog niet bij staat").check()
        page.get_by_label("E-mailadres").fill("nieuw@florente.example")
        page.locator(".form button").click()
        expect(page.get_by_role("status")).to_contain_text(
            "Directeur is beëindigd. Directeur neemt het over: 1 actiepunt"
        )
        expect(page.get_by_role("link", name="nieuw@florente.example")).to_be_visible()
