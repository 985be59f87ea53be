"""What the acts on work plans are told. Plain values, without a database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.periods import Quarter


@dataclass(frozen=True, slots=True)
class StepEntry:
    """Something the party will do. `owner` is a contact's id. `id` is None for a new one; a known one without
    `what` goes."""

    what: str
    quarter: Quarter
    until: Quarter | None = None
    owner: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PresenceEntry:
    """Where (the id of a party), how many hours a week, from and up to which day. A known one without place goes."""

    place: int | None
    hours: Decimal
    starts: date
    ends: date
    id: int | None = None


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """What is needed from another party (its id), by which quarter. A known one without `what` goes."""

    what: str
    party: int
    quarter: Quarter
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A work plan as the party fills it in. Steps and needs that are not named stay as they are; `give`: it is ready
    for the others."""

    text: str = ""
    steps: tuple[StepEntry, ...] = ()
    presences: tuple[PresenceEntry, ...] = ()
    needs: tuple[NeedEntry, ...] = ()
    give: bool = True
