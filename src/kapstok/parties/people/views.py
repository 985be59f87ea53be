"""Mensen en rollen: who has a seat here, inviting somebody, ending a seat."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, Role, needs
from kapstok.parties.confirming import confirm_first, written
from kapstok.parties.inviting import end_seat, invitation, invite, own_party
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.people import queries
from kapstok.parties.people.forms import EndForm, InviteForm

PAGE = 50


@needs(Right.MANAGE_PEOPLE)
def people(request: MunicipalRequest) -> HttpResponse:
    page = Paginator(queries.active(request.municipality), PAGE).get_page(request.GET.get("pagina"))
    shown = {
        "page": page,
        "rows": [queries.row_of(seat) for seat in page],
        "ended": queries.ended(request.municipality),
    }
    return TemplateResponse(request, "parties/people/people.html", shown)


@needs(Right.MANAGE_PEOPLE)
@partial(confirm_first, keeps=tuple(InviteForm.base_fields))
def invite_somebody(request: MunicipalRequest) -> HttpResponse:
    """Ask, show the mail, send it: three answers of one address. Nothing happens before the last."""
    own = own_party(request.municipality)
    if request.method != "POST":
        asked = InviteForm(initial={"party": own, "email": request.GET.get("email", ""), **written(request)})
        return TemplateResponse(request, "parties/people/invite.html", {"form": asked})
    form = InviteForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "parties/people/invite.html", {"form": form}, status=422)
    match request.POST.get("step"):
        case "send":
            return _send(request, form)
        case "change":
            return TemplateResponse(request, "parties/people/invite.html", {"form": form})
        case _:
            return _preview(request, form)


def _preview(request: MunicipalRequest, form: InviteForm) -> HttpResponse:
    asked = form.cleaned_data
    mail = invitation(
        email=asked["email"],
        role=Role(asked["role"]),
        party=asked["party"],
        link=_sign_in_page(request),
        by=request.actor,
    )
    return TemplateResponse(request, "parties/people/preview.html", {"form": form, "mail": mail})


def _send(request: MunicipalRequest, form: InviteForm) -> HttpResponse:
    asked = form.cleaned_data
    try:
        invite(**{**asked, "role": Role(asked["role"])}, link=_sign_in_page(request), by=request.actor)
    except RefusedError as error:
        form.add_error(None, str(error))
        return TemplateResponse(request, "parties/people/invite.html", {"form": form}, status=422)
    messages.success(request, f"De uitnodiging is verstuurd naar {asked['email']}.")
    return redirect("people", request.municipality.slug)


@needs(Right.MANAGE_PEOPLE)
@partial(confirm_first, keeps=tuple(EndForm.base_fields))
def end(request: MunicipalRequest, pk: int) -> HttpResponse:
    held = queries.active(request.municipality)
    seat = access.get(held, request, Right.MANAGE_PEOPLE, pk=pk)
    posted = request.method == "POST"
    form = EndForm(request.POST) if posted else EndForm(initial=written(request))
    shown = {"form": form, "row": queries.row_of(seat)}
    if not posted:
        return TemplateResponse(request, "parties/people/end.html", shown)
    if form.is_valid():
        try:
            end_seat(seat, why=form.cleaned_data["why"], by=request.actor)
        except RefusedError as error:
            form.add_error(None, str(error))
    if form.errors:
        return TemplateResponse(request, "parties/people/end.html", shown, status=422)
    messages.success(request, f"{seat.person} heeft geen toegang meer als {queries.row_of(seat).role}.")
    return redirect("people", request.municipality.slug)


def _sign_in_page(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("account_login"))
