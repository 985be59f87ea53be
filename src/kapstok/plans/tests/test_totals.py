from decimal import Decimal
from typing import Any

import pytest

from kapstok.plans.findings import Severity
from kapstok.plans.schema import BudgetLine, Funding, LineKind, PlanDocument, SpentBefore
from kapstok.plans.tests.builders import (
    activity,
    estimate,
    found,
    line,
    measure,
    only,
    plan,
    rows,
    spent,
    spoken,
    theme,
)

UNALLOCATED: dict[str, Any] = {"kind": LineKind.UNALLOCATED, "label": "Onvoorzien"}


def test_k101_more_planned_than_awarded_is_an_error_with_a_way_out() -> None:
    finding = only("K101", plan(lines=(line("taal", 99_000), line("rest", 1_200, **UNALLOCATED))))
    assert finding.severity is Severity.ERROR
    assert spoken(finding) == (
        "Er is € 200,00 meer gepland dan er is toegekend. "
        "€ 100.200 op € 100.000. Haal het van ‘Onvoorzien’, of betaal het uit eigen middelen."
    )
    assert rows(finding) == [("line", "rest")]


def test_k101_a_line_that_is_too_small_is_no_way_out() -> None:
    finding = only("K101", plan(lines=(line("taal", 100_000), line("rest", 100, **UNALLOCATED), line("sport", 900))))
    assert "Haal het van de begroting af, of betaal het uit eigen middelen." in finding.solution
    assert rows(finding) == [("plan", "Plan")]


def test_k101_the_largest_line_that_can_spare_it_is_named() -> None:
    spare = [
        line("klein", 1_000, kind=LineKind.UNALLOCATED),
        line("groot", 1_500, kind=LineKind.UNALLOCATED),
        line("leeg", None, kind=LineKind.UNALLOCATED),
        line("bureau", 50_000, kind=LineKind.COORDINATION),
    ]
    assert rows(only("K101", plan(award=52_000, lines=spare))) == [("line", "groot")]
    assert rows(only("K101", plan(award=51_000, lines=spare))) == [("line", "groot")]
    assert rows(only("K101", plan(award=50_999, lines=spare))) == [("line", "bureau")]


@pytest.mark.parametrize(("amount", "fires"), [("100000", False), ("100000.01", True), ("99999.99", False)])
def test_k101_to_the_cent(amount: str, fires: bool) -> None:
    assert bool(found("K101", plan(lines=(line("taal", amount),)))) is fires


def test_k101_counts_only_what_the_grant_pays() -> None:
    assert not found("K101", plan(lines=(line("taal", 100_000), line("sport", 50_000, source="eigen"))))


@pytest.mark.parametrize(("amount", "fires"), [(105_263, False), (105_264, True)])
def test_k101_an_award_that_is_only_roughly_known_has_a_margin_of_five_percent(amount: int, fires: bool) -> None:
    assert bool(found("K101", plan(award_about=True, lines=(line("taal", amount),)))) is fires


def test_k101_exactly_five_percent_is_still_about() -> None:
    assert not found("K101", plan(award=95_000, award_about=True, lines=(line("taal", 100_000),)))
    assert found("K101", plan(award=94_999, award_about=True, lines=(line("taal", 100_000),)))


def test_k101_the_real_decision_goes_before_the_amount_in_the_plan() -> None:
    document = plan(award_about=True, lines=(line("taal", 100_001),))
    assert not found("K101", document)
    assert spoken(only("K101", document, award=Decimal(100_000))).startswith("Er is € 1,00 meer gepland")


def test_k101_without_an_award_there_is_nothing_to_exceed() -> None:
    assert not found("K101", plan(award=None, lines=(line("taal", 500_000),)))


