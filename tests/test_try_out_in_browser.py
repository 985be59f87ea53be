"""The officer's own Excel, in a real browser: from the file to the findings to the cleaned workbook."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from kapstok.plans.files import parse_plan
from kapstok.plans.mapping.tests.layouts import diemen_budget, putten_measures
from kapstok.plans.rules import budget
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of

pytestmark = IN_BROWSER


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "begroting.xlsx"
    path.write_bytes(diemen_budget())
    return path


def test_from_her_excel_to_the_findings_to_the_cleaned_workbook_without_javascript(
    live_server: LiveServer, workbook: Path, tmp_path: Path
) -> None:
    with browser_page(DESKTOP, javascript=False) as page:
        page.goto(f"{live_server.url}/probeer/")
        page.locator("#file").set_input_files(workbook)
        page.get_by_role("button", name="Reken na").click()
        expect(page.get_by_text("Er is € 200,00 meer gepland dan er is toegekend.")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download als Excel").click()
        cleaned = tmp_path / "schoon.xlsx"
        download.value.save_as(cleaned)
        page.goto(f"{live_server.url}/probeer/")
        page.locator("#file").set_input_files(cleaned)
        page.get_by_role("button", name="Reken na").click()
        expect(page.get_by_text("Dit is de werkmap van Kapstok.")).to_be_visible()
        expect(page.get_by_text("Er is € 200,00 meer gepland dan er is toegekend.")).to_be_visible()


def test_she_points_out_a_column_and_the_page_remembers_the_file(live_server: LiveServer, workbook: Path) -> None:
    with browser_page(DESKTOP, javascript=False) as page:
        page.goto(f"{live_server.url}/probeer/")
        page.locator("#file").set_input_files(workbook)
        page.get_by_role("button", name="Reken na").click()
        page.get_by_label("Wat staat er in kolom E?").select_option(label="niet gebruiken")
        page.get_by_label("Wat staat er in kolom F?").select_option(label="niet gebruiken")
        page.get_by_role("button", name="Lees opnieuw met deze kolommen").click()
        expect(page.get_by_text("Gelezen zoals u de kolommen aanwees.")).to_be_visible()
        total = page.get_by_role("row", name="Totaal gepland").get_by_role("cell").last
        expect(total).to_have_text("€\u00a0191.000")


def test_she_answers_with_the_keyboard_and_takes_the_answer_along(live_server: LiveServer, tmp_path: Path) -> None:
    path, taken = tmp_path / "maatregelen.xlsx", tmp_path / "plan.toml"
    path.write_bytes(putten_measures())
    with browser_page(PHONE, javascript=False) as page:
        page.goto(f"{live_server.url}/probeer/")
        page.locator("#file").set_input_files(path)
        page.get_by_role("button", name="Reken na").click()
        years = page.get_by_role("group", name="Over hoeveel jaren gaat het plan?")
        years.get_by_role("radio", name="1 jaar").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Wij rekenen met uw antwoord")).to_be_visible()
        expect(years.get_by_role("radio", name="2 jaar")).to_be_checked()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download als planbestand").click()
        download.value.save_as(taken)
    assert budget(parse_plan(taken.read_text("utf-8"))).from_grant == 227_000


def test_on_a_phone_the_columns_fit_their_frame(live_server: LiveServer, workbook: Path) -> None:
    with browser_page(PHONE) as page:
        page.goto(f"{live_server.url}/probeer/")
        page.locator("#file").set_input_files(workbook)
        page.get_by_role("button", name="Reken na").click()
        frame = page.locator(".scroll", has=page.get_by_label("Wat staat er in kolom E?"))
        expect(frame).to_be_visible()
        assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, tmp_path: Path) -> None:
    prose, broken = tmp_path / "maatregelen.xlsx", tmp_path / "kapot.xlsx"
    prose.write_bytes(putten_measures())
    broken.write_bytes(b"PK\x03\x04 geen werkmap")
    with browser_page(DESKTOP) as page:
        for path in (None, prose, broken):
            page.goto(f"{live_server.url}/probeer/")
            if path:
                page.locator("#file").set_input_files(path)
                page.get_by_role("button", name="Reken na").click()
                expect(page.get_by_text(path.name).or_(page.get_by_text("Dit moet eerst anders")).first).to_be_visible()
            assert not problems_of(page)
