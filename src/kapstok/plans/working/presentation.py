"""What the pages show of work plans: steps with their state in words, and the strips of the timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from kapstok.core.access import Actor, Answer, Right
from kapstok.core.periods import Quarter
from kapstok.core.pictures import Scale, Step, Strip, scale, strip
from kapstok.plans.models import Need, Presence, WorkPlan, WorkStep
from kapstok.plans.working.lateness import day_of, in_time, quarters_of
from kapstok.plans.working.rules import (
    STATE_LABELS,
    State,
    Stay,
    answer_due,
    busiest_week,
    span_words,
    state,
    state_words,
    total_hours,
)
from kapstok.plans.working.standing import Asked

MOST_STEPS = 5  # of one work plan in a timeline of many
_FIRST_SHOWN = (State.LATE, State.NOW, State.PLANNED, State.DONE)


@dataclass(frozen=True, slots=True)
class StepLine:
    step: WorkStep
    when: str
    words: str
    state: State

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


def step_line(step: WorkStep, today: date) -> StepLine:
    first, last = quarters_of(step)
    told = (first, last, step.done_on, today)
    return StepLine(step, span_words(first, last), state_words(*told), state(*told))


def step_lines(steps: Iterable[WorkStep], today: date) -> list[StepLine]:
    return [step_line(step, today) for step in in_time(steps)]


@dataclass(frozen=True, slots=True)
class NeedLine:
    """`may`: whether the reader may say that it was met."""

    need: Need
    words: str
    state: State
    may: Answer


def need_lines(needs: Iterable[Need], actor: Actor, today: date) -> list[NeedLine]:
    return [_need_line(need, actor, today) for need in needs]


def _need_line(need: Need, actor: Actor, today: date) -> NeedLine:
    quarter = Quarter(need.quarter)
    told = (quarter, quarter, need.met_on, today)
    stands, words = state(*told), state_words(*told, done="geregeld")
    if stands in (State.NOW, State.PLANNED):
        words = f"uiterlijk in {quarter}"
    return NeedLine(need, words, stands, actor.may(Right.KEEP_WORK_PLANS, need.party_ids()))


@dataclass(frozen=True, slots=True)
class StayLine:
    presence: Presence
    stay: Stay


@dataclass(frozen=True, slots=True)
class Hours:
    """Where a party is, for how many hours; `a_week` in its busiest week."""

    lines: tuple[StayLine, ...]
    a_week: Decimal
    total: Decimal


def hours_of(presences: Iterable[Presence]) -> Hours:
    lines = tuple(StayLine(row, Stay(row.hours_per_week, row.starts, row.ends)) for row in presences)
    stays = [line.stay for line in lines]
    return Hours(lines, busiest_week(stays), total_hours(stays))


@dataclass(frozen=True, slots=True)
class Given:
    """Whether a work plan was handed in, and whether that is late."""

    words: str
    late: bool


def answer_state(row: WorkPlan | Asked, today: date) -> Given:
    if row.given_at:
        return Given("ingevuld", late=False)
    late = answer_due(day_of(row.asked_at)) < today
    return Given("nog niet ingevuld, te laat" if late else "nog niet ingevuld", late)


@dataclass(frozen=True, slots=True)
class Lane:
    """A work plan in the timeline: its steps, each with its strip. `more`: steps that are not told here."""

    work_plan: WorkPlan
    answer: Given
    steps: tuple[tuple[StepLine, Strip], ...]
    more: int
    summary: str
    a_week: Decimal


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """The work plans of one measure, or of one party."""

    title: str
    key: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    scale: Scale
    groups: tuple[LaneGroup, ...]
    states: tuple[tuple[State, str], ...]


def timeline(work_plans: Sequence[WorkPlan], today: date, *, per_party: bool = False) -> Timeline:
    """The work plans in the order they come, under their measure or their party."""
    lines = {row.pk: step_lines(row.steps.all(), today) if row.given_at else [] for row in work_plans}
    on = scale([_drawn(line) for told in lines.values() for line in told], today)
    lanes = [_lane(row, lines[row.pk], on, today) for row in work_plans]
    groups = groupby(lanes, key=lambda lane: lane.work_plan.party if per_party else lane.work_plan.measure)
    used = {line.state for told in lines.values() for line in told}
    states = tuple((one, STATE_LABELS[one]) for one in State if one in used)
    return Timeline(on, tuple(LaneGroup(of.name, of.key, tuple(found)) for of, found in groups), states)


def _lane(work_plan: WorkPlan, lines: Sequence[StepLine], on: Scale, today: date) -> Lane:
    urgent = sorted(lines, key=lambda line: _FIRST_SHOWN.index(line.state))
    shown = set(map(id, urgent[:MOST_STEPS]))
    return Lane(
        work_plan=work_plan,
        answer=answer_state(work_plan, today),
        steps=tuple((line, strip([_drawn(line)], on)) for line in lines if id(line) in shown),
        more=max(len(lines) - MOST_STEPS, 0),
        summary=summary(lines),
        a_week=hours_of(work_plan.presences.all()).a_week,
    )


def own_strip(lines: Sequence[StepLine], today: date) -> tuple[Scale, list[tuple[StepLine, Strip]]]:
    """One work plan: a strip a step, on one scale."""
    on = scale([_drawn(line) for line in lines], today)
    return on, [(line, strip([_drawn(line)], on)) for line in lines]


def _drawn(line: StepLine) -> Step:
    return Step(*quarters_of(line.step), line.state)


def summary(lines: Sequence[StepLine]) -> str:
    """“2 van 5 stappen klaar, 1 te laat”; empty without steps."""
    if not lines:
        return ""
    done = sum(line.state is State.DONE for line in lines)
    late = sum(line.state is State.LATE for line in lines)
    told = f"{done} van {len(lines)} {'stap' if len(lines) == 1 else 'stappen'} klaar"
    return f"{told}, {late} te laat" if late else told
