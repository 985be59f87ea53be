"""The plan that people work on, as somebody in the workspace may see or change it."""

from django.http import Http404

from kapstok.core.access import Answer, Right
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Plan
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import Reading, read_working
from kapstok.plans.statuses import MEANINGS, Status


def may_see(request: MunicipalRequest, row: Plan) -> bool:
    """Staff sees every plan; partners once it was shared with them."""
    return bool(request.actor.may(Right.SEE_CONCEPT)) or MEANINGS[Status(row.status)].seen_by_partners


def may_edit(request: MunicipalRequest, row: Plan) -> Answer:
    """May this plan be changed here and now, and if not, why."""
    meaning = MEANINGS[Status(row.status)]
    if not meaning.editable:
        return Answer(False, f"Dit plan is {meaning.staff}. Bereid een wijziging voor om het te veranderen.")
    return request.actor.may(Right.EDIT_PLAN)


def visible_plans(request: MunicipalRequest) -> list[Plan]:
    return [row for row in plans_of_municipality() if may_see(request, row)]


def plan_row(request: MunicipalRequest, slug: str) -> Plan:
    """The plan of an address in the workspace; Http404 when it is not there or not yet shared with who asks."""
    row = plans_of_municipality().filter(slug=slug).first()
    if row is None or not may_see(request, row):
        raise Http404("onbekend plan")
    return row


def reading_of(request: MunicipalRequest, slug: str) -> tuple[Plan, Reading]:
    row = plan_row(request, slug)
    return row, read_working(row, request.municipality)
