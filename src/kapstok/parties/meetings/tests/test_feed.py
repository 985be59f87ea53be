"""A calendar address works without a session, for as long as it should and not a moment longer."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils.timezone import now
from icalendar import Calendar
from tests import cast
from tests.signing import person, seated, signed_in, working

from kapstok.core.access import RefusedError, Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.meetings import feeds
from kapstok.parties.meetings.actions import report_meeting, set_cancelled
from kapstok.parties.meetings.feeds import renew_feed
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, contact, meeting, party, point, url
from kapstok.parties.meetings.values import Report
from kapstok.parties.models import CalendarFeed, Contact, Membership, Municipality, Party, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(diemen: Municipality, school: Party) -> Client:
    return working(diemen, Role.SCHOOL, school)


def address(client: Client, diemen: Municipality) -> str:
    """Ask for an address, as the page does, and read it from the page."""
    page = url(diemen, "calendar-address")
    assert client.post(page, {"renew": "1"}).status_code == 302
    return str(client.get(page).context["url"])


def titles(address: str) -> dict[str, Any]:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_ones_own_meetings_and_points_and_nobody_elses(diemen: Municipality, school: Party, client: Client) -> None:
    with inside(diemen):
        library = party("bieb")
        mine = Contact.objects.get(party=school)
        lea = meeting("LEA", date(2024, 3, 14), school, at=time(10), place="Raadzaal")
        meeting("Van de bieb", date(2024, 3, 15), library)
        point(mine, date(2024, 2, 9), lea, "Boeken kopen")
        point(contact(school, "Adjunct"), date(2024, 2, 9), lea, "Van de adjunct")
    found = titles(address(client, diemen))
    assert set(found) == {"LEA", "Klaar: Boeken kopen"}
    assert found["LEA"]["uid"] == f"overleg-{lea.pk}@diemen.kapstok"
    assert found["LEA"]["url"] == f"http://testserver/diemen/werk/overleg/{lea.pk}/"


def test_the_same_thing_keeps_its_uid_and_says_that_it_was_cancelled(
    diemen: Municipality, school: Party, client: Client
) -> None:
    with inside(diemen):
        lea = meeting("LEA", date(2024, 3, 14), school)
    where = address(client, diemen)
    before = titles(where)["LEA"]
    with inside(diemen):
        set_cancelled(lea, True, version=1, by=TEST)
    after = titles(where)["LEA"]
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]


def test_a_point_that_is_done_leaves_the_calendar(diemen: Municipality, school: Party, client: Client) -> None:
    with inside(diemen):
        row = point(Contact.objects.get(party=school), TODAY)
    where = address(client, diemen)
    assert set(titles(where)) == {"Klaar: Bellen"}
    client.post(url(diemen, "action-point-done", row.pk))
    assert titles(where) == {}


def test_an_address_ends_when_another_is_asked_or_it_is_closed(diemen: Municipality, client: Client) -> None:
    first = address(client, diemen)
    second = address(client, diemen)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(url(diemen, "calendar-address"), {"close": "1"})
    assert Client().get(second).status_code == 404
    assert client.get(url(diemen, "calendar-address")).context["url"] == ""
    third = address(client, diemen)
    assert Client().get(second).status_code == 404
    assert Client().get(third).status_code == 200


def test_an_address_ends_with_the_seat_and_with_the_account(diemen: Municipality, client: Client) -> None:
    where = address(client, diemen)
    Membership.objects.update(ended_at=now())
    assert Client().get(where).status_code == 404
    Membership.objects.update(ended_at=None)
    assert Client().get(where).status_code == 200
    Person.objects.update(is_active=False)
    assert Client().get(where).status_code == 404


def test_a_role_that_sees_no_meetings_has_no_calendar(diemen: Municipality) -> None:
    admin = working(diemen, Role.ADMINISTRATOR)
    assert admin.get(url(diemen, "calendar-address")).status_code == 403
    with inside(diemen), pytest.raises(RefusedError):
        renew_feed(by=command("test"))


def test_an_address_of_one_municipality_is_worth_nothing_in_another(diemen: Municipality, client: Client) -> None:
    putten = cast.municipality("Putten", "GM0273")
    somebody = Person.objects.get()
    with inside(putten):
        seated(putten, Role.SCHOOL, party("gabriel"), email=somebody.email)
    where = address(client, diemen)
    assert Client().get(where.replace("/diemen/", "/putten/")).status_code == 404


@pytest.mark.parametrize("key", ["x", "x.y", "WzEsMSwxXQ.AAAA", "é.è"])
def test_a_key_that_we_did_not_sign_is_not_there(diemen: Municipality, key: str) -> None:
    assert Client().get(url(diemen, "calendar-feed", key)).status_code == 404


@pytest.mark.parametrize("signed", ["text", [1], [1, 2, "x"], {"a": 1}, [True, 1, 1, 1]])
def test_what_was_signed_for_something_else_is_not_a_key(diemen: Municipality, signed: Any) -> None:
    key = Signer(salt="kapstok.parties.meetings.feed", sep=".").sign_object(signed)
    assert Client().get(url(diemen, "calendar-feed", key)).status_code == 404
    elsewhere = Signer(salt="elders", sep=".").sign_object([diemen.pk, 1, 1])
    assert Client().get(url(diemen, "calendar-feed", elsewhere)).status_code == 404


def test_a_calendar_can_only_be_read(diemen: Municipality, client: Client) -> None:
    where = address(client, diemen)
    assert Client().post(where).status_code == 405
    assert Client().get(where)["Cache-Control"] == "private, no-store"


def test_staff_get_what_their_own_party_is_asked_to(diemen: Municipality, school: Party) -> None:
    with inside(diemen):
        meeting("Van de school", date(2024, 3, 14), school)
    staff = working(diemen, Role.PROGRAMME_MANAGER)
    assert titles(address(staff, diemen)) == {}


def test_one_meeting_as_a_file(diemen: Municipality, school: Party, client: Client) -> None:
    with inside(diemen):
        mine, theirs = meeting("LEA", date(2024, 3, 14), school), meeting("Zonder ons")
    response = client.get(url(diemen, "meeting-file", mine.pk))
    assert response["Content-Disposition"] == 'attachment; filename="overleg-2024-03-14.ics"'
    assert [str(e["summary"]) for e in Calendar.from_ical(response.content).walk("VEVENT")] == ["LEA"]
    assert client.get(url(diemen, "meeting-file", theirs.pk)).status_code == 404


def test_a_month_says_that_the_day_follows_and_what_is_long_ago_stays_out(
    diemen: Municipality, school: Party, client: Client
) -> None:
    with inside(diemen):
        meeting("Denktank", date(2024, 4, 1), school, month_only=True)
        meeting("Lang geleden", TODAY - timedelta(days=366), school)
        report_meeting(meeting("Gisteren", date(2024, 1, 31), school), Report(text="x"), version=1, by=TEST)
    assert set(titles(address(client, diemen))) == {"Denktank (dag volgt)", "Gisteren"}


@pytest.mark.parametrize("count", [2, 60])
def test_the_number_of_queries_does_not_grow(
    diemen: Municipality, school: Party, client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    with inside(diemen):
        owner = Contact.objects.get(party=school)
        for number in range(count):
            point(owner, TODAY, meeting(f"Overleg {number}", date(2024, 3, 1), school, new_group="LEA"))
    where = address(client, diemen)
    with django_assert_max_num_queries(12):
        assert len(titles(where)) == count + 1


def test_two_people_have_two_addresses(diemen: Municipality, school: Party, client: Client) -> None:
    first = address(client, diemen)
    seated(diemen, Role.SCHOOL, school, email="ander@voorbeeld.example")
    second = address(signed_in(person("ander@voorbeeld.example")), diemen)
    assert first != second
    with inside(diemen):
        assert CalendarFeed.objects.count() == 2
    assert Client().get(first).status_code == 200


def test_of_more_than_fits_what_is_nearest_to_today_stays(
    diemen: Municipality, school: Party, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MOST", 4)
    with inside(diemen):
        for days in (-300, -200, -20, -1, 3, 30, 300):
            meeting(f"Overleg {days}", TODAY + timedelta(days=days), school)
        point(Contact.objects.get(party=school), TODAY + timedelta(days=2), what="Bellen")
    assert set(titles(address(client, diemen))) == {"Overleg -20", "Overleg -1", "Klaar: Bellen", "Overleg 3"}
