"""One document, and what can be done with it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.core.read_only import read_only
from kapstok.core.uploads import bounded
from kapstok.grants.regulation import regulations
from kapstok.ledger.documents.actions import approve_seen, release_rest, take_back_whole
from kapstok.ledger.documents.document_page import DOCUMENTS, page_of
from kapstok.ledger.documents.evidence import FIELD, add_evidence, offered
from kapstok.ledger.documents.reasons import ReasonForm
from kapstok.ledger.documents.standing import stand_of
from kapstok.ledger.entering import withdraw
from kapstok.ledger.kinds import DocumentStatus
from kapstok.ledger.models import Document
from kapstok.ledger.pages import around
from kapstok.parties.confirming import confirm_first
from kapstok.parties.middleware import MunicipalRequest


@needs(Right.SEE_MONEY)
@read_only
def document(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    return _page(request, row)


@needs(Right.ENTER_MONEY)
@require_POST
def approve(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Book what waits, as it was seen. Who prepared it herself does so where nobody else has to look."""
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    try:
        postings = approve_seen(row, version=number(request.POST.get("version")) or 0, by=request.actor)
    except RefusedError as refused:
        return _page(request, row, refused=str(refused))
    messages.success(request, f"“{row}” is geboekt.")
    if any(one.uncovered for one in postings):
        messages.warning(request, "Een deel kan niet uit de begroting. Dat staat nu bij ‘te dekken’.")
    return _back(request, row)


@needs(Right.ENTER_MONEY)
@require_POST
@bounded(evidence=settings.LARGEST_EVIDENCE)
def more_evidence(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    uploads = request.FILES.getlist(FIELD)  # read first: only then is known what was too large
    too_large = FIELD in getattr(request, "too_large", ())
    found = offered(uploads, (), too_large=too_large, here=request.municipality, by=request.actor)
    if not found.files and not found.wrong:
        found.wrong.append("Kies eerst een bestand.")
    if found.wrong:
        return _page(request, row, wrong_files=found.wrong)
    try:
        for file in found.files:
            add_evidence(row, file, by=request.actor)
    except RefusedError as refused:
        return _page(request, row, wrong_files=[str(refused)])
    messages.success(request, "Het bewijs hangt eraan." if len(found.files) == 1 else "De bewijsstukken hangen eraan.")
    return _back(request, row)


@needs(Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_one(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    if row.status != DocumentStatus.PREPARED:
        return _too_late(request, row)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw(row, why=form.cleaned_data["why"], by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{row}” is ingetrokken. Het blijft te zien.")
            return _back(request, row)
    return _ask(request, row, form, "withdraw")


@needs(Right.APPROVE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@confirm_first
def take_back(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    if row.status != DocumentStatus.ENTERED:
        return _too_late(request, row)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            take_back_whole(row, why=form.cleaned_data["why"], by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{row}” is teruggedraaid. De oude boekingen blijven te zien, met het herstel.")
            return _back(request, row)
    return _ask(request, row, form, "take_back")


@needs(Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(DOCUMENTS, request, Right.SEE_MONEY, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = release_rest(row, why=form.cleaned_data["why"], by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            booked = made.status == DocumentStatus.ENTERED
            messages.success(request, "De rest is vrij." if booked else "De vrijgave wacht op akkoord van een collega.")
            return _back(request, row)
    return _ask(request, row, form, "release")


def _page(request: MunicipalRequest, row: Document, **wrong: Any) -> HttpResponse:
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(row.grant.regulation)
    about = around(request) | page_of(row, regulation, by=request.actor) | wrong
    return TemplateResponse(request, "ledger/documents/document.html", about, status=422 if wrong else 200)


def _ask(request: MunicipalRequest, row: Document, form: ReasonForm, act: str) -> HttpResponse:
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(row.grant.regulation)
    about = around(request) | page_of(row, regulation, by=request.actor) | {"form": form}
    return TemplateResponse(request, f"ledger/documents/{act}.html", about, status=422 if form.errors else 200)


def _too_late(request: MunicipalRequest, row: Document) -> HttpResponse:
    messages.warning(request, f"Dit kan niet: “{row}” is {stand_of(row).label}.")
    return _back(request, row)


def _back(request: MunicipalRequest, row: Document) -> HttpResponse:
    return redirect("document", request.municipality.slug, row.pk)
