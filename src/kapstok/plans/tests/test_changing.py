"""Changing a plan by a function: what is checked, what is refused, and what the history keeps."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast

from kapstok.core.access import RefusedError
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.grants.models import Grant
from kapstok.parties.models import Municipality
from kapstok.parties.models import Party as PartyRow
from kapstok.plans.actions import IncoherentError, OvertakenError, change_plan, load_plan, publish_plan
from kapstok.plans.models import Measure, Plan, WorkPlan
from kapstok.plans.parts import undone
from kapstok.plans.queries import document_of, versions_of
from kapstok.plans.schema import Party, PlanDocument
from kapstok.plans.tests import builders as b

pytestmark = pytest.mark.django_db
Change = Callable[[PlanDocument], PlanDocument]


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def loaded(document: PlanDocument) -> int:
    return load_plan(document, by="test").plan.pk


def now(plan_id: int) -> Plan:
    return Plan.objects.select_related("grant").get(pk=plan_id)


def setting(**changes: Any) -> Change:
    """Fields of the plan."""
    return lambda plan: plan.model_copy(update=changes)


def describing(key: str, text: str) -> Change:
    return lambda plan: plan.model_copy(
        update={
            "measures": tuple(m.model_copy(update={"description": text}) if m.key == key else m for m in plan.measures)
        }
    )


def test_a_change_is_stored_and_given_back(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
        measure = Measure.objects.get().pk
        done = change_plan(plan, describing("voorlezen", "Elke dag"), by="test", act="measure changed")
        assert done.changed
        assert done.after == document_of(now(plan))
        assert done.after.measures[0].description == "Elke dag"
        assert done.before == cast.plan()
        assert Measure.objects.get().pk == measure
        assert versions_of(done.plan) == versions_of(now(plan)) == {"plan": 2, "theme:taal": 1, "measure:voorlezen": 2}


def test_the_history_keeps_only_what_differs(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.many_measures(300))
        done = change_plan(
            plan,
            describing("maatregel-7", "Elke dag"),
            by="person:12",
            act="measure changed",
            about="measure:maatregel-7",
            why="afgesproken",
        )
        entry = AuditEntry.objects.order_by("id").last()
    assert entry
    assert (entry.act, entry.by, entry.why, entry.row) == ("measure changed", "person:12", "afgesproken", plan)
    assert entry.before == {"measures": {"maatregel-7": {}}}
    assert entry.after == {"measures": {"maatregel-7": {"description": "Elke dag"}}, "about": "measure:maatregel-7"}
    assert undone(done.after, entry.before, entry.after) == done.before


def test_a_change_that_changes_nothing_leaves_no_trace(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
        done = change_plan(plan, setting(title="Plan "), by="test", act="plan changed")
        assert not done.changed
        assert now(plan).version == 1
        assert AuditEntry.objects.count() == 1


def test_two_people_in_one_measure(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.many_measures(2))
        seen = {"measure:maatregel-1": 1}
        change_plan(plan, describing("maatregel-1", "Van de een"), by="een", act="measure changed", expected=seen)
        with pytest.raises(OvertakenError) as refused:
            change_plan(plan, describing("maatregel-1", "Van de ander"), by="ander", act="x", expected=seen)
        assert refused.value.keys == ("measure:maatregel-1",)
        assert refused.value.versions["measure:maatregel-1"] == 2
        assert refused.value.document.measures[1].description == "Van de een"
        assert document_of(now(plan)) == refused.value.document


def test_two_people_in_two_measures(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.many_measures(2))
        for number in (0, 1):
            change_plan(
                plan,
                describing(f"maatregel-{number}", "Elke dag"),
                by="test",
                act="measure changed",
                expected={f"measure:maatregel-{number}": 1},
            )
        assert [m.description for m in document_of(now(plan)).measures] == ["Elke dag", "Elke dag"]


def test_what_somebody_else_removed_is_overtaken(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
        change_plan(plan, setting(measures=(), lines=()), by="test", act="measure removed")
        with pytest.raises(OvertakenError):
            change_plan(plan, setting(title="x"), by="test", act="x", expected={"measure:voorlezen": 1})


def test_what_should_not_be_there_yet(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
        for expected in ({"measure:nieuw": 0, "plan": 1}, {"theme:taal": 1}):
            change_plan(plan, setting(title=f"Plan {expected}"), by="test", act="x", expected=expected)
        with pytest.raises(OvertakenError) as refused:
            change_plan(plan, setting(), by="test", act="x", expected={"measure:voorlezen": 0, "plan": 3})
    assert refused.value.keys == ("measure:voorlezen",)


@pytest.mark.parametrize(
    ("change", "place", "text"),
    [
        (setting(themes=()), "measures[1] “voorlezen” → theme", "thema “taal” bestaat niet"),
        (setting(lines=(b.line("a", 1), b.line("a", 2))), "lines", "“a” staat er meer dan één keer"),
        (setting(stated_total=Decimal("1.234")), "stated_total", "te veel cijfers achter de komma"),
        (setting(title=""), "title", "is leeg"),
        (lambda plan: PlanDocument(**{**dict(plan), "title": ""}), "title", "is leeg"),
        (setting(slug="ander"), "slug", "kan niet veranderen"),
    ],
)
def test_what_does_not_hold_together_is_refused(diemen: Municipality, change: Change, place: str, text: str) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
        with pytest.raises(IncoherentError) as refused:
            change_plan(plan, change, by="test", act="x")
        assert any(place == one.place and text in one.text for one in refused.value.problems)
        assert text in str(refused.value)
        assert document_of(now(plan)) == cast.plan()
        assert AuditEntry.objects.count() == 1


def test_the_grant_follows_the_plan_that_named_it_once_everybody_may_see_it(diemen: Municipality) -> None:
    grant = cast.plan().grant_source.model_copy(update={"amount": Decimal(2500)})
    with inside(diemen):
        plan = loaded(cast.plan())
        changed = change_plan(plan, setting(sources=(grant,)), by="test", act="plan changed")
        assert Grant.objects.get().award == Decimal(2000)
        publish_plan(changed.plan, changed.after, by="test")
        assert Grant.objects.get().award == Decimal(2500)


def test_a_measure_with_a_work_plan_cannot_go(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan(parties=(Party(key="bieb", name="Bibliotheek"),)))
        WorkPlan.objects.create(plan=now(plan), measure=Measure.objects.get(), party=PartyRow.objects.get())
        with pytest.raises(RefusedError, match=r"“Voorlezen”.*werkplan"):
            change_plan(plan, setting(measures=(), lines=()), by="test", act="measure removed")
        assert document_of(now(plan)).measures == cast.plan().measures


def test_a_plan_of_another_municipality_is_not_there(diemen: Municipality) -> None:
    with inside(diemen):
        plan = loaded(cast.plan())
    with inside(cast.municipality("Putten", "GM0273")), pytest.raises(Plan.DoesNotExist):
        change_plan(plan, setting(title="x"), by="test", act="x")


def test_the_number_of_queries_does_not_grow_with_the_plan(diemen: Municipality) -> None:
    assert _queries(diemen, 2) == _queries(cast.municipality("Putten", "GM0273"), 300) <= 35


def _queries(municipality: Municipality, size: int) -> int:
    with inside(municipality):
        plan = loaded(cast.many_measures(size))
        with CaptureQueriesContext(connection) as queries:
            change_plan(
                plan,
                describing("maatregel-1", "Elke dag"),
                by="test",
                act="measure changed",
                expected={"measure:maatregel-1": 1},
            )
    return len(queries)
