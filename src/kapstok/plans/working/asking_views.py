"""Asking parties for their work plan, writing to them, and taking a request back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.parties.meetings.choices import party_choices
from kapstok.parties.meetings.editing_views import GET_OR_POST
from kapstok.parties.meetings.forms import Choices
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Contact, Party
from kapstok.plans.models import Measure, Plan, WorkPlan
from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.plans.working import actions, letters, queries
from kapstok.plans.working.forms import AskForm, LetterForm, WithdrawForm
from kapstok.plans.working.views import chosen_plan


@needs(Right.ASK_WORK_PLANS)
@GET_OR_POST
def ask(request: MunicipalRequest) -> HttpResponse:
    """First for which measure; then whom, with the lead and the partners ready."""
    plan = _plan(request)
    wanted = number(request.GET.get("maatregel", ""))
    if wanted is None:
        choice = {"plan": plan, "measures": queries.measures_of(plan)}
        return TemplateResponse(request, "plans/working/choose_measure.html", choice)
    measure = get_object_or_404(Measure.objects.select_related("lead", "plan"), pk=wanted)
    executors = queries.executors(measure)
    asked = set(measure.work_plans.values_list("party", flat=True))
    form = _ask_form(request, executors, asked)
    if request.method == "POST" and form.is_valid():
        return _asked(request, measure, form)
    about = {"plan": measure.plan, "measure": measure, "form": form, "asked": Party.objects.filter(pk__in=asked)}
    return TemplateResponse(request, "plans/working/ask.html", about, status=422 if form.errors else 200)


def _plan(request: MunicipalRequest) -> Plan:
    plan = chosen_plan(request, queries.plans_for(request.actor))
    if plan is None:
        raise Http404("geen plan")
    return plan


def _ask_form(request: MunicipalRequest, executors: list[Party], asked: set[int]) -> AskForm:
    """Who was asked before is not there to be asked again."""
    ready: Choices = [(str(party.pk), party.name) for party in executors if party.pk not in asked]
    left_out = asked | {party.pk for party in executors}
    others = [
        (sector, [one for one in parties if one[0] not in left_out]) for sector, parties in party_choices(frozenset())
    ]
    first = {"executors": [pk for pk, _ in ready]}
    offered = [one for one in others if one[1]]
    return AskForm(_given(request), executors=ready, others=offered, initial=first)


def _given(request: MunicipalRequest) -> QueryDict | None:
    """What was sent; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def _asked(request: MunicipalRequest, measure: Measure, form: AskForm) -> HttpResponse:
    asked = actions.ask(measure, form.chosen(), by=request.actor)
    told = sentence(count_text(len(asked), "organisatie is gevraagd", "organisaties zijn gevraagd"))
    messages.success(request, f"{told}. Er is nog niets verstuurd: dat doet u met “Vraag per mail”.")
    where = reverse("workplans", args=[request.municipality.slug])
    return redirect(f"{where}?plan={measure.plan.slug}&maatregel={measure.key}")


@needs(Right.ASK_WORK_PLANS)
@GET_OR_POST
def withdraw(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(queries.one_work_plan(request.actor), request, Right.ASK_WORK_PLANS, pk=pk)
    form = WithdrawForm(_given(request), filled_in=bool(row.given_at))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(row, why=form.cleaned_data["why"], by=request.actor)
        except RefusedError as refused:
            form.add_error("why", str(refused))
        else:
            messages.success(request, f"Het werkplan van {row.party} is weg. In de geschiedenis is het nog te lezen.")
            return redirect("workplans", request.municipality.slug)
    about = {"row": row, "form": form}
    return TemplateResponse(request, "plans/working/withdraw.html", about, status=422 if form.errors else 200)


@needs(Right.SEND_MAIL)
@GET_OR_POST
def mail(request: MunicipalRequest) -> HttpResponse:
    """First write, then see each letter as it goes, then send: three looks at one address."""
    plan = _plan(request)
    rows = letters.waited_for(request.actor, plan)
    readers = list(letters.readers(rows))
    form = LetterForm(_given(request), readers=_by_party(readers), initial=_first_letter(request, plan, readers))
    about = {"plan": plan, "form": form, "rows": rows, "without": _without_contact(rows, readers)}
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "plans/working/mail.html", about, status=422 if form.errors else 200)
    chosen = [one for one in readers if one.pk in set(form.cleaned_data["readers"])]
    made = letters.requests(rows, chosen, _words(request, form), lambda row: _address(request, row))
    if request.POST.get("doe") != "verstuur":
        about |= {"letters": made, "chosen": chosen}
        return TemplateResponse(request, "plans/working/mail_preview.html", about)
    count = letters.send(made, by=request.actor, missed=lambda missed: _tell_missed(request, missed))
    messages.success(request, f"{sentence(count_text(count, 'mail is', 'mails zijn'))} verstuurd.")
    return redirect("workplans", request.municipality.slug)


def _tell_missed(request: MunicipalRequest, count: int) -> None:
    said = "1 mail kon" if count == 1 else f"{count} mails konden"
    messages.error(request, f"{said} niet weg. Probeer het straks opnieuw.")


def _words(request: MunicipalRequest, form: LetterForm) -> letters.Words:
    closing = f"Met vriendelijke groet,\nGemeente {request.municipality.name}"
    return letters.Words(form.cleaned_data["subject"], form.cleaned_data["text"], closing)


def _by_party(readers: list[Contact]) -> list[tuple[str, list[tuple[int, str]]]]:
    parties = {contact.party_id: contact.party.name for contact in readers}
    return [(name, [(one.pk, one.function) for one in readers if one.party_id == pk]) for pk, name in parties.items()]


def _without_contact(rows: Any, readers: list[Contact]) -> str:
    """The names of who was asked but cannot be written to."""
    reached = {contact.party_id for contact in readers}
    return listed(sorted({row.party.name for row in rows if row.party_id not in reached}))


def _address(request: MunicipalRequest, row: WorkPlan) -> str:
    return request.build_absolute_uri(reverse("workplan-fill", args=[request.municipality.slug, row.pk]))


def _first_letter(request: MunicipalRequest, plan: Plan, readers: list[Contact]) -> dict[str, Any]:
    text = (
        f"Dag,\n\nU doet mee aan “{plan.title}” van gemeente {request.municipality.name}. Wilt u invullen wat u gaat "
        "doen, wanneer en waar, en wat u daarvoor van anderen nodig hebt? Het kan ook op uw telefoon. "
        "Inloggen gaat met een code die u per mail krijgt."
    )
    first = {contact.party_id: contact.pk for contact in reversed(readers)}
    return {"subject": "Wilt u uw werkplan invullen?", "text": text, "readers": list(first.values())}
