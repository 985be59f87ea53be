"""Who leaves the grid for the page of one line finds all amounts again that she typed and did not save."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.periods import SchoolYear
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.budgeting.tests.test_views import ADDRESS, LINES, YEARS, elsewhere, fields, plan_now, send, text_of
from kapstok.plans.models import Draft, Plan
from kapstok.plans.schema import BudgetLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.plan(lines=LINES), by="test")
    return municipality


@pytest.fixture
def officer(diemen: Municipality) -> Client:
    return working(diemen, Role.POLICY_OFFICER)


def leave(client: Client, where: str, **cells: str) -> Any:
    return send(client, fields(client.get(ADDRESS)), f"naar:{where}", **cells)


@pytest.mark.parametrize(
    ("where", "to"),
    [
        ("line:rest", f"{ADDRESS}regel/rest/"),
        ("add:theme:taal", f"{ADDRESS}regel/?voor=theme%3Ataal"),
        ("add:", f"{ADDRESS}regel/?voor="),
        ("part:2", f"{ADDRESS}?deel=2"),
        ("upload", "/diemen/werk/plan/inlezen/?plan=npo"),
    ],
)
def test_every_way_out_keeps_what_was_typed(officer: Client, where: str, to: str) -> None:
    assert leave(officer, where, c0_0="450", c1_3="veel")["Location"] == to
    back = officer.get(ADDRESS)
    assert (fields(back)["c0-0"], fields(back)["c1-3"]) == ("450", "veel")
    assert fields(back)["c0-3"] == "1.050"
    assert "die u om" in text_of(back)


def test_who_typed_nothing_leaves_nothing_behind(officer: Client, diemen: Municipality) -> None:
    assert leave(officer, "line:rest").status_code == 302
    with inside(diemen):
        assert not Draft.objects.exists()


@pytest.mark.parametrize("where", ["line:weg", "part:x", "elders", ""])
def test_an_unknown_button_is_nowhere(officer: Client, where: str) -> None:
    assert leave(officer, where, c0_0="450").status_code == 404


def test_a_line_added_changed_or_removed_meanwhile_is_there_beside_what_was_typed(
    officer: Client, diemen: Municipality
) -> None:
    leave(officer, "add:", c0_0="450", c1_3="610")
    new = {"label": "Boeken", "place": "theme:taal", "amount": "250", "source": "npo", "kind": "planned"}
    back = officer.post(f"{ADDRESS}regel/", new, follow=True)
    assert "Boeken" in text_of(back)
    assert sorted(value for value in fields(back).values() if value in {"450", "610", "250"}) == ["250", "450", "610"]
    officer.post(f"{ADDRESS}regel/rest/weg/")
    back = officer.get(ADDRESS)
    assert back.status_code == 200
    assert "“Onvoorzien” is er niet meer. Het bedrag dat u daar typte (€ 610), vervalt." in text_of(back).replace(
        "\xa0", " "
    )
    assert send(officer, {**fields(back), "page": window(back)}).status_code == 302
    amounts = {line.label: line.amount for line in plan_now(diemen).lines}
    assert amounts == {"Voorlezen": Decimal(1050), "Boeken": Decimal(250)}


def window(response: Any) -> str:
    return str(response.context["window"])


def test_once_saved_or_thrown_away_the_amounts_are_not_kept_any_longer(officer: Client, diemen: Municipality) -> None:
    leave(officer, "line:rest", c0_0="450")
    back = officer.get(ADDRESS)
    assert send(officer, {**fields(back), "page": window(back)}).status_code == 302
    assert plan_now(diemen).lines[0].amount == Decimal(1050)
    assert "die u om" not in text_of(officer.get(ADDRESS))
    leave(officer, "line:rest", c0_0="999")
    back = officer.get(ADDRESS)
    assert send(officer, {**fields(back), "page": window(back)}, "weg").status_code == 302
    assert fields(officer.get(ADDRESS))["c0-0"] == "450"


def test_another_window_does_not_write_over_what_was_kept(officer: Client) -> None:
    first, second = officer.get(ADDRESS), officer.get(ADDRESS)
    send(officer, {**fields(first), "page": window(first)}, "naar:line:rest", c0_0="450")
    stay = send(officer, {**fields(second), "page": window(second)}, "naar:line:rest", c0_0="999")
    assert stay.status_code == 422
    assert "Bewaar ze eerst" in text_of(stay)
    assert fields(stay)["c0-0"] == "999"
    assert fields(officer.get(ADDRESS))["c0-0"] == "450"


def test_what_was_typed_is_hers_alone(officer: Client, diemen: Municipality) -> None:
    leave(officer, "line:rest", c0_0="450")
    manager = signed_in(seated(diemen, Role.PROGRAMME_MANAGER))
    assert fields(manager.get(ADDRESS))["c0-0"] == "400"


def test_where_others_changed_the_same_cell_she_chooses(officer: Client, diemen: Municipality) -> None:
    leave(officer, "line:rest", c1_3="600")
    elsewhere(diemen, (LINES[0], LINES[1].model_copy(update={"amount": Decimal(700)})))
    back = officer.get(ADDRESS)
    assert "welk bedrag blijft staan?" in text_of(back)
    form = {**fields(back), "page": window(back)}
    assert send(officer, form).status_code == 422
    assert send(officer, {**form, "k1-3": "theirs"}).status_code == 302
    assert plan_now(diemen).lines[1].amount == Decimal(700)


def test_a_year_that_came_meanwhile_has_its_column(officer: Client, diemen: Municipality) -> None:
    leave(officer, "line:rest", c0_0="450")
    years = {**YEARS, SchoolYear("2019-2020"): Decimal(50)}
    elsewhere(diemen, (LINES[0].model_copy(update={"years": years, "amount": Decimal(1050)}), LINES[1]))
    back = officer.get(ADDRESS)
    assert "2019-2020" in text_of(back)
    cells = [text for name, text in fields(back).items() if name.startswith("c0-")]
    assert (cells[0], cells[3], cells[-1]) == ("50", "450", "1.100")
    assert send(officer, fields(back)).status_code == 302
    assert plan_now(diemen).lines[0].years[SchoolYear("2022-2023")] == Decimal(450)


def test_the_form_of_a_very_large_budget_is_never_refused(diemen: Municipality) -> None:
    """1.200 measures, each with a line over twelve school years."""
    plan = cast.many_measures(1_200, slug="groot")
    years = {SchoolYear(f"{year}-{year + 1}"): Decimal(1) for year in range(2014, 2026)}
    lines = tuple(_over(line, years) for line in plan.lines)
    with inside(diemen):
        load_plan(plan.model_copy(update={"lines": lines}), by="test")
    officer, where = working(diemen, Role.POLICY_OFFICER), ADDRESS.replace("npo", "groot")
    page = officer.get(where)
    form = {**fields(page), "page": window(page)}
    assert len(form) < 1_000
    assert len(page.content) < 150 * 1024
    last = len(page.context["parts"])
    assert officer.post(where, {**form, "c0-0": "5", "doe": f"naar:part:{last}"})["Location"] == f"{where}?deel={last}"
    assert officer.get(f"{where}?deel={last}").status_code == 200
    back = officer.get(where)
    saved = officer.post(where, {**fields(back), "page": window(back), "doe": "bewaar"})
    assert saved.status_code == 302
    with inside(diemen):
        assert Plan.objects.get(slug="groot").version == 2


def _over(line: BudgetLine, years: dict[SchoolYear, Decimal]) -> BudgetLine:
    return line.model_copy(update={"years": years, "amount": Decimal(len(years))})
