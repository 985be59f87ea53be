"""What waits for approval: to look at with its amounts and evidence, and to approve one by one or several at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core.access import Actor, Answer, RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.ledger.documents.actions import approve_seen
from kapstok.ledger.documents.document_page import approval
from kapstok.ledger.documents.people import who
from kapstok.ledger.entering import four_eyes
from kapstok.ledger.kinds import DOCUMENT_LABELS, DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, Evidence, Split
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.presentation.words import count_text, sentence

MOST = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    row: Document
    label: str
    prepared_by: str
    may: Answer
    splits: Sequence[Split]
    files: Sequence[Evidence]


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request: MunicipalRequest) -> HttpResponse:
    if request.method == "POST":
        return _approve(request)
    rows = waiting_for(request.actor)
    mine = [one for one in rows if one.may]
    about = around(request) | {
        "mine": mine,
        "others": [one for one in rows if not one.may],
        "total": sum(one.row.cost for one in mine),
        "most": MOST,
        "count": Document.objects.filter(status=DocumentStatus.PREPARED).count(),
    }
    return TemplateResponse(request, "ledger/documents/approvals.html", about)


def waiting_for(by: Actor) -> list[Waiting]:
    """All that waits, oldest first, with whether this actor may approve it. 5 queries."""
    waits = Document.objects.filter(status=DocumentStatus.PREPARED).select_related("party", "promise")
    splits = Prefetch("splits", Split.objects.select_related("line__source", "measure"))
    rows = list(waits.prefetch_related(splits, "evidence").order_by("prepared_at", "pk")[:MOST])
    names, wanted = who(row.prepared_by for row in rows), four_eyes()
    return [
        Waiting(
            row,
            DOCUMENT_LABELS[DocumentKind(row.kind)],
            names[row.prepared_by],
            approval(row, by=by, four_eyes=wanted),
            list(row.splits.all()),
            list(row.evidence.all()),
        )
        for row in rows
    ]


def _approve(request: MunicipalRequest) -> HttpResponse:
    """Each its own act: what is refused says why, and the others stand."""
    chosen = dict(pair for text in request.POST.getlist("stuk")[:MOST] if (pair := _pair(text)))
    done = 0
    for row in Document.objects.filter(pk__in=chosen).order_by("prepared_at", "pk"):
        try:
            approve_seen(row, version=chosen[row.pk], by=request.actor)
            done += 1
        except RefusedError as refused:
            messages.error(request, f"“{row}” is niet geboekt. {refused}")
    if done:
        one = done == 1
        messages.success(request, f"{sentence(count_text(done, 'stuk', 'stukken'))} {'is' if one else 'zijn'} geboekt.")
    if not chosen:
        messages.warning(request, "Kies eerst wat akkoord is.")
    return redirect("approvals", request.municipality.slug)


def _pair(text: str) -> tuple[int, int] | None:
    """“12:3”: the document and the version of it that was seen."""
    pk, _, version = text.partition(":")
    found = number(pk), number(version)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None
