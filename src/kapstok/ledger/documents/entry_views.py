"""Entering a document: asking, showing what it would do, keeping it."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.core.uploads import bounded
from kapstok.ledger.documents import filled
from kapstok.ledger.documents.actions import Entered, can_be_changed, hand_in, hand_in_again, needs_another
from kapstok.ledger.documents.entry_page import page_of
from kapstok.ledger.documents.evidence import FIELD, HELD, Offered, hold, offered
from kapstok.ledger.documents.fields import typed
from kapstok.ledger.documents.filled import Typed
from kapstok.ledger.documents.parties import names
from kapstok.ledger.documents.programme import Programme, grants_with_money, programme_of
from kapstok.ledger.documents.shapes import SHAPES
from kapstok.ledger.documents.sheet import Sheet, foresee, sheet_of
from kapstok.ledger.documents.under import above as open_of
from kapstok.ledger.entering import DuplicateError
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest

KEEPS = ("save", "book")


@needs(Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@bounded(evidence=settings.LARGEST_EVIDENCE)
def new(request: MunicipalRequest, kind: str) -> HttpResponse:
    shaped = _kind(kind)
    programme = _programme(request)
    if programme is None:
        return TemplateResponse(request, "ledger/documents/no_money.html", around(request))
    if request.method == "POST":
        return _answer(request, shaped, programme, None)
    return _show(request, sheet_of_typed(request, shaped, programme, _beforehand(request, shaped, programme)))


@needs(Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@bounded(evidence=settings.LARGEST_EVIDENCE)
def change(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(Document.objects.select_related("party", "grant"), request, Right.SEE_MONEY, pk=pk)
    kind = DocumentKind(row.kind)
    if row.status != DocumentStatus.PREPARED or not can_be_changed(kind):
        messages.warning(request, "Dit stuk wacht niet meer. Daarom kan het niet meer veranderen.")
        return redirect("document", request.municipality.slug, row.pk)
    programme = programme_of(row.grant)
    if request.method == "POST":
        return _answer(request, kind, programme, row)
    return _show(request, sheet_of_typed(request, kind, programme, filled.as_typed(row, programme), row))


def _kind(kind: str) -> DocumentKind:
    if kind not in SHAPES:
        raise Http404("onbekend soort stuk")
    return DocumentKind(kind)


def _programme(request: MunicipalRequest) -> Programme | None:
    """Of the grant that was asked for, or the first that has money."""
    wanted = number(request.POST.get("grant") or request.GET.get("uitkering"))
    known = grants_with_money()
    chosen = next((grant for grant in known if grant.pk == wanted), next(iter(known), None))
    return programme_of(chosen) if chosen else None


def _beforehand(request: MunicipalRequest, kind: DocumentKind, programme: Programme) -> Typed:
    first = filled.blank(kind, programme, clock.today())
    pk = number(request.GET.get("bij"))
    of_kinds = Document.objects.filter(grant=programme.grant, kind__in=SHAPES[kind].under).select_related("party")
    above = of_kinds.prefetch_related("splits").filter(pk=pk).first() if pk else None
    if above is None:
        return first
    found = filled.under(first, above, programme)
    return found | {"net": typed(_left(kind, above))} if kind is DocumentKind.PAYMENT else found


def _left(kind: DocumentKind, above: Document) -> Decimal | None:
    """What is still to be paid of an invoice."""
    offered = open_of(SHAPES[kind], above.grant_id, None, above.pk)
    return next((one.left for one in offered if one.left > 0), None)


def sheet_of_typed(
    request: MunicipalRequest, kind: DocumentKind, programme: Programme, sent: Typed, own: Document | None = None
) -> Sheet:
    return sheet_of(kind, programme, filled.with_vat(sent), here=request.municipality, by=request.actor, own=own)


def _answer(request: MunicipalRequest, kind: DocumentKind, programme: Programme, own: Document | None) -> HttpResponse:
    act, sent = request.POST.get("act", ""), {name: str(value) for name, value in request.POST.items()}
    sheet = sheet_of_typed(request, kind, programme, sent, own)
    files = offered(
        request.FILES.getlist(FIELD),
        request.POST.getlist(HELD),
        too_large=FIELD in getattr(request, "too_large", ()),
        here=request.municipality,
        by=request.actor,
    )
    if act in KEEPS:
        sheet.problems += files.wrong
        return _keep(request, sheet, files, book=act == "book")
    if act == "follow" and sheet.under:
        sent = filled.with_rows(sent, filled.rows_of(sheet.under, programme))
    hold(files, here=request.municipality, by=request.actor)
    changed = filled.pressed(act, sent, sheet.cost)
    if changed != sent:
        sheet = sheet_of_typed(request, kind, programme, changed, own)
    return _show(request, sheet, files)


def _keep(request: MunicipalRequest, sheet: Sheet, files: Offered, *, book: bool) -> HttpResponse:
    first: Document | None = None
    if sheet.valid:
        entered = Entered(sheet.draft(None), sheet.form.found, files.files)
        try:
            return _kept(request, _handed_in(request, sheet, entered, book=book))
        except DuplicateError as double:
            first = double.first
            sheet.problems.append(str(double))
        except RefusedError as refused:
            sheet.problems.append(str(refused))
    hold(files, here=request.municipality, by=request.actor)
    return _show(request, sheet, files, told=True, first=first)


def _handed_in(request: MunicipalRequest, sheet: Sheet, entered: Entered, *, book: bool) -> Document:
    if sheet.own is None:
        return hand_in(entered, book=book, by=request.actor)
    version = number(request.POST.get("version")) or 0
    return hand_in_again(sheet.own, entered, version=version, book=book, by=request.actor)


def _kept(request: MunicipalRequest, document: Document) -> HttpResponse:
    if document.status == DocumentStatus.ENTERED:
        messages.success(request, f"“{document}” is geboekt.")
    elif needs_another(DocumentKind(document.kind)):
        messages.success(request, f"“{document}” is bewaard en wacht op akkoord van een collega.")
    else:
        messages.success(request, f"“{document}” is bewaard. Het is nog niet geboekt.")
    return redirect("document", request.municipality.slug, document.pk)


def _show(
    request: MunicipalRequest,
    sheet: Sheet,
    files: Offered | None = None,
    *,
    told: bool = False,
    first: Document | None = None,
) -> HttpResponse:
    if request.method == "POST":
        foresee(sheet, by=request.actor)
    about: dict[str, Any] = page_of(sheet, files or Offered(), told=told, by=request.actor)
    about |= {"first": first, "another": needs_another(sheet.kind)}
    partial = request.headers.get("HX-Request") == "true"
    about |= {} if partial else around(request) | {"names": names(municipalities=sheet.shape.municipality)}
    template = f"ledger/documents/{'_form' if partial else 'entry'}.html"
    return TemplateResponse(request, template, about, status=422 if told else 200, headers={"Vary": "HX-Request"})
