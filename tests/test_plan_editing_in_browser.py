"""Working in the plan in a real browser: without JavaScript, with the keyboard only, and two people at once."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Measure
from tests import cast
from tests.browsing import CHROMIUM, DESKTOP, IN_BROWSER, OPTIONS, PHONE, problems_of
from tests.signing import seated, signed_in

pytestmark = IN_BROWSER

PLAN = "/diemen/werk/plan/npo/"
PAGES = (
    "",
    "gegevens/",
    "thema/taal/",
    "thema/taal/verwijderen/",
    "maatregel/voorlezen/",
    "wie-doet-mee/",
    "regeling/",
    "../nieuw/",
)


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.plan(), by="test", publish=False)
    return municipality


def page_of(
    browser: Browser, site: LiveServer, client: Client, width: int = DESKTOP, *, javascript: bool = True
) -> Page:
    """A window of her own, signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=site.url
    )
    cookies = [{"name": name, "value": morsel.value, "url": site.url} for name, morsel in client.cookies.items()]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return context.new_page()


def manager(municipality: Municipality) -> Client:
    return signed_in(seated(municipality, Role.PROGRAMME_MANAGER))


def measures(municipality: Municipality) -> tuple[Measure, ...]:
    with inside(municipality):
        return document_of(Plan.objects.select_related("grant").get()).measures


def test_a_theme_a_measure_and_an_estimate_without_javascript(live_server: LiveServer, diemen: Municipality) -> None:
    client = manager(diemen)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client, PHONE, javascript=False)
        page.goto(PLAN)
        page.get_by_label("Naam").fill("Rekenen")
        page.get_by_role("button", name="Voeg thema toe").click()
        page.get_by_label("Nieuwe maatregel bij Rekenen").fill("Rekenclub")
        page.get_by_role("button", name="Voeg toe bij Rekenen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rekenclub")
        for number, (value, unit) in enumerate([("2", "uur per week"), ("40", "weken"), ("€ 86,67", "per uur")]):
            page.locator(f"[name='raming-0-getal-{number}-number']").fill(value)
            page.locator(f"[name='raming-0-getal-{number}-unit']").fill(unit)
        page.get_by_role("button", name="Reken uit").click()
        expect(page.locator("#totaal")).to_contain_text("€\u00a06.933,60")
        page.get_by_role("button", name="Bewaar").last.click()
        expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
        browser.close()
    assert measures(diemen)[-1].estimates[0].unit == "uur"


def test_the_same_with_the_keyboard_only(live_server: LiveServer, diemen: Municipality) -> None:
    client = manager(diemen)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client)
        page.goto(PLAN)
        page.get_by_label("Naam").focus()
        page.keyboard.type("Rekenen")
        page.keyboard.press("Enter")
        page.wait_for_url("**#thema-rekenen")
        page.get_by_label("Nieuwe maatregel bij Rekenen").focus()
        page.keyboard.type("Rekenclub")
        page.keyboard.press("Enter")
        page.wait_for_url("**/maatregel/rekenclub/**")
        page.locator("[name='raming-0-getal-0-number']").focus()
        for text in ("2", "trainingen", "€ 1.500", "per training"):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        expect(page.locator("#totaal")).to_contain_text("€\u00a03.000")
        page.get_by_role("button", name="Nog een stap").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[name='stap-1-quarter']")).to_be_focused()
        page.locator("[name='name']").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
        browser.close()
    assert measures(diemen)[-1].estimates[0].factors[1].price


def test_what_was_typed_is_still_there_after_leaving(live_server: LiveServer, diemen: Municipality) -> None:
    client = manager(diemen)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client)
        page.goto(f"{PLAN}maatregel/voorlezen/")
        page.get_by_label("Beoogd resultaat").fill("Meer lezen")
        expect(page.locator("#bewaard")).to_contain_text("Uw tekst is bewaard als concept")
        page.goto(PLAN)
        page.goto(f"{PLAN}maatregel/voorlezen/")
        expect(page.get_by_text(re.compile(r"U had nog iets staan van \d\d\.\d\d uur"))).to_be_visible()
        page.get_by_role("link", name="Verder gaan").click()
        expect(page.get_by_label("Beoogd resultaat")).to_have_value("Meer lezen")
        page.goto(f"{PLAN}maatregel/voorlezen/")
        page.get_by_role("button", name="Weggooien").click()
        expect(page.get_by_text("U had nog iets staan")).to_have_count(0)
        browser.close()
    assert measures(diemen)[0].result == ""


