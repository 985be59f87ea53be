from decimal import Decimal

import pytest

from kapstok.grants.costs import Answerer, CostAnswer, Outcome, cost_key
from kapstok.plans import checks
from kapstok.plans.findings import Severity
from kapstok.plans.schema import Measure, PlanDocument, Purpose, Stage
from kapstok.plans.tests.builders import found, measure, npo, only, plan, rows, spoken, theme

WORKING = (Stage.EXECUTION, Stage.ACCOUNT)


def with_purposes(*shares: tuple[int, str], stage: Stage = Stage.EXECUTION) -> PlanDocument:
    purposes = tuple(Purpose(number=number, share=Decimal(share)) for number, share in shares)
    return with_measures(measure("lezen", purposes=purposes), stage=stage)


def with_measures(*measures: Measure, stage: Stage = Stage.EXECUTION) -> PlanDocument:
    return plan(stage=stage, themes=(theme(),), measures=measures)


@pytest.mark.parametrize("stage", list(Stage))
def test_k301_a_measure_without_a_purpose(stage: Stage) -> None:
    assert bool(found("K301", with_purposes(stage=stage))) is (stage in WORKING)


def test_k301_measures_without_a_purpose_are_one_warning() -> None:
    finding = only("K301", with_measures(measure("lezen"), measure("rekenen")))
    assert finding.severity is Severity.WARNING
    assert spoken(finding).startswith(
        "2 maatregelen hebben nog geen bestedingsdoel. Kies het doel bij ‘Lezen’ en ‘Rekenen’."
    )
    assert rows(finding) == [("measure", "lezen"), ("measure", "rekenen")]


@pytest.mark.parametrize(
    ("shares", "fires"),
    [
        (((1, "100"),), False),
        (((1, "99.99"),), True),
        (((1, "33.33"), (2, "33.33"), (3, "33.34")), False),
        (((1, "60"), (2, "60")), True),
    ],
)
def test_k301_shares_are_a_hundred_percent(shares: tuple[tuple[int, str], ...], fires: bool) -> None:
    assert bool(found("K301", with_purposes(*shares))) is fires


def test_k301_shares_that_are_not_are_an_error() -> None:
    finding = only("K301", with_purposes((1, "60"), (2, "60")))
    assert finding.severity is Severity.ERROR
    assert spoken(finding) == (
        "Bij 1 maatregel zijn de delen per bestedingsdoel samen geen 100 %. "
        "‘Lezen’: samen 120 % (berekend). Verbeter de delen."
    )


@pytest.mark.parametrize(("number", "fires"), [(1, False), (7, False), (8, True)])
@pytest.mark.parametrize("stage", list(Stage))
def test_k302_a_purpose_that_the_regulation_does_not_have(number: int, fires: bool, stage: Stage) -> None:
    assert bool(found("K302", with_purposes((number, "100"), stage=stage))) is fires


def test_k302_says_which_there_are() -> None:
    finding = only("K302", with_purposes((8, "50"), (9, "50")))
    assert finding.severity is Severity.ERROR
    assert spoken(finding) == (
        "1 maatregel noemt een bestedingsdoel dat niet bestaat. "
        "Doel 8 en 9 staat niet in de regeling; die heeft 1, 2, 3, 4, 5, 6, 7. Het gaat om ‘Lezen’."
    )


def test_k302_without_a_regulation_no_purpose_is_unknown() -> None:
    assert "K302" not in [finding.code for finding in checks.run(with_purposes((99, "100")), None)]


@pytest.mark.parametrize(
    ("cost", "severity"),
    [
        ("groen-schoolplein", Severity.WARNING),
        ("jongerencoach-op-vo-en-mbo", Severity.WARNING),
        ("glasvezel", Severity.ERROR),
        ("culturele-activiteiten", None),
        ("voorlezen", None),
    ],
)
def test_k303_costs_in_doubt(cost: str, severity: Severity | None) -> None:
    severities = [finding.severity for finding in found("K303", with_measures(measure("plein", cost_types=(cost,))))]
    assert severities == ([severity] if severity else [])


def test_k303_says_what_is_known_about_the_cost() -> None:
    costs = ("groen-schoolplein", "logopedist-op-school")
    finding = only("K303", with_measures(measure("plein", cost_types=costs)))
    assert finding.message == "Bij 2 kostenposten is nog niet zeker of de uitkering die betaalt."
    assert "‘Plein’: Groen schoolplein. Hoort niet direct bij de doelen." in finding.solution
    assert rows(finding) == [("measure", "plein")]


def answered(outcome: Outcome, by: Answerer, words: str = "Mits open voor alle scholen") -> dict[str, CostAnswer]:
    return {"groen-schoolplein": CostAnswer(outcome, by, words)}


@pytest.mark.parametrize(
    ("outcome", "by", "severity"),
    [
        (Outcome.ELIGIBLE, Answerer.ACCOUNTANT, None),
        (Outcome.CONDITIONAL, Answerer.ACCOUNTANT, None),
        (Outcome.CONDITIONAL, Answerer.MEETING, Severity.WARNING),
        (Outcome.UNCLEAR, Answerer.NOBODY, Severity.WARNING),
        (Outcome.NOT_ELIGIBLE, Answerer.MINISTRY, Severity.ERROR),
    ],
)
def test_k303_the_answer_of_the_municipality_goes_first(
    outcome: Outcome, by: Answerer, severity: Severity | None
) -> None:
    plan = with_measures(measure("plein", cost_types=("groen-schoolplein",)))
    found = [one for one in checks.run(plan, npo(), answers=answered(outcome, by)) if one.code == "K303"]
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all("Groen schoolplein. Mits open voor alle scholen" in one.solution for one in found)


def test_k303_a_cost_that_only_the_municipality_asked_about() -> None:
    plan = with_measures(measure("zwemmen", cost_types=("zwembad-huren",)))
    answers = {"zwembad-huren": CostAnswer(Outcome.UNCLEAR, Answerer.NOBODY, "")}
    [finding] = [one for one in checks.run(plan, npo(), answers=answers) if one.code == "K303"]
    assert "Zwembad huren" in finding.solution


def test_each_doubtful_cost_can_be_named_in_a_plan() -> None:
    keys = [cost_key(cost) for cost in npo().doubtful_costs]
    assert len(set(keys)) == len(keys)
    assert measure("plein", cost_types=tuple(keys)).cost_types == tuple(keys)
