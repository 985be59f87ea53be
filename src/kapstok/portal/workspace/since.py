"""What changed for somebody: read from the history, told without saying who did it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kapstok.core.access import Actor, Right, Scope
from kapstok.core.models import AuditEntry
from kapstok.parties.meetings.presentation import when
from kapstok.parties.models import Meeting
from kapstok.plans.models import Comment, Decision, Plan
from kapstok.plans.statuses import MEANINGS, Status

MOST = 10  # told to one person
MOST_READ = 500  # entries looked at
MEETING_SAYS = {
    "meeting planned": "Nieuw overleg: “{title}”, {when}",
    "meeting cancelled": "“{title}” ({when}) gaat niet door",
    "meeting reported": "Het verslag van “{title}” ({when}) staat klaar",
}
PLAN_SAYS = {
    "plan status changed": "“{title}” is nu {status}",
    "plan adopted": "“{title}” is vastgesteld",
    "plan published": "“{title}” staat op de publieke pagina",
}
DECIDED = "decision registered"
ANSWERED = "comment answered"
ACTS = (*MEETING_SAYS, *PLAN_SAYS, DECIDED, ANSWERED)


def changes_of(actors: Mapping[int, Actor], since: Mapping[int, datetime], today: date) -> dict[int, list[str]]:
    """For each what others did since then that she may see, the newest first. 6 queries. Inside the municipality."""
    if not actors:
        return {}
    entries = AuditEntry.objects.filter(act__in=ACTS, at__gte=min(since.values())).order_by("-id")
    found = list(entries.defer("before", "after")[:MOST_READ])
    rows = _Rows(found, today)
    told: dict[int, list[str]] = {}
    for number, actor in actors.items():
        news = [entry for entry in found if entry.at > since[number] and entry.by != actor.by]
        told[number] = list(dict.fromkeys(text for entry in news if (text := rows.said(entry, actor))))[:MOST]
    return told


class _Rows:
    """The records that the entries are about, as they are now."""

    def __init__(self, entries: Sequence[AuditEntry], today: date) -> None:
        self.today = today
        of = {table: {entry.row for entry in entries if entry.table == table} for table in {e.table for e in entries}}
        meetings = Meeting.objects.filter(pk__in=of.get("parties.meeting", ())).prefetch_related("attendances")
        self.meetings = {row.pk: row for row in meetings}
        self.comments = {row.pk: row for row in Comment.objects.filter(pk__in=of.get("plans.comment", ()))}
        decisions = Decision.objects.filter(pk__in=of.get("plans.decision", ())).defer("document")
        self.decisions = {row.pk: row for row in decisions}
        plans = {*of.get("plans.plan", ()), *(row.plan_id for row in self.decisions.values())}
        self.plans = {row.pk: row for row in Plan.objects.filter(pk__in=plans)}

    def said(self, entry: AuditEntry, actor: Actor) -> str:
        """Empty when it is not for this actor."""
        match entry.act:
            case act if act in MEETING_SAYS:
                return self._of_meeting(entry, actor)
            case act if act in PLAN_SAYS:
                return self._of_plan(entry, actor)
            case act if act == DECIDED:
                return self._decided(entry, actor)
            case _:
                comment = self.comments.get(entry.row)
                return "Uw reactie op het plan kreeg antwoord" if comment and comment.person_id == actor.person else ""

    def _of_meeting(self, entry: AuditEntry, actor: Actor) -> str:
        meeting = self.meetings.get(entry.row)
        if meeting is None or not actor.may(Right.SEE_MEETINGS, meeting.party_ids()):
            return ""
        if entry.act == "meeting planned" and (when(meeting).last < self.today or meeting.cancelled):
            return ""
        if entry.act == "meeting cancelled" and not meeting.cancelled:
            return ""
        return MEETING_SAYS[entry.act].format(title=meeting.title, when=when(meeting))

    def _of_plan(self, entry: AuditEntry, actor: Actor) -> str:
        plan = self.plans.get(entry.row)
        if plan is None or not _sees(plan, actor):
            return ""
        meaning = MEANINGS[Status(plan.status)]
        status = meaning.staff if actor.is_staff else f"bij de gemeente: {meaning.partners}"
        return PLAN_SAYS[entry.act].format(title=plan.title, status=status)

    def _decided(self, entry: AuditEntry, actor: Actor) -> str:
        decision = self.decisions.get(entry.row)
        plan = self.plans.get(decision.plan_id) if decision else None
        if decision is None or plan is None or not _sees(plan, actor):
            return ""
        return f"Vastgelegd bij “{plan.title}”: {decision.title}"


def _sees(plan: Plan, actor: Actor) -> bool:
    return actor.scope(Right.SEE_CONCEPT) == Scope.ALL or MEANINGS[Status(plan.status)].seen_by_partners
