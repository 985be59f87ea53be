"""When something is late, how many hours a presence is, and how that compares with the plan."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import Quarter
from kapstok.plans.schema import Estimate, Factor, Per
from kapstok.plans.working.rules import (
    State,
    Stay,
    answer_due,
    busiest_week,
    days_late,
    hours_problem,
    hours_remark,
    late_words,
    period_problem,
    planned_hours,
    span_problem,
    span_words,
    state,
    state_words,
    total_hours,
)

TODAY = date(2024, 2, 1)
Q3, Q4, Q1, Q2 = Quarter("Q3 2023"), Quarter("Q4 2023"), Quarter("Q1 2024"), Quarter("Q2 2024")
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
QUARTERS = DAYS.map(Quarter.containing)
HOURS = st.decimals("0.25", "40", places=2)


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    starts = draw(DAYS)
    return Stay(draw(HOURS), starts, starts + timedelta(days=draw(st.integers(0, 800))))


@pytest.mark.parametrize(
    ("first", "last", "done_on", "expected", "words"),
    [
        (Q3, Q4, None, State.LATE, "32 dagen te laat"),
        (Q3, Q4, date(2024, 1, 9), State.DONE, "klaar op 9 januari 2024"),
        (Q4, Q1, None, State.NOW, "loopt nu"),
        (Q1, Q1, None, State.NOW, "loopt nu"),
        (Q2, Q2, None, State.PLANNED, "gepland"),
    ],
)
def test_a_step_is_late_once_its_last_quarter_is_over(
    first: Quarter, last: Quarter, done_on: date | None, expected: State, words: str
) -> None:
    assert state(first, last, done_on, TODAY) == expected
    assert state_words(first, last, done_on, TODAY) == words


@pytest.mark.parametrize(("today", "late"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
def test_the_last_day_of_the_quarter_is_still_in_time(today: date, late: bool) -> None:
    assert (state(Q4, Q4, None, today) == State.LATE) is late


@given(first=QUARTERS, length=st.integers(0, 8), today=DAYS, done=st.none() | DAYS)
def test_a_step_has_one_state_and_is_late_by_a_number_of_days(
    first: Quarter, length: int, today: date, done: date | None
) -> None:
    last = first
    for _ in range(length):
        last = last.next
    stands = state(first, last, done, today)
    assert (stands == State.LATE) == (done is None and days_late(last, today) > 0)
    assert (stands == State.DONE) == (done is not None)
    assert state_words(first, last, done, today)


def test_days_are_counted_in_dutch() -> None:
    assert (late_words(1), late_words(2)) == ("1 dag te laat", "2 dagen te laat")


def test_a_party_may_take_four_weeks_to_answer() -> None:
    assert answer_due(date(2024, 1, 4)) == TODAY


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(Q4, Q4, "Q4 2023"), (Q1, Q2, "Q1 tot en met Q2 2024"), (Q4, Q1, "Q4 2023 tot en met Q1 2024")],
)
def test_quarters_read_as_people_say_them(first: Quarter, last: Quarter, words: str) -> None:
    assert span_words(first, last) == words


def test_what_cannot_be_is_told_in_dutch() -> None:
    assert "vóór het eerste" in span_problem(Q2, Q1)
    assert "vóór de eerste" in period_problem(TODAY, TODAY - timedelta(days=1))
    assert "meer dan 0" in hours_problem(Decimal(0))
    assert "168 uur" in hours_problem(Decimal(169))


def test_what_can_be_is_taken() -> None:
    assert {
        span_problem(Q1, Q1),
        span_problem(Q1, None),
        period_problem(TODAY, TODAY),
        hours_problem(Decimal(168)),
    } == {""}


@pytest.mark.parametrize(("days", "weeks"), [(1, 1), (7, 1), (10, 1), (11, 2), (14, 2), (182, 26)])
def test_half_a_week_counts_as_one(days: int, weeks: int) -> None:
    stay = Stay(Decimal(16), TODAY, TODAY + timedelta(days=days - 1))
    assert stay.weeks == weeks
    assert stay.total == Decimal(16 * weeks)


@given(st.lists(stays(), max_size=8))
def test_the_busiest_week_lies_between_the_longest_and_all_together(found: list[Stay]) -> None:
    busiest = busiest_week(found)
    assert busiest <= sum(stay.hours for stay in found)
    assert busiest >= max((stay.hours for stay in found), default=Decimal(0))
    assert total_hours(found) >= busiest


@given(stays(), stays())
def test_periods_that_do_not_meet_are_not_added_up(one: Stay, other: Stay) -> None:
    meet = one.starts <= other.ends and other.starts <= one.ends
    assert (busiest_week([one, other]) == one.hours + other.hours) == meet


def estimate(*factors: tuple[str, str], **changes: Any) -> Estimate:
    told = tuple(Factor(value=Decimal(value), unit=unit) for value, unit in factors)
    return Estimate(factors=told, **changes)


def test_hours_of_the_plan_are_its_factors_times_its_years() -> None:
    [found] = planned_hours(
        [estimate(("2", "uur per maand"), ("15", "locaties"), ("12", "maanden"), per=Per.YEAR, times=Decimal(2))]
    )
    assert found.hours == 720
    assert found.worked_out == "2 uur per maand × 15 locaties × 12 maanden × 2 jaar"


def test_what_does_not_speak_of_hours_is_not_compared() -> None:
    trainings = estimate(("2", "trainingen per jaar"))
    assert planned_hours([trainings, Estimate(amount=Decimal(1000))]) == ()
    assert hours_remark(Decimal(100), ()) == ""


@pytest.mark.parametrize(("told", "said"), [("760", "past bij"), ("900", "meer dan"), ("400", "minder dan")])
def test_the_plan_and_the_work_plans_are_compared_kindly(told: str, said: str) -> None:
    planned = planned_hours([estimate(("720", "uur")), estimate(("3000", "uur per jaar"))])
    remark = hours_remark(Decimal(told), planned)
    assert said in remark
    assert f"{told} uur" in remark
    assert "720 uur" in remark


def test_nothing_is_said_before_anybody_filled_in_hours() -> None:
    assert hours_remark(Decimal(0), planned_hours([estimate(("720", "uur"))])) == ""
