"""The postings that a filter lets through: a page at a time, their sums, and all of them in blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Sum

from kapstok.core.periods import SchoolYear
from kapstok.core.tenancy import inside
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.models import Posting, Tally
from kapstok.ledger.money.filters import NO_PURPOSE, Filter
from kapstok.plans.models import Measure

PAGE = 50
BLOCK = 2_000
MOST_MEASURES = 500
_NONE = (NO_PURPOSE, "nog geen doel")
ZERO = Decimal(0)
_WITH = ("line", "line__source", "document", "document__party", "measure")


def chosen(which: Filter) -> QuerySet[Posting]:
    rows = Posting.objects.filter(_same(which))
    if which.since:
        rows = rows.filter(delivered__gte=which.since)
    if which.until:
        rows = rows.filter(delivered__lte=which.until)
    if which.document:
        rows = rows.filter(document__kind=which.document)
    return rows


def _same(which: Filter) -> Q:
    """What a posting and the sum that it is in have in common."""
    asked = Q()
    if which.lines is not None:
        asked &= Q(line__in=which.lines)
    if which.measure is not None:
        asked &= Q(measure=which.measure)
    if which.purpose is not None:
        asked &= Q(purpose=which.purpose or None)
    if which.kind:
        asked &= Q(kind=which.kind)
    if which.year is not None:
        asked &= Q(year=which.year)
    if which.cost_type:
        asked &= Q(cost_type=which.cost_type)
    return asked


@dataclass(frozen=True, slots=True)
class Page:
    """`older` and `newer`: the posting to go on from, 0 when there is nothing further."""

    rows: tuple[Posting, ...]
    older: int = 0
    newer: int = 0


def page(which: Filter, *, before: int = 0, after: int = 0) -> Page:
    """The newest postings, or those just before or after one. Three queries at most."""
    rows = chosen(which).select_related(*_WITH)
    if after:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        shown, more = found[:PAGE][::-1], len(found) > PAGE
        older = bool(shown) and chosen(which).filter(pk__lt=shown[-1].pk).exists()
        return _page(shown, older=older, newer=more)
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])
    newer = bool(before and found) and chosen(which).filter(pk__gt=found[0].pk).exists()
    return _page(found[:PAGE], older=len(found) > PAGE, newer=newer)


def _page(shown: list[Posting], *, older: bool, newer: bool) -> Page:
    return Page(tuple(shown), shown[-1].pk if older else 0, shown[0].pk if newer else 0)


@dataclass(frozen=True, slots=True)
class KindSum:
    """All postings of a kind together; `used` is what of a promise was used up by them."""

    kind: PostingKind
    amount: Decimal
    used: Decimal = ZERO


def sums(which: Filter) -> list[KindSum]:
    """By kind, over all that the filter lets through. From the sums by month; only a kind of document is not there."""
    rows = _from_postings(which) if which.document else _from_tally(which)
    found = {PostingKind(kind): KindSum(PostingKind(kind), amount, used) for kind, amount, used in rows}
    return [found[kind] for kind in PostingKind if kind in found]


def used_up(which: Filter) -> Decimal:
    """What was used up of the promises that the filter asks for: by what was spent, or promised, on the same lines.
    Only known of all of a line's or measure's promises: what uses one up has a date and purpose of its own."""
    after = {PostingKind.COMMITMENT: PostingKind.EXPENSE, PostingKind.RESERVATION: PostingKind.COMMITMENT}
    on = Filter(lines=which.lines, measure=which.measure, kind=which.kind)
    if which.kind not in after or which != on:
        return ZERO
    return sum((found.used for found in sums(replace(on, kind=after[which.kind]))), ZERO)


def _from_tally(which: Filter) -> list[tuple[str, Decimal, Decimal]]:
    rows = Tally.objects.filter(_same(which))
    if which.since:
        rows = rows.filter(month__gte=which.since)
    if which.until:
        rows = rows.filter(month__lte=which.until)
    return list(rows.order_by().values_list("kind").annotate(a=Sum("amount"), u=Sum("used")))


def _from_postings(which: Filter) -> list[tuple[str, Decimal, Decimal]]:
    return list(chosen(which).order_by().values_list("kind").annotate(a=Sum("amount"), u=Sum("used")))


def blocks(municipality: int, which: Filter) -> Iterator[list[Posting]]:
    """All of them, the newest first, a few at a time. Opens the door itself, for each block."""
    before = 0
    while True:
        with inside(municipality):
            rows = chosen(which).select_related(*_WITH).order_by("-pk")
            found = list((rows.filter(pk__lt=before) if before else rows)[:BLOCK])
        if not found:
            return
        yield found
        before = found[-1].pk


def choices() -> dict[str, list[tuple[Any, str]]]:
    """What there is to choose from, of what was booked: two queries."""
    names = {"boekjaar": "year", "kosten": "cost_type", "doel": "purpose", "maatregel": "measure", "maanden": "month"}
    found = Tally.objects.aggregate(**{name: ArrayAgg(field, distinct=True) for name, field in names.items()})
    there = {name: [one for one in values or () if one not in (None, "")] for name, values in found.items()}
    measures = Measure.objects.filter(pk__in=there["maatregel"]).order_by("name")[:MOST_MEASURES]
    years = sorted({SchoolYear.containing(month) for month in there["maanden"]})
    return {
        "boekjaar": [(year, str(year)) for year in sorted(there["boekjaar"])],
        "schooljaar": [(year, str(year)) for year in years],
        "kosten": [(one, one) for one in sorted(there["kosten"])],
        "doel": [*((number, f"doel {number}") for number in sorted(there["doel"])), _NONE],
        "maatregel": list(measures.values_list("pk", "name")),
    }
