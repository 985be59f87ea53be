from decimal import Decimal
from typing import Any

import pytest

from kapstok.core.periods import SchoolYear
from kapstok.plans.findings import Severity
from kapstok.plans.schema import BudgetLine, Level, Phasing, PlanDocument
from kapstok.plans.tests.builders import found, line, only, plan, rows, spoken, theme


def spread(key: str, first: int, second: int, **changes: Any) -> BudgetLine:
    return line(key, first + second, {"2022-2023": first, "2023-2024": second}, **changes)


def stated(*lines: BudgetLine, first: int | str = 10, second: int | str = 90, **changes: Any) -> PlanDocument:
    shares = {SchoolYear("2022-2023"): Decimal(first), SchoolYear("2023-2024"): Decimal(second)}
    return plan(lines=lines, phasing=(Phasing(shares=shares),), **changes)


def test_k105_percentages_that_hold_for_the_themes_only() -> None:
    document = stated(
        spread("lezen", 1_000, 9_000, theme="lezen"),
        spread("sport", 2_000, 18_000, theme="sport"),
        spread("bureau", 5_000, 5_000),
        themes=(theme("lezen"), theme("sport")),
        levels=(Level(singular="pijler", plural="pijlers"),),
    )
    finding = only("K105", document)
    assert finding.severity is Severity.INFO
    assert spoken(finding) == (
        "De verdeling 10 / 90 % geldt voor de twee pijlers, niet voor de hele begroting. "
        "Daar is het € 3.000 en € 27.000 van € 30.000. ‘Bureau’ is anders verdeeld; "
        "van alles samen valt 20 / 80 % in 2022-2023 en 2023-2024 (berekend). "
        "Zet bij de verdeling voor welk deel zij geldt."
    )
    assert rows(finding) == [("line", "bureau")]


LEZEN, SPORT = spread("lezen", 1_000, 9_000, theme="lezen"), spread("sport", 1_000, 9_000, theme="sport")


@pytest.mark.parametrize(
    ("lines", "base"),
    [
        ([LEZEN, SPORT, spread("bureau", 5_000, 5_000)], "de twee thema's"),
        ([LEZEN, spread("bureau", 5_000, 5_000)], "één thema"),
        ([spread("lezen", 1_000, 9_000), spread("bureau", 5_000, 5_000)], "1 van de 2 begrotingsregels"),
        ([LEZEN, spread("sport", 5_000, 5_000, theme="sport")], "1 van de 2 begrotingsregels"),
        ([LEZEN, spread("l2", 100, 900, theme="lezen"), spread("bureau", 5_000, 5_000)], "2 van de 3 begrotingsregels"),
    ],
    ids=["all themes", "one theme", "no themes", "not all themes", "a theme with two lines"],
)
def test_k105_says_for_what_the_percentages_hold(lines: list[BudgetLine], base: str) -> None:
    finding = only("K105", stated(*lines, themes=(theme("lezen"), theme("sport"))))
    assert f"De verdeling 10 / 90 % geldt voor {base}, niet" in spoken(finding)


def test_k105_percentages_of_nothing_say_nothing() -> None:
    assert not found("K105", plan(lines=(spread("lezen", 1_000, 9_000),), phasing=(Phasing(shares={}),)))


@pytest.mark.parametrize(("third", "fires"), [("9.5", True), ("9.4", False)])
def test_k105_from_99_and_a_half_percent_all_years_are_spoken_of(third: str, fires: bool) -> None:
    """The money outside the stated years is only wrong when these are all years."""
    in_three = line("lezen", 1_000, {"2022-2023": 95, "2023-2024": 900, "2024-2025": 6})
    assert bool(found("K105", stated(in_three, first=third))) is fires


@pytest.mark.parametrize(("second", "above"), [("90.5", False), ("90.51", True)])
def test_k105_half_a_percent_above_a_hundred_is_rounding(second: str, above: bool) -> None:
    findings = found("K105", stated(spread("lezen", 1_000, 9_050), second=second))
    assert any("meer dan" in finding.message for finding in findings) is above


def test_k105_percentages_that_hold_for_nothing_are_a_warning() -> None:
    finding = only("K105", stated(spread("lezen", 2_000, 8_000), spread("bureau", 5_000, 5_000)))
    assert finding.severity is Severity.WARNING
    assert spoken(finding) == (
        "Geen enkele begrotingsregel volgt de verdeling 10 / 90 % over de schooljaren. "
        "Van alles samen valt 35 / 65 % in 2022-2023 en 2023-2024 (berekend). "
        "Pas de bedragen per schooljaar aan, of de verdeling."
    )


@pytest.mark.parametrize(("first", "fires"), [(1_050, False), (1_051, True), (950, False), (949, True)])
def test_k105_half_a_percent_is_rounding(first: int, fires: bool) -> None:
    assert bool(found("K105", stated(spread("lezen", first, 10_000 - first)))) is fires


def test_k105_of_small_lines_a_whole_euro_is_rounding() -> None:
    assert not found("K105", stated(spread("lezen", 10, 95)))


def test_k105_many_small_lines_that_each_round_are_fine() -> None:
    assert not found("K105", stated(*(spread(f"lezen-{number}", 11, 89) for number in range(9))))


def test_k105_lines_that_only_together_follow_the_percentages_are_fine() -> None:
    assert not found("K105", stated(spread("lezen", 0, 10_000), spread("bureau", 2_000, 8_000)))


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line("lezen", 10_000),),
        (spread("sport", 5_000, 5_000, source="eigen"),),
        (spread("nul", 0, 0),),
        (line("nul", 0, {"2022-2023": 50}),),
    ],
    ids=["no lines", "no years", "other money", "nothing", "years without an amount"],
)
def test_k105_without_years_there_is_nothing_to_compare(lines: tuple[BudgetLine, ...]) -> None:
    assert not found("K105", stated(*lines))


def test_k105_money_in_a_year_that_the_percentages_leave_out() -> None:
    assert found("K105", stated(line("lezen", 110, {"2022-2023": 10, "2023-2024": 90, "2024-2025": 10})))


def test_k105_percentages_below_a_hundred_speak_of_some_years_only() -> None:
    assert not found("K105", stated(line("lezen", 100, {"2022-2023": 10, "2023-2024": 50, "2024-2025": 40}), second=50))


def test_k105_percentages_above_a_hundred() -> None:
    finding = only("K105", stated(spread("lezen", 1_000, 9_000), first=20))
    assert spoken(finding).startswith(
        "De verdeling 20 / 90 % over de schooljaren is samen meer dan 100 %. Samen is het 110 %"
    )
