"""Planning, changing, reporting and calling off a meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core import access
from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.core.form_sheet import Sheet, edit
from kapstok.core.overtaken import OvertakenError, on_version
from kapstok.parties.meetings import actions, filled, presentation, queries
from kapstok.parties.meetings.choices import own_contact
from kapstok.parties.meetings.forms import NEW_GROUP, CancelForm
from kapstok.parties.meetings.sheets import InvitationSheet, ReportSheet
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Meeting, Party

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
NONE = "geen"
CANCEL = "parties/meetings/cancel.html"


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
    saved = edit(request, sheet, template, about, by=request.actor)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, sheet.said)
    return redirect("meeting", request.municipality.slug, saved.pk)


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def cancel(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Ask why it does not go on; or, when it was called off, say that it goes on after all."""
    row = _meeting(request, pk)
    posted, cancelled = request.method == "POST", request.POST.get("cancelled") == "yes"
    form = CancelForm(request.POST if posted else None, initial={"version": row.version})
    about = {"meeting": row, "form": form}
    if not posted or not form.is_valid():
        return TemplateResponse(request, CANCEL, about, status=422 if posted else 200)
    why, version = form.cleaned_data["why"], form.cleaned_data["version"] or 0
    try:
        actions.set_cancelled(row, cancelled, why=why, version=version, by=request.actor)
    except OvertakenError:
        differing = (presentation.clash_of_cancelling(row, why, cancelled=cancelled),)
        again = CancelForm(on_version(request.POST, row.version))
        return TemplateResponse(request, CANCEL, about | {"form": again, "clashes": differing}, status=409)
    messages.success(request, presentation.cancelled_words(row, why, cancelled=cancelled))
    return redirect("meeting", request.municipality.slug, pk)


def _meeting(request: MunicipalRequest, pk: int) -> Meeting:
    return access.get(queries.one_meeting(), request, Right.KEEP_MEETINGS, pk=pk)
