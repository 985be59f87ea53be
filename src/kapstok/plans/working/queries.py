"""Reading work plans, no further than the actor may see: a plan that is not shared yet only where she is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Substr

from kapstok.core.access import Actor, Right
from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import Quarter
from kapstok.parties.models import Contact, Party
from kapstok.plans.models import Estimate, Measure, Need, Partner, Plan, Presence, WorkPlan, WorkStep
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.schema import Estimate as EstimateValue
from kapstok.plans.statuses import MEANINGS
from kapstok.plans.working.rules import PATIENCE, Stay

MOST_OPTIONS = 500
SHARED = [status.value for status, meaning in MEANINGS.items() if meaning.seen_by_partners]


def _in_order(quarter: str | Coalesce) -> Concat:
    """“Q4 2023” as “20234”, so that the database can compare quarters."""
    return Concat(Substr(quarter, 4, 4), Substr(quarter, 2, 1))


FIRST = _in_order("quarter")
LAST = _in_order(Coalesce(NullIf("until", Value("")), "quarter"))


def in_order_of(today: date) -> str:
    quarter = Quarter.containing(today)
    return f"{quarter.year}{quarter.number}"


def seen_by(actor: Actor, path: str = "") -> Q:
    """Which work plans this actor may see: of plans that are shared, her own, and those that need something of her.

    `path` leads to the work plan, `work_plan__` from a step.
    """
    if actor.may(Right.SEE_CONCEPT):
        return Q()
    asks_her = Need.objects.filter(party__in=actor.parties).exclude(work_plan__given_at=None).values("work_plan")
    return (
        Q(**{f"{path}plan__status__in": SHARED})
        | Q(**{f"{path}party__in": actor.parties})
        | Q(**{f"{path}pk__in": asks_her})
    )


def work_plans(actor: Actor) -> QuerySet[WorkPlan]:
    return WorkPlan.objects.filter(seen_by(actor)).select_related("plan", "measure", "party")


def plans_for(actor: Actor) -> list[Plan]:
    """The plans whose work plans this actor may look at, the newest first."""
    rows = plans_of_municipality()
    if actor.may(Right.SEE_CONCEPT):
        return list(rows)
    asked = WorkPlan.objects.filter(plan=OuterRef("pk"), party__in=actor.parties)
    return list(rows.filter(Q(status__in=SHARED) | Exists(asked)))


def one_work_plan(actor: Actor) -> QuerySet[WorkPlan]:
    """With all that stands in it. 4 queries."""
    return work_plans(actor).prefetch_related("steps__owner", "presences__place", "needs__party")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the work plans to show: one plan (its slug), a measure or party (their keys), only who is late."""

    plan: str = ""
    measure: str = ""
    party: str = ""
    late: bool = False


def sifted(rows: QuerySet[WorkPlan], sieve: Sieve, today: date) -> QuerySet[WorkPlan]:
    for path, value in (("plan__slug", sieve.plan), ("measure__key", sieve.measure), ("party__key", sieve.party)):
        rows = rows.filter(**{path: value}) if value else rows
    if not sieve.late:
        return rows
    steps = late_steps(WorkStep.objects.filter(work_plan=OuterRef("pk")), today)
    needs = late_needs(Need.objects.filter(work_plan=OuterRef("pk")), today)
    return rows.filter(Exists(steps) | Exists(needs) | _unanswered(today))


def by_measure(rows: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    return rows.order_by("measure__position", "measure_id", "party__sort_key", "pk")


def by_party(rows: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    return rows.order_by("party__sort_key", "party_id", "measure__position", "pk")


def for_timeline(rows: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    return rows.prefetch_related("steps", "presences")


def late_steps(rows: QuerySet[WorkStep], today: date) -> QuerySet[WorkStep]:
    """Not done, and their last quarter is over; what should have been done first comes first.

    What stands in a work plan that its party did not hand in yet counts for nothing.
    """
    return rows.alias(last=LAST).filter(_late(today)).order_by("last", "pk")


def late_needs(rows: QuerySet[Need], today: date) -> QuerySet[Need]:
    given = rows.exclude(work_plan__given_at=None)
    return given.alias(last=FIRST).filter(met_on=None, last__lt=in_order_of(today)).order_by("last", "pk")


def _late(today: date) -> Q:
    return Q(done_on=None, last__lt=in_order_of(today), work_plan__given_at__isnull=False)


def unanswered(rows: QuerySet[WorkPlan], today: date) -> QuerySet[WorkPlan]:
    """Asked longer ago than a party may take, and not filled in."""
    return rows.filter(_unanswered(today)).order_by("asked_at", "pk")


def _unanswered(today: date) -> Q:
    return Q(given_at=None, asked_at__lt=_midnight(today - PATIENCE))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)


def needs_for(actor: Actor) -> QuerySet[Need]:
    """What parties need from each other, as far as handed in; of one's own in any case. The first needed first."""
    handed_in = Q(work_plan__given_at__isnull=False) & seen_by(actor, "work_plan__")
    rows = Need.objects.filter(handed_in | Q(work_plan__party__in=actor.parties))
    rows = rows.select_related("party", "work_plan__party", "work_plan__measure", "work_plan__plan")
    return rows.alias(last=FIRST).order_by("last", "pk")


def stays_for(measure: Measure, actor: Actor) -> list[Stay]:
    """The hours in all work plans of this measure that the actor may see."""
    rows = Presence.objects.filter(seen_by(actor, "work_plan__"), work_plan__measure=measure)
    return [Stay(row.hours_per_week, row.starts, row.ends) for row in rows]


def estimates_of(measure: Measure) -> list[EstimateValue]:
    rows = Estimate.objects.filter(measure=measure).order_by("position")
    names = list(EstimateValue.model_fields)
    return [EstimateValue.model_validate({name: getattr(row, name) for name in names}) for row in rows]


def measures_of(plan: Plan) -> QuerySet[Measure]:
    """Those of a plan in its own order, each with how many parties were asked already."""
    return Measure.objects.filter(plan=plan).annotate(asked=Count("work_plans")).order_by("position")[:MOST_OPTIONS]


def executors(measure: Measure) -> list[Party]:
    """Who carries out a measure: the lead first, then the partners in their order."""
    partners = Partner.objects.filter(measure=measure).select_related("party").order_by("position")
    named = [measure.lead, *(partner.party for partner in partners)]
    return list({party.pk: party for party in named if party}.values())


def contacts_of(party: int, also: frozenset[int] = frozenset()) -> QuerySet[Contact]:
    """Who can do something for this party, and the contacts in `also`."""
    rows = Contact.objects.filter(Q(party=party, ended_on=None) | Q(pk__in=also, party=party))
    return rows.order_by("function", "pk")[:MOST_OPTIONS]


def first_contacts(parties: frozenset[int]) -> dict[int, Contact]:
    """Of each party whom to call first; parties without contact are not in it. One query."""
    rows = Contact.objects.filter(party__in=parties, ended_on=None).order_by("party_id", "pk").distinct("party_id")
    return {contact.party_id: contact for contact in rows}
