"""Planning per quarter: each step in words, with its place on a strip of quarters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kapstok.core.pictures import Box, Scale, Step, scale, strip
from kapstok.plans.presentation.planning import PAINTS, when
from kapstok.plans.presentation.words import MILESTONE_KINDS
from kapstok.plans.schema import Milestone, PlanDocument

NO_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Planned:
    when: str
    what: str
    kind: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """The steps of a measure, or of the plan as a whole, the first one first."""

    title: str
    steps: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`scale` is empty when the planning is too long to draw."""

    scale: Scale
    groups: tuple[PlannedGroup, ...]


def schedule(plan: PlanDocument) -> Schedule:
    named = [("Het hele plan", plan.milestones), *((measure.name, measure.milestones) for measure in plan.measures)]
    on = scale([_step(milestone) for _, milestones in named for milestone in milestones], NO_DAY)
    return Schedule(on, tuple(_group(title, milestones, on) for title, milestones in named if milestones))


def _group(title: str, milestones: Iterable[Milestone], on: Scale) -> PlannedGroup:
    ordered = sorted(milestones, key=lambda milestone: milestone.quarter)
    return PlannedGroup(
        title,
        tuple(Planned(when(m), m.what, MILESTONE_KINDS[m.kind], strip([_step(m)], on).boxes) for m in ordered),
    )


def _step(milestone: Milestone) -> Step:
    return Step(
        milestone.quarter, milestone.until or milestone.quarter, PAINTS.get(milestone.kind, milestone.kind.value)
    )
