from decimal import Decimal

import pytest

from kapstok.plans.checks import estimates
from kapstok.plans.findings import Severity
from kapstok.plans.rules import Range, whole
from kapstok.plans.schema import Estimate, Per, PlanDocument
from kapstok.plans.tests.builders import estimate, factor, found, measure, only, plan, rows, spoken, theme


def with_measure(*estimates: Estimate) -> PlanDocument:
    return plan(themes=(theme(),), measures=(measure("inloop", *estimates),))


HOURS = (factor(2, "uur per maand"), factor(15, "scholen"), factor(12, "maanden"))
PRICE = factor(80, "euro per uur", price=True)


def test_k106_a_product_that_is_not_the_amount() -> None:
    finding = only("K106", with_measure(estimate(30_000, *HOURS, PRICE)))
    assert finding.severity is Severity.WARNING
    assert spoken(finding) == (
        "Bij 1 raming komt de rekensom niet uit op het bedrag dat er staat. ‘Inloop’: 2 uur per maand × 15 scholen × "
        "12 maanden × € 80 is € 28.800, er staat € 30.000. Verbeter de rekensom of het bedrag."
    )
    assert rows(finding) == [("measure", "inloop")]


def test_k106_two_wrong_estimates_of_a_measure_are_one_finding_about_one_row() -> None:
    finding = only("K106", with_measure(estimate(30_000, *HOURS, PRICE), estimate(1, PRICE)))
    assert finding.message.startswith("Bij 2 ramingen ")
    assert rows(finding) == [("measure", "inloop")]


@pytest.mark.parametrize(
    ("amount", "about", "fires"),
    [
        ("28800", False, False),
        ("28801", False, True),
        ("30315", True, False),
        ("30316", True, True),
        ("27360", True, False),
        ("27359", True, True),
    ],
)
def test_k106_exact_or_about(amount: str, about: bool, fires: bool) -> None:
    assert bool(found("K106", with_measure(estimate(amount, *HOURS, PRICE, about=about)))) is fires


@pytest.mark.parametrize(("amount", "fires"), [("100", False), ("99.99", False), ("101", True)])
def test_k106_a_whole_amount_may_be_a_rounded_product(amount: str, fires: bool) -> None:
    assert bool(found("K106", with_measure(estimate(amount, factor(3), factor("33.33", price=True))))) is fires


def test_k106_a_factor_that_was_worked_out_afterwards_is_about() -> None:
    worked_out = factor("86.67", price=True, derived=True)
    assert not found("K106", with_measure(estimate(30_000, *HOURS, worked_out)))
    assert found("K106", with_measure(estimate(30_000, *HOURS, factor("86.67", price=True))))


@pytest.mark.parametrize(("high", "fires"), [(28_000, True), (29_000, False)])
def test_k106_a_product_may_lie_anywhere_in_a_range(high: int, fires: bool) -> None:
    assert bool(found("K106", with_measure(estimate(27_000, *HOURS, PRICE, high=Decimal(high))))) is fires


def test_k106_hours_without_a_price_are_no_amount() -> None:
    assert not found("K106", with_measure(estimate(30_000, *HOURS), estimate(None, *HOURS)))


def test_k106_a_product_without_an_amount_is_the_amount() -> None:
    assert not found("K106", with_measure(estimate(None, *HOURS, PRICE)))


PER_MONTH = estimate(None, *HOURS, unit="uur", per=Per.YEAR, stated_in="§ 3.2")
PER_WEEK = estimate(
    None,
    factor(2, "uur per week"),
    factor(15, "scholen"),
    factor(40, "weken"),
    unit="uur",
    per=Per.YEAR,
    stated_in="§ 4.2",
)


def test_k107_two_counts_of_the_same_thing() -> None:
    finding = only("K107", with_measure(PER_MONTH, PER_WEEK))
    assert spoken(finding) == (
        "Voor ‘Inloop’ staan in het plan twee aantallen: 360 uur en 1.200 uur per jaar. "
        "§ 3.2: 2 uur per maand × 15 scholen × 12 maanden is 360 uur (berekend). "
        "§ 4.2: 2 uur per week × 15 scholen × 40 weken is 1.200 uur (berekend). "
        "Kies één van de twee en pas het bedrag daarop aan."
    )
    assert rows(finding) == [("measure", "inloop")]


def test_k107_each_measure_is_a_finding_of_its_own() -> None:
    measures = (measure("inloop", PER_MONTH, PER_WEEK), measure("uitloop", PER_MONTH, PER_WEEK))
    assert len(found("K107", plan(themes=(theme(),), measures=measures))) == 2


def test_k107_months_and_years_are_compared_over_a_year() -> None:
    monthly = estimate(None, factor(30), unit="uur", per=Per.MONTH)
    assert not found("K107", with_measure(PER_MONTH, monthly))
    assert found("K107", with_measure(PER_MONTH, estimate(None, factor(31), unit="uur", per=Per.MONTH)))
    roughly = estimate(None, factor(31), unit="uur", per=Per.MONTH, about=True)
    assert not found("K107", with_measure(PER_MONTH, roughly))
    assert not found("K107", with_measure(roughly, PER_MONTH))


@pytest.mark.parametrize(("times", "fires"), [(2, False), (3, True)])
def test_k107_totals_are_compared_over_the_whole_plan(times: int, fires: bool) -> None:
    twice = estimate(None, factor(180), unit="uur", times=times)
    assert bool(found("K107", with_measure(estimate(None, factor(360), unit="uur"), twice))) is fires


