"""What the acts on meetings, action points and agreements are told. Plain values, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from kapstok.parties.kinds import AgreementKind, Outcome


@dataclass(frozen=True, slots=True)
class TopicTitle:
    """A subject of a meeting. `id` is None for a new one; a known one without title goes."""

    title: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A subject of a meeting, and what came of it. `id` as with TopicTitle."""

    title: str
    text: str = ""
    outcome: Outcome | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PointEntry:
    """Something to do: `owner` is a contact's id. `id` is None for a new one; a known one without `what` goes."""

    what: str
    owner: int
    due: date
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting as it is planned. `asked`: ids of parties. `group` is a party's id, `new_group` a name instead of it.

    `month_only`: the day is not known, only the month. `sectors`: who was there, where no organisation is known.
    """

    title: str
    on: date
    until: date | None = None
    month_only: bool = False
    at: time | None = None
    ends_at: time | None = None
    place: str = ""
    group: int | None = None
    new_group: str = ""
    organiser: int | None = None
    asked: frozenset[int] = frozenset()
    topics: tuple[TopicTitle, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is written down after a meeting. `present`: per party's id whether it came; None is not known."""

    text: str = ""
    outcome: Outcome | None = None
    outcome_text: str = ""
    present: Mapping[int, bool | None] = field(default_factory=dict)
    topics: tuple[TopicEntry, ...] = ()
    points: tuple[PointEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement between parties (their ids). `where`: of the signed paper. `ends` None: until further notice."""

    title: str
    kind: AgreementKind
    starts: date
    ends: date | None
    parties: frozenset[int]
    text: str = ""
    where: str = ""
    meeting: int | None = None
