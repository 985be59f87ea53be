from datetime import date

import pytest
from django.test import Client
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import AgreementKind
from kapstok.parties.meetings import queries
from kapstok.parties.meetings.actions import set_cancelled
from kapstok.parties.meetings.agreements import add_agreement
from kapstok.parties.meetings.tests.agenda import (
    TEST,
    TODAY,
    actor,
    contact,
    meeting,
    page,
    party,
    point,
    url,
)
from kapstok.parties.meetings.values import Terms
from kapstok.parties.models import ActionPoint, Contact, Meeting, Municipality, Party

pytestmark = pytest.mark.django_db


def test_a_point_is_done_with_one_click_and_one_comes_back_where_one_was(diemen: Municipality, school: Party) -> None:
    client = working(diemen, Role.SCHOOL, school)
    with inside(diemen):
        mine = point(Contact.objects.get(party=school), date(2024, 1, 30))
        theirs = point(contact(party("bieb")), TODAY, what="Van de bieb")
    text = page(client, url(diemen, "action-points"))
    assert "2 dagen te laat" in text
    assert "Van de bieb" not in page(client, f"{url(diemen, 'action-points')}?van=alle")
    done = url(diemen, "action-point-done", mine.pk)
    back = f"{url(diemen, 'action-points')}?van=alle"
    assert client.post(done, {"next": back})["Location"] == back
    assert client.post(done, {"next": "https://elders.example/"})["Location"] == url(diemen, "action-points")
    assert client.post(done, {"next": "//elders.example/"})["Location"] == url(diemen, "action-points")
    assert "klaar op 1 februari 2024" in page(client, f"{url(diemen, 'action-points')}?stand=klaar")
    assert client.post(url(diemen, "action-point-done", theirs.pk)).status_code == 404
    assert client.get(done).status_code == 405


@pytest.mark.parametrize(("which", "titles"), [("open", ["Laat", "Open"]), ("te-laat", ["Laat"]), ("klaar", ["Klaar"])])
def test_points_by_what_they_are(
    diemen: Municipality, manager: Client, school: Party, which: str, titles: list[str]
) -> None:
    with inside(diemen):
        head = contact(school)
        point(head, date(2024, 1, 31), what="Laat")
        point(head, TODAY, what="Open")
        ActionPoint.objects.create(what="Klaar", owner=head, due=TODAY, done_on=TODAY)
    shown = manager.get(url(diemen, "action-points"), {"van": "alle", "stand": which}).context
    assert [line.point.what for line in shown["points"]] == titles
    assert shown["late"] == 1


def test_what_the_first_page_of_work_asks(diemen: Municipality, school: Party) -> None:
    working(diemen, Role.SCHOOL, school)
    with inside(diemen):
        me = Contact.objects.get(party=school)
        for number in range(8):
            meeting(f"Overleg {number}", date(2024, 3, 1 + number), school)
        set_cancelled(Meeting.objects.get(title="Overleg 0"), True, version=1, by=TEST)
        point(me, TODAY, what="Van mij")
        point(contact(school, "Adjunct"), TODAY)
        for title, ends in (("Bijna", date(2024, 5, 1)), ("Later", date(2024, 5, 2)), ("Al", date(2024, 1, 31))):
            parties = frozenset({school.pk, own_party(diemen).pk})
            add_agreement(Terms(title, AgreementKind.COOPERATION, date(2023, 1, 1), ends, parties), by=TEST)
        somebody = actor(Role.SCHOOL, school)
        mine = somebody.__class__(by="", seats=somebody.seats, person=me.person_id)
        assert [row.title for row in queries.my_upcoming_meetings(mine, TODAY)] == [f"Overleg {n}" for n in range(1, 6)]
        assert [row.what for row in queries.my_open_points(mine)] == ["Van mij"]
        assert [row.title for row in queries.agreements_ending(mine, TODAY)] == ["Bijna"]
