"""Where work begins: choose a municipality, and see what waits."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.ledger.money.queries import glance
from kapstok.parties.meetings.presentation import meeting_line
from kapstok.parties.meetings.queries import my_upcoming_meetings
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Membership
from kapstok.plans.models import Plan
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import Reading, read, read_working
from kapstok.plans.working_copy import may_see
from kapstok.portal.workspace.changes import last_changes
from kapstok.portal.workspace.counting import lines_of
from kapstok.portal.workspace.presentation import items, more
from kapstok.portal.workspace.standing import Standing, standing


def my_work(request: HttpRequest) -> HttpResponse:
    """After signing in: straight to work for who has one municipality, else a choice."""
    seats = Membership.objects.filter(person=request.user.pk, ended_at=None).select_related("municipality")
    municipalities = {seat.municipality.slug: seat.municipality for seat in seats.order_by("municipality__sort_key")}
    if len(municipalities) == 1:
        return redirect("work-home", *municipalities)
    return TemplateResponse(request, "portal/workspace/my_work.html", {"municipalities": municipalities.values()})


@needs(Right.SEE_WORK)
@read_only
def home(request: MunicipalRequest) -> HttpResponse:
    """What waits for me, what comes, how the plan stands, and what others did."""
    actor, slug, today = request.actor, request.municipality.slug, clock.today()
    rows = [row for row in plans_of_municipality() if row.published_id or may_see(request, row)]
    lines = lines_of(request)
    coming = my_upcoming_meetings(actor, today) if actor.may(Right.SEE_MEETINGS) else ()
    about = {
        "waiting": items(lines, slug, today, one_organisation=not actor.is_staff),
        "more": more(lines, slug),
        "coming": [meeting_line(meeting, today) for meeting in coming],
        "standing": _standing(request, rows[0], today) if rows else None,
        "may_see": bool(rows) and may_see(request, rows[0]),
        "others": _others(request, rows),
        "may_edit": actor.may(Right.EDIT_PLAN),
        "changes": last_changes(actor) if actor.may(Right.READ_HISTORY) else None,
    }
    return TemplateResponse(request, "portal/workspace/home.html", about)


def _standing(request: MunicipalRequest, row: Plan, today: date) -> Standing:
    actor = request.actor
    money = glance(row.grant_id) if actor.may(Right.SEE_MONEY) else None
    return standing(row, _reading(request, row), actor, request.municipality.slug, today, money)


def _reading(request: MunicipalRequest, row: Plan) -> Reading | None:
    """Staff reads the plan as it is now, others as it was published."""
    if request.actor.may(Right.SEE_CONCEPT):
        return read_working(row, request.municipality)
    return read([row], request.municipality) if row.published_id else None


def _others(request: MunicipalRequest, rows: Sequence[Plan]) -> list[Plan]:
    return [row for row in rows[1:] if may_see(request, row)]