def test_two_people_in_one_measure(live_server: LiveServer, diemen: Municipality) -> None:
    first, second = manager(diemen), signed_in(seated(diemen, Role.POLICY_OFFICER))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        mine, theirs = page_of(browser, live_server, first), page_of(browser, live_server, second)
        for page in (mine, theirs):
            page.goto(f"{PLAN}maatregel/voorlezen/")
        theirs.get_by_label("Beoogd resultaat").fill("Van de ander")
        theirs.get_by_label("Doelgroep").fill("Kleuters")
        theirs.get_by_role("button", name="Bewaar").last.click()
        expect(theirs.get_by_text("Bewaard.", exact=True)).to_be_visible()
        mine.get_by_label("Beoogd resultaat").fill("Van mij")
        mine.get_by_role("button", name="Bewaar").last.click()
        expect(mine.get_by_role("heading", name="Kies wat blijft staan")).to_be_visible()
        expect(mine.get_by_label("Doelgroep")).to_have_value("Kleuters")
        assert not problems_of(mine)
        mine.get_by_label(re.compile("Tekst van policy_officer")).check()
        mine.get_by_role("button", name="Bewaar").last.click()
        expect(mine.get_by_label("Beoogd resultaat")).to_have_value("Van de ander")
        browser.close()


def test_the_particulars_and_a_money_source_without_javascript(live_server: LiveServer, diemen: Municipality) -> None:
    client = manager(diemen)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client, PHONE, javascript=False)
        page.goto(PLAN)
        page.get_by_role("link", name="Gegevens van het plan").click()
        page.get_by_label("Titel").fill("Bestedingsplan")
        page.get_by_role("button", name="Nog een geldbron").click()
        page.locator("[name='bron-1-name']").fill("Van de scholen")
        page.locator("[name='bron-1-kind']").select_option("geld van scholen")
        page.locator("[name='bron-1-amount']").fill("ca. 1.500")
        page.get_by_role("button", name="Bewaar").last.click()
        expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
        expect(page.locator("[name='bron-1-amount']")).to_have_value("ca. € 1.500")
        page.goto(PLAN)
        expect(page.get_by_role("heading", level=1)).to_have_text("Bestedingsplan")
        browser.close()


HIDDEN_BY_THE_BAR = """() => {
  const at = document.activeElement, bar = document.querySelector(".savebar"), here = at.getBoundingClientRect();
  const under = !bar.contains(at) && here.bottom > bar.getBoundingClientRect().top + 0.5 && here.height < 300;
  return [at.name || at.textContent.trim(), under, bar.contains(at)];
}"""


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("address", ["maatregel/voorlezen/", "gegevens/"])
def test_the_bar_to_save_never_hides_what_has_the_focus(
    live_server: LiveServer, diemen: Municipality, width: int, address: str
) -> None:
    client, hidden, fields = manager(diemen), [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client, width)
        page.goto(f"{PLAN}{address}")
        page.locator("[name='name'], [name='title']").first.focus()
        in_bar = False
        while not in_bar:
            name, under, in_bar = page.evaluate(HIDDEN_BY_THE_BAR)
            fields += 1
            if under:
                hidden.append(name)
            page.keyboard.press("Tab")
        browser.close()
    assert fields > 20
    assert hidden == []


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, diemen: Municipality) -> None:
    problems = []
    client = manager(diemen)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = page_of(browser, live_server, client)
        page.on("console", lambda message: problems.append(message.text) if "CSP" in message.text else None)
        for address in PAGES:
            page.goto(f"{PLAN}{address}")
            problems += problems_of(page)
        browser.close()
    assert not problems, "\n".join(problems)
