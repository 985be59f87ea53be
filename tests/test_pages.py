"""Every public page, with the published plans of the demo: it answers, it is light, and no link leads nowhere."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from kapstok.core.periods import SchoolYear
from kapstok.core.tenancy import inside
from kapstok.plans.actions import load_plan
from kapstok.plans.schema import BudgetLine, Measure, Theme
from tests import cast
from tests.examples import load_examples

MOST_BYTES = 100 * 1024
MOST_QUERIES = 19

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(client: Client) -> Client:
    load_examples()
    return client


class Page(HTMLParser):
    """What a test wants to know of a page: its links, its ids and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.size = len(text.encode())
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.attributes.update(found)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.add(found.get("href") or "")


def crawled(client: Client) -> Iterator[tuple[str, HttpResponseBase, Page]]:
    """Every public page that can be reached from the front page by its links. What they download is only looked up."""
    to_do, seen = ["/"], {"/"}
    while to_do:
        address = to_do.pop()
        if Path(address).suffix:
            assert resolve(address), address
            continue
        response = client.get(address)
        page = Page(response.content.decode())
        yield address, response, page
        for link in page.links:
            target = urldefrag(urljoin(address, link)).url
            if target.startswith("/") and not target.startswith("/account/") and target not in seen:
                seen.add(target)
                to_do.append(target)


def test_every_page_that_a_link_leads_to_is_there_and_light(demo: Client) -> None:
    visited = {}
    for address, response, page in crawled(demo):
        assert response.status_code == 200, address
        assert page.size <= MOST_BYTES, address
        assert len(page.ids) == len(set(page.ids)), f"{address}: twee keer hetzelfde id"
        assert not page.attributes & {"style", "onclick"}, address
        assert not page.tags & {"style", "script"}, address
        visited[address] = page
    assert {"/diemen/", "/putten/npo/maatregel/inloop/", "/stichtse-vecht/npo/regeling/", "/assen/"} <= visited.keys()
    for address, page in visited.items():
        for link in page.links:
            target, fragment = urldefrag(urljoin(address, link))
            if fragment and target in visited:
                assert fragment in [*visited[target].ids, ""], f"{address} wijst naar {link}"


# In transactions of their own, as in production: otherwise the test's own savepoints are counted too.
@pytest.mark.django_db(transaction=True)
def test_no_page_asks_more_of_the_database_than_allowed(demo: Client) -> None:
    for address in ["/", "/diemen/", "/putten/npo/plan/", "/putten/npo/begroting/", "/assen/"]:
        with CaptureQueriesContext(connection) as queries:
            demo.get(address)
        assert len(queries) <= MOST_QUERIES, (address, len(queries))


@pytest.mark.parametrize(
    "address",
    [
        "/nergens/",
        "/diemen/geen-plan/plan/",
        "/diemen/npo/thema/geen-thema/",
        "/diemen/npo/maatregel/geen-maatregel/",
        "/diemen/npo/maatregel/INLOOP/",
        "/putten/npo/maatregel/trainer/",
        "/diemen/?plan=geen-plan",
        "/diemen/?plan=%00",
        "/Diemen/",
        "/diemen/npo/",
        "/d%C3%A9/",
        f"/{'x' * 500}/",
    ],
)
def test_what_is_not_there_is_a_page_in_dutch_with_a_way_back(demo: Client, address: str) -> None:
    response = demo.get(address)
    assert response.status_code == 404
    text = response.content.decode()
    assert "Deze pagina is er niet" in text
    assert 'href="/"' in text


