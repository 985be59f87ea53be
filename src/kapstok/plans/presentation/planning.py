"""The planning: for each measure a strip of quarters, and the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.pictures import Scale, Step, Strip, scale, strip
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.coats import Paint
from kapstok.plans.presentation.words import MILESTONE_KINDS
from kapstok.plans.schema import Milestone, MilestoneKind, PlanDocument

MOST_ROWS = 25
PAINTS = {MilestoneKind.MONITOR_PLAN: "monitor"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One milestone in words."""

    when: str
    what: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlanningRow:
    """A measure with its strip and the same in words, or (without `url`) a step of the plan as a whole."""

    name: str
    url: str
    strip: Strip
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class PlanningGroup:
    """`more` counts the rows that are not shown."""

    title: str
    rows: tuple[PlanningRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Planning:
    scale: Scale
    groups: tuple[PlanningGroup, ...]
    legend: tuple[Paint, ...]


def planning(plan: PlanDocument, to: Addresses, today: date, *, most_rows: int = MOST_ROWS) -> Planning:
    """At most so many rows in each of its two groups."""
    whole = [(step.what, "", (step,)) for step in sorted(plan.milestones, key=lambda step: step.quarter)]
    measures = [(m.name, to.measure(m.key), m.milestones) for m in plan.measures if m.milestones]
    steps = [step for _, _, milestones in whole + measures for step in _steps(milestones)]
    on = scale(steps, today)
    named = (("Het hele plan", whole), ("Per maatregel", measures))
    groups = [_group(title, rows, on, most_rows) for title, rows in named]
    return Planning(on, tuple(group for group in groups if group.rows), tuple(_legend(steps)))


def _group(title: str, named: Sequence[tuple[str, str, tuple[Milestone, ...]]], on: Scale, most: int) -> PlanningGroup:
    rows = (PlanningRow(name, url, strip(_steps(of), on), planned(of)) for name, url, of in named[:most])
    return PlanningGroup(title, tuple(rows), max(len(named) - most, 0))


def planned(milestones: Sequence[Milestone]) -> tuple[Planned, ...]:
    """Milestones in words, the first one first."""
    ordered = sorted(milestones, key=lambda milestone: milestone.quarter)
    return tuple(Planned(when(m), m.what, MILESTONE_KINDS[m.kind]) for m in ordered)


def when(milestone: Milestone) -> str:
    if milestone.until is None or milestone.until == milestone.quarter:
        return str(milestone.quarter)
    return f"{milestone.quarter} tot en met {milestone.until}"


def _steps(milestones: Sequence[Milestone]) -> list[Step]:
    return [Step(m.quarter, m.until or m.quarter, PAINTS.get(m.kind, m.kind.value)) for m in milestones]


def _legend(steps: Sequence[Step]) -> Iterator[Paint]:
    used = {step.paint for step in steps}
    for kind in MilestoneKind:
        if kind not in PAINTS and kind.value in used:
            yield Paint(kind.value, MILESTONE_KINDS[kind])
