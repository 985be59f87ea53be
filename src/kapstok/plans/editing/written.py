"""A part of a plan as a form shows it: text for each field, which the form reads back. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kapstok.core.money import format_number, format_range
from kapstok.plans.editing.numbers import counted_text
from kapstok.plans.editing.particulars import Particulars
from kapstok.plans.schema import Agenda, Estimate, Factor, Funding, Measure, Milestone, Purpose, Source

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
    return {"source": value.source, "amount": _amount(value.amount, about=value.about), "note": value.note}


def particulars(value: Particulars) -> Written:
    """The fields that a plan has once."""
    first, second = value.levels[0], value.levels[1] if len(value.levels) > 1 else None
    return {
        "title": value.title,
        "stage": value.stage.value,
        "date": value.date,
        "date_note": value.date_note,
        "document": value.document,
        "summary": value.summary,
        "stated_total": _amount(value.stated_total),
        "level_1": first.singular,
        "level_1_plural": first.plural,
        "level_2": second.singular if second else "",
        "level_2_plural": second.plural if second else "",
    }


def agenda(value: Agenda) -> Written:
    return {"name": value.name, "note": value.note}


def source(value: Source) -> Written:
    return {"name": value.name, "kind": value.kind.value, "amount": _amount(value.amount, about=value.about)}


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


def _amount(amount: Decimal | None, *, about: bool = False) -> str:
    return "" if amount is None else _plain(format_range(amount, amount, about))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
