from datetime import date

import pytest

from kapstok.plans import checks
from kapstok.plans.findings import Severity
from kapstok.plans.schema import Milestone, MilestoneKind, PlanDocument, Stage
from kapstok.plans.tests.builders import DAY, found, line, measure, milestone, only, plan, rows, spent, spoken, theme

# The NPO window: 1 July 2021 to 31 July 2023, and by the amendment of 10 October 2022 to 31 July 2025.
BEFORE_AMENDMENT, AMENDMENT = date(2022, 10, 9), date(2022, 10, 10)


@pytest.mark.parametrize(
    ("year", "fires"), [("2019-2020", True), ("2020-2021", False), ("2024-2025", False), ("2025-2026", True)]
)
def test_k201_a_school_year_wholly_outside_the_window(year: str, fires: bool) -> None:
    assert bool(found("K201", plan(lines=(line("taal", 10_000, {year: 10_000}),)))) is fires


def test_k201_says_when_the_window_is() -> None:
    lines = (
        line("taal", 10_000, {"2024-2025": 4_000, "2025-2026": 6_000}),
        line("sport", 500, {"2026-2027": 500}),
        line("later", 500, {"2024-2025": 500, "2025-2026": 0}),
    )
    finding = only("K201", plan(lines=lines))
    assert finding.severity is Severity.ERROR
    assert spoken(finding) == (
        "€ 6.500 is gepland in 2025-2026 en 2026-2027, buiten de termijn van 1 juli 2021 tot en met 31 juli 2025. "
        "Het gaat om ‘Taal’ en ‘Sport’. Plan het binnen de termijn, of betaal het uit eigen middelen."
    )
    assert rows(finding) == [("line", "taal"), ("line", "sport")]


@pytest.mark.parametrize(("day", "fires"), [(BEFORE_AMENDMENT, True), (AMENDMENT, False)])
def test_k201_a_plan_may_count_on_an_amendment_from_the_day_it_is_made(day: date, fires: bool) -> None:
    document = plan(lines=(line("taal", 10_000, {"2024-2025": 10_000}),), date=day)
    assert bool(found("K201", document)) is fires
    assert bool(found("K201", document, as_of=AMENDMENT)) is False


@pytest.mark.parametrize(
    ("day", "fires"),
    [
        (date(2021, 6, 30), True),
        (date(2021, 7, 1), False),
        (date(2025, 7, 31), False),
        (date(2025, 8, 1), True),
        (None, False),
    ],
)
def test_k201_spent_on_a_day_outside_the_window(day: date | None, fires: bool) -> None:
    assert bool(found("K201", plan(spent_before=(spent(1_400, on=day),)))) is fires


def test_k201_nothing_outside_the_window_is_nothing() -> None:
    document = plan(
        lines=(line("taal", 10_000, {"2024-2025": 10_000, "2025-2026": 0}),),
        spent_before=(spent(0, on=date(2020, 1, 1)),),
    )
    assert not found("K201", document)


def test_k201_is_about_the_grant_only() -> None:
    document = plan(
        lines=(line("taal", 10_000, {"2025-2026": 10_000}, source="eigen"),),
        spent_before=(spent(500, source="eigen", on=date(2020, 1, 1)),),
    )
    assert not found("K201", document)


def test_without_a_regulation_nothing_is_said_about_its_window() -> None:
    document = plan(
        award=10_000, lines=(line("taal", 10_000, {"2035-2036": 10_000}),), milestones=(milestone("Q1 2036"),)
    )
    assert checks.run(document, None) == []


@pytest.mark.parametrize(("day", "fires"), [(date(2023, 2, 28), True), (date(2023, 3, 1), False), (None, False)])
def test_k202_spent_before_the_plan_was_adopted(day: date | None, fires: bool) -> None:
    document = plan(adopted_on=date(2023, 3, 1), spent_before=(spent(1_400, on=day),))
    assert bool(found("K202", document)) is fires


def test_k202_is_allowed_and_worth_knowing() -> None:
    document = plan(adopted_on=date(2023, 3, 1), spent_before=(spent(1_400, on=date(2022, 11, 3)),))
    finding = only("K202", document)
    assert finding.severity is Severity.INFO
    assert spoken(finding).startswith(
        "€ 1.400 is uitgegeven voordat het plan op 1 maart 2023 werd vastgesteld. "
        "‘Eerste hulp’: € 1.400 op 3 november 2022. Dat mag"
    )
    assert not found("K202", document.model_copy(update={"adopted_on": None}))
    assert not found("K202", document.model_copy(update={"spent_before": (spent(0, on=date(2022, 11, 3)),)}))


