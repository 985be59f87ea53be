"""Several officers who bring the same plan further at the same moment, each with a connection of her own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from tests import cast
from tests.signing import seated

from kapstok.core.access import RefusedError, Role, Seat, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.models import Municipality
from kapstok.parties.seats import actor_of
from kapstok.plans.actions import change_plan, load_plan
from kapstok.plans.deciding.actions import Paper, Taken, answer, register_decision, say, take_step
from kapstok.plans.models import Comment, Decision, Plan, PlanVersion
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
    decisions = [replace(ADOPTS, number=str(number)) for number in range(PEOPLE)]
    got = at_once(diemen, *[partial(register_decision, row, one, by=BY) for one in decisions])
    assert sorted(got) == ["done"] + ["refused"] * (PEOPLE - 1)
    with inside(diemen):
        assert Decision.objects.count() == 1
        assert list(PlanVersion.objects.order_by("number").values_list("status", flat=True)) == ["proposed", "adopted"]


@pytest.mark.parametrize("leads_to", [Status.ADOPTED, None])
def test_a_decision_that_is_sent_twice_is_registered_once_and_nobody_hears_of_a_mistake(
    leads_to: Status | None,
) -> None:
    diemen = cast.municipality()
    row = concept(diemen)
    with inside(diemen):
        take_step(row, Status.PROPOSED, by=BY)
    taken = replace(ADOPTS, leads_to=leads_to, paper=Paper("besluit.pdf", "application/pdf", b"%PDF"))
    got = at_once(diemen, *[lambda: register_decision(row, taken, by=BY)] * 2)
    assert got == ["done", "done"]
    with inside(diemen):
        assert Decision.objects.count() == AuditEntry.objects.filter(act="decision registered").count() == 1


def test_a_comment_that_is_sent_twice_is_said_once() -> None:
    diemen = cast.municipality()
    row = concept(diemen)
    somebody = seated(diemen, Role.CONTROLLER)
    with inside(diemen):
        plan, party = Plan.objects.get(pk=row), own_party(diemen).pk
    by = actor_of(somebody, (Seat(Role.CONTROLLER, party),))
    at_once(diemen, *[lambda: say(plan, about="plan", text="Mooi", party=party, by=by)] * 2)
    with inside(diemen):
        assert Comment.objects.count() == AuditEntry.objects.filter(act="comment made").count() == 1
        answer(Comment.objects.get(), text="Dank", by=BY)
        say(plan, about="plan", text="Mooi", party=party, by=by)
        say(plan, about="measure:voorlezen", text="Mooi", party=party, by=by)
        assert Comment.objects.count() == 3


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
