from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.parties.meetings.rules import (
    AgreementState,
    PointState,
    When,
    agreement_state,
    agreement_words,
    hours_problem,
    months_later,
    point_state,
    point_words,
    span,
    span_problem,
)

TODAY = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2022, 11, 17)), "donderdag 17 november 2022"),
        (When(date(2022, 11, 17), at=time(14)), "donderdag 17 november 2022, 14.00 uur"),
        (
            When(date(2022, 11, 17), at=time(14), ends_at=time(15, 30)),
            "donderdag 17 november 2022, 14.00 tot 15.30 uur",
        ),
        (When(date(2022, 4, 1), date(2022, 4, 30), month_only=True), "april 2022"),
        (When(date(2023, 2, 1), date(2023, 3, 31), month_only=True), "februari 2023 tot en met maart 2023"),
        (When(date(2024, 3, 12), date(2024, 3, 14)), "12 maart 2024 tot en met 14 maart 2024"),
    ],
)
def test_when_a_meeting_is_in_words(when: When, words: str) -> None:
    assert str(when) == words


def test_a_list_says_the_weekday_in_two_letters_and_a_month_as_it_is() -> None:
    assert When(date(2022, 11, 17)).short_days == "do 17 november 2022"
    assert When(date(2022, 4, 1), date(2022, 4, 30), month_only=True).short_days == "april 2022"


def test_a_month_is_kept_from_its_first_to_its_last_day() -> None:
    assert span(date(2024, 2, 15), None, month_only=True) == (date(2024, 2, 1), date(2024, 2, 29))
    assert span(date(2023, 2, 9), date(2023, 3, 2), month_only=True) == (date(2023, 2, 1), date(2023, 3, 31))


def test_a_single_day_has_no_last_day() -> None:
    assert span(TODAY, TODAY, month_only=False) == (TODAY, None)
    assert span(TODAY, date(2024, 2, 2), month_only=False) == (TODAY, date(2024, 2, 2))


def test_days_and_hours_that_cannot_be() -> None:
    assert span_problem(TODAY, date(2024, 1, 31))
    assert not span_problem(TODAY, TODAY)
    assert hours_problem(None, time(12)) == "Vul ook in hoe laat het begint."
    assert hours_problem(time(12), time(12))
    assert not hours_problem(time(12), time(12, 1))
    assert not hours_problem(time(12), None)


@pytest.mark.parametrize(
    ("due", "done_on", "state", "words"),
    [
        (date(2024, 1, 31), None, PointState.LATE, "1 dag te laat"),
        (date(2024, 1, 20), None, PointState.LATE, "12 dagen te laat"),
        (TODAY, None, PointState.OPEN, "vandaag"),
        (date(2024, 2, 2), None, PointState.OPEN, "morgen"),
        (date(2024, 2, 15), None, PointState.OPEN, "over 14 dagen"),
        (date(2024, 2, 16), None, PointState.OPEN, "uiterlijk 16 februari 2024"),
        (date(2024, 1, 1), date(2024, 1, 9), PointState.DONE, "klaar op 9 januari 2024"),
    ],
)
def test_a_promise_is_late_from_the_day_after(due: date, done_on: date | None, state: PointState, words: str) -> None:
    assert point_state(due, done_on, TODAY) == state
    assert point_words(due, done_on, TODAY) == words


@pytest.mark.parametrize(
    ("starts", "ends", "state", "words"),
    [
        (date(2023, 1, 1), date(2024, 1, 31), AgreementState.ENDED, "afgelopen op 31 januari 2024"),
        (date(2023, 1, 1), TODAY, AgreementState.ENDING, "loopt vandaag af"),
        (date(2023, 1, 1), date(2024, 5, 1), AgreementState.ENDING, "loopt over 90 dagen af"),
        (date(2023, 1, 1), date(2024, 5, 2), AgreementState.RUNNING, "loopt tot en met 2 mei 2024"),
        (date(2023, 1, 1), None, AgreementState.RUNNING, "loopt zonder einddatum"),
        (date(2024, 3, 1), date(2024, 4, 1), AgreementState.COMING, "gaat in op 1 maart 2024"),
    ],
)
def test_an_agreement_warns_three_months_ahead(
    starts: date, ends: date | None, state: AgreementState, words: str
) -> None:
    assert agreement_state(starts, ends, TODAY) == state
    assert agreement_words(starts, ends, TODAY) == words


def test_months_later_ends_with_a_shorter_month() -> None:
    assert months_later(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_later(date(2024, 1, 31), 3) == date(2024, 4, 30)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 36))
def test_months_later_is_in_the_month_so_many_months_later(day: date, count: int) -> None:
    later = months_later(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day <= day.day
