from datetime import date

import pytest
from django.test import Client

from kapstok.core.tenancy import inside
from kapstok.parties.kinds import Outcome
from kapstok.parties.meetings.actions import report_meeting, set_cancelled
from kapstok.parties.meetings.tests.agenda import (
    TEST,
    TODAY,
    contact,
    meeting,
    no_rows,
    point,
    report_of,
    row_count,
    url,
)
from kapstok.parties.meetings.values import Report
from kapstok.parties.models import ActionPoint, Meeting, Municipality, Party

pytestmark = pytest.mark.django_db


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(
    diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        row, head = meeting("LEA", TODAY, school), contact(school)
    where = url(diemen, "meeting-report", row.pk)
    added = {"points-0-what": "Van de eerste", "points-0-owner": head.pk, "points-0-due": "2024-03-01"}
    assert manager.post(where, report_of(row, text="Eerste tekst") | row_count("points", 1) | added).status_code == 302
    mine = report_of(row, text="Tweede tekst") | {f"present_{school.pk}": "yes"}
    response = manager.post(where, mine)
    assert response.status_code == 409
    text = response.content.decode()
    for said in ("Eerste tekst", "Tweede tekst", "Van de eerste", "Staat er nu", "Schreef u", "was er"):
        assert said in text
    with inside(diemen):
        assert Meeting.objects.get().text == "Eerste tekst"
    again = mine | {"version": response.context["form"]["version"].value()}
    assert manager.post(where, again).status_code == 302
    with inside(diemen):
        assert Meeting.objects.get().text == "Tweede tekst"
        assert ActionPoint.objects.get().what == "Van de eerste"


def test_a_row_that_somebody_else_removed_meanwhile_comes_back_as_a_new_one(
    diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        row = meeting("LEA", TODAY, school)
        old = point(contact(school), TODAY, row)
    where = url(diemen, "meeting-report", row.pk)
    rows = {
        "points-0-id": old.pk,
        "points-0-owner": old.owner_id,
        "points-0-due": "2024-03-01",
        **row_count("points", 1),
    }
    assert manager.post(where, report_of(row) | rows | {"points-0-what": ""}).status_code == 302
    response = manager.post(where, report_of(row) | rows | {"points-0-what": "Toch bellen"})
    assert response.status_code == 409
    given = response.context["points"].data
    assert manager.post(where, {key: given[key] for key in given}).status_code == 302
    with inside(diemen):
        assert ActionPoint.objects.get().what == "Toch bellen"


def test_a_change_that_was_overtaken_shows_what_stands_there_now(
    diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        row = meeting("LEA", date(2024, 3, 14), school)
        report_meeting(row, Report(outcome=Outcome.NOTED), version=1, by=TEST)
        Meeting.objects.update(place="Raadzaal")
    given = {"title": "LEA", "group": "", "on": "2024-03-15", "place": "Zaal 2", "version": 1, **no_rows("topics")}
    response = manager.post(url(diemen, "meeting-change", row.pk), given)
    assert response.status_code == 409
    shown = {clash.label: (clash.theirs, clash.yours) for clash in response.context["clashes"]}
    assert shown == {
        "Datum": ("14 maart 2024", "15 maart 2024"),
        "Plaats": ("Raadzaal", "Zaal 2"),
        "Gevraagde organisaties": ("School", ""),
    }


def test_who_calls_off_what_somebody_changed_meanwhile_sees_both_first(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        row = meeting("LEA", TODAY)
        Meeting.objects.filter(pk=row.pk).update(place="Raadzaal", version=2)
    where = url(diemen, "meeting-cancel", row.pk)
    response = manager.post(where, {"cancelled": "yes", "why": "De zaal is weg", "version": "1"})
    assert response.status_code == 409
    text = response.content.decode()
    for said in ("Raadzaal", "De zaal is weg", "Staat er nu", "Schreef u"):
        assert said in text
    with inside(diemen):
        assert not Meeting.objects.get().cancelled
    again = {"cancelled": "yes", "why": "De zaal is weg", "version": response.context["form"]["version"].value()}
    assert manager.post(where, again).status_code == 302
    with inside(diemen):
        assert Meeting.objects.get().cancelled


def test_who_calls_off_what_was_called_off_already_hears_that_her_reason_is_not_kept(
    diemen: Municipality, manager: Client
) -> None:
    with inside(diemen):
        row = set_cancelled(meeting("LEA", TODAY), True, why="Ziek", version=1, by=TEST)
    sent = {"cancelled": "yes", "why": "De zaal is weg", "version": "1"}
    said = manager.post(url(diemen, "meeting-cancel", row.pk), sent, follow=True).content.decode()
    assert "Dit overleg was al afgezegd. Uw reden staat er niet bij: “De zaal is weg”." in said
