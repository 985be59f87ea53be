from decimal import Decimal

import pytest

from kapstok.core.periods import SchoolYear
from kapstok.plans.rules import (
    Range,
    budget,
    estimated,
    line_themes,
    measures_of_lines,
    measures_under,
    paid_by,
    per_period,
    product,
    quantity,
    whole,
)
from kapstok.plans.schema import Estimate, Funding, LineKind, Per
from kapstok.plans.tests.builders import activity, estimate, factor, line, measure, plan, theme

HOURS = (factor(2), factor(15, "scholen"), factor(12, "maanden"))
PRICE = factor("86.67", "euro", price=True)


def euros(low: str, high: str | None = None, about: bool = False) -> Range:
    return Range(Decimal(low), Decimal(high or low), about)


@pytest.mark.parametrize(
    ("given", "counted", "multiplied", "over_all"),
    [
        (estimate(None, *HOURS), Decimal(360), None, None),
        (estimate(None, *HOURS, PRICE), Decimal(360), Decimal("31201.20"), euros("31201.20")),
        (
            estimate(30_000, *HOURS, PRICE, times=2, about=True),
            Decimal(360),
            Decimal("31201.20"),
            euros("60000", about=True),
        ),
        (estimate(40_000, high=Decimal(45_000), per=Per.YEAR, times=2), None, None, euros("80000", "90000")),
        (estimate(None, PRICE), None, Decimal("86.67"), euros("86.67")),
        (estimate("0.01", times=Decimal("1.5")), None, None, euros("0.02")),
    ],
)
def test_an_estimate_worked_out(
    given: Estimate, counted: Decimal | None, multiplied: Decimal | None, over_all: Range | None
) -> None:
    assert (quantity(given), product(given), whole(given)) == (counted, multiplied, over_all)
    assert (per_period(given) is None) is (over_all is None)


def test_a_measure_adds_up_what_counts() -> None:
    parts = (estimate(1_000), estimate(500, high=Decimal(700)), estimate(9_000, counted=False), estimate(None, *HOURS))
    assert estimated(measure("m", *parts)) == euros("1500", "1700")
    assert estimated(measure("m", estimate(None, *HOURS))) is None


@pytest.mark.parametrize(
    ("funding", "expected"),
    [
        ((), euros("9000")),
        ((Funding(source="npo"),), euros("9000")),
        (
            (Funding(source="npo", amount=Decimal(4_000), about=True), Funding(source="eigen")),
            euros("4000", about=True),
        ),
        ((Funding(source="eigen", amount=Decimal(4_000)),), None),
        ((Funding(source="npo"), Funding(source="eigen")), None),
    ],
)
def test_what_a_source_pays_is_known_or_not_guessed(funding: tuple[Funding, ...], expected: Range | None) -> None:
    assert paid_by(measure("m", estimate(9_000), funding=funding), "npo") == expected


TREE = plan(
    levels=({"singular": "pijler", "plural": "pijlers"}, {"singular": "thema", "plural": "thema's"}),
    themes=(theme("boven"), theme("onder", parent="boven"), theme("leeg")),
    measures=(measure("a", theme="boven"), measure("b", theme="onder"), measure("c", theme="onder")),
    lines=(
        line("van-b", 1_000, measure="b"),
        line("van-boven", 2_000, {"2023-2024": 2_000}, theme="boven"),
        line("van-leeg", 500, theme="leeg", source="eigen"),
        line("algemeen", None),
        line("onvoorzien", 3_000, kind=LineKind.UNALLOCATED),
    ),
)


def test_lines_and_measures_find_their_theme() -> None:
    assert line_themes(TREE) == {
        "van-b": "onder",
        "van-boven": "boven",
        "van-leeg": "leeg",
        "algemeen": None,
        "onvoorzien": None,
    }
    under = {key: [m.key for m in measures] for key, measures in measures_under(TREE).items()}
    assert under == {"boven": ["a", "b", "c"], "onder": ["b", "c"], "leeg": []}


def test_a_line_pays_its_own_measure_and_a_theme_what_is_left() -> None:
    paid = {key: [m.key for m in measures] for key, measures in measures_of_lines(TREE).items()}
    assert paid == {"van-b": ["b"], "van-boven": ["a", "c"], "van-leeg": [], "algemeen": [], "onvoorzien": []}


def test_a_line_that_names_measures_pays_those_and_two_silent_lines_of_a_theme_none() -> None:
    named = line("noemt", 1, theme="boven", activities=(activity("x", "c"), activity("x", "c"), activity("y")))
    document = TREE.model_copy(update={"lines": (named, line("stil", 1, theme="boven"))})
    paid = {key: [m.key for m in measures] for key, measures in measures_of_lines(document).items()}
    assert paid == {"noemt": ["c"], "stil": ["a", "b"]}
    twice = document.model_copy(update={"lines": (*document.lines, line("ook-stil", 1, theme="boven"))})
    assert measures_of_lines(twice)["stil"] == []


def test_the_budget_adds_up_per_top_theme_year_and_source() -> None:
    added, zero, money = budget(TREE), Decimal(0), Decimal
    assert added.columns == (SchoolYear("2023-2024"),)
    assert [(g.theme.key if g.theme else None, g.total, g.years, g.unphased) for g in added.groups] == [
        ("boven", money(3_000), (money(2_000),), money(1_000)),
        ("leeg", money(500), (zero,), money(500)),
        (None, money(3_000), (zero,), money(3_000)),
    ]
    assert (added.total, added.years, added.unphased) == (money(6_500), (money(2_000),), money(4_500))
    assert (added.from_grant, added.unallocated, added.unknown) == (money(6_000), money(3_000), 1)
    assert added.by_source == (("npo", money(6_000)), ("eigen", money(500)))


def test_a_source_that_pays_no_line_is_not_in_the_budget() -> None:
    added = budget(plan(lines=(line("taal", 1_000), line("rest", 500, kind=LineKind.UNALLOCATED))))
    assert added.by_source == (("npo", Decimal(1_500)),)
    assert added.unallocated == Decimal(500)


def test_a_line_for_the_whole_plan_pays_no_measure_by_itself() -> None:
    document = plan(themes=(theme(),), measures=(measure("m"),), lines=(line("algemeen", 1_000),))
    assert measures_of_lines(document) == {"algemeen": []}


def test_about_is_catching() -> None:
    exact, about = euros("1", "2"), euros("3", "4", about=True)
    assert exact + about == about + exact == euros("4", "6", about=True)
    assert exact + exact == euros("2", "4")