def test_a_page_that_is_not_there_leads_back_to_the_municipality(demo: Client) -> None:
    assert 'href="/diemen/"' in demo.get("/diemen/npo/thema/nergens/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["/", "/over/", "/-/health", "/diemen/", "/diemen/npo/plan/", "/diemen/npo/regeling/"]
)
def test_pages_can_only_be_read(demo: Client, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.head(address).status_code == 200
    for method in (strict.post, strict.put, strict.delete):
        assert method(address).status_code == 405


def test_the_page_for_when_it_goes_wrong_needs_nothing() -> None:
    assert "Er ging iets mis" in render_to_string("500.html")


def test_the_database_is_asked_whether_it_is_there(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/-/ready").status_code == 200
    assert len(queries) == 1


def test_the_demo_says_which_day_it_is(demo: Client) -> None:
    with override_settings(DEMO=True):
        assert re.search(r"het is hier \d+ [a-z]+ \d{4}", demo.get("/").content.decode())
    with override_settings(DEMO=False):
        assert "het is hier" not in demo.get("/").content.decode()


def test_diemen_plans_more_than_it_got(demo: Client) -> None:
    text = demo.get("/diemen/").content.decode().replace("\u00a0", " ")
    assert "Te veel gepland" in text
    assert "€ 200 meer dan de lat draagt" in text
    assert "op 31 juli 2025" in text


def test_an_estimate_is_worked_out_before_the_readers_eyes(demo: Client) -> None:
    text = demo.get("/putten/npo/maatregel/inloop/").content.decode().replace("\u00a0", " ")
    said = re.sub(r"<[^>]+>", " ", text)
    shown = " ".join(said.split())
    assert "2 uur per maand × 15 locaties × 12 maanden × € 86,67 per uur (afgeleid) = € 31.201,20 per jaar" in shown
    assert "2 jaar × € 30.000 = ca. € 60.000" in shown
    assert "voorbeeldindeling" in text


def test_what_nobody_verified_says_so(demo: Client) -> None:
    assert "niet geverifieerd" in demo.get("/diemen/npo/regeling/").content.decode()


def test_the_payments_add_up_to_the_award(demo: Client) -> None:
    text = demo.get("/putten/npo/regeling/").content.decode().replace("\u00a0", " ")
    assert "€ 67.083,33" in text
    assert "€ 322.000,00" in text


def test_an_award_that_is_only_roughly_known_is_not_divided_to_the_cent(demo: Client) -> None:
    text = demo.get("/stichtse-vecht/npo/regeling/").content.decode()
    assert "Het precieze bedrag is nog niet bekend" in text


def test_a_plan_of_a_regulation_nobody_knows_still_has_its_pages(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.plan(regulation="nieuw"), by="test")
    for address in ["/diemen/", "/diemen/npo/plan/", "/diemen/npo/maatregel/voorlezen/", "/diemen/npo/regeling/"]:
        assert client.get(address).status_code == 200, address
    assert "De regeling van dit plan is hier niet bekend" in client.get("/diemen/npo/regeling/").content.decode()


def test_a_plan_with_nothing_in_it_still_has_its_pages(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.plan(themes=(), measures=(), lines=()), by="test")
    for address in ["/diemen/", "/diemen/npo/plan/", "/diemen/npo/begroting/", "/diemen/npo/wie-doet-mee/"]:
        assert client.get(address).status_code == 200, address


def test_what_a_plan_says_is_shown_as_text_never_as_html(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    with inside(cast.municipality()):
        load_plan(cast.plan(title=nasty, summary=nasty, themes=(Theme(key="taal", name=nasty, goal=nasty),)), by="test")
    for address, _, page in crawled(client):
        assert "script" not in page.tags, address


def test_two_plans_are_there_to_choose_from_and_the_newest_comes_first(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.plan(title="Het oude plan"), by="test")
        load_plan(cast.plan(slug="oab", regulation="oab", title="Het nieuwe plan", date="2024-01-01"), by="test")
    newest = client.get("/diemen/").content.decode()
    assert newest.index("Het nieuwe plan") < newest.index("Het oude plan")
    assert 'href="/diemen/oab/plan/"' in newest
    older = client.get("/diemen/?plan=npo").content.decode()
    assert 'href="/diemen/npo/plan/"' in older
    assert '<a href="/diemen/?plan=npo" aria-current="page">Programma</a>' in older
    assert 'href="/diemen/?plan=npo"' in client.get("/diemen/npo/begroting/").content.decode()


def test_pages_stay_light_when_a_plan_is_large(client: Client) -> None:
    with inside(cast.municipality()):
        load_plan(cast.many_measures(400), by="test")
    for address in ["/diemen/", "/diemen/npo/plan/", "/diemen/npo/thema/thema-3/", "/diemen/npo/begroting/"]:
        assert len(client.get(address).content) <= MOST_BYTES, address


def test_the_fullest_picture_stays_light(client: Client) -> None:
    themes = tuple(Theme(key=f"thema-{i}", name=f"Meertaligheid en ouderbetrokkenheid {i}") for i in range(14))
    measures = tuple(
        Measure(key=f"m-{i}", theme=f"thema-{i % 14}", name=f"Doorgaande leerlijn in de wijk {i}") for i in range(98)
    )
    years = {SchoolYear(f"{year}-{year + 1}"): Decimal(10) for year in range(2020, 2026)}
    lines = tuple(
        BudgetLine(key=m.key, label=m.name, measure=m.key, source="npo", amount=Decimal(60), years=years)
        for m in measures
    )
    with inside(cast.municipality()):
        load_plan(cast.plan(themes=themes, measures=measures, lines=lines), by="test")
    page = client.get("/diemen/").content
    assert page.count(b'class="coat"') == 12 * 6
    assert len(page) <= MOST_BYTES


def test_every_measure_of_a_large_plan_can_be_reached(client: Client) -> None:
    themes = (Theme(key="taal", name="Taal"),)
    measures = tuple(Measure(key=f"m-{i}", theme="taal", name=f"Maatregel {i}") for i in range(60))
    lines = tuple(BudgetLine(key=m.key, label=m.name, measure=m.key, source="npo", amount=10) for m in measures)
    with inside(cast.municipality()):
        load_plan(cast.plan(themes=themes, measures=measures, lines=lines), by="test")
    reached = {address for address, _, _ in crawled(client)}
    assert {f"/diemen/npo/maatregel/m-{i}/" for i in range(60)} <= reached


@pytest.mark.django_db
def test_an_address_that_is_not_ours_is_answered_in_dutch(client: Client) -> None:
    response = client.get("/", headers={"host": "elders.example"})
    assert response.status_code == 400
    assert "Dit adres kennen wij niet" in response.content.decode()
