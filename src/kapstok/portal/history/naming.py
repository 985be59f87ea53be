"""What the records that the history points at are called now: two queries, however many there are of how many kinds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Left

from kapstok.core.access import Actor
from kapstok.grants.regulation import regulations
from kapstok.parties.models import Person
from kapstok.portal.history.references import PERSON, REGULATION, Reference, model_field, model_of
from kapstok.portal.history.rights import may_know
from kapstok.portal.history.values import Named
from kapstok.portal.history.words import ROWS, noun

LONGEST_NAME = 120
# What a record of a kind that we have no words for is called: the first of these fields that it has.
NAMES = ("name", "title", "label", "function", "what", "slug")
Rows = QuerySet[Any, tuple[str, str, int, str]]


def names(wanted: Iterable[Reference], reader: Actor | None) -> dict[Reference, Named]:
    """Of each that is still there and that she may know of; an erased person and a removed record are not there."""
    of: dict[str, set[str]] = defaultdict(set)
    for reference in filter(lambda one: may_know(reader, one.table), wanted):
        of[reference.table].add(reference.which)
    found = dict(_people(of.pop(PERSON, set()))) | dict(_regulations(of.pop(REGULATION, set())))
    each = [rows for table, which in of.items() if (rows := _rows(table, which)) is not None]
    if each:
        for table, which, row, name in each[0].union(*each[1:], all=True):
            found[Reference(table, which)] = Named(_regulation(table, name), ROWS.get(table, table), row)
    return found


def _people(which: set[str]) -> Iterator[tuple[Reference, Named]]:
    for person in Person.objects.filter(pk__in=map(int, which)) if which else ():
        if person.name or person.is_active:
            yield Reference(PERSON, str(person.pk)), Named(str(person), PERSON, person.pk)


def _regulations(which: set[str]) -> Iterator[tuple[Reference, Named]]:
    for key in which:
        yield Reference(REGULATION, key), Named(_regulation("grants.grant", key), REGULATION, 0)


def _regulation(table: str, name: str) -> str:
    """A grant is called after its regulation."""
    known = regulations(settings.KAPSTOK_REGULATIONS) if table == "grants.grant" else {}
    return known[name].short_name if name in known else name


def _rows(table: str, which: set[str]) -> Rows | None:
    if table in ROWS:
        return _rows_by_key(table, which)
    model = model_of(table)
    name = _name_of(table) if model else ""
    return (
        _named(model, table, Cast("pk", TextField()), name).filter(pk__in=map(int, which)) if model and name else None
    )


def _rows_by_key(rows: str, which: set[str]) -> Rows | None:
    model = model_of(ROWS[rows])
    assert model is not None
    if rows == "parties":
        return _named(model, rows, F("key"), "name").filter(key__in=which)
    pairs = [pair.partition(":") for pair in which]
    found = _named(model, rows, Concat(Cast("plan_id", TextField()), Value(":"), "key"), _name_of(ROWS[rows]))
    return found.filter(plan__in={int(plan) for plan, _, _ in pairs}, key__in={key for _, _, key in pairs})


def _named(model: type[Model], table: str, which: Any, name: str) -> Rows:
    rows: Rows = model._default_manager.order_by().values_list(
        Value(table, TextField()), Cast(which, TextField()), "pk", Left(Cast(name, TextField()), LONGEST_NAME)
    )
    return rows


def _name_of(table: str) -> str:
    """The field with the name of such a record, as a query writes it; empty when there is none."""
    return noun(table).name or next((name for name in NAMES if model_field(table, name)), "")
