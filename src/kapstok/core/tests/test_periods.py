import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import (
    Quarter,
    SchoolYear,
    add_months,
    financial_year,
    format_date,
    format_date_short,
    format_month,
    quarters,
    school_years,
)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
later = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2_000))


@given(days)
def test_each_day_is_in_exactly_one_school_year(day: date) -> None:
    year = SchoolYear.containing(day)
    assert year.start <= day <= year.end
    assert day in year
    assert day not in year.next
    assert SchoolYear.containing(year.start) == SchoolYear.containing(year.end) == year


@given(days)
def test_each_day_is_in_exactly_one_quarter(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.start <= day <= quarter.end
    assert day in quarter
    assert day not in quarter.next
    assert Quarter.containing(quarter.start) == Quarter.containing(quarter.end) == quarter


@given(days)
def test_periods_follow_each_other_without_a_gap(day: date) -> None:
    year, quarter = SchoolYear.containing(day), Quarter.containing(day)
    assert year.next.start - year.end == timedelta(days=1)
    assert quarter.next.start - quarter.end == timedelta(days=1)


@given(days, days)
def test_periods_are_ordered_by_time(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    assert SchoolYear.containing(first) <= SchoolYear.containing(last)
    assert Quarter.containing(first) <= Quarter.containing(last)
    assert (Quarter.containing(one) < Quarter.containing(other)) == (
        Quarter.containing(one).start < Quarter.containing(other).start
    )


@given(days)
def test_the_text_gives_the_same_period_back(day: date) -> None:
    year, quarter = SchoolYear.containing(day), Quarter.containing(day)
    assert SchoolYear(str(year)) == year
    assert Quarter(str(quarter)) == quarter
    assert {SchoolYear(str(year)), Quarter(str(quarter))} == {year, quarter}


@given(days, later)
def test_periods_between_two_days_hold_each_day_once(first: date, length: timedelta) -> None:
    last = first + length
    years, found = school_years(first, last), quarters(first, last)
    assert first in years[0]
    assert last in years[-1]
    assert all(one.next == other for one, other in pairwise(years))
    assert first in found[0]
    assert last in found[-1]
    assert all(one.next == other for one, other in pairwise(found))


def test_the_npo_window_opens_in_school_year_2020_2021() -> None:
    assert [str(year) for year in school_years(date(2021, 7, 1), date(2025, 7, 31))] == [
        "2020-2021",
        "2021-2022",
        "2022-2023",
        "2023-2024",
        "2024-2025",
    ]


def test_no_periods_when_the_last_day_comes_first() -> None:
    assert school_years(date(2023, 1, 2), date(2023, 1, 1)) == []
    assert quarters(date(2023, 1, 2), date(2023, 1, 1)) == []
    assert Quarter.range(Quarter("Q2 2023"), Quarter("Q1 2023")) == []


def test_a_school_year_runs_from_august_to_july() -> None:
    year = SchoolYear("2023-2024")
    assert (year.start, year.end) == (date(2023, 8, 1), date(2024, 7, 31))
    assert str(year.next) == "2024-2025"
    assert repr(year) == "SchoolYear('2023-2024')"


def test_a_quarter_has_three_months() -> None:
    quarter = Quarter("Q2 2023")
    assert (quarter.start, quarter.end) == (date(2023, 4, 1), date(2023, 6, 30))
    assert Quarter("Q4 2023").end == date(2023, 12, 31)
    assert repr(quarter) == "Quarter('Q2 2023')"
    assert [str(found) for found in Quarter.range(Quarter("Q4 2022"), quarter)] == ["Q4 2022", "Q1 2023", "Q2 2023"]


@pytest.mark.parametrize(
    "text", ["2023-2025", "2023/2024", "2023-2023", "23-24", "2023-2024\n", " 2023-2024", "", "٢٠٢٣-2024"]
)
def test_text_that_is_not_a_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"geen schooljaar\. Schrijf twee jaren na elkaar, zoals 2023-2024"):
        SchoolYear(text)


@pytest.mark.parametrize("text", ["Q5 2023", "Q0 2023", "2023 Q2", "q2 2023", "Q2 23", "Q2  2023", "Q2 2023\n", ""])
def test_text_that_is_not_a_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"geen kwartaal\. Schrijf Q1, Q2, Q3 of Q4 en het jaar, zoals Q2 2023"):
        Quarter(text)


@pytest.mark.parametrize(("period", "field"), [(SchoolYear("2023-2024"), "first_year"), (Quarter("Q2 2023"), "number")])
def test_periods_are_values(period: SchoolYear | Quarter, field: str) -> None:
    assert copy.deepcopy(period) == period
    assert pickle.loads(pickle.dumps(period)) == period
    with pytest.raises(FrozenInstanceError):
        setattr(period, field, 1)


def test_the_financial_year_is_the_calendar_year() -> None:
    assert financial_year(date(2023, 12, 31)) == 2023
    assert financial_year(date(2024, 1, 1)) == 2024


def test_months_are_counted_over_the_end_of_a_year() -> None:
    assert add_months(date(2021, 8, 17), 23) == date(2023, 7, 1)
    assert add_months(date(2021, 1, 1), -1) == date(2020, 12, 1)


def test_dates_are_written_in_dutch() -> None:
    assert format_date(date(2024, 2, 1)) == "1 februari 2024"
    assert format_date_short(date(2024, 2, 1)) == "1 feb 2024"
    assert format_date_short(date(2023, 3, 31)) == "31 mrt 2023"
    assert format_month(date(2022, 4, 30)) == "april 2022"
