"""Several people who save the same measure at the same moment, each with a connection of her own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from tests import cast

from kapstok.core.access import Actor, Role, Seat
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import OvertakenError, load_plan
from kapstok.plans.editing.actions import BothChangedError, edit_plan, save
from kapstok.plans.editing.rules import putting_measure
from kapstok.plans.editing.snapshots import Snapshot
from kapstok.plans.editing.subjects import MEASURE
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of, versions_of

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 5


def actor(number: int) -> Actor:
    return Actor(by=f"person:{number}", seats=(Seat(Role.POLICY_OFFICER, 1),), person=number)


def at_once(municipality: Municipality, act: Callable[[int], str]) -> list[str]:
    """What each of them got, after all began together."""
    together = Barrier(PEOPLE)

    def one(number: int) -> str:
        try:
            with inside(municipality):
                together.wait()
                return act(number)
        except (OvertakenError, BothChangedError) as late:
            return type(late).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as people:
        return sorted(people.map(one, range(1, PEOPLE + 1)))


def test_of_one_version_exactly_one_wins() -> None:
    diemen, plan = cast.municipality(), cast.plan()
    with inside(diemen):
        row = load_plan(plan, by="test").plan.pk

    def act(number: int) -> str:
        mine = plan.measures[0].model_copy(update={"result": f"Van {number}"})
        expected = {"measure:voorlezen": 1}
        edit_plan(row, putting_measure(mine), by=actor(number), act="measure changed", expected=expected)
        return "saved"

    assert at_once(diemen, act) == ["OvertakenError"] * (PEOPLE - 1) + ["saved"]
    with inside(diemen):
        assert versions_of(Plan.objects.get()) == {"plan": 2, "theme:taal": 1, "measure:voorlezen": 2}
        assert AuditEntry.objects.filter(act="measure changed").count() == 1


def test_everybody_in_another_field_all_end_up_in_the_measure() -> None:
    diemen, plan = cast.municipality(), cast.plan()
    base = plan.measures[0]
    fields = ("description", "target_group", "result", "indicator", "name")
    with inside(diemen):
        row = load_plan(plan, by="test").plan.pk

    def act(number: int) -> str:
        mine = base.model_copy(update={fields[number - 1]: f"Van {number}"})
        save(row, MEASURE, base.key, Snapshot(base), mine, by=actor(number))
        return "saved"

    assert at_once(diemen, act) == ["saved"] * PEOPLE
    with inside(diemen):
        measure = document_of(Plan.objects.select_related("grant").get()).measures[0]
        assert [getattr(measure, field) for field in fields] == [f"Van {number}" for number in range(1, PEOPLE + 1)]
        assert AuditEntry.objects.filter(act="measure changed").count() == PEOPLE


def test_everybody_in_the_same_field_one_wins_and_the_others_choose() -> None:
    diemen, plan = cast.municipality(), cast.plan()
    base = plan.measures[0]
    with inside(diemen):
        row = load_plan(plan, by="test").plan.pk

    def act(number: int) -> str:
        mine = base.model_copy(update={"result": f"Van {number}"})
        save(row, MEASURE, base.key, Snapshot(base), mine, by=actor(number))
        return "saved"

    assert at_once(diemen, act) == ["BothChangedError"] * (PEOPLE - 1) + ["saved"]
