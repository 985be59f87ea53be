"""When a meeting is in words, whether a promise is late, whether an agreement ends. Pure; today is an argument."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from kapstok.core.periods import add_months, format_date, format_month

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
NOTICE_MONTHS = 3  # how long before its end an agreement asks for attention
SOON = 14  # days


class PointState(StrEnum):
    OPEN = "open"
    LATE = "late"
    DONE = "done"


class AgreementState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class When:
    """The days of a meeting, and its hours if they are known."""

    on: date
    until: date | None = None
    month_only: bool = False
    at: time | None = None
    ends_at: time | None = None

    @property
    def last(self) -> date:
        return self.until or self.on

    @property
    def days(self) -> str:
        """“donderdag 17 november 2022”, “april 2022”, “12 maart 2024 tot en met 14 maart 2024”."""
        if self.month_only:
            first, last = format_month(self.on), format_month(self.last)
            return first if first == last else f"{first} tot en met {last}"
        if self.last != self.on:
            return f"{format_date(self.on)} tot en met {format_date(self.last)}"
        return f"{WEEKDAYS[self.on.weekday()]} {format_date(self.on)}"

    @property
    def short_days(self) -> str:
        """As `days`, with “do” for a single Thursday."""
        single = not self.month_only and self.last == self.on
        return f"{WEEKDAYS[self.on.weekday()][:2]} {format_date(self.on)}" if single else self.days

    @property
    def hours(self) -> str:
        """“14.00 tot 16.00 uur”; empty when no hour is known."""
        if self.at is None:
            return ""
        return f"{_hour(self.at)} tot {_hour(self.ends_at)} uur" if self.ends_at else f"{_hour(self.at)} uur"

    def __str__(self) -> str:
        return f"{self.days}, {self.hours}" if self.hours else self.days


def _hour(at: time) -> str:
    return f"{at:%H.%M}"


def span(on: date, until: date | None, *, month_only: bool) -> tuple[date, date | None]:
    """First and last day as they are kept: whole months when only the month is known, no last day for a single day."""
    if month_only:
        return on.replace(day=1), add_months(until or on, 1) - timedelta(days=1)
    return on, until if until != on else None


def span_problem(on: date, until: date | None) -> str:
    """Why these days cannot be; empty when they can."""
    return "De laatste dag ligt vóór de eerste." if until and until < on else ""


def hours_problem(at: time | None, ends_at: time | None) -> str:
    """Why these hours cannot be; empty when they can."""
    if ends_at and not at:
        return "Vul ook in hoe laat het begint."
    return "Het einde ligt niet na het begin." if at and ends_at and ends_at <= at else ""


def is_past(last: date, today: date) -> bool:
    return last < today


def point_state(due: date, done_on: date | None, today: date) -> PointState:
    """A promise is late from the day after it was due."""
    if done_on:
        return PointState.DONE
    return PointState.LATE if due < today else PointState.OPEN


def point_words(due: date, done_on: date | None, today: date) -> str:
    """“klaar op 3 maart 2024”, “12 dagen te laat”, “vandaag”, “over 5 dagen”, “uiterlijk 1 april 2024”."""
    match point_state(due, done_on, today):
        case PointState.DONE if done_on:
            return f"klaar op {format_date(done_on)}"
        case PointState.LATE:
            return f"{_days((today - due).days)} te laat"
        case _:
            return _ahead(due, today)


def _ahead(day: date, today: date) -> str:
    away = (day - today).days
    match away:
        case 0:
            return "vandaag"
        case 1:
            return "morgen"
        case _ if away <= SOON:
            return f"over {away} dagen"
        case _:
            return f"uiterlijk {format_date(day)}"


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def months_later(day: date, count: int) -> date:
    """The same day of the month so many months later, or the last one of a shorter month."""
    month = add_months(day, count)
    last = add_months(month, 1) - timedelta(days=1)
    return month.replace(day=min(day.day, last.day))


def agreement_state(starts: date, ends: date | None, today: date) -> AgreementState:
    """`ends` is the last day on which it holds."""
    if ends and ends < today:
        return AgreementState.ENDED
    if starts > today:
        return AgreementState.COMING
    return AgreementState.ENDING if ends and ends <= months_later(today, NOTICE_MONTHS) else AgreementState.RUNNING


def agreement_words(starts: date, ends: date | None, today: date) -> str:
    match agreement_state(starts, ends, today):
        case AgreementState.ENDED if ends:
            return f"afgelopen op {format_date(ends)}"
        case AgreementState.ENDING if ends == today:
            return "loopt vandaag af"
        case AgreementState.ENDING if ends:
            return f"loopt over {_days((ends - today).days)} af"
        case AgreementState.COMING:
            return f"gaat in op {format_date(starts)}"
        case _ if ends:
            return f"loopt tot en met {format_date(ends)}"
        case _:
            return "loopt zonder einddatum"
