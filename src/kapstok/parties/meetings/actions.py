"""Acts on meetings: plan, change, report, cancel; and on the action points that came out of them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.overtaken import OvertakenError
from kapstok.parties.meetings import snapshots
from kapstok.parties.meetings.groups import group_named
from kapstok.parties.meetings.rules import hours_problem, span, span_problem
from kapstok.parties.meetings.values import Invitation, PointEntry, Report, TopicEntry, TopicTitle
from kapstok.parties.models import ActionPoint, Attendance, Contact, Meeting, Party, Topic
from kapstok.parties.once import one_at_a_time


@transaction.atomic
def plan_meeting(invitation: Invitation, *, by: Actor) -> Meeting:
    """Make a meeting and ask parties to it; sent twice, it is made once. Raises RefusedError."""
    require(by, Right.KEEP_MEETINGS)
    one_at_a_time(by)
    columns = _columns(invitation, by)
    if by.person is not None and (known := _same_meeting(columns, invitation)):
        return known
    meeting = Meeting.objects.create(**columns, sectors=list(invitation.sectors))
    _ask(meeting, invitation.asked)
    _title_topics(meeting, invitation.topics)
    audit.record("meeting planned", meeting, by=by, after=snapshots.of_meeting(meeting))
    return meeting


def _same_meeting(columns: dict[str, Any], invitation: Invitation) -> Meeting | None:
    """A meeting that is in nothing different, and goes on."""
    rows = Meeting.objects.filter(**columns, cancelled=False).prefetch_related("attendances", "topics")
    wanted = invitation.asked, [topic.title.strip() for topic in invitation.topics]
    return next((row for row in rows if wanted == _asked_and_topics(row)), None)


def _asked_and_topics(meeting: Meeting) -> tuple[frozenset[int], list[str]]:
    asked = frozenset(row.party_id for row in meeting.attendances.all())
    return asked, [topic.title for topic in meeting.topics.all()]


@transaction.atomic
def change_meeting(meeting: Meeting, invitation: Invitation, *, version: int, by: Actor) -> Meeting:
    """Give a meeting other particulars. Raises OvertakenError when `version` is not the one in the database."""
    require(by, Right.KEEP_MEETINGS)
    locked = _locked(meeting, version)
    before = snapshots.of_meeting(locked)
    Meeting.objects.filter(pk=locked.pk).update(**_columns(invitation, by))
    _ask(locked, invitation.asked)
    _title_topics(locked, invitation.topics)
    return _saved("meeting changed", locked, before, by=by)


@transaction.atomic
def report_meeting(meeting: Meeting, report: Report, *, version: int, by: Actor) -> Meeting:
    """Write down who came and what came of it. Raises OvertakenError as change_meeting does."""
    require(by, Right.KEEP_MEETINGS)
    locked = _locked(meeting, version)
    if locked.cancelled:
        raise RefusedError("Dit overleg ging niet door. Zet het eerst terug als het er toch was.")
    before = snapshots.of_meeting(locked)
    Meeting.objects.filter(pk=locked.pk).update(
        text=report.text, outcome=report.outcome or "", outcome_text=report.outcome_text
    )
    _register_presence(locked, report)
    _report_topics(locked, report.topics)
    _promise(locked, report.points)
    return _saved("meeting reported", locked, before, by=by)


@transaction.atomic
def set_cancelled(meeting: Meeting, cancelled: bool, *, version: int, why: str = "", by: Actor) -> Meeting:
    """Call a meeting off, or say that it goes on after all. What is so already stays so.

    Raises OvertakenError as change_meeting does.
    """
    require(by, Right.KEEP_MEETINGS)
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.cancelled == cancelled:
        return locked
    if locked.version != version:
        raise OvertakenError
    before = snapshots.of_meeting(locked)
    Meeting.objects.filter(pk=locked.pk).update(cancelled=cancelled)
    return _saved("meeting cancelled" if cancelled else "meeting restored", locked, before, by=by, why=why)


@transaction.atomic
def set_done(point: ActionPoint, done: bool, *, by: Actor) -> ActionPoint:
    """Say that an action point is done today, or open again. Its own party may, and who keeps meetings."""
    locked = ActionPoint.objects.select_for_update(of=("self",)).select_related("owner").get(pk=point.pk)
    require(by, Right.CLOSE_ACTION_POINTS, locked.party_ids())
    if bool(locked.done_on) == done:
        return locked
    before = locked.done_on
    locked.done_on = clock.today() if done else None
    locked.save(update_fields=["done_on"])
    act = "action point done" if done else "action point reopened"
    audit.record(act, locked, by=by, before={"done_on": before}, after={"done_on": locked.done_on})
    return locked


def _locked(meeting: Meeting, version: int) -> Meeting:
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.version != version:
        raise OvertakenError
    return locked


def _saved(act: str, meeting: Meeting, before: dict[str, Any], *, by: Actor, why: str = "") -> Meeting:
    """A new version with its audit row; nothing when nothing is different."""
    was, became = snapshots.difference(before, snapshots.of_meeting(meeting))
    if became:
        Meeting.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)
        audit.record(act, meeting, by=by, before=was, after=became, why=why)
    return Meeting.objects.get(pk=meeting.pk)


def _columns(invitation: Invitation, by: Actor) -> dict[str, Any]:
    if not invitation.title.strip():
        raise RefusedError("Geef het overleg een naam.")
    problem = span_problem(invitation.on, invitation.until) or hours_problem(invitation.at, invitation.ends_at)
    if problem:
        raise RefusedError(problem)
    on, until = span(invitation.on, invitation.until, month_only=invitation.month_only)
    group = group_named(invitation.new_group, by=by).pk if invitation.new_group.strip() else invitation.group
    return {
        "title": invitation.title.strip(),
        "group_id": _known(Party, group, "De groep"),
        "organiser_id": _known(Contact, invitation.organiser, "De uitnodiger"),
        "on": on,
        "until": until,
        "precision": "month" if invitation.month_only else "day",
        "at": invitation.at,
        "ends_at": invitation.ends_at,
        "place": invitation.place.strip(),
    }


def _known(model: type[Party] | type[Contact], pk: int | None, what: str) -> int | None:
    if pk is not None and not model._default_manager.filter(pk=pk).exists():
        raise RefusedError(f"{what} bestaat niet in deze gemeente.")
    return pk


def known_parties(ids: Collection[int]) -> frozenset[int]:
    """These ids; raises RefusedError when one of them is no party of this municipality."""
    if Party.objects.filter(pk__in=ids).count() != len(ids):
        raise RefusedError("Een van de organisaties bestaat niet in deze gemeente.")
    return frozenset(ids)


def _ask(meeting: Meeting, asked: frozenset[int]) -> None:
    """Ask exactly these parties. Whoever stands in the report cannot be taken off the list."""
    held = {row.party_id: row for row in meeting.attendances.select_related("party")}
    for party, row in held.items():
        if party not in asked and row.present is not None:
            raise RefusedError(f"{row.party} staat in het verslag. Haal dat daar eerst weg.")
    new = known_parties(asked) - held.keys()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, party_id=party) for party in sorted(new))
    meeting.attendances.exclude(party__in=asked).delete()


def _title_topics(meeting: Meeting, titles: Iterable[TopicTitle]) -> None:
    known = {topic.pk: topic for topic in meeting.topics.all()}
    for position, entry in enumerate(titles):
        topic = _topic(meeting, known, entry.id)
        if entry.title.strip():
            topic.title, topic.position = entry.title.strip(), position
            topic.save()
        elif topic.pk and (topic.text or topic.outcome):
            raise RefusedError(f"Bij “{topic.title}” staat al wat eruit kwam. Haal dat eerst weg in het verslag.")
        elif topic.pk:
            topic.delete()


def _report_topics(meeting: Meeting, entries: Iterable[TopicEntry]) -> None:
    known = {topic.pk: topic for topic in meeting.topics.all()}
    for position, entry in enumerate(entries):
        topic = _topic(meeting, known, entry.id)
        if entry.title.strip():
            topic.title, topic.position = entry.title.strip(), position
            topic.text, topic.outcome = entry.text, entry.outcome or ""
            topic.save()
        elif topic.pk:
            topic.delete()


def _topic(meeting: Meeting, known: dict[int, Topic], pk: int | None) -> Topic:
    if pk is None:
        return Topic(meeting=meeting)
    if pk not in known:
        raise RefusedError("Een van de onderwerpen hoort niet bij dit overleg.")
    return known[pk]


def _register_presence(meeting: Meeting, report: Report) -> None:
    for attendance in meeting.attendances.filter(party__in=report.present):
        attendance.present = report.present[attendance.party_id]
        attendance.save(update_fields=["present"])


def _promise(meeting: Meeting, entries: Iterable[PointEntry]) -> None:
    known = {point.pk: point for point in meeting.action_points.all()}
    for entry in entries:
        if entry.id is not None and entry.id not in known:
            raise RefusedError("Een van de actiepunten hoort niet bij dit overleg.")
        point = known[entry.id] if entry.id is not None else ActionPoint(meeting=meeting)
        if entry.what.strip():
            point.what, point.due = entry.what.strip(), entry.due
            point.owner_id = _known(Contact, entry.owner, "De eigenaar van een actiepunt") or entry.owner
            point.save()
        elif point.pk:
            point.delete()