@pytest.mark.parametrize(
    "other",
    [
        estimate(None, factor(1_200), unit="gesprekken", per=Per.YEAR),
        estimate(None, factor(1_200), per=Per.YEAR),
        estimate(None, factor(1_200), unit="uur", per=Per.TOTAL),
        estimate(1_200, unit="uur", per=Per.YEAR),
    ],
    ids=["another unit", "no unit", "a total", "an amount without factors"],
)
def test_k107_what_cannot_be_compared_does_not_contradict(other: Estimate) -> None:
    assert not found("K107", with_measure(PER_MONTH, other))
    assert not found("K107", with_measure(other, PER_MONTH))


def test_k107_counts_without_a_unit_say_nothing_about_each_other() -> None:
    counts = [estimate(None, factor(number), per=Per.YEAR) for number in (10, 50)]
    assert not found("K107", with_measure(*counts))


def test_k107_parts_that_add_up_do_not_contradict() -> None:
    parts = [
        estimate(1_000, factor(10), unit="uur", per=Per.YEAR),
        estimate(5_000, factor(50), unit="uur", per=Per.YEAR),
    ]
    assert not found("K107", with_measure(*parts))
    loose = parts[1].model_copy(update={"counted": False})
    assert found("K107", with_measure(parts[0], loose))
    assert found("K107", with_measure(loose, parts[0]))


def test_k107_hours_and_euros_say_nothing_about_each_other() -> None:
    hours = estimate(None, factor(10), unit="uur", counted=False)
    assert not found("K107", with_measure(estimate(1_000), hours))
    assert not found("K107", with_measure(hours, estimate(1_000, counted=False)))


@pytest.mark.parametrize(("monthly", "fires"), [(2_600, False), (2_700, True)])
def test_k107_euros_a_month_against_euros_a_year(monthly: int, fires: bool) -> None:
    yearly = estimate(30_000, about=True, per=Per.YEAR, times=2)
    assert bool(found("K107", with_measure(yearly, estimate(monthly, per=Per.MONTH, counted=False)))) is fires


def test_k107_euros_say_both_amounts() -> None:
    yearly = estimate(30_000, per=Per.YEAR, times=2, stated_in="§ 3")
    total = estimate(70_000, counted=False, stated_in="§ 4")
    assert spoken(only("K107", with_measure(yearly, total))) == (
        "Voor ‘Inloop’ staan in het plan twee bedragen: € 60.000 en € 70.000 in totaal. § 3: € 30.000 per jaar. "
        "§ 4: € 70.000 in totaal. Kies één van de twee en pas het bedrag daarop aan."
    )


def test_k107_an_amount_for_everything_is_compared_with_all_parts_together() -> None:
    leader = estimate(40_000, high=Decimal(45_000), per=Per.YEAR, times=2)
    costs = estimate(5_000, per=Per.YEAR, times=2)
    for amount, fires in ((90_000, False), (100_000, False), (89_999, True), (100_001, True)):
        document = with_measure(leader, costs, estimate(amount, counted=False))
        assert bool(found("K107", document)) is fires, amount


def test_k107_ranges_that_touch_agree() -> None:
    for low, high, fires in (
        (45_000, 50_000, False),
        (45_001, 50_000, True),
        (35_000, 40_000, False),
        (30_000, 60_000, False),
    ):
        document = with_measure(
            estimate(40_000, high=Decimal(45_000)), estimate(low, high=Decimal(high), counted=False)
        )
        assert bool(found("K107", document)) is fires, low


def test_k107_totals_are_called_totals() -> None:
    document = with_measure(estimate(1_000), estimate(2_000, counted=False, label="Bijlage"))
    assert "€ 1.000 en € 2.000 in totaal." in spoken(only("K107", document))
    assert "Bijlage: € 2.000 in totaal." in spoken(only("K107", document))


def test_k107_an_amount_for_another_part_says_nothing_about_the_others() -> None:
    parts = (estimate(40_000, unit="projectleider"), estimate(5_000))
    assert not found("K107", with_measure(*parts, estimate(9_000, unit="zaalhuur", counted=False)))
    assert not found("K107", with_measure(*parts, estimate(45_000, counted=False)))
    assert found("K107", with_measure(*parts, estimate(5_000, counted=False)))
    assert found("K107", with_measure(parts[0], estimate(9_000, unit="zaalhuur", counted=False)))


def test_k107_an_amount_for_one_part_is_compared_with_that_part() -> None:
    leader = estimate(40_000, unit="projectleider")
    costs = estimate(5_000, unit="zaalhuur")
    same = estimate(40_000, unit="Projectleider", counted=False)
    assert not found("K107", with_measure(leader, costs, same))
    assert found("K107", with_measure(leader, costs, same.model_copy(update={"amount": Decimal(45_000)})))


def test_k107_many_estimates_are_each_worked_out_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = 0

    def counted(of: Estimate) -> Range | None:
        nonlocal worked_out
        worked_out += 1
        return whole(of)

    monkeypatch.setattr(estimates, "whole", counted)
    assert not found("K107", with_measure(*(estimate(None, factor(1), unit="uur") for _ in range(50))))
    assert worked_out <= 2 * 50
