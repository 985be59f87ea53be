from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from kapstok.core.access import RefusedError, Role
from kapstok.core.models import AuditEntry
from kapstok.core.overtaken import OvertakenError
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import Outcome, PartyKind
from kapstok.parties.meetings import queries
from kapstok.parties.meetings.actions import (
    change_meeting,
    plan_meeting,
    report_meeting,
    set_cancelled,
    set_done,
)
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, actor, contact, meeting, party, point
from kapstok.parties.meetings.values import Invitation, PointEntry, Report, TopicEntry, TopicTitle
from kapstok.parties.models import ActionPoint, Meeting, Municipality, Party

pytestmark = pytest.mark.django_db
PLAN = Invitation(title="LEA", on=date(2024, 3, 14))


@pytest.fixture(autouse=True)
def in_diemen(diemen: Municipality) -> Iterator[None]:
    with inside(diemen):
        yield


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_a_meeting_is_planned_with_whom_it_asks_and_its_topics(diemen: Municipality) -> None:
    school, library = party("school"), party("bieb")
    invitation = replace(
        PLAN, asked=frozenset({school.pk, library.pk}), topics=(TopicTitle("Taal"), TopicTitle(" "), TopicTitle("Geld"))
    )
    made = plan_meeting(invitation, by=TEST)
    assert set(made.party_ids()) == {school.pk, library.pk}
    assert [topic.title for topic in made.topics.all()] == ["Taal", "Geld"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.after["title"]) == ("meeting planned", "LEA")  # type: ignore[index]
    assert [row["title"] for row in entry.after["topics"]] == ["Taal", "Geld"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": " "}, "Geef het overleg een naam"),
        ({"until": date(2024, 3, 13)}, "laatste dag ligt vóór"),
        ({"ends_at": time(12)}, "hoe laat het begint"),
        ({"at": time(12), "ends_at": time(11)}, "niet na het begin"),
        ({"group": 999}, "De groep bestaat niet"),
        ({"organiser": 999}, "De uitnodiger bestaat niet"),
        ({"asked": frozenset({999})}, "Een van de organisaties bestaat niet"),
        ({"topics": (TopicTitle("Taal", 999),)}, "hoort niet bij dit overleg"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_nothing_is_kept(
    diemen: Municipality, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(RefusedError, match=why):
        plan_meeting(replace(PLAN, **changes), by=TEST)
    assert not Meeting.objects.exists()
    assert not acts()


def test_a_new_group_is_made_once(diemen: Municipality) -> None:
    first = plan_meeting(replace(PLAN, new_group="Denktank  Jeugd"), by=TEST)
    second = plan_meeting(replace(PLAN, new_group="denktank jeugd"), by=TEST)
    assert first.group == second.group
    group = Party.objects.get(kind=PartyKind.WORKING_GROUP)
    assert (group.name, group.key) == ("Denktank Jeugd", "denktank-jeugd")
    assert acts().count("party added") == 1


def test_a_new_group_does_not_take_the_key_of_another(diemen: Municipality) -> None:
    party("denktank")
    assert plan_meeting(replace(PLAN, new_group="Denktank"), by=TEST).group.key == "denktank-2"  # type: ignore[union-attr]


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.AUDITOR, Role.SCHOOL, Role.PROVIDER, Role.ADMINISTRATOR])
def test_others_than_who_run_the_programme_keep_no_meetings(diemen: Municipality, role: Role) -> None:
    somebody, row = actor(role, own_party(diemen)), meeting()
    attempts: list[Callable[[], Meeting]] = [
        lambda: plan_meeting(PLAN, by=somebody),
        lambda: change_meeting(row, PLAN, version=1, by=somebody),
        lambda: report_meeting(row, Report(), version=1, by=somebody),
        lambda: set_cancelled(row, True, version=1, by=somebody),
    ]
    for act in attempts:
        with pytest.raises(RefusedError, match="programmamanager"):
            act()
    assert Meeting.objects.get().version == 1


def test_a_change_makes_a_version_and_the_same_again_makes_none(diemen: Municipality) -> None:
    row = meeting()
    changed = change_meeting(row, replace(PLAN, place="Raadzaal"), version=1, by=TEST)
    assert (changed.place, changed.version) == ("Raadzaal", 2)
    assert change_meeting(changed, replace(PLAN, place="Raadzaal"), version=2, by=TEST).version == 2
    assert acts() == ["meeting planned", "meeting changed"]
    assert AuditEntry.objects.last().before == {"place": ""}  # type: ignore[union-attr]


def test_who_was_overtaken_writes_nothing(diemen: Municipality) -> None:
    row = meeting()
    report_meeting(row, Report(text="Van de eerste"), version=1, by=TEST)
    with pytest.raises(OvertakenError):
        report_meeting(row, Report(text="Van de tweede"), version=1, by=TEST)
    with pytest.raises(OvertakenError):
        change_meeting(row, replace(PLAN, place="Raadzaal"), version=1, by=TEST)
    assert (Meeting.objects.get().text, Meeting.objects.get().place) == ("Van de eerste", "")


def test_a_report_says_who_came_what_came_of_it_and_who_does_what(diemen: Municipality) -> None:
    school, library = party("school"), party("bieb")
    head = contact(school)
    row = meeting("LEA", TODAY, school, library, topics=(TopicTitle("Taal"),))
    topic = row.topics.get()
    report = Report(
        text="Goed gesprek",
        outcome=Outcome.CONSENT,
        outcome_text="Akkoord",
        present={school.pk: True, library.pk: False},
        topics=(TopicEntry("Taal", "Meer lezen", Outcome.ADVICE, topic.pk), TopicEntry("Rondvraag")),
        points=(PointEntry("Boeken kopen", head.pk, date(2024, 3, 1)), PointEntry("", 0, TODAY)),
    )
    saved = report_meeting(row, report, version=1, by=TEST)
    assert (saved.outcome, saved.outcome_text, saved.version) == ("consent", "Akkoord", 2)
    assert dict(saved.attendances.values_list("party", "present")) == {school.pk: True, library.pk: False}
    assert list(saved.topics.values_list("title", "text", "outcome")) == [
        ("Taal", "Meer lezen", "advice"),
        ("Rondvraag", "", ""),
    ]
    made = ActionPoint.objects.get()
    assert (made.what, made.owner, made.due) == ("Boeken kopen", head, date(2024, 3, 1))


def test_rows_that_are_not_in_the_report_stay_and_emptied_ones_go(diemen: Municipality) -> None:
    head = contact(party("school"))
    row = meeting("LEA", TODAY, topics=(TopicTitle("Taal"), TopicTitle("Geld")))
    kept, gone = point(head, TODAY, row), point(head, TODAY, row, "Weg")
    language = row.topics.get(title="Taal")
    report = Report(topics=(TopicEntry("", id=language.pk),), points=(PointEntry("", head.pk, TODAY, gone.pk),))
    report_meeting(row, report, version=1, by=TEST)
    assert [topic.title for topic in row.topics.all()] == ["Geld"]
    assert list(row.action_points.all()) == [kept]


def test_a_report_cannot_touch_points_and_topics_of_another_meeting(diemen: Municipality) -> None:
    head = contact(party("school"))
    row, other = meeting(), meeting("Ander", TODAY, topics=(TopicTitle("Taal"),))
    theirs = point(head, TODAY, other)
    for report in (
        Report(points=(PointEntry("Gekaapt", head.pk, TODAY, theirs.pk),)),
        Report(topics=(TopicEntry("Gekaapt", id=other.topics.get().pk),)),
        Report(points=(PointEntry("Nieuw", 999, TODAY),)),
    ):
        with pytest.raises(RefusedError):
            report_meeting(row, report, version=1, by=TEST)
    theirs.refresh_from_db()
    assert theirs.what == "Bellen"


def test_who_stands_in_the_report_stays_asked_and_who_does_not_can_go(diemen: Municipality) -> None:
    school, library = party("school"), party("bieb")
    row = meeting("LEA", TODAY, school, library)
    report_meeting(row, Report(present={school.pk: True}), version=1, by=TEST)
    with pytest.raises(RefusedError, match="School staat in het verslag"):
        change_meeting(row, replace(PLAN, asked=frozenset({library.pk})), version=2, by=TEST)
    change_meeting(row, replace(PLAN, asked=frozenset({school.pk})), version=2, by=TEST)
    assert row.attendances.get().present is True


def test_a_topic_with_an_outcome_is_not_emptied_in_the_invitation(diemen: Municipality) -> None:
    row = meeting("LEA", TODAY, topics=(TopicTitle("Taal"),))
    topic = row.topics.get()
    report_meeting(row, Report(topics=(TopicEntry("Taal", "Meer lezen", id=topic.pk),)), version=1, by=TEST)
    with pytest.raises(RefusedError, match="Bij “Taal” staat al wat eruit kwam"):
        change_meeting(row, replace(PLAN, topics=(TopicTitle("", topic.pk),)), version=2, by=TEST)
    change_meeting(row, replace(PLAN, topics=(TopicTitle("Lezen", topic.pk),)), version=2, by=TEST)
    topic.refresh_from_db()
    assert (topic.title, topic.text) == ("Lezen", "Meer lezen")


def test_a_cancelled_meeting_takes_no_report_until_it_goes_on_after_all(diemen: Municipality) -> None:
    row = set_cancelled(meeting(), True, why="Te weinig mensen", version=1, by=TEST)
    assert (row.cancelled, row.version) == (True, 2)
    assert AuditEntry.objects.last().why == "Te weinig mensen"  # type: ignore[union-attr]
    assert set_cancelled(row, True, version=1, by=TEST).version == 2
    with pytest.raises(OvertakenError):
        set_cancelled(row, False, version=1, by=TEST)
    with pytest.raises(RefusedError, match="ging niet door"):
        report_meeting(row, Report(text="Toch"), version=2, by=TEST)
    restored = set_cancelled(row, False, version=2, by=TEST)
    assert report_meeting(restored, Report(text="Toch"), version=3, by=TEST).text == "Toch"


def test_the_owners_party_may_say_that_a_point_is_done_and_others_may_not(diemen: Municipality) -> None:
    school, library = party("school"), party("bieb")
    row = point(contact(school), TODAY)
    with pytest.raises(RefusedError, match="andere organisatie"):
        set_done(row, True, by=actor(Role.SCHOOL, library))
    with pytest.raises(RefusedError):
        set_done(row, True, by=actor(Role.AUDITOR, own_party(diemen)))
    assert set_done(row, True, by=actor(Role.SCHOOL, school)).done_on == TODAY
    assert set_done(row, True, by=actor(Role.SCHOOL, school)).done_on == TODAY
    assert set_done(row, False, by=actor(Role.POLICY_OFFICER, own_party(diemen))).done_on is None
    assert acts() == ["action point done", "action point reopened"]


def test_the_organisations_of_last_time_stand_ready(diemen: Municipality) -> None:
    school, library = party("school"), party("bieb")
    group = meeting("Eerst", date(2023, 1, 1), school, new_group="LEA").group
    assert group is not None
    meeting("Toen", date(2023, 6, 1), library, group=group.pk)
    not_held = meeting("Ging niet door", date(2023, 9, 1), school, library, group=group.pk)
    set_cancelled(not_held, True, version=1, by=TEST)
    assert queries.asked_last_time(group.pk) == {library.pk}
