"""Te dekken: what nothing pays for yet, and covering it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.core.forms import KapstokForm
from kapstok.core.money import format_euro
from kapstok.core.read_only import read_only
from kapstok.ledger.covering import cover_from_line, cover_from_own_means
from kapstok.ledger.kinds import UNCOVERED_LABELS, DocumentKind, Uncovered
from kapstok.ledger.models import Document, Line, Posting
from kapstok.ledger.running import queries
from kapstok.ledger.running.choices import OWN_MEANS, Way, chosen, ways
from kapstok.ledger.running.fields import EuroField
from kapstok.ledger.running.showing import page, page_of, why_of
from kapstok.ledger.uncovering import undo_cover
from kapstok.parties.middleware import MunicipalRequest

LATELY = 10


class CoverForm(KapstokForm):
    way = forms.CharField(widget=forms.HiddenInput(), error_messages={"required": "Kies waaruit u dit dekt."})
    most = EuroField(label="Dek hooguit", required=False, help_text="Leeg: zoveel als er in de regel past.")
    why = forms.CharField(
        label="Waarom zo",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dit leest de accountant.",
    )


@needs(Right.SEE_MONEY)
@read_only
def to_cover(request: MunicipalRequest) -> HttpResponse:
    found = page_of(queries.uncovered(), request)
    about = {
        "page": found,
        "rows": [(posting, reason(posting)) for posting in found],
        "whole": queries.to_cover(),
        "lately": queries.covered()[:LATELY],
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }
    return page(request, "to_cover", about)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
def cover(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Choose what pays; `act=show` says first what that leaves, `act=do` does it."""
    posting = access.get(queries.uncovered(), request, Right.SEE_MONEY, pk=pk)
    form = CoverForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, posting, form, ways(posting))
    most = form.cleaned_data.get("most") if form.is_valid() else None
    found = ways(posting, most)
    way = chosen(found, form.cleaned_data.get("way", ""))
    if form.is_valid() and way is None:
        form.add_error("way", "Hieruit kan het niet meer. Kies iets anders.")
    if way is None or not form.is_valid():
        return _page(request, posting, form, found, status=422)
    if request.POST.get("act") == "do":
        try:
            _cover(posting, way, most, form.cleaned_data["why"], request)
        except RefusedError as refused:
            form.add_error(None, str(refused))
            return _page(request, posting, form, ways(posting, most), status=422)
        return redirect("to-cover", request.municipality.slug)
    return _page(request, posting, form, found, way)


@needs(Right.ENTER_MONEY)
@require_POST
def undo(request: MunicipalRequest, pk: int) -> HttpResponse:
    document = access.get(Document.objects.filter(kind=DocumentKind.COVER), request, Right.ENTER_MONEY, pk=pk)
    try:
        undo_cover(document, why=why_of(request), by=request.actor)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Het staat weer onder ‘te dekken’.")
    return redirect("to-cover", request.municipality.slug)


def reason(posting: Posting) -> str:
    return UNCOVERED_LABELS[Uncovered(posting.uncovered)] if posting.uncovered else "van een eerdere boeking"


def _cover(posting: Posting, way: Way, most: Decimal | None, why: str, request: MunicipalRequest) -> None:
    by = request.actor
    if way.key == OWN_MEANS:
        done = cover_from_own_means(posting, why=why, most=most, by=by)
    else:
        line = Line.objects.get(pk=number(way.key) or 0)
        done = cover_from_line(posting, line, why=why, most=most, by=by)
    rest = f" Er blijft {format_euro(way.rest, cents=True)} te dekken." if way.rest else ""
    messages.success(request, f"{done.description}.{rest}")


def _page(
    request: MunicipalRequest, posting: Posting, form: CoverForm, found: list[Way], way: Way | None = None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    about: dict[str, Any] = {
        "posting": posting,
        "reason": reason(posting),
        "form": form,
        "ways": found,
        "picked": form["way"].value() or next((one.key for one in found), ""),
        "shown": way,
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }
    return page(request, "cover", about, status=status)
