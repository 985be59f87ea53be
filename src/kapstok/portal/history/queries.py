"""Reading the history: a page of it, one record's part of it, and who stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Case, F, Func, IntegerField, JSONField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from kapstok.core.access import Actor
from kapstok.core.clock import AMSTERDAM
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.portal.history.changes import ABOUT, PLAN
from kapstok.portal.history.naming import names
from kapstok.portal.history.references import Reference, model_of
from kapstok.portal.history.rights import readable
from kapstok.portal.history.values import Named
from kapstok.portal.history.words import ROWS

PAGE = 50
MOST_WRITERS = 300
LIGHT = 20_000  # bytes as the database keeps them; what is heavier is only read on its own page
BLOCK, BLOCK_WEIGHT = 500, 1_000_000  # of a download: entries, and bytes as the database keeps them
_FIELDS = ("id", "at", "by", "act", "table", "row", "why")
SINGULAR = {rows: kind for kind, rows in ABOUT.items()}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries: of one kind of record, by one writer, from and until a day, both included.

    `reader`: who looks, and reads no more than she may; None is the server itself.
    """

    table: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None
    reader: Actor | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An entry. `heavy`: its values were left out because they are large."""

    id: int
    at: datetime
    by: str
    act: str
    table: str
    row: int
    why: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    heavy: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `older` and `newer`: from which entry on there are more, 0 when there are none."""

    entries: tuple[Written, ...]
    older: int = 0
    newer: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record's part of the history. `part`: the list of a plan and the key in it, when it is a row of a plan."""

    entries: QuerySet[AuditEntry]
    known: Named | None
    part: tuple[str, str] | None = None


def entries_for(reader: Actor | None) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(readable(reader))


def chosen(which: Filter) -> QuerySet[AuditEntry]:
    rows = entries_for(which.reader)
    if which.table:
        rows = rows.filter(table=which.table)
    if which.by:
        rows = rows.filter(by=which.by)
    if which.since:
        rows = rows.filter(at__gte=_midnight(which.since))
    if which.until:
        rows = rows.filter(at__lt=_midnight(which.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)


def page(rows: QuerySet[AuditEntry], *, before: int = 0, after: int = 0) -> Page:
    """The newest entries, or those just older than entry `before`, or just newer than entry `after`."""
    if after:
        found = _light(rows.filter(id__gt=after).order_by("id"), PAGE + 1)
        shown, more = found[:PAGE][::-1], len(found) > PAGE
        older = bool(shown) and rows.filter(id__lt=shown[-1].id).exists()
        return _page(shown, older=older, newer=more)
    found = _light((rows.filter(id__lt=before) if before else rows).order_by("-id"), PAGE + 1)
    newer = bool(before and found) and rows.filter(id__gt=found[0].id).exists()
    return _page(found[:PAGE], older=len(found) > PAGE, newer=newer)


def _page(shown: list[Written], *, older: bool, newer: bool) -> Page:
    return Page(tuple(shown), shown[-1].id if older else 0, shown[0].id if newer else 0)


def whole(rows: QuerySet[AuditEntry]) -> Iterator[Written]:
    """These entries with all their values, newest first."""
    for values in rows.order_by("-id").values(*_FIELDS, "before", "after"):
        yield Written(**values, heavy=False)


def size() -> Combinable:
    """How many bytes the values of an entry take in the database, which does not unpack them to know."""
    before, after = (
        Coalesce(Func(F(side), function="pg_column_size", output_field=IntegerField()), Value(0))
        for side in ("before", "after")
    )
    return before + after


def _light(rows: QuerySet[AuditEntry], count: int) -> list[Written]:
    """The first entries, without the values of those that are heavy."""
    light = {
        name: Case(When(size__lte=LIGHT, then=F(field)), default=None, output_field=JSONField())
        for name, field in (("was", "before"), ("now", "after"))
    }
    found = rows.annotate(size=size(), **light).values(*_FIELDS, "size", "was", "now")[:count]
    return [Written(before=row.pop("was"), after=row.pop("now"), heavy=row.pop("size") > LIGHT, **row) for row in found]


def writers(reader: Actor) -> list[str]:
    """Who stands in the history that she reads: people as `person:12`, and commands."""
    return list(entries_for(reader).order_by("by").values_list("by", flat=True).distinct()[:MOST_WRITERS])


def tables(reader: Actor) -> list[str]:
    """The kinds of records that stand in the history that she reads."""
    return list(entries_for(reader).order_by("table").values_list("table", flat=True).distinct())


def record(table: str, row: int, reader: Actor) -> Record:
    """What was done to one record; to a row of a plan also what was done to it in acts on the plan."""
    rows = entries_for(reader)
    own = Q(table=table, row=row)
    known = names({Reference(table, str(row))}, reader).get(Reference(table, str(row)))
    part = _place_in_plan(table, row)
    if part is None:
        return Record(rows.filter(own), known)
    plan, group, key = part
    return Record(rows.filter(own | (Q(table=PLAN, row=plan) & _mentions(group, key))), known, (group, key))


def _place_in_plan(table: str, row: int) -> tuple[int, str, str] | None:
    """The plan, the list in it and the key there, of a row of a plan."""
    rows = next((rows for rows, of in ROWS.items() if of == table and table.startswith("plans.")), "")
    model = model_of(table)
    found = model._default_manager.filter(pk=row).values_list("plan_id", "key").first() if rows and model else None
    return (found[0], rows, found[1]) if found else None


def _mentions(rows: str, key: str) -> Q:
    """Acts on a plan that say something of this row, under its key or in a list."""
    named = Q(after__about=f"{SINGULAR[rows]}:{key}")
    for side in ("before", "after"):
        named |= Q(**{f"{side}__{rows}__has_key": key}) | Q(**{f"{side}__{rows}__contains": [{"key": key}]})
    return named


def blocks(municipality: int, which: Filter) -> Iterator[list[Written]]:
    """The chosen entries with all their values, newest first, a bounded weight at a time. Opens the door itself."""
    before = 0
    while True:
        with inside(municipality):
            rows = chosen(which).order_by("-id")
            few = rows.filter(id__lt=before) if before else rows
            sizes = list(few.annotate(size=size()).values_list("id", "size")[:BLOCK])
            count = fitting([weight for _, weight in sizes], BLOCK_WEIGHT)
            last = sizes[count - 1][0] if sizes else 0
            found = list(whole(few.filter(id__gte=last))) if sizes else []
        if not found:
            return
        yield found
        before = last


def fitting(sizes: Sequence[int], most: int) -> int:
    """How many of these, from the first on, weigh no more than `most` together; at least one."""
    return max(1, sum(1 for total in accumulate(sizes) if total <= most))
