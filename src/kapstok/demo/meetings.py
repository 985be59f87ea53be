"""What was discussed in the municipalities of the demo, through the same acts as everybody else."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from kapstok.core.access import Actor
from kapstok.core.tenancy import inside
from kapstok.parties.kinds import AgreementKind, Outcome
from kapstok.parties.meetings.actions import plan_meeting, report_meeting
from kapstok.parties.meetings.agreements import add_agreement
from kapstok.parties.meetings.values import Invitation, PointEntry, Report, Terms, TopicEntry, TopicTitle
from kapstok.parties.models import Agreement, Contact, Meeting, Municipality, Party

_WHEN_AND_WHERE = ("title", "on", "until", "month_only", "at", "ends_at", "place", "new_group")


@cache
def entries() -> dict[str, Any]:
    """Per municipality (its slug) the meetings and agreements of meetings.toml."""
    return tomllib.loads(files("kapstok.demo").joinpath("meetings.toml").read_text("utf-8"))


def load_meetings(municipality: Municipality, *, by: Actor) -> None:
    """Where there are no meetings yet. Once there are, they are somebody's, and stay as they are."""
    wanted = entries().get(municipality.slug, {})
    with inside(municipality):
        parties = dict(Party.objects.values_list("key", "pk"))
        if wanted and not Meeting.objects.exists():
            for facts in wanted["meeting"]:
                _load_meeting(facts, parties, by)
        if wanted and not Agreement.objects.exists():
            for facts in wanted["agreement"]:
                add_agreement(_terms(facts, parties), by=by)


def _load_meeting(facts: dict[str, Any], parties: dict[str, int], by: Actor) -> None:
    present = {
        **{parties[key]: True for key in facts.get("came", ())},
        **{parties[key]: False for key in facts.get("stayed_away", ())},
    }
    topics = facts.get("topics", [])
    meeting = plan_meeting(_invitation(facts, parties, frozenset(present)), by=by)
    if present or "outcome" in facts:
        ids = meeting.topics.values_list("pk", flat=True)
        report = Report(
            text=facts.get("text", ""),
            outcome=_outcome(facts),
            outcome_text=facts.get("outcome_text", ""),
            present=present,
            topics=tuple(
                TopicEntry(topic["title"], topic.get("text", "").strip(), _outcome(topic), pk)
                for topic, pk in zip(topics, ids, strict=True)
            ),
            points=tuple(_points(facts.get("points", []), parties)),
        )
        report_meeting(meeting, report, version=meeting.version, by=by)


def _invitation(facts: dict[str, Any], parties: dict[str, int], invited: frozenset[int]) -> Invitation:
    return Invitation(
        **{name: facts[name] for name in _WHEN_AND_WHERE if name in facts},
        group=parties[facts["group"]] if "group" in facts else None,
        organiser=_contact(facts["organiser"], parties) if "organiser" in facts else None,
        asked=invited | {parties[key] for key in facts.get("asked", ())},
        topics=tuple(TopicTitle(topic["title"]) for topic in facts.get("topics", [])),
        sectors=tuple(facts.get("sectors", ())),
    )


def _points(facts: list[dict[str, Any]], parties: dict[str, int]) -> Iterator[PointEntry]:
    for point in facts:
        owner = _contact(point["owner"], parties)
        if owner is not None:
            yield PointEntry(point["what"], owner, point["due"])


def _contact(who: list[str], parties: dict[str, int]) -> int | None:
    """`who`: the key of a party and a function. None when somebody ended that contact."""
    party, function = who
    contact = Contact.objects.filter(party=parties[party], function=function, ended_on=None).first()
    return contact.pk if contact else None


def _outcome(facts: dict[str, Any]) -> Outcome | None:
    return Outcome(facts["outcome"]) if "outcome" in facts else None


def _terms(facts: dict[str, Any], parties: dict[str, int]) -> Terms:
    return Terms(
        title=facts["title"],
        kind=AgreementKind(facts["kind"]),
        starts=facts["starts"],
        ends=facts.get("ends"),
        parties=frozenset(parties[key] for key in facts["parties"]),
        text=facts.get("text", ""),
        where=facts.get("where", ""),
    )
