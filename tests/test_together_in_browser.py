"""The whole road of a plan in a real browser: from an empty municipality to an adopted plan, and four people on it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.grants.regulation import regulations
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import load_plan
from kapstok.plans.mapping.tests.layouts import putten_measures
from kapstok.plans.models import Measure as MeasureRow
from kapstok.plans.models import Plan, PlanVersion, WorkPlan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Measure
from kapstok.plans.statuses import Status
from kapstok.plans.workbook.write import plan_as_xlsx
from tests import cast
from tests.browsing import CHROMIUM, DESKTOP, IN_BROWSER, OPTIONS, PHONE, problems_of
from tests.signing import seated, signed_in
from tests.walking import Walker

pytestmark = IN_BROWSER

TODAY = date(2024, 2, 1)
Enter = Callable[..., Page]
T = TypeVar("T")


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def putten() -> Municipality:
    return cast.municipality("Putten", "GM0273")


@contextmanager
def windows(site: LiveServer) -> Iterator[Enter]:
    """Gives a window to whoever is signed in. Opened inside the test, as in tests/browsing.py."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)

        def window(client: Client, width: int = DESKTOP, *, javascript: bool = True) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=site.url
            )
            context.add_cookies([{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": site.url}])
            return context.new_page()

        yield window
        browser.close()


def apart(work: Callable[[], T]) -> T:
    """What needs the database while a browser is open: Playwright's loop would give it a connection nobody closes."""

    def done() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def adopt(walker: Walker) -> None:
    """From a concept to an adopted plan."""
    walker.follow("Besluiten")
    walker.follow("Deel met partners")
    walker.press("Bekijk eerst")
    walker.press("Deel", first=True)
    walker.sees("Het plan is gedeeld met partners.")
    decide(walker)


def decide(walker: Walker) -> None:
    """From shared to adopted, with what the LEA and the college said."""
    walker.follow("Leg vast dat het besproken is")
    walker.choose("Wie besliste", "Lokale Educatieve Agenda (LEA)")
    walker.type("Besluit", "Draagvlak")
    walker.press("Leg vast")
    walker.press("Leg voor")
    walker.sees("Het plan is nu voorgelegd.")
    walker.follow("Leg het besluit vast")
    walker.choose("Wie besliste", "college van B en W")
    walker.type("Besluit", "Plan vastgesteld")
    walker.press("Leg vast")
    walker.sees("Dit plan is nu vastgesteld.")


def test_from_an_empty_municipality_to_an_adopted_plan_of_30_measures(
    putten: Municipality, live_server: LiveServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = tmp_path / "plan.xlsx"
    workbook.write_bytes(plan_as_xlsx(cast.many_measures(30), regulations()["npo"], made_on=TODAY))
    client = signed_in(seated(putten, Role.POLICY_OFFICER))
    with windows(live_server) as enter:
        walker = Walker(enter(client))
        walker.page.goto("/putten/werk/plan/")
        walker.follow("Upload uw bestand")
        walker.pick("input[type=file]", workbook)
        walker.press("Kijk wat er verandert")
        walker.press("Ja, maak dit plan")
        adopt(walker)
    with inside(putten):
        row = Plan.objects.select_related("grant").get()
        assert row.status == Status.ADOPTED
        assert len(document_of(row).measures) == 30
        assert bytes(PlanVersion.objects.get(pk=row.published_id).pdf or b"").startswith(b"%PDF")
    with capsys.disabled():
        print(f"\nleeg tot vastgesteld: {walker.steps} stappen, {walker.seconds / 60:.1f} minuten (doel 40 en 30)")
    assert walker.steps <= 40
    assert walker.seconds <= 30 * 60


def test_four_people_bring_a_plan_of_her_own_workbook_to_an_amendment(
    putten: Municipality, live_server: LiveServer, tmp_path: Path
) -> None:
    """The officer reads in her own workbook, the partner speaks and gives its work plan, the auditor reads it all."""
    clients = {role: signed_in(seated(putten, role)) for role in (Role.POLICY_OFFICER, Role.AUDITOR)}
    with windows(live_server) as enter:
        officer = Walker(enter(clients[Role.POLICY_OFFICER], javascript=False))
        read_in(officer, putten_measures(), tmp_path / "maatregelen.xlsx")
        plan, measure, director, asked = apart(lambda: ask_first_partner(putten))
        of_plan = f"/putten/werk/plan/{plan}"
        edit(officer, f"{of_plan}/maatregel/{measure.key}/", "Indicator", "Hoeveel kinderen er komen")
        officer.page.goto(f"{of_plan}/delen/")
        officer.press("Bekijk eerst")
        officer.press("Deel", first=True)
        officer.sees("Het plan is gedeeld met partners.")

        partner = Walker(enter(director, PHONE))
        partner.page.goto(f"{of_plan}/reacties/?over=measure:{measure.key}")
        partner.type("Uw reactie", "Goed plan. Wij kunnen in maart beginnen.")
        partner.press("Plaats uw reactie")
        partner.sees("Uw reactie staat erbij.")
        assert not problems_of(partner.page)
        partner.page.goto(f"/putten/werk/werkplannen/{asked}/invullen/")
        step = partner.page.get_by_role("group", name="Stap 1")
        step.get_by_role("textbox").first.fill("Wij beginnen op drie scholen")
        step.get_by_role("combobox").first.select_option(label="Q1 2024")
        partner.press("Lever in")
        partner.sees("Wij beginnen op drie scholen")

        officer.page.goto(f"{of_plan}/besluiten/")
        decide(officer)
        officer.press("Bereid een wijziging voor")
        edit(officer, f"{of_plan}/maatregel/{measure.key}/", "Naam", "Anders dan vastgesteld")
        officer.page.goto(f"{of_plan}/wijziging/")
        officer.sees("Anders dan vastgesteld")

        auditor = Walker(enter(clients[Role.AUDITOR]))
        auditor.page.goto("/putten/werk/geschiedenis/")
        auditor.sees("Anders dan vastgesteld")
        auditor.page.goto(f"/putten/{plan}/maatregel/{measure.key}/")
        expect(auditor.page.get_by_role("heading", level=1)).to_have_text(measure.name)


def ask_first_partner(putten: Municipality) -> tuple[str, Measure, Client, int]:
    """The plan's slug, a measure that somebody carries out, that somebody signed in, and the work plan she is asked."""
    with inside(putten):
        plan = Plan.objects.select_related("grant").get()
        measure = next(m for m in document_of(plan).measures if m.partners or m.lead)
        party = Party.objects.get(key=(measure.partners or (measure.lead,))[0])
        row = MeasureRow.objects.get(key=measure.key)
        asked = WorkPlan.objects.create(plan=plan, measure=row, party=party)
    return plan.slug, measure, signed_in(seated(putten, Role.PROVIDER, party)), asked.pk


def read_in(walker: Walker, content: bytes, path: Path) -> None:
    """Her own workbook becomes a concept."""
    path.write_bytes(content)
    walker.page.goto("/putten/werk/plan/inlezen/")
    walker.pick("input[type=file]", path)
    walker.press("Kijk wat er verandert")
    walker.press("Ja, maak dit plan")
    walker.sees("concept")


def edit(walker: Walker, address: str, label: str, text: str) -> None:
    walker.page.goto(address)
    walker.type(label, text)
    walker.press("Bewaar", first=True)


def test_a_decision_is_registered_with_the_keyboard_only(putten: Municipality, live_server: LiveServer) -> None:
    with inside(putten):
        load_plan(cast.plan(), by="test")
    client = signed_in(seated(putten, Role.POLICY_OFFICER))
    with windows(live_server) as enter:
        page = enter(client)
        page.goto("/putten/werk/plan/npo/besluiten/nieuw/")
        page.get_by_label("Wie besliste", exact=True).focus()
        page.keyboard.type("Lok")
        page.keyboard.press("Tab")
        for _ in range(12):
            if page.evaluate("document.activeElement.name") == "title":
                break
            page.keyboard.press("Tab")
        page.keyboard.type("Draagvlak")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Draagvlak")).to_be_visible()
