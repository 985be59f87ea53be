"""What waits for somebody, as values: which of it is late, and what comes first. Pure; today is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kapstok.core.periods import Quarter
from kapstok.plans.working.rules import answer_due


class Kind(StrEnum):
    """What can wait, the most pressing first where no day tells them apart."""

    DECISION = "decision"
    COMMENTS = "comments"
    APPROVALS = "approvals"
    REPORT = "report"
    ANSWER = "answer"
    NEED = "need"
    POINT = "point"
    STEP = "step"
    LATE_ANSWERS = "late_answers"
    LATE_STEPS = "late_steps"
    LATE_NEEDS = "late_needs"
    AGREEMENT = "agreement"
    INVITATIONS = "invitations"
    ERRORS = "errors"
    UPLOAD = "upload"
    DRAFT = "draft"
    NO_CONTACT = "no_contact"
    NO_STAND_IN = "no_stand_in"


OVERDUE = frozenset({Kind.LATE_ANSWERS, Kind.LATE_STEPS, Kind.LATE_NEEDS})  # kinds that only hold what is late
SUMMED = OVERDUE | {
    Kind.COMMENTS,
    Kind.APPROVALS,
    Kind.ERRORS,
    Kind.INVITATIONS,
    Kind.NO_CONTACT,
    Kind.NO_STAND_IN,
}  # one line for many
NOW = frozenset({Kind.DECISION, Kind.COMMENTS, Kind.APPROVALS, Kind.REPORT, Kind.ERRORS, Kind.UPLOAD, Kind.DRAFT})
SINCE = frozenset(
    {Kind.DECISION, Kind.COMMENTS, Kind.APPROVALS, Kind.REPORT, Kind.INVITATIONS, Kind.UPLOAD, Kind.DRAFT}
)  # their day is when it began
RANKS = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the database gave it. `count`: how many there are of its kind, or of what it stands for.

    `key` and `other` are what its address needs; `day` is when it is due, began or ends, `quarter` the last of a step.
    """

    kind: Kind
    pk: int
    key: str
    other: str
    label: str
    quarter: str
    day: date | None
    count: int


def due(line: Line) -> date | None:
    """The last day on which it is in time; None for what has no such day."""
    if line.quarter:
        return Quarter(line.quarter).end
    if line.day is None or line.kind in SINCE | OVERDUE:
        return None
    return answer_due(line.day) if line.kind is Kind.ANSWER else line.day


def is_late(line: Line, today: date) -> bool:
    last = due(line)
    return line.kind in OVERDUE or (last is not None and last < today)


def by_urgency(lines: Iterable[Line], today: date) -> list[Line]:
    """First what is late, then what somebody waits for now, then what has a day to come, then the rest."""
    return sorted(lines, key=lambda line: (_group(line, today), due(line) or line.day or today, RANKS[line.kind]))


def _group(line: Line, today: date) -> int:
    if is_late(line, today):
        return 0
    if line.kind in NOW:
        return 1
    return 2 if due(line) else 3


def counted(lines: Iterable[Line]) -> int:
    """How many things wait: all of a kind that is told one by one, one for what is summed up."""
    found = {(line.kind, line.pk if line.kind in SUMMED else 0): line for line in lines}
    return sum(1 if line.kind in SUMMED else line.count for line in found.values())
