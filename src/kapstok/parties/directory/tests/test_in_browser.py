"""Partners in a real browser: axe finds nothing, a phone need not scroll sideways, and all of it works bare."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
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


@pytest.fixture
def session(leaver: Contact) -> str:
    """The session of a programme manager. Made before the browser opens: its event loop keeps the database away."""
    return working(leaver.municipality, Role.PROGRAMME_MANAGER).cookies["kapstok"].value


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, leaver: Contact, session: str) -> None:
    problems, home = [], f"{live_server.url}/diemen/werk/partners/"
    with browser_page(DESKTOP) as page:
        page.context.add_cookies([{"name": "kapstok", "value": session, "url": live_server.url}])
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
            problems += problems_of(page)
        page.locator(".form button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        problems += problems_of(page, "fouten")
    assert not problems, "\n".join(problems)


def test_handing_over_works_without_javascript(live_server: LiveServer, session: str) -> None:
    with browser_page(PHONE, javascript=False) as page:
        page.context.add_cookies([{"name": "kapstok", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/diemen/werk/partners/florente/")
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