def timed(
    *milestones: Milestone, stage: Stage = Stage.EXECUTION, of_measure: tuple[Milestone, ...] = ()
) -> PlanDocument:
    lezen = measure("lezen", milestones=of_measure)
    return plan(stage=stage, milestones=milestones, themes=(theme(),), measures=(lezen,))


@pytest.mark.parametrize(
    ("quarter", "until", "fires"), [("Q4 2022", None, True), ("Q1 2023", None, False), ("Q4 2022", "Q2 2023", False)]
)
def test_k203_a_step_that_was_over_on_the_day(quarter: str, until: str | None, fires: bool) -> None:
    assert bool(found("K203", timed(milestone(quarter, until=until)))) is fires


def test_k203_late_depends_on_the_day_not_on_the_clock() -> None:
    document = timed(milestone("Q1 2023"), of_measure=(milestone("Q2 2023"),))
    assert not found("K203", document, as_of=DAY)
    finding = only("K203", document, as_of=date(2023, 7, 1))
    assert spoken(finding) == (
        "2 stappen in de planning zijn al voorbij: te laat of al klaar? Voorbij op 1 juli 2023: ‘prepare Q1 2023’ "
        "(Q1 2023) en ‘prepare Q2 2023’ bij Lezen (Q2 2023). Zet erbij wat klaar is, of geef een nieuw kwartaal."
    )
    assert [kind for kind, _ in rows(finding)] == ["milestone", "milestone"]


@pytest.mark.parametrize("stage", [Stage.OUTLINE, Stage.ACCOUNT])
def test_k203_only_a_plan_that_is_carried_out_can_be_late(stage: Stage) -> None:
    assert not found("K203", timed(milestone("Q1 2022"), stage=stage))


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize(("quarter", "fires"), [("Q3 2025", False), ("Q4 2025", True)])
def test_k203_a_step_that_starts_after_the_window(stage: Stage, quarter: str, fires: bool) -> None:
    assert bool(found("K203", timed(milestone(quarter, until="Q4 2026"), stage=stage))) is fires


def test_k203_says_when_the_window_ends() -> None:
    finding = only("K203", timed(milestone("Q4 2025")))
    assert spoken(finding).startswith(
        "1 stap in de planning begint na 31 juli 2025, als de uitkering niet meer te besteden is. "
        "Het gaat om ‘prepare Q4 2025’ (Q4 2025)."
    )
    assert (
        "2 stappen in de planning beginnen na"
        in only("K203", timed(milestone("Q4 2025"), milestone("Q1 2026"))).message
    )


START, MONITOR, MONITOR_PLAN = MilestoneKind.START, MilestoneKind.MONITOR, MilestoneKind.MONITOR_PLAN


def test_k204_a_monitor_that_is_made_when_measures_already_run() -> None:
    document = timed(milestone("Q1 2023", MONITOR_PLAN), milestone("Q4 2023", MONITOR), milestone("Q2 2023", START))
    finding = only("K204", document)
    assert spoken(finding).startswith(
        "De monitor komt pas in Q4 2023, maar de eerste maatregelen beginnen al in Q2 2023. "
        "Het gaat om ‘monitor Q4 2023’."
    )
    assert rows(finding) == [("milestone", "monitor Q4 2023")]


@pytest.mark.parametrize("kind", [MONITOR, MONITOR_PLAN])
@pytest.mark.parametrize(("quarter", "fires"), [("Q1 2023", False), ("Q2 2023", False), ("Q3 2023", True)])
def test_k204_in_the_quarter_of_the_start_is_in_time(kind: MilestoneKind, quarter: str, fires: bool) -> None:
    assert bool(found("K204", timed(milestone(quarter, kind), of_measure=(milestone("Q2 2023", START),)))) is fires


def test_k204_later_rounds_belong_after_the_start() -> None:
    rounds = (milestone("Q1 2023", MONITOR), milestone("Q4 2023", MONITOR), milestone("Q4 2024", MONITOR))
    assert not found("K204", timed(*rounds, milestone("Q2 2023", START)))


@pytest.mark.parametrize("only_kind", [START, MONITOR])
def test_k204_needs_a_start_and_a_monitor(only_kind: MilestoneKind) -> None:
    assert not found("K204", timed(milestone("Q4 2023", only_kind)))
