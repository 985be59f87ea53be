"""The seven steps as a ring that begins at the top and comes back to it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from kapstok.portal.steps.rules import Step

SIZE, OUTER, INNER, GAP = 240, 116, 72, 0.035


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the ring: its outline, and where its number stands."""

    step: Step
    path: str
    x: float
    y: float


def ring(steps: Sequence[Step]) -> tuple[Segment, ...]:
    turn = 2 * pi / len(steps)
    return tuple(_segment(step, index * turn, turn) for index, step in enumerate(steps))


def _segment(step: Step, start: float, turn: float) -> Segment:
    first, last = start + GAP, start + turn - GAP
    outline = [_at(OUTER, first), _at(OUTER, last), _at(INNER, last), _at(INNER, first)]
    corners = [f"{x:.1f} {y:.1f}" for x, y in outline]
    path = f"M{corners[0]}A{OUTER} {OUTER} 0 0 1 {corners[1]}L{corners[2]}A{INNER} {INNER} 0 0 0 {corners[3]}Z"
    x, y = _at((OUTER + INNER) / 2, start + turn / 2)
    return Segment(step, path, round(x, 1), round(y, 1))


def _at(radius: float, angle: float) -> tuple[float, float]:
    """Where this is, clockwise from the top."""
    middle = SIZE / 2
    return middle + radius * sin(angle), middle - radius * cos(angle)
