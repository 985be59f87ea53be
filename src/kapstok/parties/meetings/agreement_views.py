"""Agreements between parties: the list, one, and registering them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.core.overtaken import OvertakenError, compared, on_version
from kapstok.core.read_only import read_only
from kapstok.parties.meetings import agreements as acts
from kapstok.parties.meetings import filled, presentation, queries
from kapstok.parties.meetings.choices import party_choices
from kapstok.parties.meetings.editing_views import GET_OR_POST
from kapstok.parties.meetings.forms import AgreementForm
from kapstok.parties.meetings.views import page_of
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Agreement, Meeting

FORM = "parties/meetings/agreement_form.html"


@needs(Right.SEE_MEETINGS)
@read_only
def agreements(request: MunicipalRequest) -> HttpResponse:
    """What runs, the first to end first; under it what has ended, in pages."""
    today = clock.today()
    rows = queries.agreements_for(request.actor)
    before = page_of(queries.ended(rows, today), request)
    running = list(queries.running(rows, today)[: queries.MOST_COMING]) if before.number == 1 else []
    about = {
        "running": [presentation.agreement_line(row, today) for row in running],
        "ended": [presentation.agreement_line(row, today) for row in before],
        "page": before,
        "may_keep": request.actor.may(Right.KEEP_MEETINGS),
    }
    return TemplateResponse(request, "parties/meetings/agreements.html", about)


@needs(Right.SEE_MEETINGS)
@read_only
def agreement(request: MunicipalRequest, pk: int) -> HttpResponse:
    rows = queries.agreements_for(request.actor).select_related("meeting")
    row = access.get(rows, request, Right.SEE_MEETINGS, pk=pk)
    about = {
        "line": presentation.agreement_line(row, clock.today()),
        "may_keep": request.actor.may(Right.KEEP_MEETINGS),
        "may_see_meeting": row.meeting and request.actor.may(Right.SEE_MEETINGS, row.meeting.party_ids()),
        "may_read_history": request.actor.may(Right.READ_HISTORY),
    }
    return TemplateResponse(request, "parties/meetings/agreement.html", about)


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def new(request: MunicipalRequest) -> HttpResponse:
    """`?overleg=` is the meeting at which it was agreed: its organisations are ticked."""
    wanted = number(request.GET.get("overleg", ""))
    meeting = Meeting.objects.filter(pk=wanted).first() if wanted is not None else None
    asked = list(meeting.attendances.values_list("party", flat=True)) if meeting else []
    first = {"parties": asked, "starts": meeting.on if meeting else clock.today()}
    form = _form(request, first)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, None)
    row = acts.add_agreement(filled.terms(form, meeting.pk if meeting else None), by=request.actor)
    messages.success(request, "De afspraak is bewaard.")
    return redirect("agreement", request.municipality.slug, row.pk)


@needs(Right.KEEP_MEETINGS)
@GET_OR_POST
def change(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(Agreement.objects.prefetch_related("signed"), request, Right.KEEP_MEETINGS, pk=pk)
    form = _form(request, filled.of_agreement(row))
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, row)
    try:
        version = form.cleaned_data["version"] or 0
        acts.change_agreement(row, filled.terms(form, row.meeting_id), version=version, by=request.actor)
    except OvertakenError:
        differing = compared(form, filled.of_agreement(row))
        again = AgreementForm(on_version(request.POST, row.version), parties=party_choices())
        return TemplateResponse(
            request, FORM, {"form": again, "forms": [again], "agreement": row, "clashes": differing}, status=409
        )
    messages.success(request, "De afspraak is gewijzigd.")
    return redirect("agreement", request.municipality.slug, pk)


def _form(request: MunicipalRequest, first: dict[str, Any]) -> AgreementForm:
    given = request.POST if request.method == "POST" else None
    return AgreementForm(given, initial=first, parties=party_choices(frozenset(first["parties"])))


def _shown(request: MunicipalRequest, form: AgreementForm, row: Agreement | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, FORM, {"form": form, "forms": [form], "agreement": row}, status=status)
