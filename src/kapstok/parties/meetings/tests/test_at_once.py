"""The same at the same moment: of two people one is kept and the other hears of it; a double click counts once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from tests.signing import seated

from kapstok.core.access import Role, Seat
from kapstok.core.overtaken import OvertakenError
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import AgreementKind
from kapstok.parties.meetings.actions import plan_meeting, report_meeting, set_cancelled
from kapstok.parties.meetings.agreements import add_agreement
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, meeting
from kapstok.parties.meetings.values import Invitation, Report, Terms, TopicTitle
from kapstok.parties.models import Agreement, Meeting, Municipality, Party
from kapstok.parties.seats import actor_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_save_at_once_one_is_kept_and_one_is_told(diemen: Municipality) -> None:
    with inside(diemen):
        row = meeting("LEA", TODAY)
    together = Barrier(2)

    def save(text: str) -> str:
        try:
            with inside(diemen):
                together.wait(timeout=30)
                report_meeting(row, Report(text=text), version=1, by=TEST)
            return text
        except OvertakenError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        said = list(people.map(save, ["van de een", "van de ander"]))
    assert sorted(map(bool, said)) == [False, True]
    with inside(diemen):
        kept = Meeting.objects.get()
        assert (kept.text, kept.version) == (max(said), 2)


def test_what_is_sent_twice_is_made_once_and_a_change_makes_another(diemen: Municipality, school: Party) -> None:
    somebody = seated(diemen, Role.POLICY_OFFICER)
    with inside(diemen):
        by = actor_of(somebody, (Seat(Role.POLICY_OFFICER, own_party(diemen).pk),))
        asked = frozenset([school.pk, own_party(diemen).pk])
    invitation = Invitation("LEA", TODAY, new_group="LEA", asked=asked, topics=(TopicTitle("Taal"),))
    terms = Terms("Samen lezen", AgreementKind.COOPERATION, TODAY, None, asked)
    together = Barrier(2)

    def send(_: int) -> None:
        try:
            with inside(diemen):
                together.wait(timeout=30)
                plan_meeting(invitation, by=by)
                add_agreement(terms, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        list(clicks.map(send, range(2)))
    with inside(diemen):
        assert (Meeting.objects.count(), Agreement.objects.count()) == (1, 1)
        plan_meeting(replace(invitation, topics=(TopicTitle("Rekenen"),)), by=by)
        plan_meeting(replace(invitation, asked=frozenset([school.pk])), by=by)
        set_cancelled(Meeting.objects.earliest("pk"), True, version=1, by=by)
        plan_meeting(invitation, by=by)
        add_agreement(replace(terms, where="Zaak 1"), by=by)
        assert (Meeting.objects.count(), Agreement.objects.count()) == (4, 2)
