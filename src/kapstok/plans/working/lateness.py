"""Who is late, and what waits for somebody: steps, needs and answers in one list, the latest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from kapstok.core.access import Actor, Right
from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import Quarter, format_date
from kapstok.parties.models import Contact, Party
from kapstok.plans.models import Need, WorkPlan, WorkStep
from kapstok.plans.working import queries
from kapstok.plans.working.rules import answer_due, days_late, late_words, span_words, state_words

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that one's own party has to do. `kind`: answer, need or step."""

    kind: str
    what: str
    words: str
    work_plan: WorkPlan


def late_items(
    actor: Actor, today: date, *, parties: frozenset[int] | None = None, plan: str = "", most: int = MOST
) -> LateList:
    """All that this actor may see; `parties`: only what these have to do. 4 queries, 7 when there is more."""
    sources = _sources(actor, today, parties, plan)
    steps, needs, answers = (list(rows[: most + 1]) for rows in sources)
    told = sorted(_told(steps, needs, answers, today), key=lambda one: -one.days)
    fetched = zip(sources, (steps, needs, answers), strict=True)
    total = sum(rows.count() if len(found) > most else len(found) for rows, found in fetched)
    return LateList(tuple(_with_contacts(told[:most])), total)


def late_for(actor: Actor, today: date, most: int = A_FEW) -> LateList:
    """For the first page: staff sees who is late, others what they are late with themselves."""
    return late_items(actor, today, parties=None if actor.is_staff else actor.parties, most=most)


def waiting_for(actor: Actor, today: date, most: int = A_FEW) -> list[Waiting]:
    """For the first page: work plans that are asked of me, what others need from me, my own steps of now. 3 queries."""
    own = actor.reach(Right.KEEP_WORK_PLANS)
    asked = queries.work_plans(actor).filter(party__in=own, given_at=None).order_by("asked_at", "pk")[:most]
    needs = queries.needs_for(actor).filter(party__in=own, met_on=None)[:most]
    return [
        *(Waiting("answer", "Vul uw werkplan in", _asked_words(row), row) for row in asked),
        *(
            Waiting("need", need.what, f"{need.work_plan.party} vraagt dit voor {need.quarter}", need.work_plan)
            for need in needs
        ),
        *_own_steps(actor, own, today, most),
    ]


def _own_steps(actor: Actor, own: frozenset[int], today: date, most: int) -> Iterator[Waiting]:
    """Steps that have begun: of her own contact, or of nobody in her party."""
    mine = Q(owner__person=actor.person) if actor.person else Q()
    rows = _steps(actor).filter(mine | Q(owner=None), work_plan__party__in=own, done_on=None)
    begun = rows.alias(first=queries.FIRST).filter(first__lte=queries.in_order_of(today)).order_by("first", "pk")
    for step in begun[:most]:
        first, last = quarters_of(step)
        yield Waiting("step", step.what, state_words(first, last, None, today), step.work_plan)


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
        days = (today - answer_due(asked_on(row))).days
        yield Late("Werkplan invullen", _asked_words(row), days, row.party, None, row)


def _with_contacts(found: Iterable[Late]) -> Iterator[Late]:
    found = list(found)
    contacts = queries.first_contacts(frozenset(one.party.pk for one in found if not _works(one.contact)))
    for one in found:
        yield one if _works(one.contact) else replace(one, contact=contacts.get(one.party.pk))


def _works(contact: Contact | None) -> bool:
    return contact is not None and contact.ended_on is None


def asked_on(work_plan: WorkPlan) -> date:
    return localtime(work_plan.asked_at, AMSTERDAM).date()


def _asked_words(work_plan: WorkPlan) -> str:
    return f"gevraagd op {format_date(asked_on(work_plan))}"


def quarters_of(step: WorkStep) -> tuple[Quarter, Quarter]:
    """The first and the last quarter of a step."""
    return Quarter(step.quarter), Quarter(step.until or step.quarter)
