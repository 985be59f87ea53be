"""Storing by difference: what stays keeps its row, what does not differ is not written."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from tests import cast

from kapstok.core.periods import SchoolYear
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import load_plan
from kapstok.plans.models import (
    BudgetLine,
    BudgetYear,
    Estimate,
    Measure,
    Milestone,
    Partner,
    Plan,
    PlanParty,
    Source,
    Theme,
)
from kapstok.plans.queries import document_of, versions_of
from kapstok.plans.schema import Estimate as EstimateValue
from kapstok.plans.schema import Measure as MeasureValue
from kapstok.plans.schema import Party as PartyValue
from kapstok.plans.schema import PlanDocument
from kapstok.plans.storing import store_rows
from kapstok.plans.tests import builders as b
from kapstok.plans.tests.apart import after_loading, apart
from kapstok.plans.tests.edits import pairs
from kapstok.plans.tests.strategies import plans

pytestmark = pytest.mark.django_db
many = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
Ids = dict[tuple[str, Any], int]


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def stored(document: PlanDocument) -> Plan:
    pk = load_plan(document, by="test").plan.pk
    return Plan.objects.select_related("grant").get(pk=pk)


def ids(row: Plan) -> Ids:
    """The row of everything in the plan that has a key."""
    keyed: tuple[tuple[type[models.Model], str], ...] = (
        (Source, "key"),
        (Theme, "key"),
        (Measure, "key"),
        (BudgetLine, "key"),
        (PlanParty, "party__key"),
    )
    found = {
        (model.__name__, key): pk
        for model, field in keyed
        for key, pk in model._default_manager.filter(plan=row).values_list(field, "pk")
    }
    years = BudgetYear.objects.filter(plan=row).values_list("line__key", "school_year", "pk")
    return found | {("BudgetYear", (line, year)): pk for line, year, pk in years}


def wrote(queries: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@given(pair=pairs())
@many
def test_what_stays_keeps_its_row(diemen: Municipality, pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair[0], after_loading(*pair)
    with apart(diemen):
        was = ids(stored(before))
        row = stored(after)
        now = ids(row)
        assert document_of(row) == after
    assert {key: was[key] for key in was.keys() & now.keys()} == {key: now[key] for key in was.keys() & now.keys()}


@given(pair=pairs())
@many
def test_a_version_goes_up_only_with_what_it_counts(
    diemen: Municipality, pair: tuple[PlanDocument, PlanDocument]
) -> None:
    before, after = pair[0], after_loading(*pair)
    with apart(diemen):
        was = versions_of(stored(before))
        now = versions_of(stored(after))
    said, says = _counted(before), _counted(after)
    assert now == {name: was[name] + (said[name] != says[name]) if name in was else 1 for name in says}


def _counted(plan: PlanDocument) -> dict[str, Any]:
    """What each version stands for, as plain values."""
    lines = [line.model_dump() for line in plan.lines]
    return {
        "plan": plan,
        **{f"theme:{theme.key}": theme for theme in plan.themes},
        **{
            f"measure:{m.key}": (
                m,
                sorted((line for line in lines if line["measure"] == m.key), key=lambda x: x["key"]),
            )
            for m in plan.measures
        },
    }


@given(document=plans())
@many
def test_storing_the_same_writes_nothing(diemen: Municipality, document: PlanDocument) -> None:
    with apart(diemen):
        row = stored(document)
        with CaptureQueriesContext(connection) as queries:
            store_rows(row, PlanDocument.model_validate(document.model_dump()), document_of(row))
            load_plan(document, by="test")
        assert wrote(queries) == []


def _full(size: int, *, word: str = "") -> PlanDocument:
    """A plan with this many of everything; another `word` makes every row different."""
    keys = [f"rij-{number}" for number in range(size)]
    return cast.plan(
        parties=tuple(PartyValue(key=key, name=f"Partij {key} {word}") for key in keys),
        participants=tuple(keys if word else reversed(keys)),
        themes=tuple(b.theme(key, goal=word) for key in keys),
        measures=tuple(_measure(key, word) for key in keys),
        lines=tuple(
            b.line(key, 10, {"2022-2023" if word else "2023-2024": 10}, measure=key, note=word) for key in keys
        ),
        milestones=tuple(b.milestone("Q1 2023") for _ in keys),
        spent_before=tuple(b.spent(size, line=key, note=word) for key in keys),
    )


def _measure(key: str, word: str) -> MeasureValue:
    return b.measure(
        key,
        b.estimate(100, note=word),
        theme=key,
        lead=key,
        partners=(key,),
        funding=({"source": "npo", "note": word},),
        purposes=({"number": 2 if word else 1},),
        milestones=(b.milestone("Q3 2023" if word else "Q2 2023"),),
    )


def test_the_number_of_queries_does_not_grow_with_the_plan(diemen: Municipality) -> None:
    """New, everything different, and everything gone: only there Django goes a hundred rows of a kind at a time."""
    counts: list[list[int]] = []
    for size in (3, 400):
        with inside(diemen):
            row = stored(cast.plan(slug=f"plan-{size}"))
            steps = [cast.plan(), _full(size), _full(size, word="anders"), cast.plan(themes=(), measures=(), lines=())]
            counts.append([])
            for before, after in pairwise(steps):
                with CaptureQueriesContext(connection) as queries:
                    store_rows(row, after, before)
                counts[-1].append(len(queries))
    small, large = counts
    assert small[:2] == large[:2]
    assert large[2] - small[2] <= 3 * 400 / 100
    assert max(small) <= 50


def test_only_the_measure_that_differs_gets_new_rows(diemen: Municipality) -> None:
    before = _full(5)
    changed = before.measures[2].model_copy(
        update={"estimates": (*before.measures[2].estimates, EstimateValue(amount=Decimal(5)))}
    )
    after = before.model_copy(update={"measures": (*before.measures[:2], changed, *before.measures[3:])})
    with inside(diemen):
        row = stored(before)
        was = {model: set(model.objects.values_list("pk", flat=True)) for model in (Estimate, Partner, Milestone)}
        with CaptureQueriesContext(connection) as queries:
            store_rows(row, after, before)
        assert len(wrote(queries)) == 3  # the measure, and its estimates out and in
        now = {model: set(model.objects.values_list("pk", flat=True)) for model in was}
        assert now[Partner] == was[Partner]
        assert now[Milestone] == was[Milestone]
        assert len(was[Estimate] & now[Estimate]) == 4
        versions = versions_of(row)
    assert {name for name, version in versions.items() if version > 1} == {"measure:rij-2"}


def test_an_amount_in_a_budget_line_counts_for_its_measure(diemen: Municipality) -> None:
    before = cast.plan()
    line = before.lines[0].model_copy(update={"amount": Decimal(900)})
    with inside(diemen):
        stored(before)
        versions = versions_of(stored(before.model_copy(update={"lines": (line,)})))
    assert versions == {"plan": 2, "theme:taal": 1, "measure:voorlezen": 2}


def test_a_line_that_goes_to_another_measure_counts_for_both(diemen: Municipality) -> None:
    measures = (b.measure("inloop", theme="taal"), b.measure("kamp", theme="taal"), b.measure("sport", theme="taal"))

    def plan(measure: str) -> PlanDocument:
        return cast.plan(measures=measures, lines=(b.line("geld", 10, measure=measure),))

    with inside(diemen):
        stored(plan("inloop"))
        versions = versions_of(stored(plan("kamp")))
    assert versions == {"plan": 2, "theme:taal": 1, "measure:inloop": 2, "measure:kamp": 2, "measure:sport": 1}


def test_another_place_is_a_change_of_the_plan_only(diemen: Municipality) -> None:
    before = cast.many_measures(3)
    with inside(diemen):
        stored(before)
        row = stored(before.model_copy(update={"measures": before.measures[::-1]}))
        assert {name for name, version in versions_of(row).items() if version > 1} == {"plan"}
        assert document_of(row).measures == before.measures[::-1]


def test_a_year_keeps_its_row(diemen: Municipality) -> None:
    def plan(**years: int) -> PlanDocument:
        spread = {SchoolYear(f"{year[1:]}-{int(year[1:]) + 1}"): Decimal(euros) for year, euros in years.items()}
        return cast.plan(lines=(b.line("a", 1000).model_copy(update={"years": spread}),))

    with inside(diemen):
        was = ids(stored(plan(y2022=600, y2023=400)))
        now = ids(stored(plan(y2021=500, y2023=450)))
    kept = ("BudgetYear", ("a", "2023-2024"))
    assert was[kept] == now[kept]
    assert ("BudgetYear", ("a", "2022-2023")) not in now


def test_a_party_that_a_plan_no_longer_names_stays_with_the_municipality(diemen: Municipality) -> None:
    with inside(diemen):
        stored(cast.plan(parties=(PartyValue(key="bieb", name="Bibliotheek"),)))
        row = stored(cast.plan())
        assert document_of(row).parties == ()
        assert Party.objects.get().name == "Bibliotheek"
