"""What was decided about a plan, and what was said of it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kapstok.core.access import Actor, Right
from kapstok.plans.deciding.rules import Allowed
from kapstok.plans.models import Comment, Decision, MandateRule, Plan, PlanVersion
from kapstok.plans.statuses import SEEN_BY_PARTNERS, Body, MandateScope

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


def comments_of(row: Plan, about: str = "") -> QuerySet[Comment]:
    comments = Comment.objects.filter(plan=row).select_related("person", "party", "answered_by").order_by("-id")
    return comments.filter(about=about) if about else comments


def counted_comments(row: Plan) -> dict[str, Said]:
    """For each part of the plan that something was said of. One query."""
    counted = Comment.objects.filter(plan=row).values("about").order_by("about")
    lines = counted.annotate(total=Count("id"), open=Count("id", filter=Q(answered_at=None)))
    return {line["about"]: Said(line["total"], line["open"]) for line in lines}
