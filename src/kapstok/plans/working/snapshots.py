"""A work plan with what hangs on it as one plain value, for the history."""

from typing import Any

from kapstok.plans.models import WorkPlan


def of_work_plan(work_plan: WorkPlan) -> dict[str, Any]:
    """As it stands in the database now."""
    return {
        **WorkPlan.objects.filter(pk=work_plan.pk).values("measure", "party", "text", "given_at").get(),
        "steps": list(
            work_plan.steps.order_by("position", "pk").values("id", "what", "quarter", "until", "owner", "done_on")
        ),
        "presences": list(work_plan.presences.order_by("pk").values("id", "place", "hours_per_week", "starts", "ends")),
        "needs": list(work_plan.needs.order_by("pk").values("id", "what", "party", "quarter", "met_on")),
    }
