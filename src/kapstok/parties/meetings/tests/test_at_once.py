"""Two people save the same meeting at the same moment: one is kept, the other hears of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kapstok.core.tenancy import inside
from kapstok.parties.meetings.actions import OvertakenError, report_meeting
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, meeting
from kapstok.parties.meetings.values import Report
from kapstok.parties.models import Meeting, Municipality

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
