"""What a value of the history points at: `"party": 12` at an organisation, `"lead": "bibliotheek"` at one by key.

Reads how the models are made, no rows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from kapstok.core.access import Actor
from kapstok.portal.history.changes import PLAN
from kapstok.portal.history.fields import known_field
from kapstok.portal.history.words import ROWS

PERSON, REGULATION = "parties.person", "regulation"
LARGEST = 2**63 - 1  # a number in the database

# In a plan: which list the key in a field is from.
KEYS = {
    "theme": "themes",
    "parent": "themes",
    "measure": "measures",
    "line": "lines",
    "source": "sources",
    "lead": "parties",
    "partners": "parties",
    "participants": "parties",
    **{rows: rows for rows in ROWS},
}
# Numbers under these names point at these tables, also where the record itself has no such field.
NUMBERS = {
    "answered_by": PERSON,
    "by": PERSON,
    "contact": "parties.contact",
    "contacts": "parties.contact",
    "group": "parties.party",
    "meeting": "parties.meeting",
    "owner": "parties.contact",
    "parties": "parties.party",
    "party": "parties.party",
    "person": PERSON,
    "place": "parties.party",
    "plan": PLAN,
    "theme": "plans.theme",
    "measure": "plans.measure",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A row: of a table by its number, or of a list of a plan (`themes`) by its key, as `7:taal` in plan 7."""

    table: str
    which: str


@dataclass(frozen=True, slots=True)
class Place:
    """The record in which a value stands, and the list in it, if any."""

    table: str
    row: int
    group: str = ""


def by_key(rows: str, plan: int, key: str) -> Reference:
    """Organisations are the municipality's; all other rows with a key are of one plan."""
    return Reference(rows, key if rows == "parties" else f"{plan}:{key}")


def writer(by: Actor | str) -> Reference | None:
    """The person who acted; None when it was a command."""
    kind, _, number = str(by).partition(":")
    return Reference(PERSON, number) if kind == "person" and re.fullmatch("[0-9]{1,18}", number) else None


def pointed(place: Place, field: str, value: Any) -> Reference | None:
    """What this one value points at; None when it says what it is by itself."""
    match value:
        case bool():
            return None
        case int() if 0 < value <= LARGEST and (table := related(place.table, field)):
            return Reference(table, str(value))
        case str() if field == REGULATION:
            return Reference(REGULATION, value)
        case str() if place.table == PLAN and field in KEYS:
            return by_key(KEYS[field], place.row, value)
        case str():
            return writer(value)
        case _:
            return None


def all_pointed(place: Place, path: tuple[str, ...], value: Any) -> Iterator[Reference]:
    """What the value at the end of this path points at, with everything in it."""
    match value:
        case list():
            for one in value:
                yield from all_pointed(place, path, one)
        case dict():
            for name, one in value.items():
                yield from all_pointed(place, (*path, name), one)
        case _:
            if found := pointed(place, known_field(path), value):
                yield found


@cache
def related(table: str, field: str) -> str:
    """The table that a number in this field of this table points at; empty when it is just a number."""
    name = field.removesuffix("_id")
    found = model_field(table, name)
    if isinstance(found, models.ForeignKey):
        return str(found.related_model._meta.label_lower)
    return "" if found else NUMBERS.get(name, "")


def model_field(table: str, field: str) -> "models.Field[Any, Any] | None":
    """The field of a table by its name in the history; None when either is not known."""
    model = model_of(table)
    try:
        found = model._meta.get_field(field) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None


@cache
def place_of(table: str, field: str) -> int:
    """Where the field stands in its table; what it does not have comes after."""
    model = model_of(table)
    fields = [found.name for found in model._meta.concrete_fields] if model else []
    name = field.removesuffix("_id")
    return fields.index(name) if name in fields else len(fields)


def model_of(table: str) -> type[models.Model] | None:
    try:
        return apps.get_model(table)
    except (LookupError, ValueError):
        return None
