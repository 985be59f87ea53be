"""From rows to what a form shows first, and from a valid form to what an act is told."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kapstok.core.forms import Rows
from kapstok.parties.kinds import AgreementKind, Outcome
from kapstok.parties.meetings.forms import NEW_GROUP, AgreementForm, InvitationForm, ReportForm
from kapstok.parties.meetings.values import Invitation, PointEntry, Report, Terms, TopicEntry, TopicTitle
from kapstok.parties.models import ActionPoint, Agreement, Meeting, Topic

_PRESENT = {"yes": True, "no": False, "": None}
_ANSWERS = {answer: text for text, answer in _PRESENT.items()}


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    whole_month = meeting.precision == "month"
    one_month = whole_month and meeting.until is not None and meeting.until.replace(day=1) == meeting.on
    return {
        "title": meeting.title,
        "group": str(meeting.group_id or ""),
        "on": meeting.on,
        "until": None if one_month else meeting.until,
        "month_only": whole_month,
        "at": meeting.at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "organiser": str(meeting.organiser_id or ""),
        "asked": [attendance.party_id for attendance in meeting.attendances.all()],
        "version": meeting.version,
    }


def of_report(meeting: Meeting) -> dict[str, Any]:
    present = {f"present_{row.party_id}": _ANSWERS[row.present] for row in meeting.attendances.all()}
    return {
        "text": meeting.text,
        "outcome": meeting.outcome,
        "outcome_text": meeting.outcome_text,
        "version": meeting.version,
        **present,
    }


def of_agreement(agreement: Agreement) -> dict[str, Any]:
    return {
        "title": agreement.title,
        "kind": agreement.kind,
        "parties": list(agreement.party_ids()),
        "starts": agreement.starts,
        "ends": agreement.ends,
        "where": agreement.where,
        "text": agreement.text,
        "version": agreement.version,
    }


def of_titles(topics: Iterable[Topic]) -> list[dict[str, Any]]:
    return [{"id": topic.pk, "title": topic.title} for topic in topics]


def of_topics(topics: Iterable[Topic]) -> list[dict[str, Any]]:
    return [{"id": topic.pk, "title": topic.title, "text": topic.text, "outcome": topic.outcome} for topic in topics]


def of_points(points: Iterable[ActionPoint]) -> list[dict[str, Any]]:
    return [{"id": row.pk, "what": row.what, "owner": str(row.owner_id), "due": row.due} for row in points]


def invitation(form: InvitationForm, titles: Rows) -> Invitation:
    given = form.cleaned_data
    new_group = given["new_group"] if given["group"] in (NEW_GROUP, "") else ""
    return Invitation(
        title=given["title"],
        on=given["on"],
        until=given["until"],
        month_only=given["month_only"],
        at=given["at"],
        ends_at=given["ends_at"],
        place=given["place"],
        group=_number(given["group"]),
        new_group=new_group,
        organiser=_number(given["organiser"]),
        asked=frozenset(given["asked"]),
        topics=tuple(TopicTitle(row["title"], row.get("id")) for row in _written(titles, "title")),
    )


def report(form: ReportForm, topics: Rows, points: Rows) -> Report:
    given = form.cleaned_data
    return Report(
        text=given["text"],
        outcome=_outcome(given["outcome"]),
        outcome_text=given["outcome_text"],
        present={int(field.name.removeprefix("present_")): _PRESENT[given[field.name]] for field in form.presence()},
        topics=tuple(
            TopicEntry(row["title"], row["text"], _outcome(row["outcome"]), row.get("id"))
            for row in _written(topics, "title")
        ),
        points=tuple(_point(row) for row in _written(points, "what")),
    )


def terms(form: AgreementForm, meeting: int | None) -> Terms:
    given = form.cleaned_data
    return Terms(
        title=given["title"],
        kind=AgreementKind(given["kind"]),
        starts=given["starts"],
        ends=given["ends"],
        parties=frozenset(given["parties"]),
        text=given["text"],
        where=given["where"],
        meeting=meeting,
    )


def _written(rows: Rows, name: str) -> Iterator[dict[str, Any]]:
    """The rows that say something, or that emptied a known one."""
    given: Sequence[dict[str, Any]] = [form.cleaned_data for form in rows.forms]
    return (row for row in given if row.get(name) or row.get("id"))


def _point(row: dict[str, Any]) -> PointEntry:
    return PointEntry(row["what"], _number(row["owner"]) or 0, row["due"], row.get("id"))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _outcome(text: str) -> Outcome | None:
    return Outcome(text) if text else None
