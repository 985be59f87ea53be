"""A meeting from planning to report in a real browser, without JavaScript; and axe on every page of it."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import AgreementKind
from kapstok.parties.meetings.agreements import add_agreement
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, contact, meeting, party, point, url
from kapstok.parties.meetings.values import Terms, TopicTitle
from kapstok.parties.models import Municipality, Party
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
from tests.signing import working

pytestmark = IN_BROWSER


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


@pytest.fixture
def school(diemen: Municipality) -> Party:
    with inside(diemen):
        return party("school")


def sign_in(page: Page, site: str, client: Client) -> None:
    value = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": value, "url": site}])


def test_a_meeting_is_planned_and_reported_without_javascript(
    live_server: LiveServer, diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        contact(school)
        meeting("LEA van toen", date(2023, 11, 1), school, new_group="LEA")
    with browser_page(PHONE, javascript=False) as page:
        sign_in(page, live_server.url, manager)
        page.goto(f"{live_server.url}{url(diemen, 'meetings')}")
        page.get_by_role("link", name="Nieuw overleg").click()
        page.get_by_role("link", name="LEA").click()
        expect(page.get_by_label("School")).to_be_checked()
        page.get_by_label("Waar gaat het over?").fill("LEA in januari")
        page.get_by_label("Datum").fill("2024-01-30")
        for number in (1, 2, 3):
            page.get_by_label(f"Onderwerp {number}").fill(f"Punt {number}")
        page.get_by_role("button", name="Nog een regel").click()
        expect(page.get_by_label("Onderwerp 3")).to_have_value("Punt 3")
        page.get_by_label("Onderwerp 4").fill("Rondvraag")
        page.get_by_label("Onderwerp 4").press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("LEA in januari")
        expect(page.get_by_role("heading", name="Rondvraag")).to_be_visible()
        page.get_by_role("link", name="Maak het verslag").click()
        page.get_by_role("group", name="School").get_by_label("was er", exact=True).check()
        page.get_by_label("instemming").check()
        first = page.get_by_role("group", name="Actiepunt 1")
        first.get_by_label("Wat").fill("Boeken kopen")
        page.get_by_role("button", name="Bewaar het verslag").click()

        expect(page.get_by_role("alert")).to_contain_text("Wie gaat dit doen?")
        first.get_by_label("Wie").select_option("Directeur (School)")
        first.get_by_label("Uiterlijk").fill("2024-02-20")
        page.get_by_role("button", name="Bewaar het verslag").click()

        expect(page.get_by_role("heading", name="Instemming")).to_be_visible()
        page.get_by_role("button", name="Klaar: Boeken kopen").click()
        expect(page.get_by_role("status")).to_contain_text("“Boeken kopen” is klaar.")


def test_axe_finds_nothing_and_nothing_sticks_out(
    live_server: LiveServer, diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        row = meeting("LEA", date(2024, 1, 30), school, party("bieb"), new_group="LEA", topics=(TopicTitle("Taal"),))
        point(contact(school), date(2024, 1, 31), row)
        both = frozenset({school.pk, own_party(diemen).pk})
        terms = Terms("Gegevens delen", AgreementKind.DATA_SHARING, date(2023, 1, 1), date(2024, 4, 1), both)
        agreement = add_agreement(terms, by=TEST)
    problems = []
    with browser_page(DESKTOP) as page:
        sign_in(page, live_server.url, manager)
        for where in addresses(diemen, row.pk, agreement.pk):
            page.goto(f"{live_server.url}{where}")
            problems += problems_of(page, where)
        page.get_by_role("button", name="Maak mijn agenda-adres").click()
        expect(page.get_by_label("Uw agenda-adres")).to_be_visible()
        problems += problems_of(page, "een adres")
        page.goto(f"{live_server.url}{url(diemen, 'meeting-new')}?groep=nieuw")
        page.get_by_role("button", name="Zet in de agenda").click()
        expect(page.get_by_role("alert")).to_be_visible()
        problems += problems_of(page, "met fouten")
    assert not problems, "\n".join(problems)


def addresses(diemen: Municipality, meeting: int, agreement: int) -> list[str]:
    """The calendar's page is the last: the test goes on from there."""
    return [
        url(diemen, "meetings"),
        url(diemen, "meeting-new"),
        f"{url(diemen, 'meeting-new')}?groep=nieuw",
        *(url(diemen, name, meeting) for name in ("meeting", "meeting-change", "meeting-report", "meeting-cancel")),
        f"{url(diemen, 'action-points')}?van=alle",
        url(diemen, "agreements"),
        url(diemen, "agreement-new"),
        url(diemen, "agreement", agreement),
        url(diemen, "agreement-change", agreement),
        url(diemen, "calendar-address"),
    ]
