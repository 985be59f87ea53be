"""Work plans in a real browser: a partner fills in on a phone, axe finds nothing, and all of it works bare."""

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.models import WorkPlan
from kapstok.plans.working.tests import work
from kapstok.plans.working.tests.work import LAST_QUARTER, NEXT_QUARTER, TODAY, given, need, step
from kapstok.plans.working.values import Filled

pytestmark = IN_BROWSER


@pytest.fixture
def diemen(live_server: LiveServer, settings: LazySettings) -> Municipality:
    settings.KAPSTOK_TODAY = TODAY
    municipality = cast.municipality()
    with inside(municipality):
        work.shared_plan()
        florente = work.party("florente")
        work.contact(florente)
        steps = (step("Te laat", LAST_QUARTER), step("Loopt"), step("Straks", NEXT_QUARTER))
        filled = Filled("Wij lezen voor.", steps, (work.presence(florente),), (need(florente),))
        given(work.party("bieb"), filled)
        work.asked(work.party("welzijn"))
        work.asked(florente, work.LONG_AGO)
    return municipality


def _session(diemen: Municipality, key: str = "") -> str:
    """Of a party, or of a programme manager. Made before the browser opens: its event loop keeps the database away."""
    with inside(diemen):
        party = work.party(key) if key else None
    client = working(diemen, Role.PROVIDER if party else Role.PROGRAMME_MANAGER, party)
    return client.cookies["kapstok"].value


def _sign_in(page: Page, site: str, session: str) -> str:
    """Give the browser this session; the address of the room."""
    page.context.add_cookies([{"name": "kapstok", "value": session, "url": site}])
    return f"{site}/diemen/werk/werkplannen/"


def _numbers(diemen: Municipality) -> dict[str, int]:
    with inside(diemen):
        return dict(WorkPlan.objects.values_list("party__key", "pk"))


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, diemen: Municipality) -> None:
    pk = _numbers(diemen)["bieb"]
    with inside(diemen):
        measure = work.measure().pk
    addresses = (
        "", "?te-laat=1&per=organisatie", "wie-loopt-achter/", "wat-anderen-vragen/?van=alle", "vragen/",
        f"vragen/?maatregel={measure}", "vragen/mail/", f"{pk}/", f"{pk}/invullen/", f"{pk}/weghalen/",
    )  # fmt: skip
    problems, session = [], _session(diemen)
    with browser_page(DESKTOP) as page:
        home = _sign_in(page, live_server.url, session)
        for address in addresses:
            page.goto(f"{home}{address}")
            expect(page.locator("h1")).to_be_visible()
            problems += problems_of(page, address)
        page.goto(f"{home}vragen/mail/")
        page.get_by_role("button", name="Bekijk eerst").click()
        expect(page.get_by_role("heading", name="Zo gaat de mail weg")).to_be_visible()
        problems += problems_of(page, "mail, zoals zij gaat")
    assert problems == []


def test_a_partner_fills_in_on_a_phone_without_javascript(live_server: LiveServer, diemen: Municipality) -> None:
    pk = _numbers(diemen)["welzijn"]
    session = _session(diemen, "welzijn")
    with browser_page(PHONE, javascript=False) as page:
        home = _sign_in(page, live_server.url, session)
        page.goto(home)
        page.get_by_role("link", name="Voorlezen").first.click()
        page.wait_for_url(f"**/{pk}/invullen/")
        page.get_by_label("Wat gaat u doen?").fill("Wij lezen elke week voor.")
        page.get_by_role("group", name="Stap 1").get_by_label("Stap").fill("Boeken kiezen")
        page.get_by_role("button", name="Lever in").click()
        expect(page.get_by_role("alert")).to_contain_text("Vanaf welk kwartaal?")
        page.get_by_role("group", name="Stap 1").get_by_label("Vanaf").select_option("Q1 2024")
        place = page.get_by_role("group", name="Plek 1")
        place.get_by_label("Waar").select_option(label="Florente")
        place.get_by_label("Uur per week").fill("16")
        place.get_by_label("Vanaf").fill("2024-01-08")
        place.get_by_label("Tot en met").fill("2024-07-07")
        page.get_by_role("button", name="Lever in").click()
        expect(page.get_by_role("status")).to_contain_text("ingeleverd")
        expect(page.get_by_text("Samen 832 uur")).to_be_visible()  # 26 × 16, and as much by the other party
        page.get_by_role("button", name="Klaar: Boeken kiezen").click()
        expect(page.get_by_role("status")).to_contain_text("“Boeken kiezen” is klaar.")
        expect(page.get_by_text("klaar op 1 februari 2024")).to_be_visible()
        page.get_by_role("button", name="Toch niet klaar: Boeken kiezen").click()
        expect(page.get_by_role("status")).to_contain_text("weer open")


def test_an_officer_asks_and_sees_the_mail_before_it_goes(live_server: LiveServer, diemen: Municipality) -> None:
    session = _session(diemen)
    with browser_page(DESKTOP) as page:
        home = _sign_in(page, live_server.url, session)
        page.goto(home)
        page.get_by_role("link", name="Vraag een werkplan").click()
        page.get_by_role("link", name="Voorlezen").click()
        expect(page.get_by_text("Al gevraagd")).to_contain_text("Welzijn")
        page.get_by_label("Gemeente Diemen").check()
        page.get_by_role("button", name="Vraag het werkplan").click()
        expect(page.get_by_role("status")).to_contain_text("Eén organisatie is gevraagd")
        page.get_by_role("link", name="Vraag per mail").click()
        page.get_by_role("button", name="Bekijk eerst").click()
        expect(page.get_by_role("article").first).to_contain_text("Het gaat om:")
        page.get_by_role("button", name="Verstuur").click()
        expect(page.get_by_role("status")).to_contain_text("verstuurd")
