"""Vragen: may the grant pay this? The register, an answer, and what that means for what was booked."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.read_only import read_only
from kapstok.grants import eligibility_actions as acts
from kapstok.grants.costs import Answerer, Outcome, cost_key
from kapstok.grants.eligibility import ANSWERER_LABELS, OUTCOME_LABELS
from kapstok.grants.eligibility_forms import AnswerForm, QuestionForm, filled_with
from kapstok.grants.models import EligibilityQuestion, Grant
from kapstok.grants.regulation import regulations
from kapstok.ledger.kinds import LineKind
from kapstok.ledger.running import question_queries as queries
from kapstok.ledger.running.question_queries import Decides
from kapstok.ledger.running.showing import page, page_of, why_of
from kapstok.ledger.uncovering import MOST_AT_ONCE, move_off_grant, on_grant
from kapstok.parties.middleware import MunicipalRequest

MOST_QUESTIONS = 500
_ORDER = [Outcome.UNCLEAR, Outcome.NOT_ELIGIBLE, Outcome.CONDITIONAL, Outcome.ELIGIBLE]


@needs(Right.SEE_MONEY)
@read_only
def questions(request: MunicipalRequest) -> HttpResponse:
    """What nobody answered first, and of those what decides the most euros."""
    rows = list(EligibilityQuestion.objects.select_related("grant").order_by("id")[:MOST_QUESTIONS])
    decides = queries.decided_by(rows)
    shown = [_line(row, decides.get((row.grant_id, row.cost_type), Decides())) for row in rows]
    shown.sort(key=lambda line: (_ORDER.index(Outcome(line["row"].outcome)), -line["decides"].whole))
    about = {
        "rows": shown,
        "unanswered": sum(1 for row in rows if row.outcome == Outcome.UNCLEAR),
        "startable": [grant for grant in Grant.objects.all() if not any(row.grant_id == grant.pk for row in rows)],
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }
    return page(request, "questions", about)


@needs(Right.ENTER_MONEY)
@require_POST
def start(request: MunicipalRequest) -> HttpResponse:
    """The doubtful costs of the regulations, as far as they are not there yet."""
    added = sum(acts.start_register(grant, by=request.actor) for grant in Grant.objects.all())
    said = f"{added} vragen staan nu in de lijst." if added else "Alle vragen uit de regeling stonden er al."
    messages.success(request, said)
    return redirect("eligibility", request.municipality.slug)


@needs(Right.ENTER_MONEY)
def new(request: MunicipalRequest) -> HttpResponse:
    grants = list(Grant.objects.order_by("id"))
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and grants:
        said = form.cleaned_data
        try:
            row = acts.ask(grants[0], name=said["name"], question=said["question"], by=request.actor)
        except RefusedError as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, "De vraag staat in de lijst.")
            return redirect("eligibility-question", request.municipality.slug, row.pk)
    return page(request, "question_new", {"form": form, "has_grant": grants}, status=422 if form.is_bound else 200)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
def question(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(EligibilityQuestion, request, Right.SEE_MONEY, pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=filled_with(row))
    if not form.is_bound or not form.is_valid():
        return _page(request, row, form, status=422 if form.is_bound else 200)
    try:
        acts.answer(row, form.given(), version=form.cleaned_data["version"], by=request.actor)
    except acts.OvertakenAnswerError as overtaken:
        typed = request.POST.copy()
        typed["version"] = str(overtaken.row.version)
        again = AnswerForm(typed, initial=filled_with(overtaken.row))
        return _page(request, overtaken.row, again, status=409, overtaken=str(overtaken))
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, row, form, status=422)
    messages.success(request, "Het antwoord is bewaard.")
    return redirect("eligibility-question", request.municipality.slug, pk)


@needs(Right.SEE_MONEY, writes=Right.APPROVE_MONEY)
def move(request: MunicipalRequest, pk: int) -> HttpResponse:
    """What would move to “te dekken”, and moving it: all or nothing."""
    row = access.get(EligibilityQuestion, request, Right.SEE_MONEY, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            moved = move_off_grant(row, why=why_of(request), by=request.actor)
        except RefusedError as error:
            refused = str(error)
        else:
            what = "boeking staat" if moved == 1 else "boekingen staan"
            messages.success(request, f"{moved} {what} nu onder ‘te dekken’.")
            return redirect("to-cover", request.municipality.slug)
    rows = on_grant(row)
    total = queries.decided_by([row]).get((row.grant_id, row.cost_type), Decides())
    about = {
        "row": row,
        "name": names().get(row.cost_type, _plain(row)),
        "refused": refused,
        "page": page_of(rows, request),
        "total": total,
        "possible": row.outcome == Outcome.NOT_ELIGIBLE,
        "most": MOST_AT_ONCE,
        "may_move": request.actor.may(Right.APPROVE_MONEY),
    }
    return page(request, "question_move", about, status=422 if refused else 200)


def names() -> dict[str, str]:
    """What the regulations call their doubtful costs."""
    known = regulations(settings.KAPSTOK_REGULATIONS).values()
    return {cost_key(cost): cost.name for regulation in known for cost in regulation.doubtful_costs}


def _plain(row: EligibilityQuestion) -> str:
    return row.cost_type.replace("-", " ").capitalize()


def _line(row: EligibilityQuestion, decides: Decides) -> dict[str, Any]:
    return {
        "row": row,
        "name": names().get(row.cost_type, _plain(row)),
        "outcome": OUTCOME_LABELS[Outcome(row.outcome)],
        "answered_by": ANSWERER_LABELS[Answerer(row.answered_by)],
        "decides": decides,
    }


def _page(
    request: MunicipalRequest, row: EligibilityQuestion, form: AnswerForm, *, status: int = 200, overtaken: str = ""
) -> HttpResponse:
    decides = queries.decided_by([row]).get((row.grant_id, row.cost_type), Decides())
    found = page_of(queries.postings_of(row), request)
    about = _line(row, decides) | {
        "form": form,
        "overtaken": overtaken,
        "page": found,
        "postings": [(posting, posting.line.kind == LineKind.TO_COVER) for posting in found],
        "movable": row.outcome == Outcome.NOT_ELIGIBLE and on_grant(row).exists(),
        "may_enter": request.actor.may(Right.ENTER_MONEY),
        "may_move": request.actor.may(Right.APPROVE_MONEY),
    }
    return page(request, "question", about, status=status)