@pytest.mark.parametrize(("amount", "fires"), [(10_000, True), (9_999, False)])
def test_k102_a_tenth_of_the_grant_without_a_purpose_is_worth_saying(amount: int, fires: bool) -> None:
    in_a_line = plan(lines=(line("rest", amount, **UNALLOCATED), line("taal", 100_000 - amount)))
    in_no_line = plan(lines=(line("taal", 100_000 - amount),))
    together = plan(lines=(line("rest", amount // 2, **UNALLOCATED), line("taal", 100_000 - amount)))
    assert [bool(found("K102", document)) for document in (in_a_line, in_no_line, together)] == [fires] * 3


def test_k102_says_the_share() -> None:
    finding = only("K102", plan(lines=(line("rest", 27_600, about=True, **UNALLOCATED), line("taal", 72_400))))
    assert finding.severity is Severity.INFO
    assert spoken(finding) == (
        "Ca. € 27.600 van € 100.000 heeft nog geen bestemming: 28 % (berekend). Het gaat om ‘Onvoorzien’. "
        "Dat mag. Spreek af wie erover beslist en wanneer: wat aan het eind over is, moet terug."
    )
    assert rows(finding) == [("line", "rest")]


def test_k102_counts_what_stands_in_no_line_at_all() -> None:
    finding = only("K102", plan(lines=(line("taal", 12_000),)))
    assert spoken(finding).startswith(
        "€ 88.000 van € 100.000 heeft nog geen bestemming: 88 % (berekend). "
        "Het staat in geen enkele regel van de begroting. Dat mag."
    )
    assert rows(finding) == [("plan", "Plan")]


def test_k102_tells_what_is_in_a_line_and_what_is_in_none_apart() -> None:
    finding = only("K102", plan(lines=(line("rest", 27_600, **UNALLOCATED), line("taal", 60_000))))
    assert spoken(finding).startswith(
        "€ 40.000 van € 100.000 heeft nog geen bestemming: 40 % (berekend). "
        "€ 27.600 staat in ‘Onvoorzien’, en € 12.400 staat in geen enkele regel."
    )
    assert rows(finding) == [("line", "rest")]


def test_k102_what_was_spent_before_the_plan_is_not_free() -> None:
    document = plan(lines=(line("taal", 80_000),), spent_before=(spent(15_000),))
    assert found("K110", document)
    assert not found("K102", document)


@pytest.mark.parametrize(("amount", "fires"), [(94_999, True), (95_000, False)])
def test_k102_rough_amounts_may_well_add_up_to_the_grant(amount: int, fires: bool) -> None:
    """The line for the unforeseen alone is not a tenth; with more than 5 % beside it in no line, it is."""
    lines = (line("rest", 9_000, **UNALLOCATED), line("taal", amount - 9_000))
    assert bool(found("K102", plan(award_about=True, lines=lines))) is fires
    about = (line("rest", 9_000, **UNALLOCATED), line("taal", amount - 9_000, about=True))
    assert bool(found("K102", plan(lines=about))) is fires


def test_k102_of_a_plan_above_its_grant_only_what_is_in_a_line_counts() -> None:
    assert not found("K102", plan(lines=(line("rest", 5_000, **UNALLOCATED), line("taal", 96_000))))


@pytest.mark.parametrize(
    "lines",
    [
        (line("rest", 40_000, **UNALLOCATED), line("taal", None)),
        (line("rest", 40_000, kind=LineKind.COORDINATION), line("taal", 60_000)),
        (line("rest", 40_000, source="eigen", **UNALLOCATED), line("taal", 100_000)),
        (line("rest", None, **UNALLOCATED),),
    ],
    ids=["a line without an amount", "coordination has a purpose", "other money", "nothing known"],
)
def test_k102_is_silent(lines: tuple[BudgetLine, ...]) -> None:
    assert not found("K102", plan(lines=lines))


def range_plan(high: int, amount: int | None = 60_000) -> PlanDocument:
    return plan(
        themes=(theme(),),
        measures=(measure("leider", estimate(20_000, high=Decimal(high), times=Decimal(2))),),
        lines=(line("thema", amount, theme="thema"), line("taal", 40_000)),
    )


@pytest.mark.parametrize(("high", "fires"), [(30_000, False), (30_001, True)])
def test_k108_upper_bounds_over_two_years_that_break_the_grant(high: int, fires: bool) -> None:
    assert bool(found("K108", range_plan(high))) is fires


def test_k108_says_how_much_is_missing() -> None:
    finding = only("K108", range_plan(35_000))
    assert spoken(finding) == (
        "Als alles het hoogste bedrag kost, is er € 10.000 te weinig. De begroting komt dan op € 110.000 (berekend), "
        "en er is € 100.000. Spreek een maximum af voor ‘Thema’, of houd dit bedrag achter de hand."
    )
    assert rows(finding) == [("line", "thema")]


def test_k108_a_line_without_an_amount_may_cost_all_of_its_range() -> None:
    assert not found("K108", range_plan(30_000, amount=None))
    assert "€ 140.000" in spoken(only("K108", range_plan(50_000, amount=None)))


def test_k108_room_in_one_line_does_not_pay_for_another() -> None:
    document = plan(
        themes=(theme(), theme("ander")),
        measures=(
            measure("leider", estimate(40_000, high=Decimal(60_000))),
            measure("zaal", estimate(10_000, high=Decimal(20_000)), theme="ander"),
        ),
        lines=(line("thema", 50_000, theme="thema"), line("ander", 50_000, theme="ander")),
    )
    assert rows(only("K108", document)) == [("line", "thema")]


def test_k108_without_an_award_there_is_nothing_to_break() -> None:
    assert not found("K108", range_plan(50_000, amount=None).model_copy(update={"sources": plan(award=None).sources}))


def test_k108_is_silent_when_the_plan_is_already_over_the_grant() -> None:
    document = range_plan(35_000, amount=60_001)
    assert found("K101", document)
    assert not found("K108", document)


def test_k108_an_estimate_without_a_range_is_not_an_upper_bound() -> None:
    document = plan(
        themes=(theme(),),
        measures=(measure("leider", estimate(70_000)),),
        lines=(line("thema", 60_000, theme="thema"), line("taal", 40_000)),
    )
    assert not found("K108", document)


def test_k108_counts_the_part_of_the_grant_when_others_pay_too() -> None:
    shared = measure(
        "leider",
        estimate(60_000, high=Decimal(90_000)),
        funding=(Funding(source="npo", amount=Decimal(60_000)), Funding(source="eigen")),
    )
    document = plan(themes=(theme(),), measures=(shared,), lines=(line("thema", 60_000, theme="thema"),), award=60_000)
    assert not found("K108", document)


def test_k108_two_lines_of_one_theme_do_not_count_its_measures_twice() -> None:
    document = plan(
        themes=(theme(),),
        measures=(measure("leider", estimate(40_000, high=Decimal(60_000))),),
        lines=(
            line("een", 50_000, theme="thema", activities=(activity("leider", "leider"),)),
            line("twee", 40_000, theme="thema"),
        ),
    )
    assert not found("K108", document)


def test_k110_spent_money_in_no_line_can_come_from_the_remainder() -> None:
    document = plan(lines=(line("rest", 20_000, **UNALLOCATED), line("taal", 80_000)), spent_before=(spent(1_400),))
    finding = only("K110", document)
    assert finding.severity is Severity.WARNING
    assert spoken(finding) == (
        "€ 1.400 is al uitgegeven, maar staat niet in de begroting. Het gaat om ‘Eerste hulp’. Met de begroting samen "
        "is het € 101.400 (berekend), en er is € 100.000. Neem het op als eigen regel en haal het van ‘Onvoorzien’ "
        "(€ 20.000)."
    )
    assert rows(finding) == [("spent_before", "Eerste hulp"), ("line", "rest")]


def test_k110_a_remainder_that_is_too_small_is_not_offered() -> None:
    document = plan(lines=(line("rest", 1_000, **UNALLOCATED),), spent_before=(spent(1_400),))
    assert spoken(only("K110", document)).endswith("Neem het op als eigen regel.")


def test_k110_several_amounts_are_one_finding() -> None:
    assert only("K110", plan(spent_before=(spent(1_400), spent(600)))).message.startswith("€\u00a02.000 ")


@pytest.mark.parametrize("before", [spent(1_400, line="al-besteed"), spent(1_400, source="eigen"), spent(0)])
def test_k110_is_silent_about_money_in_a_line_and_money_of_others(before: SpentBefore) -> None:
    assert not found("K110", plan(lines=(line("al-besteed", 1_400),), spent_before=(before,)))
