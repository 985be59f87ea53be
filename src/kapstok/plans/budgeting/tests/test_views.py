"""The budget grid over the web: typed, worked out, saved, and saved at the same time by two people."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import cast
from tests.signing import working

from kapstok.core.access import Role, command
from kapstok.core.periods import SchoolYear
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.budgeting.cells import read_cell
from kapstok.plans.budgeting.sheet import base_of, read_typed
from kapstok.plans.editing.actions import edit_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import BudgetLine, Measure, PlanDocument, SpentBefore, Theme
from kapstok.plans.statuses import Status

pytestmark = pytest.mark.django_db

ADDRESS = "/diemen/werk/plan/npo/begroting/"
YEARS = {SchoolYear("2022-2023"): Decimal(400), SchoolYear("2023-2024"): Decimal(600)}
LINES = (
    BudgetLine(
        key="voorlezen", label="Voorlezen", measure="voorlezen", source="npo", amount=Decimal(1000), years=YEARS
    ),
    BudgetLine(key="rest", label="Onvoorzien", source="npo", amount=Decimal(500), about=True),
)


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.plan(lines=LINES), by="test")
    return municipality


@pytest.fixture
def officer(diemen: Municipality) -> Client:
    return working(diemen, Role.POLICY_OFFICER)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def fields(response: Any) -> dict[str, str]:
    """What a browser sends back of the grid when nothing is touched."""
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in inputs if re.match(r"base|c\d", name)}


def send(client: Client, form: dict[str, str], act: str = "bewaar", **cells: str) -> Any:
    return client.post(ADDRESS, {**form, **{name.replace("_", "-"): text for name, text in cells.items()}, "doe": act})


def plan_now(diemen: Municipality) -> PlanDocument:
    with inside(diemen):
        return document_of(Plan.objects.get(slug="npo"))


def elsewhere(diemen: Municipality, lines: tuple[BudgetLine, ...]) -> None:
    """Somebody else makes the lines these."""
    with inside(diemen):
        row = Plan.objects.get(slug="npo")
        edit_plan(row.pk, lambda plan: plan.model_copy(update={"lines": lines}), by=command("test"), act="test")


def test_every_cell_says_its_row_and_its_column(officer: Client) -> None:
    page = officer.get(ADDRESS).content.decode()
    assert re.search(r'name="c0-0" value="400" aria-labelledby="r0 h0"', page)
    assert re.search(r'<button[^>]* id="r0"', page)
    assert 'id="h0">2022-2023<' in page
    assert fields(officer.get(ADDRESS))["c1-3"] == "ca. 500"


def test_what_is_typed_is_saved_in_one_act(officer: Client, diemen: Municipality) -> None:
    saved = send(officer, fields(officer.get(ADDRESS)), c0_0="€ 1.400,50", c1_3="600")
    assert (saved.status_code, saved["Location"]) == (302, ADDRESS)
    voorlezen, rest = plan_now(diemen).lines
    assert (voorlezen.amount, voorlezen.years[SchoolYear("2022-2023")]) == (Decimal("2000.5"), Decimal("1400.5"))
    assert [rest.amount, rest.about] == [600, False]
    with inside(diemen):
        assert Plan.objects.get(slug="npo").version == 2


def test_working_out_shows_sums_and_findings_and_saves_nothing(officer: Client, diemen: Municipality) -> None:
    page = send(officer, fields(officer.get(ADDRESS)), "reken", c1_3="5.000")
    assert page.status_code == 200
    assert "Te veel gepland" in text_of(page)
    assert "Er is € 4.000,00 meer gepland dan er is toegekend." in text_of(page)
    assert fields(page)["c1-3"] == "5.000"
    assert plan_now(diemen).lines == LINES


def test_the_findings_alone_come_back_when_the_browser_asks_for_them(officer: Client) -> None:
    form = fields(officer.get(ADDRESS)) | {"c1-3": "5.000", "doe": "reken"}
    part = officer.post(ADDRESS, form, headers={"HX-Request": "true"})
    assert "K101" in text_of(part)
    assert "<table" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_every_cell_that_cannot_be_read_is_named_at_once_and_nothing_is_lost(
    officer: Client, diemen: Municipality
) -> None:
    page = send(officer, fields(officer.get(ADDRESS)), c0_0="veel", c0_1="700", c1_3="1.5")
    assert page.status_code == 422
    assert "Voorlezen, 2022-2023: ‘veel’ is geen bedrag" in text_of(page)
    assert "Onvoorzien, Totaal: ‘1.5’ heeft een punt voor de centen" in text_of(page)
    assert [fields(page)[name] for name in ("c0-0", "c0-1", "c1-3")] == ["veel", "700", "1.5"]
    assert page.content.decode().count('aria-invalid="true"') == 2
    assert plan_now(diemen).lines == LINES


def test_what_others_changed_in_other_cells_stays(officer: Client, diemen: Municipality) -> None:
    form = fields(officer.get(ADDRESS))
    elsewhere(diemen, (LINES[0], LINES[1].model_copy(update={"amount": Decimal(700)})))
    assert send(officer, form, c0_0="500").status_code == 302
    assert [line.amount for line in plan_now(diemen).lines] == [1100, 700]


def test_two_amounts_in_one_cell_are_both_shown_and_one_is_chosen(officer: Client, diemen: Municipality) -> None:
    form = fields(officer.get(ADDRESS))
    elsewhere(diemen, (LINES[0], LINES[1].model_copy(update={"amount": Decimal(700)})))
    page = send(officer, form, c1_3="800")
    assert page.status_code == 422
    assert "Onvoorzien, Totaal: welk bedrag blijft staan? 800 (van u) ca. 700 (van iemand anders)" in text_of(page)
    unchosen = send(officer, fields(page))
    assert "Kies welk bedrag blijft staan." in text_of(unchosen)
    assert send(officer, fields(page), k1_3="theirs").status_code == 302
    assert plan_now(diemen).lines[1].amount == 700
    assert send(officer, fields(page), k1_3="mine").status_code == 302
    assert plan_now(diemen).lines[1].amount == 800


def test_a_line_that_is_gone_is_told_and_the_rest_is_kept(officer: Client, diemen: Municipality) -> None:
    form = fields(officer.get(ADDRESS))
    elsewhere(diemen, LINES[:1])
    page = send(officer, form, c0_0="500", c1_3="800")
    assert "“Onvoorzien” is intussen verwijderd. Uw bedrag (€ 800) is niet bewaard." in text_of(page)
    assert send(officer, fields(page)).status_code == 302
    assert [line.amount for line in plan_now(diemen).lines] == [1100]


def test_a_form_that_was_tampered_with_saves_nothing(officer: Client, diemen: Municipality) -> None:
    page = send(officer, {"base": "nep", "c0-0": "1"})
    assert (page.status_code, plan_now(diemen).lines) == (422, LINES)


def test_who_may_only_look_sees_a_table_and_can_send_nothing(diemen: Municipality, officer: Client) -> None:
    controller = working(diemen, Role.CONTROLLER)
    page = controller.get(ADDRESS)
    assert "Totaal gepland" in text_of(page)
    assert 'name="c0-0"' not in page.content.decode()
    assert send(controller, fields(officer.get(ADDRESS)), c1_3="9").status_code == 403
    assert plan_now(diemen).lines == LINES


def test_an_adopted_plan_cannot_be_typed_in(officer: Client, diemen: Municipality) -> None:
    form = fields(officer.get(ADDRESS))
    with inside(diemen):
        Plan.objects.update(status=Status.ADOPTED)
    assert "Bereid een wijziging voor" in text_of(officer.get(ADDRESS))
    assert send(officer, form, c1_3="9").status_code == 403
    assert officer.get(f"{ADDRESS}regel/").status_code == 403


def test_a_line_is_added_changed_and_taken_out(officer: Client, diemen: Municipality) -> None:
    new = {
        "label": "Boeken",
        "place": "theme:taal",
        "source": "npo",
        "kind": "planned",
        "note": "",
        "amount": "ca. 250",
    }
    assert officer.post(f"{ADDRESS}regel/", new).status_code == 302
    [made] = [line for line in plan_now(diemen).lines if line.label == "Boeken"]
    assert (made.key, made.theme, made.amount, made.about) == ("boeken", "taal", Decimal(250), True)
    page = officer.get(f"{ADDRESS}regel/boeken/").content.decode()
    base = re.search(r'name="base" value="([^"]+)"', page)
    assert base
    changed = {**new, "base": base[1], "label": "Leesboeken", "kind": "reservation", "note": "Later"}
    assert officer.post(f"{ADDRESS}regel/boeken/", changed).status_code == 302
    [made] = [line for line in plan_now(diemen).lines if line.key == "boeken"]
    assert (made.label, made.kind, made.about, made.note) == ("Leesboeken", "reservation", False, "Later")
    overtaken = officer.post(f"{ADDRESS}regel/boeken/", {**changed, "label": "Anders"})
    assert overtaken.status_code == 422
    assert "Iemand anders heeft deze regel intussen veranderd" in text_of(overtaken)
    assert officer.post(f"{ADDRESS}regel/boeken/weg/").status_code == 302
    assert plan_now(diemen).lines == LINES


def test_a_line_that_goes_leaves_what_was_spent_before(officer: Client, diemen: Municipality) -> None:
    with inside(diemen):
        spent = SpentBefore(label="Bus", amount=Decimal(3), source="npo", line="rest", on=date(2022, 1, 1))
        load_plan(cast.plan(lines=LINES, spent_before=(spent,)), by="test")
    assert "“Bus” (€ 3, al besteed) staat dan in geen regel meer" in text_of(officer.get(f"{ADDRESS}regel/rest/weg/"))
    officer.post(f"{ADDRESS}regel/rest/weg/")
    assert plan_now(diemen).spent_before[0].line is None


def test_a_new_line_needs_a_name_and_one_amount(officer: Client) -> None:
    page = officer.post(f"{ADDRESS}regel/", {"amount": "10 tot 20", "kind": "planned", "source": "npo"})
    assert page.status_code == 422
    assert "Vul “Naam” in." in text_of(page)
    assert "twee grenzen" in text_of(page)


def large(themes: int, lines: int) -> PlanDocument:
    rows = tuple(Theme(key=f"t{i}", name=f"Thema nummer {i}") for i in range(themes))
    measures = tuple(
        Measure(key=f"m{i}", theme=f"t{i % themes}", name=f"Een maatregel met een naam {i}") for i in range(lines)
    )
    budget = tuple(
        BudgetLine(key=m.key, label=m.name, measure=m.key, source="npo", amount=Decimal(1000), years=YEARS)
        for m in measures
    )
    return cast.plan(themes=rows, measures=measures, lines=budget)


@pytest.mark.django_db(transaction=True)
def test_three_hundred_lines_are_light_and_cost_no_more_queries() -> None:
    municipality = cast.municipality()
    counted = []
    for size in (30, 300):
        with inside(municipality):
            load_plan(large(10, size), by="test")
        client = working(municipality, Role.POLICY_OFFICER)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(ADDRESS)
        counted.append(len(queries))
        assert len(page.content) <= 100 * 1024, len(page.content)
    assert counted[0] == counted[1]
    assert "Deel 3" in text_of(page)
    assert "300.000" in text_of(page)


def test_a_page_of_a_large_budget_saves_its_own_lines_and_counts_the_others(
    officer: Client, diemen: Municipality
) -> None:
    with inside(diemen):
        load_plan(large(3, 240), by="test")
    page = officer.get(f"{ADDRESS}?deel=2")
    form = fields(page)
    assert 'data-rest="' in page.content.decode()
    assert send(officer, form, c0_0="900").status_code == 302
    changed = [line for line in plan_now(diemen).lines if line.amount != 1000]
    assert [(line.amount, line.years[SchoolYear("2022-2023")]) for line in changed] == [(Decimal(1500), Decimal(900))]


@given(st.lists(st.text(max_size=12), min_size=8, max_size=8))
@settings(max_examples=15)
def test_any_block_that_is_pasted_is_read_or_named_cell_by_cell(texts: list[str]) -> None:
    columns = tuple(YEARS)
    base = base_of(cast.plan(lines=LINES), (*columns, columns[-1].next), ["voorlezen", "rest"])
    names = [f"c{row}-{column}" for row in (0, 1) for column in range(4)]
    typed = read_typed(dict(zip(names, texts, strict=True)), base)
    wrong = {(one.key, one.column) for one in typed.wrong}
    for name, text in zip(names, texts, strict=True):
        key, column = ("voorlezen", "rest")[int(name[1])], int(name[3])
        try:
            cell = read_cell(text)
        except ValueError:
            assert (key, column) in wrong
        else:
            assert (key, column) not in wrong
            assert column == 3 or typed.rows[key][column].amount == cell.amount
