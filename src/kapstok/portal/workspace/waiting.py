"""What waits for somebody, of all kinds at once: one query, however much there is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, TruncDate

from kapstok.core.access import Actor, Right, Scope
from kapstok.core.clock import AMSTERDAM
from kapstok.core.tenancy import CurrentMunicipality
from kapstok.ledger.kinds import DocumentStatus
from kapstok.ledger.models import Document
from kapstok.parties.directory.queries import ALONE, Lacks
from kapstok.parties.directory.queries import parties as parties_lacking
from kapstok.parties.meetings import queries as meetings
from kapstok.parties.meetings.rules import NOTICE_MONTHS, months_later
from kapstok.parties.models import Contact, Meeting, Membership
from kapstok.plans.models import Comment, Draft, Plan, WorkStep
from kapstok.plans.statuses import MEANINGS, Status
from kapstok.plans.uploading.queries import uploads_of
from kapstok.plans.working import queries as working
from kapstok.portal.workspace.errors import errors_in
from kapstok.portal.workspace.rules import Kind, Line, by_urgency

Errors = Callable[[int, str], int]  # how many errors the plan of this id has, in this state
A_FEW = 5  # of one kind
NAMES = ("key", "other", "label")
EDITABLE = frozenset(status for status, meaning in MEANINGS.items() if meaning.editable)
NO_DAY = Cast(Value(None), DateField())
LAST_QUARTER = Coalesce(NullIf("until", Value("")), "quarter")


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows of one kind, and which of their fields are the columns of a Line. `most`: how many to give."""

    kind: Kind
    rows: QuerySet[Any, Any]
    most: int
    columns: Mapping[str, Any]

    def lines(self, whose: int) -> QuerySet[Any, Any]:
        """The same columns for each kind, so that the database can put them under each other."""
        of = self.columns.get
        return self.rows.values_list(
            Cast(Value(whose), IntegerField()),
            Cast(Value(self.kind.value), CharField()),
            Cast(of("pk", F("pk")), BigIntegerField()),
            *(
                Cast(F(self.columns[name]) if name in self.columns else Value(""), CharField())
                for name in ("key", "other", "label")
            ),
            Cast(of("quarter", Value("")), CharField()),
            Cast(of("day", NO_DAY), DateField()),
            Cast(of("count", Window(Count("pk"))), IntegerField()),
        )[: self.most]


def waiting(actor: Actor, today: date, *, errors: Errors = errors_in) -> list[Line]:
    """The most pressing first: of each kind a few, with how many there are. One query, and two for a plan that changed
    since somebody asked. Inside the municipality."""
    return waiting_of({0: actor}, today, errors=errors)[0]


def waiting_of(actors: Mapping[int, Actor], today: date, *, errors: Errors = errors_in) -> dict[int, list[Line]]:
    """The same for some people at once, each under her own number. One query."""
    branches = [rows.lines(number) for number, actor in actors.items() for rows in _branches(actor, today)]
    found: dict[int, list[Line]] = {number: [] for number in actors}
    if branches:
        for whose, kind, *rest in branches[0].union(*branches[1:], all=True):
            if line := _weighed(Line(Kind(kind), *rest), errors):
                found[whose].append(line)
    return {number: by_urgency(lines, today) for number, lines in found.items()}


def _weighed(line: Line, errors_of: Errors) -> Line | None:
    """A plan waits as long as it has errors, which the database cannot count."""
    if line.kind is not Kind.ERRORS:
        return line
    errors = errors_of(line.pk, line.other)
    return replace(line, count=errors) if errors else None


def _branches(actor: Actor, today: date) -> Iterator[Branch]:
    yield from _of_plans(actor)
    yield from _of_money(actor)
    yield from _of_work_plans(actor, today)
    yield from _of_meetings(actor, today)
    yield from _of_people(actor)


def _of_plans(actor: Actor) -> Iterator[Branch]:
    if actor.may(Right.DECIDE):
        laid = Plan.objects.filter(status=Status.PROPOSED)
        yield _each(Kind.DECISION, laid, key="slug", label="title")
        grouped = Comment.objects.filter(answered_at=None).order_by().values("plan_id", "plan__slug", "plan__title")
        yield _each(
            Kind.COMMENTS, grouped, pk=F("plan_id"), key="plan__slug", label="plan__title",
            day=Min(_day_of("at")), count=Count("id"),
        )  # fmt: skip
    if actor.may(Right.EDIT_PLAN) and actor.person:
        yield _each(Kind.ERRORS, _editable(), key="slug", other="state", label="title")
        offered = uploads_of(actor).order_by("pk")
        yield _each(Kind.UPLOAD, offered, key="plan__slug", label="name", day=_day_of("made_at"))
        drafts = Draft.objects.filter(person=actor.person).order_by("-saved_at", "pk")
        yield _each(Kind.DRAFT, drafts, key="plan__slug", other="form", label="plan__title", day=_day_of("saved_at"))


def _editable() -> QuerySet[Plan]:
    """Each with the `state` that its errors depend on."""
    award = Concat(
        Coalesce(Cast("grant__provisional_award", CharField()), Value("-")), Value(" "),
        Coalesce(Cast("grant__definitive_award", CharField()), Value("-")),
    )  # fmt: skip
    state = Concat(Cast("version", CharField()), Value(" "), "grant__regulation", Value(" "), award)
    return Plan.objects.filter(status__in=EDITABLE).alias(state=state).order_by("-date", "pk")


