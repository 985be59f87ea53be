"""From rows to what the form shows first, and from a valid form to what the act is told."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.forms import Rows
from kapstok.core.money import format_number
from kapstok.core.periods import Quarter
from kapstok.plans.models import Need, Presence, WorkStep
from kapstok.plans.working.forms import TextForm
from kapstok.plans.working.values import Filled, NeedEntry, PresenceEntry, StepEntry

_NO_DAY, _NO_QUARTER = date.min, Quarter("Q1 1000")  # of a row that goes


def of_steps(steps: Iterable[WorkStep]) -> list[dict[str, Any]]:
    return [
        {"id": row.pk, "what": row.what, "quarter": row.quarter, "until": row.until, "owner": str(row.owner_id or "")}
        for row in steps
    ]


def of_presences(presences: Iterable[Presence]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "place": str(row.place_id),
            "hours": format_number(row.hours_per_week),
            "starts": row.starts,
            "ends": row.ends,
        }
        for row in presences
    ]


def of_needs(needs: Iterable[Need]) -> list[dict[str, Any]]:
    return [{"id": row.pk, "what": row.what, "party": str(row.party_id), "quarter": row.quarter} for row in needs]


def filled(form: TextForm, steps: Rows, presences: Rows, needs: Rows, *, give: bool) -> Filled:
    return Filled(
        text=form.cleaned_data["text"],
        steps=tuple(_step(row) for row in _written(steps, "what")),
        presences=tuple(_presence(row) for row in _written(presences, "place")),
        needs=tuple(_need(row) for row in _written(needs, "what")),
        give=give,
    )


def _written(rows: Rows, name: str) -> Iterator[dict[str, Any]]:
    """The rows that say something, or that emptied a known one."""
    return (form.cleaned_data for form in rows.forms if form.cleaned_data.get(name) or form.cleaned_data.get("id"))


def _step(row: dict[str, Any]) -> StepEntry:
    until = Quarter(row["until"]) if row["until"] else None
    return StepEntry(row["what"], _quarter(row), until, _number(row["owner"]), row.get("id"))


def _presence(row: dict[str, Any]) -> PresenceEntry:
    starts, ends = row["starts"] or _NO_DAY, row["ends"] or _NO_DAY
    return PresenceEntry(_number(row["place"]), row["hours"] or Decimal(0), starts, ends, row.get("id"))


def _need(row: dict[str, Any]) -> NeedEntry:
    return NeedEntry(row["what"], _number(row["party"]) or 0, _quarter(row), row.get("id"))


def _quarter(row: dict[str, Any]) -> Quarter:
    return Quarter(row["quarter"]) if row["quarter"] else _NO_QUARTER


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None
