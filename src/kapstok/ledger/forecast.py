"""What will be spent of some money before its window ends, and what then is left. Pure: today is an argument.

Low: partners go on as in the last four quarters. High: according to the plan, or all that was promised. Neither is
ever below what was spent or above what there is, and after the window nothing comes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from math import ceil

from kapstok.core.money import format_euro
from kapstok.core.periods import Quarter, add_months, quarters

ZERO = Decimal(0)
Months = Mapping[date, Decimal]  # by the first day of the month
PACE_MONTHS = 12
DAYS_IN_MONTH = Decimal("30.4375")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Money with its window, in euros by month: what the plan spends, what was spent, and by how much the open
    commitments went up or down."""

    award: Decimal
    starts: date
    ends: date
    planned: Months
    spent: Months
    promised: Months


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Everything from the start up to and including this day. What has not come yet has no spent and committed."""

    on: date
    planned: Decimal
    committed: Decimal | None = None
    spent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`low` and `high`: spent by the end of the window. `pace` is what was spent a month of late.

    `at_risk_on`: who starts later than this day cannot spend all of it anymore, even as fast as the plan's busiest
    year. None when nothing is left, or when nothing was planned.
    """

    award: Decimal
    spent: Decimal
    committed: Decimal
    pace: Decimal
    low: Decimal
    high: Decimal
    at_risk_on: date | None
    points: tuple[Point, ...]

    @property
    def left_low(self) -> Decimal:
        """What at least is left at the end of the window."""
        return self.award - self.high

    @property
    def left_high(self) -> Decimal:
        return self.award - self.low


def forecast(course: Course, today: date) -> Forecast:
    spent = sum(course.spent.values(), ZERO)
    outlook = _Outlook(course, today, spent)
    return Forecast(
        award=outlook.most,
        spent=spent,
        committed=outlook.open,
        pace=outlook.pace,
        low=outlook.low(course.ends),
        high=outlook.high(course.ends),
        at_risk_on=at_risk_on(outlook.most - spent, busiest(course.planned), course.ends),
        points=tuple(_points(course, outlook)),
    )


class _Outlook:
    """What to expect on a day that is still to come."""

    def __init__(self, course: Course, today: date, spent: Decimal) -> None:
        self.course, self.today, self.spent = course, today, spent
        self.most = max(course.award, spent)
        self.open = max(sum(course.promised.values(), ZERO), ZERO)
        self.pace = recent_pace(course, today)

    def low(self, day: date) -> Decimal:
        return min(self.spent + self.pace * self._days(day) / DAYS_IN_MONTH, self.most)

    def high(self, day: date) -> Decimal:
        days = self._days(day)
        if not days:
            return self.spent
        by_plan = upto(self.course.planned, day) - upto(self.course.planned, self.today)
        by_promise = self.open * days / self._days(self.course.ends)
        return max(min(self.spent + max(by_plan, by_promise), self.most), self.low(day))

    def _days(self, day: date) -> int:
        """Days of the window that are still to come, up to this day."""
        first = max(self.today, self.course.starts - timedelta(days=1))
        return max((min(day, self.course.ends) - first).days, 0)


def recent_pace(course: Course, today: date) -> Decimal:
    """Euros a month in the last twelve whole months, or in fewer when it began less long ago. Never below 0."""
    this_month = today.replace(day=1)
    first = min((month for months in (course.planned, course.spent) for month in months), default=this_month)
    running = (this_month.year - first.year) * 12 + this_month.month - first.month
    count = min(max(running, 1), PACE_MONTHS)
    since = add_months(this_month, -count)
    of_late = sum((amount for month, amount in course.spent.items() if since <= month < this_month), ZERO)
    return max(of_late / count, ZERO)


def busiest(planned: Months) -> Decimal:
    """Euros a month in the twelve months in which the plan spends most; of a shorter plan, in all its months."""
    if not planned:
        return ZERO
    first, last = min(planned), max(planned)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [planned.get(add_months(first, at), ZERO) for at in range(length)]
    window = min(length, PACE_MONTHS)
    return max(sum(months[at : at + window], ZERO) for at in range(length - window + 1)) / window


