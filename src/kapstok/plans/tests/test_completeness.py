from typing import Any

import pytest

from kapstok.plans.findings import Severity
from kapstok.plans.schema import Level, Measure, Party, PlanDocument, Stage
from kapstok.plans.tests.builders import found, measure, milestone, only, plan, rows, spoken, theme

LEVELS = (Level(singular="pijler", plural="pijlers"), Level(singular="thema", plural="thema's"))


def with_measures(*measures: Measure, stage: Stage = Stage.EXECUTION, **of_theme: str) -> PlanDocument:
    return plan(
        stage=stage,
        levels=LEVELS,
        parties=(Party(key="bieb", name="Bibliotheek"),),
        themes=(
            theme("pijler", result=of_theme.get("pijler", "")),
            theme(parent="pijler", result=of_theme.get("own", "")),
        ),
        measures=measures,
    )


COMPLETE: dict[str, dict[str, Any]] = {
    "K401": {"lead": "bieb"},
    "K402": {"result": "Kinderen lezen beter."},
    "K403": {"milestones": (milestone("Q2 2023"),)},
    "K404": {"target_group": "Kinderen in groep 3"},
}
STAGES = {
    "K401": [Stage.EXECUTION],
    "K402": [Stage.EXECUTION, Stage.ACCOUNT],
    "K403": [Stage.EXECUTION],
    "K404": [Stage.EXECUTION, Stage.ACCOUNT],
}


@pytest.mark.parametrize("code", COMPLETE)
@pytest.mark.parametrize("stage", list(Stage))
def test_what_is_missing_depends_on_the_stage(code: str, stage: Stage) -> None:
    assert bool(found(code, with_measures(measure("lezen"), stage=stage))) is (stage in STAGES[code])


@pytest.mark.parametrize("code", COMPLETE)
def test_what_is_there_is_not_missing(code: str) -> None:
    assert not found(code, with_measures(measure("lezen", **COMPLETE[code])))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("K401", "2 maatregelen hebben nog geen trekker."),
        ("K402", "2 maatregelen hebben nog geen bedoeld resultaat."),
        ("K403", "2 maatregelen hebben nog geen planning."),
        ("K404", "2 maatregelen hebben nog geen doelgroep."),
    ],
)
def test_measures_that_miss_the_same_are_one_finding(code: str, message: str) -> None:
    complete = measure("schrijven", **COMPLETE[code])
    finding = only(code, with_measures(measure("lezen"), complete, measure("rekenen")))
    assert finding.severity is Severity.WARNING
    assert finding.message == message
    assert spoken(finding).endswith("bij ‘Lezen’ en ‘Rekenen’.")
    assert rows(finding) == [("measure", "lezen"), ("measure", "rekenen")]


def test_k401_one_measure_is_singular() -> None:
    assert only("K401", with_measures(measure("lezen"))).message == "1 maatregel heeft nog geen trekker."


def test_k402_an_indicator_or_a_result_of_the_theme_will_do() -> None:
    assert not found("K402", with_measures(measure("lezen", indicator="Toets in groep 4")))
    assert not found("K402", with_measures(measure("lezen"), own="Iedereen leest."))
    assert not found("K402", with_measures(measure("lezen"), pijler="Iedereen leest."))


def test_k403_the_planning_of_the_whole_plan_is_not_that_of_a_measure() -> None:
    document = with_measures(measure("lezen")).model_copy(update={"milestones": (milestone("Q2 2023"),)})
    assert found("K403", document)
