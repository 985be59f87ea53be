"""Sharing a plan with partners: who gets a mail, and how it reads, before anything goes out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.forms import KapstokForm
from kapstok.parties.mailing import MOST_READERS, Letter, send_letter
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Contact
from kapstok.plans.addresses import InWork
from kapstok.plans.deciding import actions
from kapstok.plans.deciding.queries import said_of_concept
from kapstok.plans.models import Plan, PlanParty
from kapstok.plans.statuses import Status
from kapstok.plans.working_copy import plan_row


class ShareForm(KapstokForm):
    subject = forms.CharField(label="Onderwerp", max_length=150)
    text = forms.CharField(label="Bericht", widget=forms.Textarea(attrs={"rows": 10}), max_length=5_000)
    readers = forms.ModelMultipleChoiceField(
        label="Wie krijgt een mail",
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    show_comments = forms.BooleanField(
        required=False,
        help_text="Geschreven toen partners het plan nog niet konden lezen. "
        "Zet u dit niet aan, dan blijft het alleen voor collega's.",
    )

    def __init__(self, *args: Any, row: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if said := said_of_concept(row).count():
            count = "de reactie" if said == 1 else f"de {said} reacties"
            self["show_comments"].label = f"Laat partners ook {count} van collega's lezen"
        else:
            del self.fields["show_comments"]
        readers = self.fields["readers"]
        assert isinstance(readers, forms.ModelMultipleChoiceField)
        readers.queryset = contacts_of(row)
        readers.label_from_instance = lambda contact: f"{contact.party.name} · {contact.function}"  # type: ignore[assignment,method-assign]


def contacts_of(row: Plan) -> QuerySet[Contact]:
    """Who can be reached at the parties that the plan names, no more of them than get one letter."""
    parties = PlanParty.objects.filter(plan=row).values("party")
    found = Contact.objects.filter(party__in=parties, ended_on=None).order_by("party__sort_key", "function", "pk")
    # A form cannot look up its choices in what was cut off already.
    first = Contact.objects.filter(pk__in=found.values("pk")[:MOST_READERS])
    return first.select_related("party").order_by("party__sort_key", "function", "pk")


@needs(Right.DECIDE)
def share(request: MunicipalRequest, plan: str) -> HttpResponse:
    """First write, then see it as they will, then send: three looks at one address."""
    row = plan_row(request, plan)
    form = ShareForm(request.POST or None, row=row, initial=_first_text(request, row))
    sending = request.POST.get("doe") == "verstuur"
    if request.method == "POST" and form.is_valid():
        readers = list(form.cleaned_data["readers"])
        letter = Letter(form.cleaned_data["subject"], form.cleaned_data["text"])
        if sending:
            try:
                _share(row, letter, readers, request, show_comments=form.cleaned_data.get("show_comments", False))
            except RefusedError as refused:
                form.add_error(None, str(refused))
            else:
                count = len({contact.email for contact in readers})
                sent = f" {count} {'mail is' if count == 1 else 'mails zijn'} verstuurd." if count else ""
                messages.success(request, f"Het plan is gedeeld met partners.{sent}")
                return redirect("work-decisions", request.municipality.slug, row.slug)
        else:
            shown = {
                "row": row,
                "to": InWork(request.municipality.slug, row.slug),
                "form": form,
                "letter": letter,
                "readers": readers,
            }
            return TemplateResponse(request, "plans/deciding/share_preview.html", shown)
    return TemplateResponse(
        request,
        "plans/deciding/share.html",
        {"row": row, "to": InWork(request.municipality.slug, row.slug), "form": form},
        status=422 if form.errors else 200,
    )


@transaction.atomic
def _share(
    row: Plan, letter: Letter, readers: list[Contact], request: MunicipalRequest, *, show_comments: bool
) -> None:
    if Status(row.status) != Status.SHARED:
        actions.take_step(row.pk, Status.SHARED, by=request.actor, why=letter.subject, show_comments=show_comments)
    send_letter(letter, readers, about=row, by=request.actor, missed=lambda count: _tell_missed(request, count))


def _tell_missed(request: MunicipalRequest, count: int) -> None:
    said = "1 mail kon" if count == 1 else f"{count} mails konden"
    messages.error(request, f"{said} niet weg. Het plan is wel gedeeld. Mail zelf, of deel straks opnieuw.")


def _first_text(request: MunicipalRequest, row: Plan) -> dict[str, Any]:
    where = request.build_absolute_uri(reverse("work-plan", args=[request.municipality.slug, row.slug]))
    text = (
        f"Dag,\n\nHet plan “{row.title}” van gemeente {request.municipality.name} staat voor u klaar.\n"
        f"U leest het hier: {where}\n\nInloggen gaat met een code die u per mail krijgt. Uw reactie kunt u bij elk "
        f"thema en elke maatregel kwijt.\n\nMet vriendelijke groet,\nGemeente {request.municipality.name}"
    )
    return {
        "subject": f"{row.title}: wat vindt u ervan?",
        "text": text,
        "readers": [contact.pk for contact in contacts_of(row)],
    }
