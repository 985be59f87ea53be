from datetime import date
from typing import Any

import pytest
from django.test import Client

from kapstok.core.tenancy import inside
from kapstok.parties.kinds import PartyKind
from kapstok.parties.meetings.tests.agenda import (
    TODAY,
    contact,
    meeting,
    no_rows,
    page,
    party,
    report_of,
    row_count,
    url,
)
from kapstok.parties.models import Meeting, Municipality, Party

pytestmark = pytest.mark.django_db


def test_existing_groups_come_first_and_bring_the_organisations_of_last_time(
    diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        party("denktank", kind=PartyKind.WORKING_GROUP)
        group = meeting("LEA", date(2023, 1, 1), school, new_group="LEA").group
        assert group is not None
    first = manager.get(url(diemen, "meeting-new")).context["groups"]
    assert [one.name for one in first] == ["LEA", "Denktank"]
    form = manager.get(url(diemen, "meeting-new"), {"groep": group.pk}).context["form"]
    assert (form.initial["asked"], form.initial["title"]) == ([school.pk], "LEA")
    assert manager.get(url(diemen, "meeting-new"), {"groep": "geen"}).context["form"].initial["group"] == ""


def test_a_meeting_is_planned_from_the_page(diemen: Municipality, manager: Client, school: Party) -> None:
    given = {
        "title": "Denktank", "group": "new", "new_group": "Denktank", "on": "2024-03-14", "at": "10:00",
        "ends_at": "11:30", "place": "Raadzaal", "asked": [school.pk], "topics-0-title": "Taal",
        **row_count("topics", 2),
    }  # fmt: skip
    response = manager.post(url(diemen, "meeting-new"), given)
    with inside(diemen):
        row = Meeting.objects.get()
        assert row.party_ids() == (school.pk, row.group_id)
        assert [topic.title for topic in row.topics.all()] == ["Taal"]
    assert response["Location"] == url(diemen, "meeting", row.pk)
    assert "donderdag 14 maart 2024, 10.00 tot 11.30 uur" in page(manager, response["Location"]).replace(
        "Donder", "donder"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"on": "geen dag"}, "on"),
        ({"until": "2024-01-01"}, "until"),
        ({"ends_at": "10:00"}, "at"),
        ({"at": "11:00", "ends_at": "10:00"}, "ends_at"),
        ({"group": "new"}, "new_group"),
        ({"group": "999"}, "group"),
        ({"asked": ["999"]}, "asked"),
        ({"title": "LEA 111222333"}, "title"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    diemen: Municipality, manager: Client, changes: dict[str, Any], field: str
) -> None:
    given = {"title": "LEA", "group": "", "on": "2024-03-14", **no_rows("topics"), **changes}
    response = manager.post(url(diemen, "meeting-new"), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'href="#{response.context["form"][field].auto_id}"' in response.content.decode()
    with inside(diemen):
        assert not Meeting.objects.exists()


def test_more_rows_keep_everything_that_was_typed(diemen: Municipality, manager: Client, school: Party) -> None:
    given = {
        "title": "", "on": "geen dag", "month_only": "on", "asked": [school.pk], "more": "topics",
        "topics-0-title": "Taal", "topics-1-title": "Geld", **row_count("topics", 2),
    }  # fmt: skip
    response = manager.post(url(diemen, "meeting-new"), given)
    assert response.status_code == 200
    text = response.content.decode()
    assert len(response.context["topics"].forms) == 5
    assert 'value="Taal"' in text
    assert 'value="geen dag"' in text
    assert f'value="{school.pk}"' in text
    assert "checked" in text
    assert "wrongs" not in text


def test_a_report_is_registered_from_the_page(diemen: Municipality, manager: Client, school: Party) -> None:
    with inside(diemen):
        row, head = meeting("LEA", TODAY, school), contact(school)
    given = report_of(row, outcome="consent", text="Goed") | {
        f"present_{school.pk}": "yes", "topics-0-title": "Taal", "topics-0-outcome": "advice", **row_count("topics", 1),
        "points-0-what": "Bellen", "points-0-owner": head.pk, "points-0-due": "2024-03-01", **row_count("points", 2),
    }  # fmt: skip
    assert manager.post(url(diemen, "meeting-report", row.pk), given).status_code == 302
    text = page(manager, url(diemen, "meeting", row.pk))
    for said in ("Instemming", "Was er", "Taal", "advies", "Bellen", "Directeur, School", "uiterlijk 1 maart 2024"):
        assert said in text


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"points-0-what": "Bellen"}, "Wie gaat dit doen?"),
        ({"points-0-due": "2024-03-01"}, "Wat moet er gebeuren?"),
        ({"points-0-what": "Bellen", "points-0-owner": "999", "points-0-due": "2024-03-01"}, "999"),
        ({"topics-0-text": "Meer lezen"}, "Over welk onderwerp gaat dit?"),
    ],
)
def test_a_row_that_is_half_filled_in_is_asked_for(
    diemen: Municipality, manager: Client, row: dict[str, str], error: str
) -> None:
    with inside(diemen):
        lea = meeting("LEA", TODAY)
    rows = row_count("topics", 1) | row_count("points", 1)
    response = manager.post(url(diemen, "meeting-report", lea.pk), report_of(lea) | rows | row)
    assert response.status_code == 422
    assert error in response.content.decode()


def test_a_meeting_is_called_off_and_goes_on_after_all(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        row = meeting()
    where = url(diemen, "meeting-cancel", row.pk)
    manager.post(where, {"cancelled": "yes", "why": "Ziek", "version": "1"})
    text = page(manager, url(diemen, "meeting", row.pk))
    assert "gaat niet door" in text
    assert "Maak het verslag" not in text
    assert 'name="version" value="2"' in page(manager, where)
    manager.post(where, {"cancelled": "no", "version": "2"})
    assert "gaat niet door" not in page(manager, url(diemen, "meeting", row.pk))
