from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import AgreementKind, PartyKind
from kapstok.parties.meetings import slots
from kapstok.parties.meetings.agreements import add_agreement
from kapstok.parties.meetings.tests.agenda import (
    TEST,
    TODAY,
    contact,
    meeting,
    page,
    party,
    point,
    url,
)
from kapstok.parties.meetings.values import Terms
from kapstok.parties.models import ActionPoint, Meeting, Municipality, Party

pytestmark = pytest.mark.django_db


def test_what_comes_stands_first_and_what_was_after_it_newest_first(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        for title, on in (("Oud", date(2022, 3, 1)), ("Later", date(2024, 5, 1)), ("Vandaag", TODAY)):
            meeting(title, on)
        meeting("Deze maand", date(2024, 2, 1), month_only=True)
        meeting("Gisteren", date(2024, 1, 31))
    shown = manager.get(url(diemen, "meetings")).context
    assert [line.meeting.title for line in shown["coming"]] == ["Vandaag", "Deze maand", "Later"]
    assert [line.meeting.title for line in shown["past"]] == ["Gisteren", "Oud"]
    assert all(line.waits for line in shown["past"])


def test_the_list_keeps_one_group_and_turns_pages(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        group = meeting("LEA 0", date(2023, 1, 1), new_group="LEA").group
        assert group is not None
        for number in range(1, 30):
            meeting(f"LEA {number}", date(2023, 1, 1), group=group.pk)
        meeting("Denktank", date(2023, 1, 1), new_group="Denktank")
    where = url(diemen, "meetings")
    assert "Denktank" in page(manager, where)
    text = page(manager, f"{where}?groep={group.pk}&pagina=2")
    assert "Pagina 2 van 2" in text
    assert f"?groep={group.pk}&amp;pagina=1" in text
    assert len(manager.get(f"{where}?groep={group.pk}&pagina=2").context["past"]) == 5


@pytest.mark.parametrize("given", ["x", "99999999999999999999", "-1", "²", ""])
def test_an_odd_group_in_the_address_does_no_harm(diemen: Municipality, manager: Client, given: str) -> None:
    for name in ("meetings", "meeting-new", "agreement-new"):
        assert manager.get(url(diemen, name), {"groep": given, "overleg": given, "pagina": given}).status_code == 200


def test_a_school_sees_what_it_is_asked_to_and_the_rest_is_not_there(diemen: Municipality, school: Party) -> None:
    with inside(diemen):
        mine, theirs = meeting("Van ons", TODAY, school), meeting("Zonder ons", TODAY, party("bieb"))
    client = working(diemen, Role.SCHOOL, school)
    text = page(client, url(diemen, "meetings"))
    assert "Van ons" in text
    assert "Zonder ons" not in text
    assert "Nieuw overleg" not in text
    assert client.get(url(diemen, "meeting", mine.pk)).status_code == 200
    assert client.get(url(diemen, "meeting", theirs.pk)).status_code == 404
    assert "Dit kan een programmamanager of een beleidsmedewerker doen." in page(
        client, url(diemen, "meeting", mine.pk)
    )


def test_a_group_that_meets_sees_its_own_meetings(diemen: Municipality) -> None:
    with inside(diemen):
        team = party("projectteam", kind=PartyKind.WORKING_GROUP)
        mine = meeting("Voortgang", TODAY, group=team.pk)
    assert working(diemen, Role.PROVIDER, team).get(url(diemen, "meeting", mine.pk)).status_code == 200


PAGES = {
    "meetings": {"see"}, "meeting": {"see"}, "meeting-file": {"see"}, "action-points": {"see"}, "agreements": {"see"},
    "agreement": {"see"}, "calendar-address": {"see"}, "meeting-new": {"keep"}, "meeting-change": {"keep"},
    "meeting-report": {"keep"}, "meeting-cancel": {"keep"}, "agreement-new": {"keep"}, "agreement-change": {"keep"},
}  # fmt: skip
ROLES = {
    Role.PROGRAMME_MANAGER: {"see", "keep"}, Role.POLICY_OFFICER: {"see", "keep"}, Role.CONTROLLER: {"see"},
    Role.AUDITOR: {"see"}, Role.SCHOOL: {"see"}, Role.PROVIDER: {"see"}, Role.ADMINISTRATOR: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_who_may_open_which_page(diemen: Municipality, role: Role) -> None:
    client = working(diemen, role)
    with inside(diemen):
        mine, other = own_party(diemen), party("bieb")
        row = meeting("LEA", TODAY, mine)
        terms = Terms("AVG", AgreementKind.DATA_SHARING, TODAY, None, frozenset({mine.pk, other.pk}))
        agreement = add_agreement(terms, by=TEST)
    for name, needed in PAGES.items():
        args = [agreement.pk] if name.startswith("agreement") else [row.pk]
        where = url(diemen, name, *([] if name in PLAIN else args))
        assert client.get(where).status_code == (200 if needed <= ROLES[role] else 403), name
        assert Client().get(where).status_code == 302, name


PLAIN = {"meetings", "action-points", "agreements", "calendar-address", "meeting-new", "agreement-new"}


def test_another_municipality_has_none_of_it(diemen: Municipality, manager: Client) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(putten):
        row = meeting("LEA", TODAY)
        mine = point(contact(party("gabriel")), TODAY, row)
    for name in ("meeting", "meeting-change", "meeting-report", "meeting-cancel", "meeting-file"):
        assert manager.get(url(diemen, name, row.pk)).status_code == 404
        assert manager.get(url(putten, name, row.pk)).status_code == 404
    assert manager.post(url(diemen, "action-point-done", mine.pk)).status_code == 404


def test_what_later_rooms_know_of_a_meeting_stands_on_its_page(
    diemen: Municipality, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "FINDERS", [lambda row, by: [slots.Link("besluit", f"Besluit na {row}", "/ergens/")]])
    with inside(diemen):
        row = meeting()
    assert '<a href="/ergens/">Besluit na LEA</a>' in page(manager, url(diemen, "meeting", row.pk))


@pytest.mark.parametrize("count", [5, 500])
def test_the_number_of_queries_and_the_size_do_not_grow(
    diemen: Municipality, manager: Client, school: Party, count: int, django_assert_max_num_queries: Any
) -> None:
    with inside(diemen):
        head, mine = contact(school), own_party(diemen)
        group = meeting("LEA", date(2020, 1, 1), school, mine, new_group="LEA").group
        assert group is not None
        Meeting.objects.bulk_create(
            Meeting(title=f"Overleg {n}", group=group, on=date(2024, 1, 1 + n % 28) if n % 2 else date(2024, 6, 1))
            for n in range(count)
        )
        ActionPoint.objects.bulk_create(ActionPoint(what=f"Doe {n}", owner=head, due=TODAY) for n in range(count))
        terms = [
            Terms(f"AVG {n}", AgreementKind.COOPERATION, TODAY, None, frozenset({school.pk, mine.pk})) for n in range(5)
        ]
        for one in terms:
            add_agreement(one, by=TEST)
    newest = f"{url(diemen, 'action-points')}?van=alle"
    for where in (
        url(diemen, "meetings"),
        newest,
        url(diemen, "agreements"),
        f"{url(diemen, 'meeting-new')}?groep={group.pk}",
    ):
        with django_assert_max_num_queries(19):
            response = manager.get(where)
        assert len(response.content) < 100 * 1024, where
