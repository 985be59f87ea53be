"""When a step is late, how many hours a presence is, and whether that fits the plan. Pure; today is an argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kapstok.core.money import format_number
from kapstok.core.periods import Quarter, format_date
from kapstok.plans.presentation.words import TIMES
from kapstok.plans.rules import quantity
from kapstok.plans.schema import Estimate

PATIENCE = timedelta(weeks=4)  # how long a party may take to answer
MOST_HOURS = Decimal(168)  # in a week
FITS = Decimal("0.1")  # hours that differ less than this part from the plan are not worth a remark
WEEK = 7


class State(StrEnum):
    """Where a step or a need stands. The words of `STATE_LABELS` stand beside every mark."""

    DONE = "done"
    LATE = "late"
    NOW = "now"
    PLANNED = "planned"


STATE_LABELS = {
    State.DONE: "klaar",
    State.LATE: "te laat",
    State.NOW: "loopt nu",
    State.PLANNED: "gepland",
}


def state(first: Quarter, last: Quarter, done_on: date | None, today: date) -> State:
    """Late is what is not done on the day after its last quarter."""
    if done_on:
        return State.DONE
    if last.end < today:
        return State.LATE
    return State.NOW if first.start <= today else State.PLANNED


def state_words(first: Quarter, last: Quarter, done_on: date | None, today: date, done: str = "klaar") -> str:
    """“klaar op 3 maart 2024”, “32 dagen te laat”, “loopt nu”, “gepland”."""
    match state(first, last, done_on, today):
        case State.DONE if done_on:
            return f"{done} op {format_date(done_on)}"
        case State.LATE:
            return late_words(days_late(last, today))
        case other:
            return STATE_LABELS[other]


def days_late(last: Quarter, today: date) -> int:
    """Days since the end of the quarter; not more than 0 when it has not ended."""
    return (today - last.end).days


def late_words(days: int) -> str:
    return f"{days} {'dag' if days == 1 else 'dagen'} te laat"


def answer_due(asked_on: date) -> date:
    """The last day on which a work plan that was asked then is in time."""
    return asked_on + PATIENCE


def span_words(first: Quarter, last: Quarter) -> str:
    """“Q4 2023”, “Q1 tot en met Q2 2024” or “Q4 2023 tot en met Q2 2024”."""
    if first == last:
        return str(first)
    return f"{f'Q{first.number}' if first.year == last.year else first} tot en met {last}"


def span_problem(first: Quarter, until: Quarter | None) -> str:
    """Why a step cannot take these quarters; empty when it can."""
    return "Het laatste kwartaal ligt vóór het eerste." if until and until < first else ""


def period_problem(starts: date, ends: date) -> str:
    """Why nobody can be somewhere in this period; empty when it can."""
    return "De laatste dag ligt vóór de eerste." if ends < starts else ""


def hours_problem(hours: Decimal) -> str:
    """Why these hours per week cannot be; empty when they can."""
    if hours <= 0:
        return "Vul meer dan 0 uur in."
    return f"Een week heeft {MOST_HOURS} uur." if hours > MOST_HOURS else ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Hours per week from the first up to and including the last day."""

    hours: Decimal
    starts: date
    ends: date

    @property
    def weeks(self) -> int:
        """Whole weeks, half a week counts as one, and never none. Holidays are not taken off."""
        days = Decimal((self.ends - self.starts).days + 1)
        return max(1, int((days / WEEK).to_integral_value(ROUND_HALF_UP)))

    @property
    def total(self) -> Decimal:
        return self.hours * self.weeks


def total_hours(stays: Iterable[Stay]) -> Decimal:
    return sum((stay.total for stay in stays), start=Decimal(0))


def busiest_week(stays: Sequence[Stay]) -> Decimal:
    """The most hours in one week: not all periods run at once. Hours only rise where a period starts."""
    return max((_hours_on(day, stays) for day in {one.starts for one in stays}), default=Decimal(0))


def _hours_on(day: date, stays: Sequence[Stay]) -> Decimal:
    return sum((one.hours for one in stays if one.starts <= day <= one.ends), start=Decimal(0))


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """What an estimate of the plan says in hours; `counted`: it adds up to the cost of the measure."""

    hours: Decimal
    worked_out: str
    counted: bool


def planned_hours(estimates: Iterable[Estimate]) -> tuple[PlannedHours, ...]:
    """Of the estimates that count hours: how many over the whole plan, and how that was worked out."""
    return tuple(
        PlannedHours(count * estimate.times, _worked_out(estimate), estimate.counted)
        for estimate in estimates
        if _counts_hours(estimate) and (count := quantity(estimate)) is not None
    )


def _counts_hours(estimate: Estimate) -> bool:
    words = [estimate.unit, *(factor.unit for factor in estimate.factors if not factor.price)]
    return any(word.casefold().split()[:1] in (["uur"], ["uren"]) for word in words)


def _worked_out(estimate: Estimate) -> str:
    counted = [f"{format_number(factor.value)} {factor.unit}" for factor in estimate.factors if not factor.price]
    again = [f"{format_number(estimate.times)} {TIMES[estimate.per]}"] if estimate.times != 1 else []
    return " × ".join([*counted, *again])


def hours_remark(told: Decimal, planned: Sequence[PlannedHours]) -> str:
    """How the hours of all work plans of a measure compare with the plan; empty when neither says anything."""
    if not planned or not told:
        return ""
    nearest = min(planned, key=lambda one: abs(one.hours - told))
    hours = f"{format_number(told)} uur"
    plan = f"{format_number(nearest.hours)} uur ({nearest.worked_out})"
    if abs(nearest.hours - told) <= nearest.hours * FITS:
        return f"Samen {hours}. Dat past bij het plan: {plan}."
    more = "meer" if told > nearest.hours else "minder"
    return f"Samen {hours}. Dat is {more} dan in het plan: {plan}. Dat mag; bespreek het wel met elkaar."
