"""From her own Excel to a changed plan, in a real browser and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browsing import DESKTOP, IN_BROWSER, browser_page, problems_of
from tests.examples import load_examples
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.mapping.tests.layouts import putten_budget, putten_measures
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.rules import total
from kapstok.plans.statuses import Status

pytestmark = IN_BROWSER

ADDRESS = "/putten/werk/plan/inlezen/"


@pytest.fixture
def session(transactional_db: None) -> str:
    load_examples()
    putten = Municipality.objects.get(slug="putten")
    with inside(putten):
        Plan.objects.update(status=Status.CONSULTED)  # as before the college decided
    return working(putten, Role.POLICY_OFFICER).cookies["kapstok"].value


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "begroting.xlsx"
    path.write_bytes(putten_budget())
    return path


def opened(page: Page, server: LiveServer, session: str) -> None:
    page.context.add_cookies([{"name": "kapstok", "value": session, "url": server.url}])
    page.goto(f"{server.url}{ADDRESS}")


def test_the_table_of_putten_becomes_a_plan_without_javascript(
    live_server: LiveServer, session: str, table: Path
) -> None:
    with browser_page(DESKTOP, javascript=False) as page:
        opened(page, live_server, session)
        page.get_by_label("Waar hoort het bij?").select_option(label="Een nieuw plan")
        page.get_by_label("Bestand", exact=True).set_input_files(table)
        page.get_by_role("button", name="Kijk wat er verandert").click()
        expect(page.get_by_role("heading", name="Een nieuw plan")).to_be_visible()
        page.get_by_label("Zo heet het plan").fill("Uit onze eigen tabel")
        page.get_by_role("button", name="Ja, maak dit plan").click()
        expect(page.get_by_role("heading", name="Uit onze eigen tabel")).to_be_visible()
        opened(page, live_server, session)
        page.get_by_label("Waar hoort het bij?").select_option(label="Uit onze eigen tabel")
        page.get_by_label("Bestand", exact=True).set_input_files(table)
        page.get_by_role("button", name="Kijk wat er verandert").click()
        expect(page.get_by_text("Wij herkenden uw werkmap van vorige keer.")).to_be_visible()
        expect(page.get_by_role("heading", name="Er verandert niets")).to_be_visible()
    with inside(Municipality.objects.get(slug="putten")):
        plan = document_of(Plan.objects.get(title="Uit onze eigen tabel"))
    assert [len(plan.themes), len(plan.lines), total(plan.lines)] == [4, 6, 322_000]


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, session: str, tmp_path: Path) -> None:
    prose, broken = tmp_path / "maatregelen.xlsx", tmp_path / "kapot.xlsx"
    prose.write_bytes(putten_measures())
    broken.write_bytes(b"PK\x03\x04 geen werkmap")
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)
        assert not problems_of(page)
        page.get_by_label("Bestand", exact=True).set_input_files(broken)
        page.get_by_role("button", name="Kijk wat er verandert").click()
        expect(page.get_by_text("Dit moet eerst anders")).to_be_visible()
        assert not problems_of(page)
        page.get_by_label("Bestand", exact=True).set_input_files(prose)
        page.get_by_role("button", name="Kijk wat er verandert").click()
        expect(page.get_by_role("heading", name="Wat er verandert")).to_be_visible()
        page.get_by_text("Wijs zelf de kolommen aan").click()
        assert not problems_of(page)
