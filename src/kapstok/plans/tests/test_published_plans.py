"""The plans that three municipalities published, on their own date: exactly these findings with these figures."""

from datetime import date
from pathlib import Path

import pytest

from kapstok.plans import checks
from kapstok.plans.files import read_plan
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import npo, spoken

FOLDER = Path(__file__).parents[2] / "demo"


def published(name: str) -> PlanDocument:
    return read_plan(FOLDER / f"{name}-plan.toml")


def findings(name: str, as_of: date | None = None) -> dict[str, Finding]:
    found = checks.run(published(name), npo(), as_of)
    assert len({finding.code for finding in found}) == len(found)
    return {finding.code: finding for finding in found}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("diemen", {"K101": "error", "K105": "info"}),
        (
            "putten",
            {
                "K103": "warning",
                "K107": "warning",
                "K109": "warning",
                "K110": "warning",
                "K204": "warning",
                "K102": "info",
            },
        ),
        ("stichtse-vecht", {}),
    ],
)
def test_exactly_these_findings_gravest_first(name: str, expected: dict[str, str]) -> None:
    assert [(code, finding.severity.value) for code, finding in findings(name).items()] == list(expected.items())


def test_diemen_plans_200_euros_too_much() -> None:
    assert spoken(findings("diemen")["K101"]) == (
        "Er is € 200,00 meer gepland dan er is toegekend. "
        "€ 315.000 op € 314.800. Haal het van ‘Coördinatie en onvoorzien’, of betaal het uit eigen middelen."
    )


def test_diemens_percentages_hold_for_its_nine_themes() -> None:
    finding = findings("diemen")["K105"]
    assert spoken(finding).startswith(
        "De verdeling 10 / 45 / 45 % geldt voor de negen thema's, niet voor de hele begroting. "
        "Daar is het € 27.000, € 121.500 en € 121.500 van € 270.000."
    )
    assert "van alles samen valt 21 / 39 / 39 % in 2022-2023, 2023-2024 en 2024-2025 (berekend)" in spoken(finding)
    assert [row.key for row in finding.rows] == ["coordinatie", "flexvloot"]


def test_putten_leaves_the_neighbourhood_out_of_its_heading() -> None:
    said = spoken(findings("putten")["K103"])
    assert said.startswith(
        "Ca. € 48.000 voor ‘Inzet op preventie’ klopt alleen met ‘Activiteiten in de wijk’ (€ 20.000)"
    )
    assert "kost samen € 27.000; met alle maatregelen van het thema is het € 47.000 (berekend)" in said
    assert "‘Communicatie’ en ‘Monitoring en evaluatie’" in said


def test_puttens_walk_in_hours_are_360_or_1200() -> None:
    said = spoken(findings("putten")["K107"])
    assert "360 uur en 1.200 uur per jaar" in said
    assert "2 uur per maand × 15 locaties × 12 maanden is 360 uur (berekend)" in said
    assert "2 uur per week × 15 scholen × 40 weken is 1.200 uur (berekend)" in said


def test_puttens_communication_stands_in_three_other_places() -> None:
    said = spoken(findings("putten")["K109"])
    assert "een eigen post van ca. € 4.000, maar staat ook drie keer onder andere posten" in said
    assert "‘Inzet op preventie’ (2 keer) en ‘Ondersteuning op school’" in said


def test_puttens_1400_euros_can_come_from_the_remainder() -> None:
    said = spoken(findings("putten")["K110"])
    assert said.startswith("€ 1.400 is al uitgegeven, maar staat niet in de begroting.")
    assert "€ 323.400 (berekend), en er is € 322.000" in said
    assert said.endswith("haal het van ‘Resterend budget’ (ca. € 90.000).")


def test_puttens_monitor_comes_after_the_start() -> None:
    said = spoken(findings("putten")["K204"])
    assert "pas in Q4 2023, maar de eerste maatregelen beginnen al in Q2 2023" in said


def test_putten_has_28_percent_without_a_purpose() -> None:
    assert "€ 90.000 van € 322.000 heeft nog geen bestemming: 28 % (berekend)" in spoken(findings("putten")["K102"])


@pytest.mark.parametrize(("as_of", "late"), [(date(2023, 3, 31), False), (date(2023, 4, 1), True)])
def test_puttens_first_quarter_is_not_late_on_the_day_of_the_plan(as_of: date, late: bool) -> None:
    assert ("K203" in findings("putten", as_of)) is late


def test_diemen_may_count_on_the_extension_that_was_just_published() -> None:
    assert "K201" in findings("diemen", date(2022, 10, 9))
    assert "K201" not in findings("diemen")


def test_every_check_has_its_code_and_every_finding_a_severity() -> None:
    assert list(checks.CHECKS) == sorted(checks.CHECKS)
    assert set(Severity) == {"error", "warning", "info"}
