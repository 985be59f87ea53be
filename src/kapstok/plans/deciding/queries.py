"""What was decided about a plan, and what was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kapstok.core.access import Actor, Right
from kapstok.plans.deciding.rules import Allowed
from kapstok.plans.models import Comment, Decision, MandateRule, Plan, PlanVersion
from kapstok.plans.statuses import SEEN_BY_PARTNERS, Body, MandateScope, Status

MOST_VERSIONS = 100


def versions_for(by: Actor, row: Plan) -> QuerySet[PlanVersion]:
    """The newest first. Partners do not see what was kept while the plan was not shared, unless it is published."""
    rows = PlanVersion.objects.filter(plan=row).order_by("-number")
    if by.may(Right.SEE_CONCEPT):
        return rows
    return rows.filter(Q(status__in=SEEN_BY_PARTNERS) | Q(pk=row.published_id))


def decisions_of(row: Plan) -> QuerySet[Decision]:
    decisions = Decision.objects.filter(plan=row).defer("document").select_related("version", "meeting", "corrects")
    return decisions.defer("document", "version__document", "version__pdf", "version__xlsx").order_by("-on", "-id")


def last_adopted(row: Plan) -> PlanVersion | None:
    return PlanVersion.objects.filter(plan=row, pdf__isnull=False).defer("pdf", "xlsx").order_by("-number").first()


def mandate_table() -> list[Allowed]:
    return [Allowed(Body(row.body), MandateScope(row.scope), row.maximum) for row in MandateRule.objects.all()]


@dataclass(frozen=True, slots=True)
class Said:
    """How many comments there are on a part of the plan, and how many wait for an answer."""

    total: int
    open: int


def comments_for(by: Actor, row: Plan) -> QuerySet[Comment]:
    """What was said that this actor may read, the newest first."""
    comments = Comment.objects.filter(plan=row).order_by("-id")
    return comments if by.may(Right.SEE_CONCEPT) else comments.filter(internal=False)


def comments_shown(by: Actor, row: Plan) -> QuerySet[Comment]:
    return comments_for(by, row).select_related("person", "party", "answered_by")


def counted_comments(by: Actor, row: Plan) -> dict[str, Said]:
    """For each part of the plan that something was said of, as far as this actor may read it. One query."""
    counted = comments_for(by, row).order_by("about").values("about")
    lines = counted.annotate(total=Count("id"), open=Count("id", filter=Q(answered_at=None)))
    return {line["about"]: Said(line["total"], line["open"]) for line in lines}


def said_of_concept(row: Plan) -> QuerySet[Comment]:
    """What colleagues said while partners could not read the plan, and would read now; none of a plan they can read."""
    if Status(row.status) in SEEN_BY_PARTNERS:
        return Comment.objects.none()
    comments = Comment.objects.filter(plan=row, internal=False)
    versions = PlanVersion.objects.filter(plan=row).order_by("number")
    last_shown = versions.filter(status__in=SEEN_BY_PARTNERS).last()
    taken_back = versions.filter(number__gt=last_shown.number).first() if last_shown else None
    return comments.filter(at__gte=taken_back.made_at) if taken_back else comments


def same_decision(row: Plan, columns: Mapping[str, Any]) -> Decision | None:
    """The last decision on this plan, if it says just this and the plan has not gone on since."""
    last = Decision.objects.filter(plan=row).defer("document").order_by("-id").first()
    if last is None or any(getattr(last, name) != value for name, value in columns.items() if name != "document"):
        return None
    if last.version_id and PlanVersion.objects.filter(plan=row, pk__gt=last.version_id).exists():
        return None
    return last if (last.document and bytes(last.document)) == columns["document"] else None
