"""The pages in a real browser: axe finds nothing, the keyboard gets everywhere, a phone need not scroll sideways."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect
from pytest_django.live_server_helper import LiveServer

from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of
from tests.examples import load_examples

ADDRESSES = [
    "/",
    "/over/",
    "/privacy/",
    "/toegankelijkheid/",
    "/assen/",
    "/nergens/",
    *(f"/{name}/" for name in ("diemen", "putten", "stichtse-vecht")),
    *(
        f"/{name}/npo/{page}/"
        for name in ("diemen", "putten", "stichtse-vecht")
        for page in ("plan", "begroting", "wie-doet-mee", "regeling")
    ),
    "/diemen/npo/thema/0-4/",
    "/diemen/npo/maatregel/ouderbijeenkomsten-0-4/",
    "/putten/npo/thema/preventie/",
    "/putten/npo/maatregel/inloop/",
    "/putten/npo/maatregel/visie/",
    "/stichtse-vecht/npo/maatregel/zorg-keuze/",
]

pytestmark = IN_BROWSER


@pytest.fixture
def site(live_server: LiveServer) -> str:
    load_examples()
    return str(live_server.url)


def test_axe_finds_nothing_and_nothing_sticks_out(site: str) -> None:
    problems = []
    with browser_page(DESKTOP) as page:
        page.on("console", lambda message: problems.append(message.text) if "CSP" in message.text else None)
        for address in ADDRESSES:
            page.goto(f"{site}{address}")
            problems += problems_of(page)
    assert not problems, "\n".join(problems)


def test_the_keyboard_starts_at_the_skip_link_and_shows_where_it_is(site: str) -> None:
    with browser_page(DESKTOP) as page:
        page.goto(f"{site}/diemen/")
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        expect(link).to_have_text("Naar de inhoud")
        assert (link.bounding_box() or {"y": -1})["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
        assert int(outline.removesuffix("px")) >= 2


def test_every_coat_can_be_reached_with_the_keyboard_and_says_what_it_is(site: str) -> None:
    with browser_page(DESKTOP) as page:
        page.goto(f"{site}/diemen/")
        coats = page.locator(".coat a")
        expect(coats).to_have_count(11)
        page.locator(".hook__label a").first.focus()
        page.keyboard.press("Tab")
        expect(page.locator(":focus .coat__name")).to_have_text("Brede preventieve aanpak")
        snapshot = page.locator(".rail").first.aria_snapshot()
        assert 'link "Brede preventieve aanpak € 45.000"' in snapshot.replace("\u00a0", " ")
        page.keyboard.press("Enter")
        page.wait_for_url("**/npo/thema/preventieve-aanpak/")


def drawn_length(coat: Locator, side: Literal["height", "width"]) -> float:
    boxes = [part.bounding_box() for part in coat.locator("rect").all()]
    return sum(box[side] for box in boxes if box)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_coats_are_as_long_as_their_amounts(site: str, width: int) -> None:
    drawn = ".coat__tall" if width == DESKTOP else ".coat__long"
    side: Literal["height", "width"] = "height" if width == DESKTOP else "width"
    with browser_page(width) as page:
        page.goto(f"{site}/diemen/")
        first, second = (drawn_length(page.locator(drawn).nth(i), side) for i in range(2))
    assert first / second == pytest.approx(45_000 / 25_000, rel=0.03)


def test_pages_work_without_javascript(site: str) -> None:
    with browser_page(PHONE, javascript=False) as page:
        page.goto(f"{site}/")
        page.get_by_role("link", name="Putten").click()
        page.get_by_role("link", name="Begroting", exact=True).click()
        page.get_by_role("link", name="Ondersteuning op school").first.click()
        page.get_by_role("link", name="Inloop op school").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Inloop op school")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_rails_on_the_front_page_are_drawn_on_one_scale(site: str, width: int) -> None:
    with browser_page(width) as page:
        page.goto(f"{site}/")
        scales = {page.locator(".towns svg").nth(i).bounding_box()["width"] for i in range(3)}  # type: ignore[index]
    assert len(scales) == 1


def test_a_phone_shows_the_years_of_the_budget_each_with_its_name(site: str) -> None:
    with browser_page(PHONE) as page:
        page.goto(f"{site}/diemen/npo/begroting/")
        row = page.get_by_role("row").filter(has_text="Brede preventieve aanpak")
        cells = row.get_by_role("cell").all()
        assert [cell.inner_text().replace("\u00a0", " ") for cell in cells] == [
            "€ 4.500", "€ 20.250", "€ 20.250", "€ 45.000",
        ]  # fmt: skip
        named = "e => getComputedStyle(e, '::before').content"
        assert cells[0].evaluate(named) == '"2022-2023"'
        assert all((cell.bounding_box() or {"x": 0, "width": 999})["width"] < PHONE / 2 for cell in cells)


def test_a_visitor_takes_a_table_along_without_javascript(site: str) -> None:
    with browser_page(DESKTOP, javascript=False) as page:
        page.goto(f"{site}/diemen/npo/begroting/")
        with page.expect_download() as started:
            page.get_by_role("link", name="Download als Excel: begroting").click()
        assert started.value.suggested_filename == "begroting-npo-diemen-2022-11-17.xlsx"


def test_the_programme_of_diemen_fits_on_one_sheet_of_paper(site: str) -> None:
    with browser_page(DESKTOP) as page:
        page.goto(f"{site}/diemen/")
        paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_paper_is_black_on_white_without_menus(site: str) -> None:
    with browser_page(DESKTOP) as page:
        page.goto(f"{site}/diemen/")
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation").first).not_to_be_visible()
        link = page.locator("table a").first
        assert link.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
        assert link.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
