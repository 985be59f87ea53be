"""Diemen's plan in the demo: every figure here is copied from the published plan, not from the file."""

from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.plans.files import read_plan
from kapstok.plans.rules import budget
from kapstok.plans.schema import BudgetLine, LineKind, PlanDocument, SourceKind, Stage


@pytest.fixture(scope="module")
def plan() -> PlanDocument:
    return read_plan(Path(__file__).parents[1] / "diemen-plan.toml")


def line_of(plan: PlanDocument, key: str) -> BudgetLine:
    return next(line for line in plan.lines if line.key == key)


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("preventieve-aanpak", (4500, 20250, 20250)),
        ("ouders-0-4", (2500, 11250, 11250)),
        ("zelfredzaamheid", (4500, 20250, 20250)),
        ("executieve-functies", (4500, 20250, 20250)),
        ("sociale-kaart", (1250, 5625, 5625)),
        ("ouders-4-12", (2250, 10125, 10125)),
        ("vrije-tijd", (4500, 20250, 20250)),
        ("sociale-kaart-jongeren", (750, 3375, 3375)),
        ("jeugdparticipatie", (2250, 10125, 10125)),
    ],
)
def test_each_theme_has_its_row_of_the_table(plan: PlanDocument, line: str, years: tuple[int, ...]) -> None:
    row = line_of(plan, line)
    assert {str(year): amount for year, amount in row.years.items()} == dict(
        zip(("2022-2023", "2023-2024", "2024-2025"), years, strict=True)
    )
    assert row.theme == line
    assert row.amount == sum(years) == next(t for t in plan.themes if t.key == line).stated_total


def test_nine_themes_are_spread_10_45_45(plan: PlanDocument) -> None:
    planned = [line for line in plan.lines if line.kind is LineKind.PLANNED]
    shares = [[100 * amount / line.amount for amount in line.years.values()] for line in planned if line.amount]
    assert shares == [[10, 45, 45]] * 9
    assert list(plan.phasing[0].shares.values()) == [10, 45, 45]


def test_age_groups_add_up_to_what_the_plan_states(plan: PlanDocument) -> None:
    groups = {g.theme.name: [*g.years, g.total, g.theme.stated_total] for g in budget(plan).groups if g.theme}
    assert list(groups) == ["0 tot 4 jaar", "4 tot 12 jaar", "12 jaar en ouder"]
    assert groups["0 tot 4 jaar"] == [11500, 51750, 51750, 115000, 115000]
    assert groups["4 tot 12 jaar"] == [8000, 36000, 36000, 80000, 80000]
    assert groups["12 jaar en ouder"] == [7500, 33750, 33750, 75000, 75000]


def test_three_themes_hang_on_each_age_group(plan: PlanDocument) -> None:
    children = [theme.parent for theme in plan.themes if theme.parent]
    assert {group: children.count(group) for group in children} == {"0-4": 3, "4-12": 3, "12-plus": 3}
    assert [level.singular for level in plan.levels] == ["leeftijdsgroep", "thema"]


def test_each_theme_has_a_goal_and_one_to_three_measures(plan: PlanDocument) -> None:
    themes = [theme for theme in plan.themes if theme.parent]
    assert all(theme.goal and theme.description for theme in themes)
    assert all(1 <= sum(m.theme == theme.key for m in plan.measures) <= 3 for theme in themes)


def test_measures_have_no_amounts_of_their_own(plan: PlanDocument) -> None:
    assert not any(measure.estimates or measure.funding for measure in plan.measures)


def test_total_is_two_hundred_euros_above_what_is_available(plan: PlanDocument) -> None:
    whole = budget(plan)
    assert list(whole.years) == [67000, 124000, 124000]
    assert whole.total == plan.stated_total == 315000
    assert plan.grant_source.amount == 314800


def test_coordination_runs_evenly_and_flexvloot_was_spent_before(plan: PlanDocument) -> None:
    coordination, flexvloot = line_of(plan, "coordinatie"), line_of(plan, "flexvloot")
    assert (coordination.kind, coordination.amount) == (LineKind.COORDINATION, Decimal(7500))
    assert list(coordination.years.values()) == [2500, 2500, 2500]
    assert (flexvloot.kind, flexvloot.amount) == (LineKind.SPENT_BEFORE, Decimal(37500))
    assert {str(year): amount for year, amount in flexvloot.years.items()} == {"2022-2023": 37500}
    assert [(spent.amount, spent.line) for spent in plan.spent_before] == [(Decimal(37500), "flexvloot")]


def test_four_moments_with_the_field(plan: PlanDocument) -> None:
    assert [str(moment.starts) for moment in plan.consultations] == [
        "2022-03-22",
        "2022-04-12",
        "2022-07-06",
        "2022-11-17",
    ]


def test_is_an_outline_linked_to_two_agendas(plan: PlanDocument) -> None:
    assert plan.stage is Stage.OUTLINE
    assert [agenda.name for agenda in plan.agendas] == ["Kansrijke Start", "Brede sociale kaart sociaal domein"]


def test_schools_had_their_own_money(plan: PlanDocument) -> None:
    assert [(s.kind, s.amount) for s in plan.sources] == [
        (SourceKind.GRANT, Decimal(314800)),
        (SourceKind.SCHOOL_MONEY, None),
    ]
