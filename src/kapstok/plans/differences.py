"""What differs between two versions of a plan, as people read it: side by side, in a history, in an amendment. Pure."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from kapstok.plans.difference_kinds import (
    ESTIMATES,
    LINES,
    MEASURES,
    MOMENTS,
    PARTIES,
    PLAN,
    SOURCES,
    SPENT_BEFORE,
    STEPS,
    THEMES,
    WHOLE_PLAN,
)
from kapstok.plans.difference_words import Facet, Names, RowKind, What
from kapstok.plans.presentation.words import listed
from kapstok.plans.schema import PlanDocument

ORDER, ORDER_LABEL = "order", "Volgorde"


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


CHANGE_LABELS: Mapping[Change, str] = {
    Change.ADDED: "toegevoegd",
    Change.CHANGED: "veranderd",
    Change.REMOVED: "vervallen",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `old` and `new` are as people read them, empty where there is nothing.

    A row that was added or removed has no `field`: its `new` or `old` says it in a few words. `key` and `name` are of
    the row; an estimate and a planning step have the key of their measure, and `of` is what that is called.
    """

    what: What
    change: Change
    key: str
    name: str
    field: str = ""
    label: str = ""
    old: str = ""
    new: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows stand: in the plan (no key), or under the measure with this key, called `of`."""

    key: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Two:
    """What the rows are called in the two versions."""

    before: Names
    after: Names


def differences(before: PlanDocument, after: PlanDocument) -> list[Difference]:
    """Everything that differs, in the order of the document; empty only when the two are equal."""
    names = _Two(Names(before), Names(after))
    plan = Difference(What.PLAN, Change.CHANGED, "", after.title)
    return [
        *_facets(PLAN, before, after, names, plan),
        *_keyed(THEMES, before, after, names),
        *_keyed(MEASURES, before, after, names),
        *_unkeyed(STEPS, before, after, names, _Place()),
        *_keyed(LINES, before, after, names),
        *_keyed(SOURCES, before, after, names),
        *_unkeyed(SPENT_BEFORE, before, after, names, _Place()),
        *_keyed(PARTIES, before, after, names),
        *_unkeyed(MOMENTS, before, after, names, _Place()),
    ]


def _keyed(kind: RowKind, before: PlanDocument, after: PlanDocument, names: _Two) -> Iterator[Difference]:
    was, now = ({row.key: row for row in getattr(plan, kind.rows)} for plan in (before, after))
    for key, row in now.items():
        place = _Place(key)
        if key not in was:
            yield _added(kind, row, names, place)
        elif was[key] != row:
            yield from _changed(kind, was[key], row, names, place)
            if kind is MEASURES:
                under = _Place(key, kind.name(row))
                yield from _unkeyed(ESTIMATES, was[key], row, names, under)
                yield from _unkeyed(STEPS, was[key], row, names, under)
    yield from (_removed(kind, row, names, _Place(key)) for key, row in was.items() if key not in now)
    kept, same = [key for key in was if key in now], [key for key in now if key in was]
    if kept != same:
        yield _moved_about(kind, [was[key] for key in kept], [now[key] for key in same], names, _Place())


def _unkeyed(kind: RowKind, before: Any, after: Any, names: _Two, place: _Place) -> Iterator[Difference]:
    """Rows without a key: those that say the same belong together, then those that are called the same."""
    was, now = getattr(before, kind.rows), getattr(after, kind.rows)
    if was == now:
        return
    partners = _partners(kind, was, now)
    for row, partner in zip(now, partners, strict=True):
        if partner is None:
            yield _added(kind, row, names, place)
        else:
            yield from _changed(kind, was[partner], row, names, place)
    same = [partner for partner in partners if partner is not None]
    kept = sorted(same)
    yield from (_removed(kind, was[at], names, place) for at in sorted({*range(len(was))} - {*same}))
    if same != kept:
        paired = [row for row, partner in zip(now, partners, strict=True) if partner is not None]
        yield _moved_about(kind, [was[at] for at in kept], paired, names, place)


def _partners(kind: RowKind, was: Sequence[Any], now: Sequence[Any]) -> list[int | None]:
    """For each row of `now` its place in `was`; None for a new row."""
    found: list[int | None] = [None] * len(now)
    left = set(range(len(was)))
    for alike in (lambda row: row, kind.name):
        waiting: dict[Any, deque[int]] = defaultdict(deque)
        for at in sorted(left):
            waiting[alike(was[at])].append(at)
        for at, row in enumerate(now):
            if found[at] is None and waiting[alike(row)]:
                found[at] = waiting[alike(row)].popleft()
        left -= {partner for partner in found if partner is not None}
    return found


def _changed(kind: RowKind, was: Any, now: Any, names: _Two, place: _Place) -> Iterator[Difference]:
    about = Difference(kind.what, Change.CHANGED, place.key, kind.name(now), of=place.of)
    return _facets(kind.facets, was, now, names, about)


def _facets(facets: Sequence[Facet], was: Any, now: Any, names: _Two, about: Difference) -> Iterator[Difference]:
    """The facets that differ; `about` says of what."""
    for facet in facets:
        raw = [[getattr(row, field) for field in facet.fields] for row in (was, now)]
        if raw[0] != raw[1]:
            old, new = facet.words(was, names.before), facet.words(now, names.after)
            if old == new:
                old, new = (f"{old} ({_raw(row, facet)})" for row in (was, now))
            yield replace(about, field=facet.fields[0], label=facet.label, old=old, new=new)


def _raw(row: BaseModel, facet: Facet) -> str:
    """For what reads the same but is not: two rows with one name, or what does not show without an amount."""
    plain = row.model_dump(mode="json", include=set(facet.fields))
    return ", ".join(str(plain[field]) for field in facet.fields)


def _added(kind: RowKind, row: Any, names: _Two, place: _Place) -> Difference:
    return Difference(kind.what, Change.ADDED, place.key, kind.name(row), new=kind.brief(row, names.after), of=place.of)


def _removed(kind: RowKind, row: Any, names: _Two, place: _Place) -> Difference:
    return Difference(
        kind.what, Change.REMOVED, place.key, kind.name(row), old=kind.brief(row, names.before), of=place.of
    )


def _moved_about(kind: RowKind, was: Sequence[Any], now: Sequence[Any], names: _Two, place: _Place) -> Difference:
    """The rows that stayed stand in another order: what stands between the first and the last that moved."""
    first = next(at for at, (a, b) in enumerate(zip(was, now, strict=True)) if not _same(a, b))
    last = next(at for at in reversed(range(len(now))) if not _same(was[at], now[at])) + 1
    was, now = was[first:last], now[first:last]
    old, new = listed([kind.name(row) for row in was]), listed([kind.name(row) for row in now])
    if old == new:
        old = "; ".join(kind.brief(row, names.before) for row in was)
        new = "; ".join(kind.brief(row, names.after) for row in now)
    about = Difference(kind.what, Change.CHANGED, place.key, place.of or WHOLE_PLAN, of=place.of)
    return replace(about, field=ORDER, label=ORDER_LABEL, old=old, new=new)


def _same(a: Any, b: Any) -> bool:
    """Rows with a key are the same by it, whatever else they say."""
    return bool(a.key == b.key) if hasattr(a, "key") else bool(a == b)
