"""The page of a measure: to fill in for who may change the plan, to read for others.

One address. `act` says what the button did: save, work out, one row more or less, or throw the draft away. With
JavaScript the form also sends itself (`keep`) after each change: then the draft is kept and the sums come back.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.vary import vary_on_headers

from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import views as shared
from kapstok.plans.actions import IncoherentError
from kapstok.plans.editing import drafts
from kapstok.plans.editing.actions import BothChangedError, Saved, save_measure
from kapstok.plans.editing.desk import Desk, desk_of, moment_text, overtaken, restored, with_choices
from kapstok.plans.editing.estimate_forms import FACTOR, FRESH_TYPED
from kapstok.plans.editing.estimate_forms import PREFIX as ESTIMATE
from kapstok.plans.editing.measure_page import living_parts, whole_page
from kapstok.plans.editing.merging import labels
from kapstok.plans.editing.queries import last_hand
from kapstok.plans.editing.rows import Typed, with_row, without_row
from kapstok.plans.editing.rules import measure_of
from kapstok.plans.editing.sheet import FUNDING, PARTNER, STEP
from kapstok.plans.models import Plan
from kapstok.plans.presentation.words import listed
from kapstok.plans.reading import Reading
from kapstok.plans.working_copy import may_edit, reading_of

FRESH = {ESTIMATE: FRESH_TYPED, STEP: {"kind": "prepare"}, PARTNER: {}, FUNDING: {}}
FORM = "blad"  # the id of the form: htmx says who sent a request
LOST = "Deze pagina was te lang open. Uw tekst staat hieronder; kijk haar na en bewaar opnieuw."
GONE = "Deze maatregel is intussen uit het plan gehaald. Uw tekst staat hieronder. Bewaar om haar terug te zetten."


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@vary_on_headers("HX-Request")
def measure(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may = may_edit(request, row)
    if not may:
        return shared.measure(request, reading, key, why=may.why)
    if request.method == "POST":
        return _act(request, row, reading, key, Typed(dict(request.POST.lists())))
    if measure_of(reading.plan, key) is None:
        raise Http404("onbekende maatregel")
    if "verder" in request.GET and (desk := restored(request, row, reading, key)):
        return whole_page(request, desk)
    return whole_page(request, desk_of(request, row, reading, key))


def _act(request: MunicipalRequest, row: Plan, reading: Reading, key: str, typed: Typed) -> HttpResponseBase:
    act, _, about = _asked(request, typed).partition(":")
    if act == "drop":
        drafts.drop_draft(row, f"measure:{key}", by=request.actor)
        return redirect(request.path)
    if act == "more":
        kind = ESTIMATE if about.startswith(ESTIMATE) else about
        typed = with_row(about, typed, {} if about.endswith(FACTOR) else FRESH.get(kind, {}))
    if act == "less":
        typed = without_row(about, typed)
    desk = desk_of(request, row, reading, key, typed=typed)
    match act:
        case "save":
            return _save(request, desk, typed)
        case "keep":
            return _keep(request, desk, typed)
        case _:
            drafts.keep_draft(row, desk.form, typed, desk.page, by=request.actor)
            return whole_page(request, desk, wrong=act == "calculate")


def _asked(request: MunicipalRequest, typed: Typed) -> str:
    """What the button says; a form that sent itself asks to be kept, whatever button was touched last."""
    return "keep" if request.headers.get("HX-Trigger") == FORM else typed.get("act") or "save"


def _keep(request: MunicipalRequest, desk: Desk, typed: Typed) -> HttpResponseBase:
    at = drafts.keep_draft(desk.row, desk.form, typed, desk.page, by=request.actor)
    return living_parts(request, desk, moment_text(at) if at else "")


def _save(request: MunicipalRequest, desk: Desk, typed: Typed) -> HttpResponseBase:
    valid = desk.sheet.is_valid()
    mine, parties = desk.sheet.read()
    if desk.lost or not valid:
        return _again(request, desk, typed, told=LOST if desk.lost else "", status=422)
    mine = with_choices(mine, desk.snapshot.measure, typed)
    try:
        why = (typed.get("why") or "")[:500]
        saved = save_measure(desk.row.pk, desk.snapshot, mine, parties, by=request.actor, why=why)
    except BothChangedError as both:
        beside = overtaken(desk, both.merged, both.theirs, both.document)
        return _again(request, beside, typed, told=str(both) if both.theirs else GONE, status=409, first=True)
    except (IncoherentError, RefusedError) as refused:
        return _again(request, desk, typed, told=str(refused), status=422)
    drafts.drop_draft(desk.row, desk.form, by=request.actor, page=desk.page)
    messages.success(request, _told(saved))
    return redirect(request.path)


def _again(
    request: MunicipalRequest, desk: Desk, typed: Typed, *, told: str, status: int, first: bool = False
) -> HttpResponseBase:
    """The form once more. What she typed is kept, although nothing was saved."""
    response = whole_page(
        request, desk, told=told, status=status, wrong=True, other=last_hand(desk.row, desk.form) if first else None
    )
    setattr(  # noqa: B010  see EnterMunicipality: an error is rolled back, her draft is not
        response, "even_so", lambda: drafts.keep_draft(desk.row, desk.form, typed, desk.page, by=request.actor)
    )
    return response


def _told(saved: Saved) -> str:
    if saved.merged and saved.merged.taken:
        taken = listed(labels(saved.merged.taken))
        return f"Bewaard. Iemand anders veranderde intussen ook iets: {taken}. Dat staat er nu ook in."
    return "Bewaard." if saved.changed.changed else "Er was niets veranderd."
