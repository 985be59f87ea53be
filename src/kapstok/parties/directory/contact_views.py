"""The contacts of a party: add, change, hand over, end."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.forms import KapstokForm
from kapstok.core.overtaken import OvertakenError, compared, on_version
from kapstok.parties.directory import actions, queries, succession
from kapstok.parties.directory.forms import NEW, ContactForm, HandOverForm
from kapstok.parties.directory.presentation import moved_words
from kapstok.parties.directory.values import Moved, card_of
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Contact, Party

CONTACTS = Contact.objects.select_related("party")


@needs(Right.KEEP_PARTIES)
def add(request: MunicipalRequest, key: str) -> HttpResponse:
    party = access.get(Party, request, Right.SEE_PARTIES, key=key)
    if not request.actor.may(Right.KEEP_PARTIES, (party.pk,)):
        raise Http404("niet van u")
    form = ContactForm(_posted(request), stand_ins=queries.possible_stand_ins(request.actor, party, None))
    if form.is_valid():
        try:
            contact = actions.add_contact(party, form.card(), by=request.actor)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{contact} staat erbij.")
            return _back(request, party)
    return _page(request, "contact_form.html", form, party=party)


@needs(Right.KEEP_PARTIES)
def change(request: MunicipalRequest, pk: int) -> HttpResponse:
    contact = access.get(CONTACTS.filter(ended_on=None), request, Right.KEEP_PARTIES, pk=pk)
    known = card_of(contact)
    stand_ins = queries.possible_stand_ins(request.actor, contact.party, contact)
    form = ContactForm(_posted(request), initial={**asdict(known), "version": known.version}, stand_ins=stand_ins)
    about: dict[str, Any] = {"party": contact.party, "contact": contact}
    if form.is_valid():
        try:
            changed = actions.change_contact(
                contact, form.card(), version=form.cleaned_data["version"], by=request.actor
            )
        except OvertakenError:
            differing = compared(form, asdict(known))
            again = ContactForm(on_version(request.POST, known.version), stand_ins=stand_ins)
            return _page(request, "contact_form.html", again, status=409, clashes=differing, **about)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Bewaard: {changed}.")
            return _back(request, contact.party)
    return _page(request, "contact_form.html", form, **about)


@needs(Right.KEEP_PARTIES)
def hand_over(request: MunicipalRequest, pk: int) -> HttpResponse:
    contact = access.get(CONTACTS, request, Right.KEEP_PARTIES, pk=pk)
    successors = queries.possible_successors(contact)
    first = {"function": contact.function, "successor": None if successors else NEW}
    form = HandOverForm(_posted(request), initial=first, successors=successors)
    if form.is_valid():
        try:
            moved = succession.hand_over(contact, form.chosen(), by=request.actor)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, contact, moved)
            return _back(request, contact.party)
    return _page(
        request,
        "hand_over.html",
        form,
        party=contact.party,
        contact=contact,
        hanging=queries.hanging_on(contact, clock.today()),
        signs_in=queries.still_signs_in(contact),
    )


@needs(Right.KEEP_PARTIES)
def end(request: MunicipalRequest, pk: int) -> HttpResponse:
    contact = access.get(CONTACTS, request, Right.KEEP_PARTIES, pk=pk)
    hanging = queries.hanging_words(contact, clock.today())
    if request.method != "POST":
        about = {"contact": contact, "party": contact.party, "hanging": hanging}
        return TemplateResponse(request, "parties/directory/end.html", about)
    try:
        actions.end_contact(contact, by=request.actor)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("contact-hand-over", request.municipality.slug, contact.pk)
    messages.success(request, f"{contact} is beëindigd.")
    return _back(request, contact.party)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _tell(request: HttpRequest, contact: Contact, moved: Moved) -> None:
    words = moved_words(moved)
    ended = f"{contact} is beëindigd. {moved.heir} neemt het over"
    messages.success(request, f"{ended}: {words}." if words else f"{ended}. Er stond niets open.")
    if moved.heir_is_alone:
        messages.warning(request, f"Niemand valt in voor {moved.heir}. Kies een vervanger.")


def _back(request: MunicipalRequest, party: Party) -> HttpResponse:
    return redirect("partner", request.municipality.slug, party.key)


def _page(request: HttpRequest, template: str, form: KapstokForm, *, status: int = 0, **about: Any) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    return TemplateResponse(request, f"parties/directory/{template}", {"form": form, **about}, status=status)
