"""Several officers who bring the same plan further at the same moment, each with a connection of her own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from tests import cast

from kapstok.core.access import RefusedError, command
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import change_plan, load_plan
from kapstok.plans.deciding.actions import Taken, register_decision, take_step
from kapstok.plans.models import Decision, Plan, PlanVersion
from kapstok.plans.queries import document_of
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import Body, Status
from kapstok.plans.versions import document_in

pytestmark = pytest.mark.django_db(transaction=True)

BY = command("test")
PEOPLE = 4
ADOPTS = Taken(Body.COUNCIL, date(2023, 5, 9), "Vastgesteld", leads_to=Status.ADOPTED)


def at_once(municipality: Municipality, *acts: Callable[[], object]) -> list[str]:
    """For each act whether it was done or refused, after all began together."""
    together = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            with inside(municipality):
                together.wait()
                act()
                return "done"
        except RefusedError:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(one, acts))


def concept(municipality: Municipality) -> int:
    with inside(municipality):
        return load_plan(cast.plan(), by=BY, publish=False).plan.pk


def test_of_one_step_taken_twice_one_is_refused() -> None:
    diemen = cast.municipality()
    row = concept(diemen)
    got = at_once(diemen, *[lambda: take_step(row, Status.SHARED, by=BY)] * PEOPLE)
    assert sorted(got) == ["done"] + ["refused"] * (PEOPLE - 1)
    with inside(diemen):
        assert list(PlanVersion.objects.values_list("number", "status")) == [(1, "shared")]


def test_a_plan_is_adopted_once_and_a_refused_decision_is_not_kept() -> None:
    diemen = cast.municipality()
    row = concept(diemen)
    with inside(diemen):
        take_step(row, Status.PROPOSED, by=BY)
    got = at_once(diemen, *[lambda: register_decision(row, ADOPTS, by=BY)] * PEOPLE)
    assert sorted(got) == ["done"] + ["refused"] * (PEOPLE - 1)
    with inside(diemen):
        assert Decision.objects.count() == 1
        assert list(PlanVersion.objects.order_by("number").values_list("status", flat=True)) == ["proposed", "adopted"]


def test_a_change_is_in_what_is_laid_before_the_council_or_refused() -> None:
    diemen = cast.municipality()
    row = concept(diemen)

    def dearer(plan: PlanDocument) -> PlanDocument:
        return plan.model_copy(update={"title": "Een ander plan"})

    proposed, _ = at_once(
        diemen,
        lambda: take_step(row, Status.PROPOSED, by=BY),
        lambda: change_plan(row, dearer, by=BY, act="plan changed"),
    )
    assert proposed == "done"
    with inside(diemen):
        assert document_in(PlanVersion.objects.get()) == document_of(Plan.objects.select_related("grant").get())
