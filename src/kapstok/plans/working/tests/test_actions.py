"""Asking, filling in, withdrawing; what is done and met; and each refusal."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import LazySettings
from tests import cast

from kapstok.core.access import Actor, RefusedError, Role
from kapstok.core.models import AuditEntry
from kapstok.core.overtaken import OvertakenError
from kapstok.core.tenancy import inside
from kapstok.parties.directory.handing import HANDED_OVER
from kapstok.parties.directory.succession import hand_over
from kapstok.parties.inviting import own_party
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import change_plan
from kapstok.plans.models import Need, WorkPlan, WorkStep
from kapstok.plans.working.actions import ask, fill, set_need_met, set_step_done, withdraw
from kapstok.plans.working.handing import STEPS
from kapstok.plans.working.tests import work
from kapstok.plans.working.tests.work import BY, TODAY
from kapstok.plans.working.values import Filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def provider(party: Party) -> Actor:
    return work.actor(Role.PROVIDER, party)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_several_are_asked_at_once_and_nobody_twice(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        parties = [work.party(key).pk for key in ("welzijn", "florente")]
        assert len(ask(work.measure(), parties, by=BY)) == 2
        assert ask(work.measure(), parties, by=BY) == []
        assert WorkPlan.objects.count() == 2
        assert acts().count("work plan asked") == 2


def test_only_officers_ask_and_of_parties_that_are_here(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn = work.party("welzijn")
        with pytest.raises(RefusedError, match="programmamanager"):
            ask(work.measure(), [welzijn.pk], by=provider(welzijn))
        with pytest.raises(RefusedError, match="bestaat niet"):
            ask(work.measure(), [0], by=BY)
        with pytest.raises(RefusedError, match="Kies"):
            ask(work.measure(), [], by=BY)


def test_a_party_fills_in_its_part(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn, florente = work.party("welzijn"), work.party("florente")
        owner = work.contact(welzijn)
        filled = Filled(
            "Wij lezen voor.", (work.step(owner=owner.pk),), (work.presence(florente),), (work.need(florente),)
        )
        row = fill(work.asked(welzijn), filled, version=1, by=provider(welzijn))
        assert row.given_at
        assert row.version == 2
        assert row.steps.get().owner == owner
        assert row.presences.get().hours_per_week == Decimal(16)
        assert row.needs.get().party == florente
        assert acts()[-1] == "work plan given"


def test_it_can_be_kept_without_handing_it_in(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn = work.party("welzijn")
        row = fill(work.asked(welzijn), Filled("Bijna.", give=False), version=1, by=provider(welzijn))
        assert row.given_at is None
        with pytest.raises(RefusedError, match="ten minste één stap"):
            fill(row, Filled(""), version=2, by=provider(welzijn))


def test_another_party_changes_nothing_and_an_officer_may(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        row = work.asked(work.party("welzijn"))
        for stranger in (provider(work.party("florente")), work.actor(Role.CONTROLLER, own_party(diemen))):
            with pytest.raises(RefusedError):
                fill(row, Filled("Overgenomen."), version=1, by=stranger)
        officer = work.actor(Role.POLICY_OFFICER, own_party(diemen))
        assert fill(row, Filled("Namens hen."), version=1, by=officer).text == "Namens hen."


def test_what_changes_nothing_leaves_no_trace(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        row = work.given(work.party("welzijn"), Filled("Wij lezen voor."))
        before = acts()
        assert fill(row, Filled("Wij lezen voor."), version=2, by=BY).version == 2
        assert acts() == before


def test_who_saves_on_an_older_version_loses_nothing(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        row = work.given(work.party("welzijn"))
        with pytest.raises(OvertakenError):
            fill(row, Filled("Anders."), version=1, by=BY)
        assert WorkPlan.objects.get().text == "Wij lezen voor."


def test_rows_are_changed_left_alone_and_taken_away(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        steps = (work.step("Een"), work.step("Twee"), work.step("Drie"))
        row = work.given(work.party("welzijn"), Filled("Zo.", steps))
        one, two, _ = row.steps.order_by("position")
        changed = (replace(steps[0], what="Eén", id=one.pk), replace(steps[1], what="", id=two.pk))
        fill(row, Filled("Zo.", changed), version=2, by=BY)
        assert sorted(row.steps.values_list("what", flat=True)) == ["Drie", "Eén"]


def test_rows_of_another_work_plan_are_refused(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        other = work.given(work.party("florente")).steps.get()
        row = work.asked(work.party("welzijn"))
        with pytest.raises(RefusedError, match="hoort niet"):
            fill(row, Filled("Zo.", (work.step(id=other.pk),)), version=1, by=BY)


@pytest.mark.parametrize(
    ("field", "why"), [("owner", "contact"), ("span", "vóór"), ("hours", "168"), ("own", "van uzelf"), ("days", "vóór")]
)
def test_what_cannot_be_is_refused(diemen: Municipality, field: str, why: str) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn, florente = work.party("welzijn"), work.party("florente")
        wrong = {
            "owner": Filled("Zo.", (work.step(owner=work.contact(florente).pk),)),
            "span": Filled("Zo.", (work.step(until=work.LAST_QUARTER),)),
            "hours": Filled("Zo.", presences=(work.presence(florente, "169"),)),
            "days": Filled("Zo.", presences=(work.presence(florente, ends=date(2023, 1, 1)),)),
            "own": Filled("Zo.", needs=(work.need(welzijn),)),
        }
        with pytest.raises(RefusedError, match=why):
            fill(work.asked(welzijn), wrong[field], version=1, by=BY)


def test_a_step_is_done_today_and_open_again_with_its_history(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn = work.party("welzijn")
        step = work.given(welzijn).steps.get()
        assert set_step_done(step, True, by=provider(welzijn)).done_on == TODAY
        assert set_step_done(step, True, by=provider(welzijn)).done_on == TODAY
        assert set_step_done(step, False, by=provider(welzijn)).done_on is None
        assert acts()[-2:] == ["work step done", "work step reopened"]
        with pytest.raises(RefusedError):
            set_step_done(step, True, by=provider(work.party("florente")))


def test_a_step_that_is_done_is_not_taken_away(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        row = work.given(work.party("welzijn"))
        step = set_step_done(row.steps.get(), True, by=BY)
        gone = Filled("Wij lezen voor.", (work.step("", id=step.pk),))
        with pytest.raises(RefusedError, match="al klaar"):
            fill(row, gone, version=row.version, by=BY)


def test_both_sides_can_say_that_a_need_is_met(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn, florente = work.party("welzijn"), work.party("florente")
        need = work.given(welzijn, Filled("Zo.", needs=(work.need(florente),))).needs.get()
        assert set_need_met(need, True, by=provider(florente)).met_on == TODAY
        assert set_need_met(need, False, by=provider(welzijn)).met_on is None
        with pytest.raises(RefusedError):
            set_need_met(need, True, by=provider(work.party("bieb")))


def test_taking_a_work_plan_away_needs_a_reason_once_it_was_filled_in(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        welzijn = work.party("welzijn")
        row = work.given(welzijn)
        with pytest.raises(RefusedError, match="waarom"):
            withdraw(row, why=" ", by=BY)
        with pytest.raises(RefusedError, match="programmamanager"):
            withdraw(row, why="Toch niet.", by=provider(welzijn))
        withdraw(row, why="Toch niet.", by=BY)
        assert not WorkPlan.objects.exists()
        assert not WorkStep.objects.exists()
        kept = AuditEntry.objects.latest("pk").before or {}
        assert kept["text"] == "Wij lezen voor."
        with pytest.raises(RefusedError, match="ingetrokken"):
            fill(row, Filled("Nog iets."), version=2, by=BY)


def test_a_measure_with_a_work_plan_stays_in_the_plan(diemen: Municipality) -> None:
    with inside(diemen):
        plan = work.shared_plan()
        work.given(work.party("welzijn"))
        with pytest.raises(RefusedError) as refused:
            change_plan(
                plan.pk, lambda old: old.model_copy(update={"measures": (), "lines": ()}), by=BY, act="plan changed"
            )
        assert str(refused.value) == (
            "Dit kan niet uit het plan: “Voorlezen”. Er is al iets bij vastgelegd, zoals een werkplan. "
            "Haal dat eerst weg."
        )


def test_open_steps_go_along_with_the_work_of_a_contact(diemen: Municipality) -> None:
    assert STEPS in HANDED_OVER
    with inside(diemen):
        work.shared_plan()
        welzijn = work.party("welzijn")
        leaver, heir = work.contact(welzijn), work.contact(welzijn, "Opvolger")
        steps = (work.step("Gedaan", owner=leaver.pk), work.step("Te doen", owner=leaver.pk))
        row = work.given(welzijn, Filled("Zo.", steps))
        set_step_done(row.steps.get(what="Gedaan"), True, by=BY)
        hand_over(leaver, heir, by=BY)
        assert dict(row.steps.values_list("what", "owner__function")) == {
            "Gedaan": "Coördinator",
            "Te doen": "Opvolger",
        }


def test_needs_stay_with_their_work_plan(diemen: Municipality) -> None:
    with inside(diemen):
        work.shared_plan()
        florente = work.party("florente")
        row = work.given(
            work.party("welzijn"), Filled("Zo.", needs=(work.need(florente), work.need(florente, "Boeken")))
        )
        first = row.needs.get(what="Een lokaal")
        fill(row, Filled("Zo.", needs=(replace(work.need(florente, ""), id=first.pk),)), version=2, by=BY)
        assert Need.objects.get().what == "Boeken"
