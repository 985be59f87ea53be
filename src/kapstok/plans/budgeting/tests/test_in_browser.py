"""The grid with a keyboard in a real browser: moving, pasting, undoing, and the same sums as the server's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.budgeting.cells import cell_text, read_cell
from kapstok.plans.budgeting.tests.test_views import ADDRESS, LINES
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of

pytestmark = IN_BROWSER

PASTE = """([block]) => {
  const data = new DataTransfer();
  data.setData("text/plain", block);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def diemen(transactional_db: None) -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.plan(lines=LINES), by="test")
    return municipality


@pytest.fixture
def session(diemen: Municipality) -> str:
    """Made before the browser opens: its event loop keeps the database away."""
    return working(diemen, Role.POLICY_OFFICER).cookies["kapstok"].value


def opened(page: Page, server: LiveServer, session: str) -> None:
    page.context.add_cookies([{"name": "kapstok", "value": session, "url": server.url}])
    page.goto(f"{server.url}{ADDRESS}")


def cell(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def sum_of(page: Page, row: str, column: int) -> Locator:
    return page.get_by_role("row", name=row).get_by_role("cell").nth(column)


def saved(diemen: Municipality) -> list[str]:
    with inside(diemen):
        lines = document_of(Plan.objects.get(slug="npo")).lines
    return [f"{line.label} {line.amount}" for line in lines]


def test_a_budget_is_typed_with_the_keyboard_alone(live_server: LiveServer, session: str, diemen: Municipality) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)
        cell(page, "c0-0").focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("1.400,50")
        expect(cell(page, "c0-3")).to_have_value("2.000,50")
        expect(sum_of(page, "Totaal gepland", 3)).to_have_text("2.500,50")
        expect(page.locator("#stand")).to_contain_text("Te veel gepland € 500,50")
        expect(page.locator("#bevindingen")).to_contain_text("K101")
        page.keyboard.press("Enter")
        expect(cell(page, "c1-0")).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowRight")
        expect(cell(page, "c0-1")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowLeft")
        expect(cell(page, "c1-0")).to_be_focused()
        page.get_by_role("button", name="Bewaar").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Bewaard: 1 regel veranderd.")).to_be_visible()
    assert saved(diemen) == ["Voorlezen 2000.5", "Onvoorzien 500"]


def test_a_block_from_excel_fills_to_the_right_and_down_and_can_be_undone(
    live_server: LiveServer, session: str
) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)
        cell(page, "c0-1").focus()
        page.evaluate(PASTE, ["€ 1.250,50\t€ 100\r\nca. 48.000\t\r\n1\t2\r\n"])
        expect(cell(page, "c0-1")).to_have_value("1.250,50")
        expect(cell(page, "c0-3")).to_have_value("1.750,50")
        expect(cell(page, "c1-1")).to_have_value("ca. 48.000")
        expect(page.locator("#stand")).to_contain_text("4 cellen gevuld. 2 pasten niet in de tabel.")
        page.keyboard.press("Escape")
        expect(cell(page, "c0-1")).to_have_value("600")
        expect(cell(page, "c0-3")).to_have_value("1.000")
        expect(cell(page, "c1-1")).to_have_value("")
        expect(sum_of(page, "Totaal gepland", 3)).to_have_text("1.500")


def test_the_cell_that_cannot_be_read_is_marked_before_and_named_after_saving(
    live_server: LiveServer, session: str
) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)
        cell(page, "c1-3").fill("veel")
        expect(cell(page, "c1-3")).to_have_attribute("aria-invalid", "true")
        page.get_by_role("button", name="Bewaar").click()
        page.get_by_role("link", name="Onvoorzien, Totaal").click()
        expect(cell(page, "c1-3")).to_be_focused()
        expect(cell(page, "c1-3")).to_have_value("veel")


def test_without_javascript_the_server_adds_up(live_server: LiveServer, session: str) -> None:
    with browser_page(PHONE, javascript=False) as page:
        opened(page, live_server, session)
        cell(page, "c0-0").fill("1.400")
        page.get_by_role("button", name="Reken uit").click()
        expect(cell(page, "c0-0")).to_have_value("1.400")
        expect(page.get_by_text("Er is nog niets bewaard.")).to_be_visible()
        expect(sum_of(page, "Totaal gepland", 3)).to_have_text("2.500")
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("Bewaard: 1 regel veranderd.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_page_of_one_line_does_not_lose_what_was_typed_elsewhere(
    live_server: LiveServer, session: str, diemen: Municipality, javascript: bool
) -> None:
    with browser_page(PHONE, javascript=javascript) as page:
        opened(page, live_server, session)
        cell(page, "c0-0").fill("450")
        page.get_by_role("button", name="Onvoorzien").click()
        page.get_by_label("Naam").fill("Reserve")
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("nog niet bewaarde")).to_be_visible()
        expect(page.get_by_role("button", name="Reserve")).to_be_visible()
        expect(cell(page, "c0-0")).to_have_value("450")
        if javascript:
            assert not problems_of(page)
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_text("Bewaard: 1 regel veranderd.")).to_be_visible()
    assert saved(diemen) == ["Voorlezen 1050", "Reserve 500"]


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer, session: str) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)
        for address in ("", "regel/", "regel/rest/", "regel/rest/weg/"):
            page.goto(f"{live_server.url}{ADDRESS}{address}")
            assert not problems_of(page)
        page.goto(f"{live_server.url}{ADDRESS}")
        cell(page, "c1-3").fill("veel")
        page.get_by_role("button", name="Bewaar").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert not problems_of(page)


numbers = st.from_regex(r"(ca\. ?)?(€ ?)?[0-9.,]{1,10}( ?(k|mln|duizend))?(,-)?( ?euro)?", fullmatch=True)
words = st.text(alphabet="0123456789.,€k ca", max_size=14)
cells = st.text(st.characters(codec="utf-8", exclude_characters='\t\r\n"'), max_size=8)
blocks = st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=6)
READ = """async (texts) => {
  const { readAmount, writeAmount } = await import(document.querySelector('script[src$="grid.js"]').src);
  const written = ({ cents, about }) => (cents === null ? "" : writeAmount(cents, about));
  return texts.map(readAmount).map((found) => found && written(found));
}"""
SPLIT = """async (text) => {
  const { splitBlock } = await import(document.querySelector('script[src$="grid.js"]').src);
  return splitBlock(text);
}"""


def test_the_browser_reads_an_amount_as_the_server_does(live_server: LiveServer, session: str) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)

        @given(st.lists(numbers | words, min_size=10, max_size=40))
        @settings(max_examples=12)
        def same(texts: list[str]) -> None:
            for text, found in zip(texts, page.evaluate(READ, texts), strict=True):
                assert (found is None) == (_server(text) is None), text
                assert found is None or found == _server(text), text

        same()


def _server(text: str) -> str | None:
    """What the server makes of a cell; None when it refuses it."""
    try:
        return cell_text(read_cell(text))
    except ValueError:
        return None


def test_any_block_falls_apart_in_its_own_cells(live_server: LiveServer, session: str) -> None:
    with browser_page(DESKTOP) as page:
        opened(page, live_server, session)

        @given(
            st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"])
        )
        @settings(max_examples=12)
        def back(rows: list[list[str]], ends: str) -> None:
            block = ends.join("\t".join(row) for row in rows)
            assert page.evaluate(SPLIT, block + ends) == rows

        back()
        assert page.evaluate(SPLIT, 'a\t"twee\nregels ""met"" tekens"\nb') == [
            ["a", 'twee\nregels "met" tekens'],
            ["b"],
        ]
