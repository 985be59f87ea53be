"""What earlier rooms show of plans: where a party takes part, and what a meeting led to."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from kapstok.core.access import Actor, Right
from kapstok.parties.directory.queries import Link as PartyLink
from kapstok.parties.directory.queries import TakesPart
from kapstok.parties.meetings.slots import Link
from kapstok.parties.models import Meeting, Party
from kapstok.plans.models import Decision, Measure, MeetingLink, Partner
from kapstok.plans.statuses import MEANINGS, Status

MOST = 50
SHARED = [status.value for status in Status if MEANINGS[status].seen_by_partners]


def measures_of(party: Party) -> TakesPart:
    """The measures that a party leads or helps with, of plans that partners may see."""
    own = Q(lead=party) | Q(pk__in=Partner.objects.filter(party=party).values("measure"))
    rows = Measure.objects.filter(own, plan__status__in=SHARED).select_related("plan", "municipality")
    return TakesPart("Maatregelen", tuple(_to_measure(row) for row in rows.order_by("plan", "position")[:MOST]))


def _to_measure(row: Measure) -> PartyLink:
    where = reverse("work-measure", args=[row.municipality.slug, row.plan.slug, row.key])
    return PartyLink(row.name, where)


def led_to(meeting: Meeting, by: Actor) -> Sequence[Link]:
    """The themes that a meeting was about, and the decisions that came out of it."""
    seen = Q() if by.may(Right.SEE_CONCEPT) else Q(plan__status__in=SHARED)
    about = MeetingLink.objects.filter(seen, meeting=meeting).select_related("plan", "theme", "municipality")
    decided = Decision.objects.filter(seen, meeting=meeting).select_related("plan", "municipality").defer("document")
    links = [_to_theme(link) for link in about[:MOST]] + [_to_decision(decision) for decision in decided[:MOST]]
    if by.may(Right.KEEP_MEETINGS):
        where = reverse("meeting-themes", args=[meeting.municipality.slug, meeting.pk])
        links.append(Link("", "Kies de thema's waar dit over ging", where))
    return links


def _to_theme(link: MeetingLink) -> Link:
    slug, plan = link.municipality.slug, link.plan.slug
    if link.theme is None:
        return Link("plan", link.plan.title, reverse("work-plan", args=[slug, plan]))
    return Link("thema", link.theme.name, reverse("work-theme", args=[slug, plan, link.theme.key]))


def _to_decision(decision: Decision) -> Link:
    where = reverse("work-decisions", args=[decision.municipality.slug, decision.plan.slug])
    return Link("besluit", decision.title, where)
