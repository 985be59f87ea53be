"""The seven steps on one page: what is there, what is missing, and where to do it."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of, plans_of_municipality
from kapstok.plans.schema import PlanDocument
from kapstok.plans.versions import published_document
from kapstok.plans.working_copy import may_see
from kapstok.portal.steps.queries import counts_of, facts_of
from kapstok.portal.steps.ring import ring
from kapstok.portal.steps.rules import filled, for_partners, leading
from kapstok.portal.steps.seven import SOURCE, SOURCE_URL, seven_steps

ROOMS = {
    "meetings": Right.SEE_MEETINGS,
    "agreements": Right.SEE_MEETINGS,
    "partners": Right.SEE_PARTIES,
    "workplans": Right.SEE_WORK_PLANS,
    "mandate": Right.SEE_CONCEPT,
}
OF_PLAN = {
    "plan": "work-plan",
    "budget": "work-budget",
    "participants": "work-participants",
    "decisions": "work-decisions",
}


@needs(Right.SEE_WORK)
@read_only
def steps(request: MunicipalRequest) -> HttpResponse:
    """`?plan=`: of which plan, when there are more."""
    rows = [row for row in plans_of_municipality() if row.published_id or may_see(request, row)]
    row = _chosen(request, rows)
    document = _document(request, row)
    found = seven_steps(facts_of(request.actor, row, document, clock.today()))
    if not request.actor.is_staff:
        found = tuple(for_partners(step) for step in found)
    places = _places(request, row)
    found = tuple(leading(step, places) for step in found)
    about = {
        "steps": found,
        "ring": ring(found),
        "filled": filled(found),
        "row": row,
        "plans": rows if len(rows) > 1 else [],
        "themes": counts_of(document).themes if document else (),
        "may_edit": request.actor.may(Right.EDIT_PLAN),
        "source": SOURCE,
        "source_url": SOURCE_URL,
    }
    return TemplateResponse(request, "portal/steps/steps.html", about)


def _chosen(request: MunicipalRequest, rows: Sequence[Plan]) -> Plan | None:
    wanted = request.GET.get("plan")
    found = next((row for row in rows if wanted in (None, row.slug)), None)
    if wanted and found is None:
        raise Http404("onbekend plan")
    return found


def _document(request: MunicipalRequest, row: Plan | None) -> PlanDocument | None:
    """As it is now for who may see that, else as it was published."""
    if row is None:
        return None
    return document_of(row) if may_see(request, row) else published_document(row)


def _places(request: MunicipalRequest, row: Plan | None) -> dict[str, str]:
    """Where each thing is done, as far as this actor may go there."""
    slug, actor = request.municipality.slug, request.actor
    places = {name: reverse(name, args=[slug]) for name, right in ROOMS.items() if actor.may(right)}
    if row is None:
        return places | ({"plan": reverse("plan-list", args=[slug])} if actor.may(Right.EDIT_PLAN) else {})
    if not may_see(request, row):
        return places
    return places | {place: reverse(name, args=[slug, row.slug]) for place, name in OF_PLAN.items()}
