"""Subsidies: the list, one with where it stands, and the acts on it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.forms import KapstokForm
from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.core.read_only import read_only
from kapstok.core.tables import workbook
from kapstok.grants.models import Grant
from kapstok.ledger import subsidies as acts
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, Instrument, Line, Subsidy
from kapstok.ledger.running import subsidy_queries as queries
from kapstok.ledger.running.fields import budget_lines, line_choices
from kapstok.ledger.running.showing import XLSX, decide, page, page_of
from kapstok.ledger.running.subsidy_forms import (
    AdvanceForm,
    DetermineForm,
    FilterForm,
    PaidForm,
    RecogniseForm,
    SubsidyForm,
)
from kapstok.ledger.running.subsidy_page import shown, subsidies_table
from kapstok.parties.middleware import MunicipalRequest

MOST_IN_WORKBOOK = 10_000


@needs(Right.SEE_MONEY)
@read_only
def subsidies(request: MunicipalRequest) -> HttpResponse:
    form, today = FilterForm(request.GET), clock.today()
    found = page_of(queries.subsidies(**form.wanted(), today=today), request)
    sums = queries.sums_of([row.document_id for row in found])
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    about = {
        "form": form,
        "page": found,
        "rows": [
            (row, queries.STAND_LABELS[stand], stand.name.lower(), sums.get(row.document_id, queries.Sums()))
            for row in found
            for stand in (queries.stand_of(row, today),)
        ],
        "filters": f"{urlencode(asked)}&" if asked else "",
        "undecided": Instrument.objects.filter(recognition="unknown").exists(),
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }
    return page(request, "subsidies", about)


@needs(Right.SEE_MONEY)
@read_only
def table(request: MunicipalRequest) -> HttpResponse:
    today = clock.today()
    rows = list(queries.subsidies(**FilterForm(request.GET).wanted(), today=today)[:MOST_IN_WORKBOOK])
    sums = queries.sums_of([row.document_id for row in rows])
    note = f"Gemeente {request.municipality} · uit Kapstok op {format_date(today)}"
    made = workbook(subsidies_table(rows, sums, today), note, today)
    name = f"subsidies-{request.municipality.slug}-{today.isoformat()}.xlsx"
    return HttpResponse(made, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@needs(Right.ENTER_MONEY)
def new(request: MunicipalRequest) -> HttpResponse:
    lines = line_choices(budget_lines())
    given = request.POST if request.method == "POST" else None
    form = SubsidyForm(given, lines=lines, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            found = acts.ask_subsidy(form.draft(_grant_of(form)), by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "De subsidie wacht op het akkoord van een collega.")
            return redirect("subsidy", request.municipality.slug, found.pk)
    status = 422 if request.method == "POST" else 200
    about = {"form": form, "instruments": Instrument.objects.exists(), "has_lines": len(lines) > 1}
    return page(request, "subsidy_new", about, status=status)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
def subsidy(request: MunicipalRequest, pk: int) -> HttpResponse:
    """`pk` is of its document. Sending the form approves or withdraws what waits: the decision or the determination."""
    row = _subsidy(request, pk)
    if request.method != "POST":
        return _page(request, row)
    waiting = [row.document, *(one for one in queries.papers_of(row) if one.kind == DocumentKind.DETERMINATION)]
    document = next((one for one in waiting if one.status == DocumentStatus.PREPARED), None)
    if document is None:
        return _page(request, row, refused="Hier wacht niets meer op akkoord.")
    return _done(request, row, lambda: decide(request, document))


@needs(Right.ENTER_MONEY)
@require_POST
def advance(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = _subsidy(request, pk)
    form = AdvanceForm(request.POST, prefix="advance")
    if not form.is_valid():
        return _page(request, row, advance=form)
    said = form.cleaned_data

    def plan() -> str:
        acts.plan_advance(row, on=said["on"], amount=said["amount"], by=request.actor)
        return f"{format_euro(said['amount'], cents=True)} staat klaar voor {format_date(said['on'])}."

    return _done(request, row, plan)


@needs(Right.ENTER_MONEY)
@require_POST
def paid(request: MunicipalRequest, pk: int) -> HttpResponse:
    """An advance (`pk` is of its document) was paid, or is not paid after all."""
    rows = Document.objects.filter(kind=DocumentKind.ADVANCE, promise__subsidy__isnull=False)
    document = access.get(rows, request, Right.ENTER_MONEY, pk=pk)
    row = _subsidy(request, document.promise_id or 0)
    form = PaidForm(request.POST)
    if request.POST.get("act") == "withdraw":
        return _done(request, row, lambda: decide(request, document))
    if not form.is_valid():
        return _page(request, row, refused="Vul in op welke dag het is betaald.")
    on = form.cleaned_data["on"]

    def pay() -> str:
        booked = acts.pay_advance(document, on=on, by=request.actor)
        return "De betaling is geboekt." if booked else "De datum is veranderd. Een collega moet akkoord geven."

    return _done(request, row, pay)


@needs(Right.ENTER_MONEY)
@require_POST
def recognise(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = _subsidy(request, pk)
    form = RecogniseForm(request.POST, prefix="count")
    if not form.is_valid():
        return _page(request, row, count=form)
    until = form.cleaned_data["until"]

    def count() -> str:
        added = acts.recognise(row, as_of=until, by=request.actor)
        return f"{format_euro(added, cents=True)} telt nu mee." if added else "Alles tot die dag telde al mee."

    return _done(request, row, count)


@needs(Right.ENTER_MONEY)
def determine(request: MunicipalRequest, pk: int) -> HttpResponse:
    """`act=show` says what it does to the money, `act=ask` asks for it."""
    row = _subsidy(request, pk)
    given = request.POST if request.method == "POST" else None
    form = DetermineForm(given, initial={"on": clock.today()})
    sums = queries.sums_of([pk]).get(pk, queries.Sums())
    about: dict[str, Any] = {"row": row, "form": form, "sums": sums, "status": queries.stand_of(row, clock.today())}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("act") != "ask" and said["amount"] <= row.document.cost:
            return page(request, "determine", about | {"shown": _effect(row, sums, said["amount"])})
        try:
            acts.ask_determination(
                row, amount=said["amount"], on=said["on"], reference=said["reference"], why=said["why"],
                by=request.actor,
            )  # fmt: skip
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "De vaststelling wacht op het akkoord van een collega.")
            return redirect("subsidy", request.municipality.slug, pk)
    return page(request, "determine", about, status=422 if request.method == "POST" else 200)


def _effect(row: Subsidy, sums: queries.Sums, amount: Decimal) -> dict[str, Decimal]:
    """What determining it at this amount does: `less` counts less than it did, `due` is still to be paid."""
    less, due = sums.counted - amount, amount - sums.paid
    return {
        "amount": amount,
        "less": less,
        "more": -less,
        "rest": row.document.cost - amount,
        "due": due,
        "owed": abs(due),
    }


def _subsidy(request: MunicipalRequest, pk: int) -> Subsidy:
    rows = Subsidy.objects.select_related("document__party", "instrument")
    return access.get(rows, request, Right.SEE_MONEY, document=pk)


def _grant_of(form: SubsidyForm) -> Grant:
    """The programme of the line that pays."""
    return Line.objects.select_related("source__grant").get(pk=form.cleaned_data["line1"]).source.grant


def _done(request: MunicipalRequest, row: Subsidy, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except RefusedError as refused:
        return _page(request, row, refused=str(refused))
    return redirect("subsidy", request.municipality.slug, row.document_id)


def _page(request: MunicipalRequest, row: Subsidy, *, refused: str = "", **forms: KapstokForm) -> HttpResponse:
    today = clock.today()
    given = {"advance": AdvanceForm(prefix="advance"), "count": RecogniseForm(prefix="count", initial={"until": today})}
    about = shown(row, request.actor, today) | given | forms | {"refused": refused}
    return page(request, "subsidy", about, status=422 if refused or forms else 200)
