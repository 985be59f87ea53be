"""The open steps of work plans as dates in a calendar: each on the last day of its last quarter."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Abs, Cast, Substr
from django.urls import reverse

from kapstok.core.access import Right
from kapstok.core.periods import Quarter
from kapstok.parties.meetings.calendar import Entry
from kapstok.parties.meetings.feeds import MOST, Asked
from kapstok.parties.meetings.rules import When
from kapstok.plans.models import WorkStep
from kapstok.plans.working import queries
from kapstok.plans.working.lateness import quarters_of


def own_entries(asked: Asked) -> Iterator[Entry]:
    """For a calendar of one's own: the steps of her own contact, or of nobody in her party. One query."""
    if not asked.reader.may(Right.SEE_WORK_PLANS):
        return iter(())

    def address(step: WorkStep) -> str:
        return asked.absolute(reverse("workplan", args=[asked.place, step.work_plan_id]))

    return entries(_own(asked), asked.place, address)


def _own(asked: Asked) -> QuerySet[WorkStep]:
    """Not done, in what was handed in; the nearest to this quarter first, no more than a calendar takes."""
    reader, now = asked.reader, Quarter.containing(asked.today)
    hers = Q(owner=None) | Q(owner__person=reader.person) if reader.person else Q(owner=None)
    seen = queries.seen_by(reader, "work_plan__") & Q(work_plan__party__in=reader.parties)
    rows = WorkStep.objects.alias(last=queries.LAST).filter(hers, seen, done_on=None)
    rows = rows.filter(last__gte=queries.in_order_of(asked.since)).exclude(work_plan__given_at=None)
    away = Abs(_number(1, 4) * 4 + _number(5, 1) - (now.year * 4 + now.number))
    return rows.select_related("work_plan__measure").order_by(away, "pk")[:MOST]


def _number(start: int, length: int) -> Cast:
    """A part of the last quarter, the year or its number, to count with."""
    return Cast(Substr(queries.LAST, start, length), IntegerField())


def entries(steps: Iterable[WorkStep], place: str, address: Callable[[WorkStep], str]) -> Iterator[Entry]:
    """`place`: the slug of the municipality; `address` says where a step stands. Steps that are done are left out."""
    for step in steps:
        if not step.done_on:
            yield _entry(step, place, address(step))


def _entry(step: WorkStep, place: str, url: str) -> Entry:
    _, last = quarters_of(step)
    return Entry(
        uid=f"werkstap-{step.pk}@{place}.kapstok",
        title=f"Klaar: {step.what}",
        when=When(last.end),
        text=f"Uit het werkplan voor: {step.work_plan.measure}",
        url=url,
        busy=False,
    )
