"""Amounts, numbers and dates in templates, the Dutch way."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from kapstok.core.money import format_euro, format_number
from kapstok.core.periods import format_date, format_month

register = template.Library()


@register.filter
def euro(amount: Decimal | None) -> str:
    """€ 45.000; an amount that is not known is a dash."""
    return "–" if amount is None else format_euro(amount)


@register.filter
def euro_cents(amount: Decimal) -> str:
    """€ 13.416,67: always to the cent."""
    return format_euro(amount, cents=True)


@register.filter
def number(value: Decimal | int) -> str:
    return format_number(value)


@register.filter
def day(value: date) -> str:
    return format_date(value)


@register.filter
def month(value: date) -> str:
    return format_month(value)


@register.filter
def under(values: Iterable[Any], labels: Iterable[str]) -> list[tuple[str, Any]]:
    """Each value with its label: the cells of a row with the headings of their columns."""
    return list(zip(labels, values, strict=True))
