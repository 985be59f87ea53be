"""Counting what is written down, no further than the actor may see."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from kapstok.core.access import Actor
from kapstok.parties.kinds import AgreementKind
from kapstok.parties.meetings.queries import LAST_DAY, agreements_for, meetings_for, running
from kapstok.parties.models import Contact, Meeting, Party
from kapstok.plans.models import Decision, MandateRule, Plan, PlanParty
from kapstok.plans.schema import Measure, MilestoneKind, PlanDocument, Theme
from kapstok.plans.working import queries as working
from kapstok.portal.steps.rules import Facts, PlanCounts, ThemeCount

_LEA = r"\mLEA\M|lokale educatieve agenda"
_MONITOR = (MilestoneKind.MONITOR, MilestoneKind.MONITOR_PLAN)


def facts_of(actor: Actor, row: Plan | None, document: PlanDocument | None, today: date) -> Facts:
    """Of this plan, and of the municipality around it. 6 queries."""
    return Facts(
        plan=counts_of(document) if document else None,
        **_meetings(actor, today),
        **_agreements(actor, today),
        **_parties(row),
        mandate=MandateRule.objects.count(),
        decisions=Decision.objects.filter(plan=row).count(),
        **_work(actor, row),
    )


def _meetings(actor: Actor, today: date) -> dict[str, int]:
    seen = Meeting.objects.filter(pk__in=meetings_for(actor).order_by().values("pk"), cancelled=False)
    past, said = Q(last__lt=today), ~Q(text="", outcome="", outcome_text="")
    lea = Q(group__name__iregex=_LEA) | Q(title__iregex=_LEA)
    return seen.alias(last=LAST_DAY).aggregate(
        held=Count("pk", filter=past),
        reported=Count("pk", filter=past & said),
        coming=Count("pk", filter=Q(last__gte=today)),
        lea_meetings=Count("pk", filter=lea),
    )


def _agreements(actor: Actor, today: date) -> dict[str, int]:
    rows = running(agreements_for(actor), today).prefetch_related(None).order_by()
    return rows.aggregate(
        cooperation=Count("pk", filter=Q(kind=AgreementKind.COOPERATION)),
        data_sharing=Count("pk", filter=Q(kind=AgreementKind.DATA_SHARING)),
    )


def _parties(row: Plan | None) -> dict[str, int]:
    """The parties of the plan, and how many of them have a contact."""
    named = Party.objects.filter(pk__in=PlanParty.objects.filter(plan=row).values("party"))
    contact = Exists(Contact.objects.filter(party=OuterRef("pk"), ended_on=None))
    return named.aggregate(parties=Count("pk"), reachable=Count("pk", filter=contact))


def _work(actor: Actor, row: Plan | None) -> dict[str, int]:
    """The work plans that were asked and filled in, and how far the steps in them are."""
    given = Q(given_at__isnull=False)
    return (
        working.work_plans(actor)
        .filter(plan=row)
        .order_by()
        .aggregate(
            asked=Count("pk", distinct=True),
            given=Count("pk", filter=given, distinct=True),
            work_steps=Count("steps", filter=given),
            work_done=Count("steps", filter=given & Q(steps__done_on__isnull=False)),
        )
    )


def counts_of(plan: PlanDocument) -> PlanCounts:
    measures = plan.measures
    costed = {line.measure for line in plan.lines} | {key for line in plan.lines for key in _named(line.activities)}
    paid = {line.theme for line in plan.lines if line.theme}
    steps = [*plan.milestones, *(step for measure in measures for step in measure.milestones)]
    sectors = {party.sector for party in plan.parties} | {s for talk in plan.consultations for s in talk.sectors}
    return PlanCounts(
        goals=len(plan.goals),
        sectors=len(sectors),
        consultations=len(plan.consultations),
        measures=len(measures),
        results=sum(bool(measure.result) for measure in measures),
        indicators=sum(bool(measure.indicator) for measure in measures),
        target_groups=sum(bool(measure.target_group) for measure in measures),
        purposes=sum(bool(measure.purposes) for measure in measures),
        leads=sum(bool(measure.lead) for measure in measures),
        costed=sum(bool(m.estimates) or m.key in costed or m.theme in paid for m in measures),
        monitored=sum(step.kind in _MONITOR for step in steps),
        themes=tuple(_theme(theme, [m for m in measures if m.theme == theme.key]) for theme in plan.themes),
    )


def _named(activities: Sequence[object]) -> list[str]:
    return [key for activity in activities if (key := getattr(activity, "measure", None))]


def _theme(theme: Theme, measures: Sequence[Measure]) -> ThemeCount:
    return ThemeCount(
        name=theme.name,
        measures=len(measures),
        results=sum(bool(measure.result) for measure in measures),
        indicators=sum(bool(measure.indicator) for measure in measures),
        goal=bool(theme.goal or theme.result),
    )
