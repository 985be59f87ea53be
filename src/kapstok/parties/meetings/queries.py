"""Reading meetings, action points and agreements, no further than the actor may see."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kapstok.core.access import Actor, Right, Scope
from kapstok.parties.kinds import PartyKind
from kapstok.parties.meetings.rules import NOTICE_MONTHS, months_later
from kapstok.parties.models import ActionPoint, Agreement, AgreementParty, Attendance, Contact, Meeting, Party

A_FEW = 5
MOST_COMING = 50
MOST_OPTIONS = 300
LAST_DAY = Coalesce("until", "on")


def meetings_for(actor: Actor) -> QuerySet[Meeting]:
    """Those this actor may see, each with its group and how many were asked and came."""
    rows = Meeting.objects.select_related("group").annotate(
        asked=Count("attendances"), came=Count("attendances", filter=Q(attendances__present=True))
    )
    if actor.scope(Right.SEE_MEETINGS) == Scope.ALL:
        return rows
    return rows.filter(_of_parties(actor.reach(Right.SEE_MEETINGS)))


def _of_parties(parties: frozenset[int]) -> Q:
    return Q(Exists(Attendance.objects.filter(meeting=OuterRef("pk"), party__in=parties))) | Q(group__in=parties)


def upcoming(meetings: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    """The nearest first; a meeting of today, or of this month, is still to come."""
    return meetings.alias(last=LAST_DAY).filter(last__gte=today).order_by("on", F("at").asc(nulls_last=True), "pk")


def past(meetings: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    return meetings.alias(last=LAST_DAY).filter(last__lt=today).order_by("-on", "-pk")


def one_meeting() -> QuerySet[Meeting]:
    """With whom it is about, so that `party_ids` asks once."""
    return Meeting.objects.select_related("group", "organiser__party").prefetch_related("attendances__party", "topics")


def points_of(meeting: Meeting) -> QuerySet[ActionPoint]:
    return meeting.action_points.select_related("owner__party").order_by("due", "pk")


def groups() -> QuerySet[Party]:
    """Who can meet: groups that met before, the latest first, then other working groups by name."""
    latest = Meeting.objects.filter(group=OuterRef("pk")).order_by("-on").values("on")[:1]
    return (
        Party.objects.annotate(last_met=Subquery(latest))
        .filter(Q(kind=PartyKind.WORKING_GROUP) | ~Q(last_met=None))
        .order_by(F("last_met").desc(nulls_last=True), "sort_key")[:MOST_OPTIONS]
    )


def groups_met(actor: Actor) -> QuerySet[Party]:
    """The groups of the meetings that this actor may see, for a filter."""
    seen = meetings_for(actor).order_by().values("group")
    return Party.objects.filter(pk__in=seen).order_by("sort_key")[:MOST_OPTIONS]


def asked_last_time(group: int) -> frozenset[int]:
    """The parties of the latest meeting of this group that went on; empty when it never met."""
    latest = Meeting.objects.filter(group=group, cancelled=False).order_by("-on", "-pk").first()
    return frozenset(latest.attendances.values_list("party", flat=True)) if latest else frozenset()


def points_for(actor: Actor) -> QuerySet[ActionPoint]:
    """Those this actor may see, with owner and meeting; the first due first."""
    rows = ActionPoint.objects.select_related("owner__party", "meeting").order_by("due", "pk")
    if actor.scope(Right.SEE_MEETINGS) == Scope.ALL:
        return rows
    return rows.filter(owner__party__in=actor.reach(Right.SEE_MEETINGS))


def owned(points: QuerySet[ActionPoint], actor: Actor) -> QuerySet[ActionPoint]:
    """Of whom acts herself: she is the owner."""
    return points.filter(owner__person=actor.person) if actor.person else points.none()


def still_open(points: QuerySet[ActionPoint]) -> QuerySet[ActionPoint]:
    return points.filter(done_on=None)


def late(points: QuerySet[ActionPoint], today: date) -> QuerySet[ActionPoint]:
    return points.filter(done_on=None, due__lt=today)


def done(points: QuerySet[ActionPoint]) -> QuerySet[ActionPoint]:
    return points.exclude(done_on=None).order_by("-done_on", "-pk")


def agreements_for(actor: Actor) -> QuerySet[Agreement]:
    """Those this actor may see, with their parties; the first to end first, those without end last."""
    rows = Agreement.objects.prefetch_related("signed__party").order_by(F("ends").asc(nulls_last=True), "title", "pk")
    if actor.scope(Right.SEE_MEETINGS) == Scope.ALL:
        return rows
    own = AgreementParty.objects.filter(agreement=OuterRef("pk"), party__in=actor.reach(Right.SEE_MEETINGS))
    return rows.filter(Exists(own))


def running(agreements: QuerySet[Agreement], today: date) -> QuerySet[Agreement]:
    return agreements.filter(Q(ends=None) | Q(ends__gte=today))


def ended(agreements: QuerySet[Agreement], today: date) -> QuerySet[Agreement]:
    return agreements.filter(ends__lt=today).order_by("-ends", "title", "pk")


def contacts_of(parties: frozenset[int], also: Collection[int] = ()) -> QuerySet[Contact]:
    """Who can do something for these parties: roles that have not ended, and the contacts in `also`."""
    wanted = Q(party__in=parties, ended_on=None) | Q(pk__in=also)
    return Contact.objects.filter(wanted).select_related("party").order_by("party__sort_key", "function", "pk")


def my_upcoming_meetings(actor: Actor, today: date) -> Sequence[Meeting]:
    """For the first page: the next few that one's own parties are asked to, and that go on."""
    mine = meetings_for(actor).filter(_of_parties(actor.parties), cancelled=False)
    return list(upcoming(mine, today)[:A_FEW])


def my_open_points(actor: Actor) -> Sequence[ActionPoint]:
    """For the first page: what I still have to do, the first due first."""
    return list(still_open(owned(points_for(actor), actor))[:A_FEW])


def agreements_ending(actor: Actor, today: date) -> Sequence[Agreement]:
    """For the first page: what runs out within three months, the first to end first."""
    until = months_later(today, NOTICE_MONTHS)
    return list(agreements_for(actor).filter(ends__gte=today, ends__lte=until)[:A_FEW])


def calendar_meetings(actor: Actor, since: date) -> QuerySet[Meeting]:
    """What belongs in somebody's calendar: her parties are asked; cancelled ones too, so that they disappear there."""
    mine = Meeting.objects.filter(_of_parties(actor.parties)).select_related("group")
    return mine.alias(last=LAST_DAY).filter(last__gte=since).order_by("on", "pk")


def calendar_points(actor: Actor, since: date) -> QuerySet[ActionPoint]:
    """What she still has to do."""
    mine = still_open(owned(ActionPoint.objects.select_related("meeting"), actor))
    return mine.filter(due__gte=since).order_by("due", "pk")
