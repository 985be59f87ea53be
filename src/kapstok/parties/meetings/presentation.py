"""What the pages show of a meeting, an action point or an agreement, worked out from rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kapstok.core.access import Actor, Answer, Right
from kapstok.core.overtaken import Clash
from kapstok.parties.kinds import OUTCOME_LABELS, SECTOR_LABELS, Outcome, Sector
from kapstok.parties.meetings.rules import (
    AgreementState,
    PointState,
    When,
    agreement_state,
    agreement_words,
    is_past,
    point_state,
    point_words,
)
from kapstok.parties.models import ActionPoint, Agreement, Attendance, Meeting, Party


def when(meeting: Meeting) -> When:
    return When(meeting.on, meeting.until, meeting.precision == "month", meeting.at, meeting.ends_at)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list. `asked` and `came` are counts; `waits`: held, and nothing was written down."""

    meeting: Meeting
    when: When
    asked: int
    came: int
    outcome: str
    past: bool
    waits: bool


def meeting_line(meeting: Meeting, today: date) -> MeetingLine:
    days = when(meeting)
    silent = not (meeting.text or meeting.outcome or meeting.outcome_text)
    past = is_past(days.last, today)
    asked, came = getattr(meeting, "asked", 0), getattr(meeting, "came", 0)
    return MeetingLine(
        meeting, days, asked, came, outcome_label(meeting.outcome), past, past and silent and not meeting.cancelled
    )


def clash_of_cancelling(meeting: Meeting, why: str, *, cancelled: bool) -> Clash:
    """The meeting as it stands now, beside what somebody says of one that she saw otherwise."""
    theirs = "\n".join(filter(None, (meeting.title, str(when(meeting)), meeting.place)))
    return Clash("Dit overleg", theirs, f"gaat niet door: {why}" if cancelled else "gaat toch door")


def cancelled_words(before: Meeting, why: str, *, cancelled: bool) -> str:
    """What was done to a meeting that stood there as `before`."""
    if not cancelled:
        return "Het overleg gaat toch door."
    if not before.cancelled:
        return "Het overleg gaat niet door."
    return (
        f"Dit overleg was al afgezegd. Uw reden staat er niet bij: “{why}”." if why else "Dit overleg was al afgezegd."
    )


def outcome_label(outcome: str) -> str:
    return OUTCOME_LABELS[Outcome(outcome)] if outcome else ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """An action point in a list. `may` says whether the reader may say that it is done."""

    point: ActionPoint
    words: str
    state: PointState
    may: Answer


def point_lines(points: Iterable[ActionPoint], actor: Actor, today: date) -> list[PointLine]:
    return [
        PointLine(
            point,
            point_words(point.due, point.done_on, today),
            point_state(point.due, point.done_on, today),
            actor.may(Right.CLOSE_ACTION_POINTS, point.party_ids()),
        )
        for point in points
    ]


@dataclass(frozen=True, slots=True)
class AgreementLine:
    agreement: Agreement
    words: str
    state: AgreementState
    parties: tuple[Party, ...]


def agreement_line(agreement: Agreement, today: date) -> AgreementLine:
    return AgreementLine(
        agreement,
        agreement_words(agreement.starts, agreement.ends, today),
        agreement_state(agreement.starts, agreement.ends, today),
        tuple(signature.party for signature in agreement.signed.all()),
    )


@dataclass(frozen=True, slots=True)
class Attended:
    """Who was asked, by whether they came; `sectors`: the words for those of whom no organisation is known."""

    came: tuple[Party, ...]
    stayed_away: tuple[Party, ...]
    unknown: tuple[Party, ...]
    sectors: tuple[str, ...]


def attended(meeting: Meeting) -> Attended:
    rows: Sequence[Attendance] = sorted(meeting.attendances.all(), key=lambda row: row.party.sort_key)
    by_answer = {answer: tuple(row.party for row in rows if row.present is answer) for answer in (True, False, None)}
    sectors = tuple(SECTOR_LABELS[Sector(sector)] for sector in meeting.sectors)
    return Attended(by_answer[True], by_answer[False], by_answer[None], sectors)


def by_sector(parties: Iterable[Party]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices grouped by sector, in the order of the sectors; the municipality first."""
    order = list(SECTOR_LABELS)
    ranked = sorted(parties, key=lambda party: (order.index(Sector(party.sector)), party.sort_key))
    return [
        (SECTOR_LABELS[Sector(sector)].capitalize(), [(party.pk, party.name) for party in group])
        for sector, group in groupby(ranked, key=lambda party: party.sector)
    ]
