"""Lines of the general ledger get their coding: in bulk by rule, or one by one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.grants.models import EligibilityQuestion, Grant
from kapstok.grants.regulation import regulations
from kapstok.ledger.journal import coding, correcting, presentation, queries, rulebook
from kapstok.ledger.journal.coding import Coded
from kapstok.ledger.journal.forms import CodingForm, RememberForm
from kapstok.ledger.journal.queries import STAND_LABELS, Stand
from kapstok.ledger.models import CodingRule, JournalLine
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest

ON_A_PAGE, HEAPS_SHOWN, RULES_ON_A_PAGE = 50, 30, 50
AT_ONCE = 100_000  # lines in one act
PUT_RIGHT_AT_ONCE = 500


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def coding_page(request: MunicipalRequest) -> HttpResponse:
    stand = _stand(request)
    refused = ""
    if request.method == "POST":
        try:
            _acted(request, stand)
            return redirect(f"{reverse('journal-coding', args=[request.municipality.slug])}?stand={stand.value}")
        except RefusedError as error:
            refused = str(error)
    asked = request.GET.get("voorstel", "")
    rows = queries.lines_in(stand)
    if stand is Stand.TO_CODE and asked:
        rows = rows.filter(rule=number(asked), line=None) if asked != "geen" else rows.filter(rule=None, line=None)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
    about = around(request) | {
        "stand": stand.value,
        "label": STAND_LABELS[stand],
        "heaps": presentation.heaps(queries.heaps()),
        "proposals": _proposals() if stand is Stand.TO_CODE else [],
        "page": page,
        "rows": [presentation.coded(line) for line in page],
        "filters": f"stand={stand.value}&" + (f"voorstel={asked}&" if asked.isalnum() else ""),
        "asked": asked,
        "may": request.actor.may(Right.ENTER_MONEY),
        "may_approve": request.actor.may(Right.APPROVE_MONEY),
        "refused": refused,
    }
    return TemplateResponse(request, "ledger/journal/coding.html", about, status=422 if refused else 200)


def _stand(request: MunicipalRequest) -> Stand:
    asked = request.GET.get("stand", "")
    return Stand(asked) if asked in set(Stand) else Stand.TO_CODE


def _proposals() -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule,
            "heap": one.heap,
            "words": presentation.target_words(one.rule) if one.rule else "",
            "why": presentation.rule_words(one.rule) if one.rule else "",
        }
        for one in queries.proposals(HEAPS_SHOWN)
    ]


def _acted(request: MunicipalRequest, stand: Stand) -> None:
    lines, by = _chosen(request), request.actor
    if not lines:
        raise RefusedError("Kies eerst een of meer regels.")
    match request.POST.get("act"):
        case "approve":
            done = coding.approve(lines, by=by)
        case "right":
            done = correcting.put_right(lines[:PUT_RIGHT_AT_ONCE], by=by)
        case "aside":
            done = coding.set_aside(lines, by=by)
        case "up":
            done = coding.take_up(lines, by=by)
        case _:
            done = coding.code(lines, by=by)
    messages.success(request, _said(done))


def _said(done: Coded) -> str:
    said = {
        "geboekt": done.booked,
        "klaargezet voor akkoord van een collega": done.waiting,
        "gekoppeld aan een factuur die er al was": done.linked,
        "opzij gezet": done.aside,
        "teruggehaald": done.taken_up,
        "zonder voorstel: kies daar eerst waaruit ze betaald zijn": done.without,
        "losgemaakt of teruggedraaid": done.undone,
    }
    return presentation.done_words(said, done.euros)


def _chosen(request: MunicipalRequest) -> list[int]:
    """The lines that were ticked, or all that one rule proposes, or all that stand there."""
    whole = request.POST.get("all", "")
    if whole == "stand":
        return list(queries.lines_in(_stand(request)).values_list("pk", flat=True)[:AT_ONCE])
    if rule := number(whole):
        rows = queries.lines_in(Stand.TO_CODE).filter(rule=rule, line=None)
        return list(rows.values_list("pk", flat=True)[:AT_ONCE])
    return [pk for text in request.POST.getlist("line") if (pk := number(text))]


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def line_page(request: MunicipalRequest, pk: int) -> HttpResponse:
    related = ("rule__line__source", "rule__measure", "line__source", "measure", "document", "added_by")
    rows = JournalLine.objects.select_related(*related).defer("added_by__content")
    line = access.get(rows, request, Right.SEE_MONEY, pk=pk)
    form, keep = _forms(request, line)
    refused = ""
    if request.method == "POST" and form.is_valid() | keep.is_valid() and _complete(request, form, keep):
        try:
            _coded(request, line, form, keep)
            return redirect(_back(request))
        except RefusedError as error:
            refused = str(error)
    about = around(request) | {
        "one": presentation.coded(line),
        "line": line,
        "form": form,
        "keep": keep,
        "refused": refused,
        "may": request.actor.may(Right.ENTER_MONEY),
        "back": _back(request),
        "open": line.document is None or line.document.status == "withdrawn",
    }
    template = "ledger/journal/_line_form.html" if request.headers.get("HX-Request") else "ledger/journal/line.html"
    wrong = refused or form.errors or keep.errors
    response = TemplateResponse(request, template, about, status=422 if wrong else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _complete(request: MunicipalRequest, form: CodingForm, keep: RememberForm) -> bool:
    aside = request.POST.get("act") in {"aside", "remember-aside"}
    return keep.is_valid() and (aside or form.is_valid())


def _coded(request: MunicipalRequest, line: JournalLine, form: CodingForm, keep: RememberForm) -> None:
    by = request.actor
    match request.POST.get("act"):
        case "aside":
            coding.put_aside(line, by=by)
            messages.success(request, "Deze regel staat opzij: hij hoort niet bij dit programma.")
        case "remember-aside":
            rule = rulebook.remember(keep.asked(), None, by=by)
            messages.success(request, f"Onthouden: {presentation.rule_words(rule)} hoort niet bij dit programma.")
        case "remember":
            rule = rulebook.remember(keep.asked(), form.target(), by=by)
            messages.success(request, f"Onthouden: voortaan ook zo bij {presentation.rule_words(rule)}.")
        case "book":
            coding.choose(line, form.target(), by=by)
            messages.success(request, _said(coding.code([line.pk], by=by)))
        case _:
            coding.choose(line, form.target(), by=by)
            messages.success(request, "Uw keuze is bewaard. Er is nog niets geboekt.")


def _back(request: MunicipalRequest) -> str:
    return reverse("journal-coding", args=[request.municipality.slug])


def _forms(request: MunicipalRequest, line: JournalLine) -> tuple[CodingForm, RememberForm]:
    chosen = line if line.line_id else line.rule
    initial = {
        "line": chosen and chosen.line_id,
        "measure": chosen and chosen.measure_id,
        "promise": chosen and chosen.promise_id,
        "purpose": chosen and chosen.purpose,
        "cost_type": chosen and chosen.cost_type,
    }
    sent = request.POST if request.method == "POST" else None
    keep = {"by_party": True, "by_account": not line.party_key}
    return (
        CodingForm(sent, initial=initial, purposes=_purposes(), cost_types=_cost_types()),
        RememberForm(sent, line=line, initial=keep),
    )


def _purposes() -> list[tuple[str, str]]:
    known = regulations(settings.KAPSTOK_REGULATIONS)
    found = Grant.objects.values_list("regulation", flat=True).distinct()
    return [
        (str(purpose.number), f"{purpose.number}. {purpose.name}")
        for key in found
        if key in known
        for purpose in known[key].purposes
    ]


def _cost_types() -> list[tuple[str, str]]:
    found = EligibilityQuestion.objects.order_by("cost_type").values_list("cost_type", flat=True).distinct()
    return [(one, one) for one in found]


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: MunicipalRequest) -> HttpResponse:
    if request.method == "POST":
        rows = CodingRule.objects.filter(dropped_at=None)
        rule = access.get(rows, request, Right.SEE_MONEY, pk=number(request.POST.get("pk")) or 0)
        rulebook.forget(rule, by=request.actor)
        messages.success(request, "Deze keuze stelt Kapstok niet meer voor. Wat al geboekt is, blijft zo.")
        return redirect("journal-rules", request.municipality.slug)
    page = Paginator(queries.rules(), RULES_ON_A_PAGE).get_page(request.GET.get("pagina"))
    about = around(request) | {
        "page": page,
        "rows": [
            {"rule": rule, "asks": presentation.rule_words(rule), "target": presentation.target_words(rule)}
            for rule in page
        ],
        "may": request.actor.may(Right.ENTER_MONEY),
    }
    return TemplateResponse(request, "ledger/journal/rules.html", about)