def at_risk_on(left: Decimal, pace: Decimal, ends: date) -> date | None:
    """Counted back from the end of the window at this pace a month."""
    if left <= 0 or pace <= 0:
        return None
    days = ceil(left / pace * DAYS_IN_MONTH)
    return ends - timedelta(days=days) if days < (ends - date.min).days else date.min


def upto(months: Months, day: date) -> Decimal:
    """What these months hold up to and including a day; a month is spent evenly over its days."""
    this_month = day.replace(day=1)
    whole = sum((amount for month, amount in months.items() if month < this_month), ZERO)
    days = (add_months(this_month, 1) - this_month).days
    return whole + months.get(this_month, ZERO) * day.day / days


def _points(course: Course, outlook: _Outlook) -> Iterator[Point]:
    """Where each quarter of the window ends, and today."""
    today = outlook.today
    gone = _clamped(course.spent, today)
    promised = _clamped(course.promised, today)
    for day in _days(course, today):
        planned = upto(course.planned, day)
        if day <= today:
            spent = outlook.spent if day == today else through(gone, day)
            open_then = outlook.open if day == today else through(promised, day)
            expected = outlook.spent if day == today else None
            yield Point(
                on=day, planned=planned, spent=spent, committed=spent + max(open_then, ZERO), low=expected,
                high=expected,
            )  # fmt: skip
        else:
            yield Point(on=day, planned=planned, low=outlook.low(day), high=outlook.high(day))


def _days(course: Course, today: date) -> list[date]:
    ends = {min(quarter.end, course.ends) for quarter in quarters(course.starts, course.ends)}
    return sorted({course.starts} | ends | ({today} if course.starts <= today <= course.ends else set()))


def _clamped(months: Months, today: date) -> Months:
    """What was promised for later counts from the day that it was promised: today at the latest."""
    last, found = today.replace(day=1), dict[date, Decimal]()
    for month, amount in months.items():
        at = min(month, last)
        found[at] = found.get(at, ZERO) + amount
    return found


def through(months: Months, day: date) -> Decimal:
    """All of the months that have begun on this day."""
    return sum((amount for month, amount in months.items() if month <= day), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A quarter: what was planned, promised and spent in it, or what is expected of it."""

    quarter: Quarter
    planned: Decimal
    committed: Decimal | None
    spent: Decimal | None
    low: Decimal | None
    high: Decimal | None


def stretches(found: Forecast) -> Iterator[Stretch]:
    """Quarter by quarter. The quarter of today has both: what came already, and what is still expected."""
    by_quarter: dict[Quarter, list[Point]] = {}
    for point in found.points:
        by_quarter.setdefault(Quarter.containing(point.on), []).append(point)
    nothing = Point(on=date.min, planned=ZERO, spent=ZERO, committed=ZERO)
    ends = [nothing, *(points[-1] for points in by_quarter.values())]
    for (before, last), (quarter, points) in zip(pairwise(ends), by_quarter.items(), strict=True):
        known = next((point for point in reversed(points) if point.spent is not None), None)
        yield Stretch(
            quarter=quarter,
            planned=last.planned - before.planned,
            spent=_more(known.spent if known else None, before.spent),
            committed=_more(known.committed if known else None, before.committed),
            low=_more(last.low, known.low if known else before.low) if last is not known else None,
            high=_more(last.high, known.high if known else before.high) if last is not known else None,
        )


def _more(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None else now - (before or ZERO)


def about(amount: Decimal) -> Decimal:
    """Rounded as far as a forecast can know: to hundreds, and from ten thousand on to thousands."""
    step = Decimal(1000) if abs(amount) >= 10_000 else Decimal(100)
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def said(low: Decimal, high: Decimal) -> str:
    """tussen € 34.000 en € 100.000; ongeveer € 34.000; niets"""
    first, last = about(low), about(high)
    if not last:
        return "niets"
    if first == last:
        return f"ongeveer {format_euro(last)}"
    return f"tussen {format_euro(first)} en {format_euro(last)}" if first else f"hooguit {format_euro(last)}"
