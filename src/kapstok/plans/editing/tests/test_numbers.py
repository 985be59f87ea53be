"""Numbers and prices as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given

from kapstok.plans.editing.numbers import Counted, counted_text, parse_counted, parse_number
from kapstok.plans.tests.strategies import booleans, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", "2"), ("1,5", "1.5"), ("3.375", "3375"), ("1 250", "1250"), ("1.250,25", "1250.25"), ("0,3333", "0.3333")],
)
def test_a_number_is_read_the_dutch_way(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.5", "12.34"])
def test_a_point_for_the_decimals_is_explained(text: str) -> None:
    with pytest.raises(ValueError, match=f"Schrijf een komma: {text.replace('.', ',')}"):
        parse_number(text)


@pytest.mark.parametrize("text", ["twee", "", "-3", "1,23456", "1..2", "²"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="geen getal"):
        parse_number(text)


@pytest.mark.parametrize("text", ["€ 86,67", "€86,67", "86,67 euro", "EUR 86,67", "86,67€"])
def test_a_price_is_written_in_euros(text: str) -> None:
    assert parse_counted(text) == Counted(Decimal("86.67"), price=True)


def test_a_whole_price_may_end_in_a_dash() -> None:
    assert parse_counted("€ 5.000,-") == Counted(Decimal(5000), price=True)


def test_nothing_times_something_says_nothing() -> None:
    with pytest.raises(ValueError, match="meer dan 0"):
        parse_counted("0")


@given(numbers, booleans)
def test_what_is_shown_is_read_back(value: Decimal, price: bool) -> None:
    assert parse_counted(counted_text(value, price=price)) == Counted(value, price=price)
