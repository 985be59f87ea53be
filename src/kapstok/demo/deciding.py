"""How far the plans of the demo are, through the same acts as everybody else."""

import tomllib
from importlib.resources import files

from kapstok.core.access import Actor
from kapstok.core.tenancy import inside
from kapstok.parties.models import Meeting, Municipality
from kapstok.plans.deciding.actions import Taken, register_decision, take_step
from kapstok.plans.models import Plan
from kapstok.plans.statuses import Body, Status


def load_decisions(municipality: Municipality, *, by: Actor) -> None:
    """Share the plan and register what was decided. A plan that got further already stays as it is."""
    content = tomllib.loads(files("kapstok.demo").joinpath("decisions.toml").read_text("utf-8"))
    told = content.get(municipality.slug)
    if told is None:
        return
    with inside(municipality):
        plan = Plan.objects.filter(slug=told["plan"]).first()
        if plan is None or plan.status != Status.CONCEPT or plan.decisions.exists():
            return
        take_step(plan.pk, Status.SHARED, by=by, why=told["shared"])
        for decision in told.get("decision", []):
            if "put_forward" in decision:
                take_step(plan.pk, Status.PROPOSED, by=by, why=decision["put_forward"])
            taken = Taken(
                body=Body(decision["body"]),
                on=decision["on"],
                title=decision["title"],
                text=decision["text"],
                leads_to=Status(decision["leads_to"]) if "leads_to" in decision else None,
            )
            meeting = Meeting.objects.filter(on=decision["meeting"]).first() if "meeting" in decision else None
            register_decision(plan.pk, taken, by=by, meeting=meeting)