def _of_money(actor: Actor) -> Iterator[Branch]:
    if actor.may(Right.APPROVE_MONEY):
        laid = Document.objects.filter(status=DocumentStatus.PREPARED).exclude(prepared_by=str(actor))
        yield _summed(
            Kind.APPROVALS, laid.order_by("prepared_at", "pk"), label="description", day=_day_of("prepared_at")
        )


def _of_work_plans(actor: Actor, today: date) -> Iterator[Branch]:
    own = actor.reach(Right.KEEP_WORK_PLANS)
    if own:
        asked = working.work_plans(actor).filter(party__in=own, given_at=None).order_by("asked_at", "pk")
        yield _each(Kind.ANSWER, asked, label="measure__name", day=_day_of("asked_at"))
        needs = working.needs_for(actor).filter(party__in=own, met_on=None)
        yield _each(
            Kind.NEED, needs, pk=F("work_plan_id"), other="work_plan__party__name", label="what", quarter=F("quarter")
        )
        yield _each(
            Kind.STEP, _own_steps(actor, own, today), pk=F("work_plan_id"), other="work_plan__measure__name",
            label="what", quarter=LAST_QUARTER,
        )  # fmt: skip
    if actor.may(Right.ASK_WORK_PLANS):
        late = working.unanswered(working.work_plans(actor), today).exclude(party__in=own)
        yield _summed(Kind.LATE_ANSWERS, late, label="party__name", day=_day_of("asked_at"))
        steps = working.late_steps(WorkStep.objects.all(), today).exclude(work_plan__party__in=own)
        yield _summed(Kind.LATE_STEPS, steps, label="work_plan__party__name", quarter=LAST_QUARTER)
        needs = working.late_needs(working.needs_for(actor), today).exclude(party__in=own)
        yield _summed(Kind.LATE_NEEDS, needs, label="party__name", quarter=F("quarter"))


def _own_steps(actor: Actor, own: frozenset[int], today: date) -> QuerySet[WorkStep]:
    """Begun and not done, in what was handed in: of her own contact, or of nobody in her party."""
    mine = Q(owner=None) | Q(owner__person=actor.person) if actor.person else Q(owner=None)
    given = WorkStep.objects.exclude(work_plan__given_at=None)
    rows = given.filter(mine, working.seen_by(actor, "work_plan__"), work_plan__party__in=own, done_on=None)
    begun = rows.alias(first=working.FIRST).filter(first__lte=working.in_order_of(today))
    return begun.order_by("first", "pk")


def _of_meetings(actor: Actor, today: date) -> Iterator[Branch]:
    if actor.may(Right.SEE_MEETINGS):
        points = meetings.still_open(meetings.owned(meetings.points_for(actor), actor))
        if actor.person:
            yield _each(Kind.POINT, points, other="meeting__title", label="what", day=F("due"))
    if actor.may(Right.KEEP_MEETINGS) or actor.scope(Right.SEE_MEETINGS) == Scope.OWN:
        until = months_later(today, NOTICE_MONTHS)
        ending = meetings.agreements_for(actor).prefetch_related(None).filter(ends__gte=today, ends__lte=until)
        yield _each(Kind.AGREEMENT, ending, label="title", day=F("ends"))
    if actor.may(Right.KEEP_MEETINGS):
        silent = meetings.past(Meeting.objects.filter(cancelled=False, text="", outcome="", outcome_text=""), today)
        yield _each(Kind.REPORT, silent, label="title", day=F("on"))


def _of_people(actor: Actor) -> Iterator[Branch]:
    if actor.may(Right.MANAGE_PEOPLE):
        seats = Membership.objects.filter(municipality=CurrentMunicipality(), ended_at=None, person__last_login=None)
        yield _summed(
            Kind.INVITATIONS, seats.order_by("started_at", "pk"), label="person__name", day=_day_of("started_at")
        )
    match actor.scope(Right.KEEP_PARTIES):
        case Scope.ALL:
            yield _summed(Kind.NO_CONTACT, parties_lacking(lacks=Lacks.CONTACT), key="key", label="name")
            yield _summed(Kind.NO_STAND_IN, parties_lacking(lacks=Lacks.STAND_IN), key="key", label="name")
        case Scope.OWN:
            alone = Contact.objects.filter(ALONE, party__in=actor.reach(Right.KEEP_PARTIES), ended_on=None)
            yield _summed(Kind.NO_STAND_IN, alone.order_by("pk"), key="party__key", label="party__name")


def _each(kind: Kind, rows: QuerySet[Any, Any], **columns: Any) -> Branch:
    """The first rows, each for itself."""
    return Branch(kind, rows, A_FEW, columns)


def _summed(kind: Kind, rows: QuerySet[Any, Any], **columns: Any) -> Branch:
    """One line for all rows: the first of them, and how many there are."""
    return Branch(kind, rows, 1, columns)


def _day_of(moment: str) -> TruncDate:
    return TruncDate(moment, tzinfo=AMSTERDAM)
