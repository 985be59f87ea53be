"""What is expected of money that still has to be spent: examples, and the laws that hold whatever happens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import add_months
from kapstok.ledger.forecast import Course, about, at_risk_on, busiest, forecast, said, stretches, upto

STARTS, ENDS = date(2021, 7, 1), date(2025, 7, 31)
MONTHS = [add_months(STARTS, at) for at in range(49)]
TODAY = date(2024, 2, 1)


def even(euros: int, first: date = date(2023, 2, 1), count: int = 30) -> dict[date, Decimal]:
    return {add_months(first, at): Decimal(euros) for at in range(count)}


def course(award: int = 300_000, **changes: object) -> Course:
    facts = {"planned": even(10_000), "spent": even(5_000, count=12), "promised": {}} | changes
    return Course(award=Decimal(award), starts=STARTS, ends=ENDS, **facts)  # type: ignore[arg-type]


def test_low_goes_on_as_of_late_and_high_according_to_plan() -> None:
    found = forecast(course(), TODAY)
    assert found.spent == 60_000
    assert found.pace == 5_000
    assert about(found.low) == 150_000  # 60.000 and 18 months of 5.000
    assert about(found.high) == 240_000  # 60.000 and 18 months of 10.000
    assert said(found.left_low, found.left_high) == "tussen €\xa060.000 en €\xa0150.000"


def test_what_was_promised_counts_when_it_is_more_than_the_plan() -> None:
    found = forecast(course(planned=even(1_000), promised={date(2023, 4, 1): Decimal(200_000)}), TODAY)
    assert found.committed == 200_000
    assert found.high == 260_000


def test_a_programme_that_began_three_months_ago_is_judged_by_those() -> None:
    begun = date(2023, 11, 1)
    found = forecast(course(planned=even(10_000, begun, 20), spent=even(6_000, begun, 3)), TODAY)
    assert found.pace == 6_000


def test_the_day_from_which_it_cannot_all_be_spent_is_counted_back_from_the_end() -> None:
    assert at_risk_on(Decimal(10_000), Decimal(10_000), ENDS) == ENDS - timedelta(days=31)
    assert at_risk_on(Decimal(0), Decimal(10_000), ENDS) is None
    assert at_risk_on(Decimal(10_000), Decimal(0), ENDS) is None


def test_the_busiest_year_of_a_plan_says_how_fast_it_can_go() -> None:
    slow, fast = even(1_000, count=12), even(4_000, date(2024, 2, 1), 12)
    assert busiest(slow | fast) == 4_000
    assert busiest(even(500, count=3)) == 500
    assert busiest({}) == 0


def test_a_month_is_spent_evenly_over_its_days() -> None:
    assert upto({date(2024, 2, 1): Decimal(2_900)}, date(2024, 2, 10)) == 1_000


def test_the_quarters_add_up_to_the_whole() -> None:
    found = forecast(course(promised={date(2023, 5, 1): Decimal(20_000)}), TODAY)
    rows = list(stretches(found))
    assert sum(row.spent or 0 for row in rows) == found.spent
    assert sum(row.committed or 0 for row in rows) == found.spent + found.committed
    assert sum(row.low or 0 for row in rows) == found.low - found.spent
    assert sum(row.high or 0 for row in rows) == found.high - found.spent
    assert sum(row.planned for row in rows) == 300_000


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0, 0, "niets"), (33_700, 34_200, "ongeveer €\xa034.000"), (20, 4_312, "hooguit €\xa04.300"),
     (-5, 49, "niets")],
)  # fmt: skip
def test_a_forecast_is_not_told_more_precisely_than_it_is(low: int, high: int, words: str) -> None:
    assert said(Decimal(low), Decimal(high)) == words


euros = st.decimals(0, 1_000_000, places=2)
by_month = st.dictionaries(st.sampled_from(MONTHS), euros, max_size=12)
any_course = st.builds(
    Course, award=euros, starts=st.just(STARTS), ends=st.just(ENDS), planned=by_month, spent=by_month,
    promised=st.dictionaries(st.sampled_from(MONTHS), st.decimals(-10_000, 1_000_000, places=2), max_size=12),
)  # fmt: skip
any_day = st.dates(date(2020, 1, 1), date(2027, 1, 1))


@given(any_course, any_day)
def test_low_is_never_above_high_nor_high_above_what_there_is(one: Course, today: date) -> None:
    found = forecast(one, today)
    assert found.spent <= found.low <= found.high <= found.award == max(one.award, found.spent)


@given(any_course, st.dates(ENDS, date(2030, 1, 1)))
def test_nothing_comes_after_the_window(one: Course, today: date) -> None:
    found = forecast(one, today)
    assert found.low == found.high == found.spent


@given(any_course, any_day)
def test_on_no_day_is_less_expected_than_the_day_before(one: Course, today: date) -> None:
    points = forecast(one, today).points
    for name in ("low", "high", "planned"):
        told = [value for point in points if (value := getattr(point, name)) is not None]
        assert told == sorted(told)
    assert all(point.low <= point.high for point in points if point.low is not None and point.high is not None)


@given(euros, euros, st.decimals(1, 10_000, places=2))
def test_the_less_is_left_the_later_it_is_at_risk(one: Decimal, other: Decimal, pace: Decimal) -> None:
    less, more = sorted((one, other))
    early, late = at_risk_on(more, pace, ENDS), at_risk_on(less, pace, ENDS)
    assert late is None or (early is not None and early <= late <= ENDS)
