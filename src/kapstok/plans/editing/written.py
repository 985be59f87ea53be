"""A measure as a form shows it: text for each field, which the form reads back. Pure."""

from collections.abc import Mapping
from typing import Any

from kapstok.core.money import format_number, format_range
from kapstok.plans.editing.numbers import counted_text
from kapstok.plans.schema import Estimate, Factor, Funding, Measure, Milestone, Purpose

Written = dict[str, Any]
_EURO_UNIT = ("euro ", "euro's ")


def measure(value: Measure, names: Mapping[str, str]) -> Written:
    """The fields that a measure has once. `names`: what parties are called, by key."""
    return {
        "name": value.name,
        "theme": value.theme,
        "description": value.description,
        "target_group": value.target_group,
        "result": value.result,
        "indicator": value.indicator,
        "offer": value.offer.value if value.offer else "",
        "lead": names.get(value.lead or "", ""),
        "cost_types": list(value.cost_types),
    }


def purpose(value: Purpose | None) -> Written:
    return {"share": format_number(value.share) if value else ""}


def step(value: Milestone) -> Written:
    return {
        "quarter": str(value.quarter),
        "until": str(value.until or ""),
        "what": value.what,
        "kind": value.kind.value,
    }


def funding(value: Funding) -> Written:
    amount = "" if value.amount is None else _plain(format_range(value.amount, value.amount, value.about))
    return {"source": value.source, "amount": amount, "note": value.note}


def estimate(value: Estimate) -> Written:
    high = value.high or value.amount
    amount = "" if value.amount is None or high is None else _plain(format_range(value.amount, high, value.about))
    return {
        "label": value.label,
        "amount": amount,
        "unit": value.unit,
        "per": value.per.value,
        "times": format_number(value.times),
        "counted": value.counted,
        "stated_in": value.stated_in,
        "note": value.note,
    }


def factor(value: Factor) -> Written:
    return {"number": counted_text(value.value, price=value.price), "unit": unit_text(value)}


def unit_text(value: Factor) -> str:
    """€ 86,67 per uur: the euro stands at the number."""
    if not value.price:
        return value.unit
    prefix = next((one for one in _EURO_UNIT if value.unit.startswith(one)), "")
    return "" if value.unit == "euro" else value.unit.removeprefix(prefix)


def unit_read(text: str, *, price: bool) -> str:
    return f"euro {text}".strip() if price else text


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
