"""How far what is written down fills a step. Pure.

Nothing is locked: a step tells what is there and what is missing, in any order, as often as one likes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    EMPTY = "empty"
    BEGUN = "begun"
    FILLED = "filled"


STATE_LABELS = {State.EMPTY: "nog niets", State.BEGUN: "begonnen", State.FILLED: "ingevuld"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to a step: `have` of `of`, or with `of` None at least `least`. `place`: where it is done.

    `inside`: of the officers' own desk, not for partners.
    """

    label: str
    have: int
    of: int | None = None
    place: str = ""
    missing: str = ""
    least: int = 1
    inside: bool = False

    @property
    def filled(self) -> bool:
        return self.have >= max(self.of or 0, self.least)


@dataclass(frozen=True, slots=True)
class Step:
    """`asks`: the question it answers. `note`: what Kapstok cannot hold yet, and where to keep it till then."""

    number: int
    title: str
    asks: str
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def state(self) -> State:
        if all(part.filled for part in self.parts):
            return State.FILLED
        return State.BEGUN if any(part.have for part in self.parts) else State.EMPTY

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme, and of its measures how many have a result and an indicator."""

    name: str
    measures: int
    results: int
    indicators: int
    goal: bool


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What a plan holds, counted."""

    goals: int = 0
    sectors: int = 0
    consultations: int = 0
    measures: int = 0
    results: int = 0
    indicators: int = 0
    target_groups: int = 0
    purposes: int = 0
    leads: int = 0
    costed: int = 0
    monitored: int = 0
    themes: tuple[ThemeCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down in the municipality; `plan` is None while there is none to read."""

    plan: PlanCounts | None = None
    held: int = 0
    reported: int = 0
    coming: int = 0
    lea_meetings: int = 0
    mandate: int = 0
    decisions: int = 0
    parties: int = 0
    reachable: int = 0
    cooperation: int = 0
    data_sharing: int = 0
    asked: int = 0
    given: int = 0
    work_steps: int = 0
    work_done: int = 0


def filled(steps: Iterable[Step]) -> int:
    return sum(step.state is State.FILLED for step in steps)


def for_partners(step: Step) -> Step:
    """Without what only officers keep, and without what they have to do."""
    return replace(step, parts=tuple(replace(part, missing="") for part in step.parts if not part.inside))


def leading(step: Step, addresses: Mapping[str, str]) -> Step:
    """With addresses for places; empty where this reader cannot go."""
    return replace(step, parts=tuple(replace(part, place=addresses.get(part.place, "")) for part in step.parts))
