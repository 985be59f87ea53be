"""Who is late: steps, needs and answers in one list, the latest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.utils.timezone import localtime

from kapstok.core.access import Actor
from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import Quarter, format_date
from kapstok.parties.models import Contact, Party
from kapstok.plans.models import Need, WorkPlan, WorkStep
from kapstok.plans.working import queries
from kapstok.plans.working.rules import answer_due, days_late, late_words, span_words

A_FEW, MOST = 5, 100


@dataclass(frozen=True, slots=True)
class Late:
    """Something that is late. `party` has to do it, `contact` is whom to call; `since` says what was agreed."""

    what: str
    since: str
    days: int
    party: Party
    contact: Contact | None
    work_plan: WorkPlan

    @property
    def words(self) -> str:
        return late_words(self.days)


@dataclass(frozen=True, slots=True)
class LateList:
    """The latest of all that is late, and how much that is."""

    items: tuple[Late, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.items)


def late_items(
    actor: Actor, today: date, *, parties: frozenset[int] | None = None, plan: str = "", most: int = MOST
) -> LateList:
    """All that this actor may see; `parties`: only what these have to do. 4 queries."""
    found = [_first(rows, most) for rows in _sources(actor, today, parties, plan)]
    steps, needs, answers = found
    told = sorted(_told(steps, needs, answers, today), key=lambda one: -one.days)
    total = sum(rows[0].together for rows in found if rows)
    return LateList(tuple(_with_contacts(told[:most])), total)


def _first(rows: QuerySet[Any], most: int) -> list[Any]:
    """The first of these rows; each knows how many there are `together`."""
    return list(rows.annotate(together=Window(Count("*")))[:most])


def _steps(actor: Actor) -> QuerySet[WorkStep]:
    rows = WorkStep.objects.filter(queries.seen_by(actor, "work_plan__"))
    return rows.select_related("owner", "work_plan__party", "work_plan__measure", "work_plan__plan")


Sources = tuple[QuerySet[WorkStep], QuerySet[Need], QuerySet[WorkPlan]]


def _sources(actor: Actor, today: date, parties: frozenset[int] | None, plan: str) -> Sources:
    steps = queries.late_steps(_steps(actor), today)
    needs = queries.late_needs(queries.needs_for(actor), today)
    answers = queries.unanswered(queries.work_plans(actor), today)
    if plan:
        steps, needs = steps.filter(work_plan__plan__slug=plan), needs.filter(work_plan__plan__slug=plan)
        answers = answers.filter(plan__slug=plan)
    if parties is not None:
        steps = steps.filter(work_plan__party__in=parties)
        needs, answers = needs.filter(party__in=parties), answers.filter(party__in=parties)
    return steps, needs, answers


def _told(steps: Iterable[WorkStep], needs: Iterable[Need], answers: Iterable[WorkPlan], today: date) -> Iterator[Late]:
    for step in steps:
        first, last = quarters_of(step)
        since = f"had klaar moeten zijn in {span_words(first, last)}"
        yield Late(step.what, since, days_late(last, today), step.work_plan.party, step.owner, step.work_plan)
    for need in needs:
        since = f"{need.work_plan.party} had dit nodig in {need.quarter}"
        yield Late(need.what, since, days_late(Quarter(need.quarter), today), need.party, None, need.work_plan)
    for row in answers:
        days = (today - answer_due(day_of(row.asked_at))).days
        yield Late("Werkplan invullen", _asked_words(row), days, row.party, None, row)


def _with_contacts(found: Iterable[Late]) -> Iterator[Late]:
    found = list(found)
    contacts = queries.first_contacts(frozenset(one.party.pk for one in found if not _works(one.contact)))
    for one in found:
        yield one if _works(one.contact) else replace(one, contact=contacts.get(one.party.pk))


def _works(contact: Contact | None) -> bool:
    return contact is not None and contact.ended_on is None


def day_of(moment: datetime) -> date:
    return localtime(moment, AMSTERDAM).date()


def _asked_words(work_plan: WorkPlan) -> str:
    return f"gevraagd op {format_date(day_of(work_plan.asked_at))}"


def quarters_of(step: WorkStep) -> tuple[Quarter, Quarter]:
    """The first and the last quarter of a step."""
    return Quarter(step.quarter), Quarter(step.until or step.quarter)


def in_time(steps: Iterable[WorkStep]) -> list[WorkStep]:
    """The first one first."""
    return sorted(steps, key=lambda step: (quarters_of(step), step.position, step.pk))
