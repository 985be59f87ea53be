"""Handing over: everything that is open moves, nothing else does, and two at once do not do it twice."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from tests import cast

from kapstok.core.access import Actor, RefusedError, Role, Seat
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.directory.actions import end_contact
from kapstok.parties.directory.handing import HANDED_OVER
from kapstok.parties.directory.presentation import moved_words
from kapstok.parties.directory.queries import hanging_on
from kapstok.parties.directory.succession import hand_over
from kapstok.parties.directory.tests.people import BY, TODAY, YESTERDAY, asked, contact, meeting, party, point
from kapstok.parties.directory.values import ContactCard
from kapstok.parties.models import ActionPoint, Attendance, Contact, Meeting, Municipality


@pytest.fixture
def diemen() -> Iterator[Municipality]:
    municipality = cast.municipality()
    with inside(municipality):
        yield municipality


@pytest.mark.django_db
@pytest.mark.usefixtures("diemen")
class TestOne:
    def test_everything_that_is_open_moves_and_nothing_else(self) -> None:
        florente, library = party("Florente"), party("Bibliotheek")
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        reader = contact(library, "Leesconsulent", stand_in=leaver)
        open_point, late = point(leaver, "Open"), point(leaver, "Te laat", due=YESTERDAY)
        point(leaver, "Klaar", done_on=YESTERDAY)
        point(reader, "Van een ander")
        ahead, past = meeting("Straks", organiser=leaver), meeting("Geweest", on=YESTERDAY, organiser=leaver)
        meeting("Afgezegd", organiser=leaver, cancelled=True)
        coming, been = asked(ahead, leaver), asked(past, leaver)

        moved = hand_over(leaver, heir, by=BY)

        owners = dict(ActionPoint.objects.values_list("what", "owner"))
        assert owners == {"Open": heir.pk, "Te laat": heir.pk, "Klaar": leaver.pk, "Van een ander": reader.pk}
        organisers = dict(Meeting.objects.values_list("title", "organiser"))
        assert organisers == {"Straks": heir.pk, "Geweest": leaver.pk, "Afgezegd": leaver.pk}
        guests = dict(Attendance.objects.values_list("pk", "contact"))
        assert guests == {coming.pk: heir.pk, been.pk: leaver.pk}
        reader.refresh_from_db()
        leaver.refresh_from_db()
        assert (reader.stand_in_id, leaver.ended_on) == (heir.pk, TODAY)
        assert {name: ids for name, ids in moved.rows.items() if ids} == {
            "action_points": (open_point.pk, late.pk),
            "attendances": (coming.pk,),
            "meetings": (ahead.pk,),
            "stand_ins": (reader.pk,),
        }
        assert moved_words(moved) == (
            "2 actiepunten, 1 uitnodiging voor overleg, 1 zelf georganiseerd overleg en 1 collega om voor in te vallen"
        )
        assert hanging_on(leaver, TODAY) == []

    def test_who_is_changing_a_meeting_right_now_will_see_that_it_moved(self) -> None:
        florente = party()
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        ahead, other = meeting("Straks", organiser=leaver), meeting("Van een ander", organiser=heir)
        hand_over(leaver, heir, by=BY)
        assert dict(Meeting.objects.values_list("pk", "version")) == {ahead.pk: 2, other.pk: 1}

    def test_a_new_contact_takes_over_with_the_same_mailbox_and_the_same_stand_in(self) -> None:
        florente = party()
        deputy = contact(florente, "Adjunct")
        leaver = contact(florente, "Directeur", stand_in=deputy, email="directie@florente.example")
        todo = point(leaver)
        moved = hand_over(leaver, ContactCard("Directeur", "directie@florente.example"), by=BY)
        todo.refresh_from_db()
        heir = Contact.objects.get(ended_on=None, function="Directeur")
        assert (todo.owner_id, heir.stand_in_id, heir.party_id) == (heir.pk, deputy.pk, florente.pk)
        assert (moved.heir.pk, moved.heir_is_alone) == (heir.pk, False)

    def test_who_took_over_does_not_stand_in_for_herself(self) -> None:
        florente = party()
        heir = contact(florente, "Adjunct")
        leaver = contact(florente, "Directeur", stand_in=heir)
        Contact.objects.filter(pk=heir.pk).update(stand_in=leaver)
        moved = hand_over(leaver, heir, by=BY)
        heir.refresh_from_db()
        assert heir.stand_in_id is None
        assert moved.heir_is_alone
        assert moved.rows["stand_ins"] == ()

    def test_one_row_in_the_history_says_what_moved_by_id(self) -> None:
        florente = party()
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        todo = point(leaver)
        hand_over(leaver, heir, by=BY)
        entry = AuditEntry.objects.get(act="contact handed over")
        assert (entry.row, entry.by) == (leaver.pk, "test")
        assert entry.before == {"party": florente.pk, "function": "Directeur", "stand_in": None}
        assert entry.after == {"successor": heir.pk, "action_points": [todo.pk]}

    @pytest.mark.parametrize(
        ("case", "why"),
        [
            ("self", "Kies iemand anders dan wie weggaat"),
            ("other party", "van dezelfde organisatie"),
            ("ended", "Adjunct is beëindigd"),
            ("not there", "er niet meer"),
        ],
    )
    def test_a_successor_that_cannot_be_is_refused_and_nothing_moves(self, case: str, why: str) -> None:
        florente = party()
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        todo = point(leaver)
        match case:
            case "self":
                heir = leaver
            case "other party":
                heir = contact(party("Bibliotheek"), "Leesconsulent")
            case "ended":
                end_contact(heir, by=BY)
            case _:
                Contact.objects.filter(pk=heir.pk).delete()
        with pytest.raises(RefusedError, match=why):
            hand_over(leaver, heir, by=BY)
        todo.refresh_from_db()
        leaver.refresh_from_db()
        assert (todo.owner_id, leaver.ended_on) == (leaver.pk, None)

    def test_a_school_hands_over_only_its_own(self) -> None:
        florente, library = party("Florente"), party("Bibliotheek")
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        theirs = contact(library, "Leesconsulent")
        school = Actor("person:1", (Seat(Role.SCHOOL, florente.pk),))
        with pytest.raises(RefusedError, match="andere organisatie"):
            hand_over(theirs, ContactCard("Nieuw", "n@x.example"), by=school)
        assert hand_over(leaver, heir, by=school).heir == heir

    def test_a_second_time_is_refused_unless_work_was_given_meanwhile(self) -> None:
        florente = party()
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        hand_over(leaver, heir, by=BY)
        with pytest.raises(RefusedError, match="al beëindigd, op 1 februari 2024"):
            hand_over(leaver, heir, by=BY)
        todo = point(leaver)
        assert hand_over(leaver, heir, by=BY).rows["action_points"] == (todo.pk,)
        leaver.refresh_from_db()
        assert leaver.ended_on == date(2024, 2, 1)


def test_nothing_that_points_at_a_contact_is_forgotten() -> None:
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Contact
    }
    assert pointing == {(kind.model, kind.field) for kind in HANDED_OVER}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_hand_over_once() -> None:
    municipality = cast.municipality()
    with inside(municipality):
        florente = party()
        leaver = contact(florente, "Directeur")
        heirs = [contact(florente, "Adjunct"), contact(florente, "Rector")]
        todo = point(leaver)
    answers = _at_once([partial(hand_over, leaver, heir, by=BY) for heir in heirs], municipality)
    assert sorted(type(answer).__name__ for answer in answers) == ["Moved", "RefusedError"]
    with inside(municipality):
        todo.refresh_from_db()
        winner = next(heir for heir, answer in zip(heirs, answers, strict=True) if type(answer).__name__ == "Moved")
        assert todo.owner_id == winner.pk
        assert AuditEntry.objects.filter(act="contact handed over").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_over_to_each_other_cannot_both_leave() -> None:
    municipality = cast.municipality()
    with inside(municipality):
        florente = party()
        one, other = contact(florente, "Adjunct"), contact(florente, "Rector")
        point(one)
        point(other)
    acts = [partial(hand_over, one, other, by=BY), partial(hand_over, other, one, by=BY)]
    answers = _at_once(acts, municipality)
    assert sorted(type(answer).__name__ for answer in answers) == ["Moved", "RefusedError"]
    with inside(municipality):
        stays = Contact.objects.get(ended_on=None)
        assert set(ActionPoint.objects.values_list("owner", flat=True)) == {stays.pk}


def _at_once(acts: Sequence[Callable[[], object]], municipality: Municipality) -> list[object]:
    """What each act gives or raises, each in a connection of its own, begun together."""
    begin = Barrier(len(acts))

    def done(act: Callable[[], object]) -> object:
        try:
            with inside(municipality):
                begin.wait(timeout=30)
                return act()
        except RefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(done, acts))
