"""The seven steps on one page: what is there, what is missing, and where to do it."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Plan
from kapstok.plans.schema import PlanDocument
from kapstok.plans.working_copy import visible_plans
from kapstok.portal.steps.queries import facts_of
from kapstok.portal.steps.ring import ring
from kapstok.portal.steps.rules import SOURCE, SOURCE_URL, Step, filled, seven_steps
from kapstok.portal.workspace.whole import whole_plan

ROOMS = {
    "meetings": Right.SEE_MEETINGS,
    "agreements": Right.SEE_MEETINGS,
    "partners": Right.SEE_PARTIES,
    "workplans": Right.SEE_WORK_PLANS,
    "mandate": Right.SEE_CONCEPT,
}
OF_PLAN = {"plan": "work-plan", "budget": "work-budget", "participants": "work-participants", "decisions": "work-decisions"}


@needs(Right.SEE_WORK)
@read_only
def steps(request: MunicipalRequest) -> HttpResponse:
    """`?plan=`: of which plan, when there are more."""
    rows = visible_plans(request)
    row = _chosen(request, rows)
    document = whole_plan(row) if row else None
    found = _for(request, seven_steps(facts_of(request.actor, row, document, clock.today())))
    about = {
        "steps": found,
        "ring": ring(found),
        "filled": filled(found),
        "places": _places(request, row),
        "row": row,
        "plans": rows if len(rows) > 1 else [],
        "themes": _themes(document, request, row),
        "may_edit": request.actor.may(Right.EDIT_PLAN),
        "source": SOURCE,
        "source_url": SOURCE_URL,
    }
    return TemplateResponse(request, "portal/steps/steps.html", about)
