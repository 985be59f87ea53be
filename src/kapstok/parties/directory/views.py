"""The parties of a programme: the list, one of them, and adding or renaming one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.periods import format_date
from kapstok.core.read_only import read_only
from kapstok.core.tables import workbook
from kapstok.parties.directory import actions, queries
from kapstok.parties.directory.forms import FilterForm, PartyForm
from kapstok.parties.directory.presentation import partners_table as as_table
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Party

PER_PAGE = 50
MOST_IN_WORKBOOK = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Right.SEE_PARTIES)
@read_only
def partners(request: MunicipalRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = Paginator(queries.parties(**form.wanted()), PER_PAGE).get_page(request.GET.get("pagina"))
    about = {
        "form": form,
        "page": found,
        "rows": queries.rows_of(list(found), clock.today()),
        "totals": queries.totals(),
        "filters": _filters(request),
        "may_add": request.actor.may(Right.ADD_PARTIES),
    }
    return TemplateResponse(request, "parties/directory/partners.html", about)


@needs(Right.SEE_PARTIES)
@read_only
def partners_table(request: MunicipalRequest) -> HttpResponse:
    found = queries.parties(**FilterForm(request.GET).wanted())[:MOST_IN_WORKBOOK]
    today = clock.today()
    made = workbook(
        as_table(queries.rows_of(list(found), today)),
        f"Gemeente {request.municipality} · uit Kapstok op {format_date(today)}",
        today,
    )
    name = f"partners-{request.municipality.slug}-{today.isoformat()}.xlsx"
    return HttpResponse(made, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@needs(Right.SEE_PARTIES)
@read_only
def partner(request: MunicipalRequest, key: str) -> HttpResponse:
    party = access.get(Party, request, Right.SEE_PARTIES, key=key)
    today, contacts = clock.today(), queries.contacts_of(party)
    ended = [contact for contact in contacts if contact.ended_on]
    about = {
        "party": party,
        "contacts": [contact for contact in contacts if not contact.ended_on],
        "ended": ended,
        "left_behind": queries.left_behind(ended, today),
        "work": queries.open_work(party, request.actor, today),
        "hides_work": queries.hides_work(party, request.actor),
        "takes_part": [told for tell in queries.TAKES_PART if (told := tell(party)).links],
        "may_keep": request.actor.may(Right.KEEP_PARTIES, (party.pk,)),
        "may_rename": request.actor.may(Right.ADD_PARTIES),
    }
    return TemplateResponse(request, "parties/directory/partner.html", about)


@needs(Right.ADD_PARTIES)
def add_partner(request: MunicipalRequest) -> HttpResponse:
    form = PartyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            party = actions.add_party(form.facts(), by=request.actor)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{party} staat erbij. Voeg nu een contact toe.")
            return redirect("partner", request.municipality.slug, party.key)
    return _party_page(request, form, None)


@needs(Right.ADD_PARTIES)
def change_partner(request: MunicipalRequest, key: str) -> HttpResponse:
    party = access.get(Party, request, Right.ADD_PARTIES, key=key)
    known = {"name": party.name, "kind": party.kind, "sector": party.sector}
    form = PartyForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            changed = actions.change_party(party, form.facts(), by=request.actor)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Bewaard: {changed}.")
            return redirect("partner", request.municipality.slug, changed.key)
    return _party_page(request, form, party)


def _party_page(request: HttpRequest, form: PartyForm, party: Party | None) -> HttpResponse:
    about: dict[str, Any] = {"form": form, "party": party}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "parties/directory/party_form.html", about, status=status)


def _filters(request: HttpRequest) -> str:
    """The filters of the address without its page, as the start of a query: “sector=health&”."""
    kept = {name: value for name, value in request.GET.items() if value and name != "pagina"}
    return f"{urlencode(kept)}&" if kept else ""
