"""Planning, changing, reporting and calling off a meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.parties.meetings import actions, filled, presentation, queries
from kapstok.parties.meetings.choices import own_contact
from kapstok.parties.meetings.forms import NEW_GROUP, CancelForm
from kapstok.parties.meetings.sheets import InvitationSheet, ReportSheet, Sheet
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Meeting, Party

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
NONE = "geen"


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def new(request: MunicipalRequest) -> HttpResponse:
    """First for which group, existing ones first; then the rest, with the organisations of its last meeting ticked."""
    chosen = request.GET.get("groep", "")
    groups = [] if chosen or request.method == "POST" else list(queries.groups())
    if groups:
        return TemplateResponse(request, "parties/meetings/choose_group.html", {"groups": groups})
    sheet = InvitationSheet(request.actor, _first_shown(request, chosen))
    return _edit(request, sheet, "parties/meetings/invitation.html", {"meeting": None})


def _first_shown(request: MunicipalRequest, chosen: str) -> dict[str, Any]:
    wanted = number(chosen)
    group = Party.objects.filter(pk=wanted).first() if wanted is not None else None
    return {
        "group": str(group.pk) if group else "" if chosen == NONE else NEW_GROUP,
        "title": group.name if group else "",
        "asked": sorted(queries.asked_last_time(group.pk)) if group else [],
        "organiser": own_contact(request.actor),
    }


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def change(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = _meeting(request, pk)
    sheet = InvitationSheet(request.actor, filled.of_meeting(row), row)
    return _edit(request, sheet, "parties/meetings/invitation.html", {"meeting": row})


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def report(request: MunicipalRequest, pk: int) -> HttpResponse:
    """On one page: who came, what came of each topic and of it all, and who does what."""
    row = _meeting(request, pk)
    about = {"meeting": row, "when": presentation.when(row)}
    return _edit(request, ReportSheet(request.actor, row), "parties/meetings/report.html", about)


def _edit(request: MunicipalRequest, sheet: Sheet, template: str, about: dict[str, Any]) -> HttpResponse:
    """Show the sheet, give it more rows, or save it. Wrong: 422. Overtaken by somebody else: 409, with both texts."""
    if request.method != "POST":
        return TemplateResponse(request, template, about | sheet.shown())
    if more := request.POST.get("more"):
        return TemplateResponse(request, template, about | sheet.with_more_rows(request.POST, more))
    if not sheet.take(request.POST):
        return TemplateResponse(request, template, about | sheet.shown(), status=422)
    try:
        saved = sheet.save(request.actor)
    except actions.OvertakenError:
        return TemplateResponse(request, template, about | sheet.overtaken(request.POST), status=409)
    except RefusedError as refused:
        return TemplateResponse(request, template, about | sheet.refused(str(refused)), status=422)
    messages.success(request, sheet.said)
    return redirect("meeting", request.municipality.slug, saved.pk)


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def cancel(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Ask why it does not go on; or, when it was called off, say that it goes on after all."""
    row = _meeting(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "parties/meetings/cancel.html", {"meeting": row, "form": form}, status=status)
    cancelled = request.POST.get("cancelled") == "yes"
    actions.set_cancelled(row, cancelled, why=form.cleaned_data["why"], by=request.actor)
    messages.success(request, "Het overleg gaat niet door." if cancelled else "Het overleg gaat toch door.")
    return redirect("meeting", request.municipality.slug, pk)


def _meeting(request: MunicipalRequest, pk: int) -> Meeting:
    return access.get(queries.one_meeting(), request, Right.KEEP_MEETINGS, pk=pk)
