"""What the pages to edit a measure, a theme and the plan's particulars do alike.

One address each. `act` says what the button did: save, work out, one row more or less, or throw the draft away. With
JavaScript the form also sends itself (`keep`) after each change: then the draft is kept and the living parts come back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.errors import UserError
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.editing import drafts
from kapstok.plans.editing.actions import BothChangedError, Saved, save
from kapstok.plans.editing.desk import Desk, desk_of, moment_text, overtaken, restored, with_choices
from kapstok.plans.editing.merging import Parts, V, labels
from kapstok.plans.editing.queries import Hand, last_hand
from kapstok.plans.editing.rows import Typed, with_row, without_row
from kapstok.plans.editing.snapshots import sealed
from kapstok.plans.editing.subjects import Subject
from kapstok.plans.models import Plan
from kapstok.plans.presentation.words import listed
from kapstok.plans.reading import Reading, surroundings

FORM = "blad"  # the id of the form: htmx says who sent a request
LOST = "Deze pagina was te lang open. Uw tekst staat hieronder; kijk haar na en bewaar opnieuw."

Context = dict[str, Any]


def _nothing(_: Desk[Any]) -> Context:
    return {}


@dataclass(frozen=True, slots=True)
class FormPage(Generic[V]):
    """`around`: what the page shows beside the form. `living`: what changes while she types, by `living_template`.
    `fresh`: for each kind of row what a new one has filled in already, by the start of its name."""

    subject: Subject[V]
    template: str
    around: Callable[[MunicipalRequest, Desk[V]], Context]
    living: Callable[[Desk[V]], Context] = _nothing
    living_template: str = "plans/editing/_kept.html"
    fresh: Callable[[str], Mapping[str, str]] = field(default=lambda _: {})


def answer(
    request: MunicipalRequest, page: FormPage[V], row: Plan, reading: Reading, key: str = ""
) -> HttpResponseBase:
    """For who may edit: the form, or what came of sending it."""
    if request.method == "POST":
        return _act(request, page, row, reading, key, Typed(dict(request.POST.lists())))
    fresh = desk_of(request, page.subject, row, reading, key)
    desk = restored(request, page.subject, row, reading, key) if "verder" in request.GET else None
    return _whole(request, page, desk or fresh)


def _act(
    request: MunicipalRequest, page: FormPage[V], row: Plan, reading: Reading, key: str, typed: Typed
) -> HttpResponseBase:
    act, _, about = _asked(request, typed).partition(":")
    if act == "drop":
        drafts.drop_draft(row, page.subject.name(key), by=request.actor)
        return redirect(request.path)
    if act == "more":
        typed = with_row(about, typed, page.fresh(about))
    if act == "less":
        typed = without_row(about, typed)
    desk = desk_of(request, page.subject, row, reading, key, typed=typed)
    match act:
        case "save":
            return _save(request, page, desk, typed)
        case "keep":
            return _keep(request, page, desk, typed)
        case _:
            drafts.keep_draft(row, desk.form, typed, desk.page, by=request.actor)
            return _whole(request, page, desk, wrong=act == "calculate")


def _asked(request: MunicipalRequest, typed: Typed) -> str:
    """What the button says; a form that sent itself asks to be kept, whatever button was touched last."""
    return "keep" if request.headers.get("HX-Trigger") == FORM else typed.get("act") or "save"


def _keep(request: MunicipalRequest, page: FormPage[V], desk: Desk[V], typed: Typed) -> HttpResponseBase:
    at = drafts.keep_draft(desk.row, desk.form, typed, desk.page, by=request.actor)
    context = surroundings(request, desk.reading) | page.living(desk)
    context |= {"sheet": desk.sheet, "kept": moment_text(at) if at else "", "living": True}
    return TemplateResponse(request, page.living_template, context)


def _save(request: MunicipalRequest, page: FormPage[V], desk: Desk[V], typed: Typed) -> HttpResponseBase:
    valid = desk.sheet.is_valid()
    mine, parties = desk.sheet.read()
    if desk.lost or not valid:
        return _again(request, page, desk, typed, told=LOST if desk.lost else "", status=422)
    mine = with_choices(page.subject.parts, mine, desk.snapshot.value, typed)
    why = (typed.get("why") or "")[:500]
    try:
        saved = save(desk.row.pk, page.subject, desk.key, desk.snapshot, mine, parties, by=request.actor, why=why)
    except BothChangedError as both:
        beside = overtaken(desk, both.merged, both.theirs, both.document)
        told = page.subject.gone if both.theirs is None else str(both)
        return _again(request, page, beside, typed, told=told, status=409, first=True)
    except UserError as refused:
        return _again(request, page, desk, typed, told=str(refused), status=422)
    drafts.drop_draft(desk.row, desk.form, by=request.actor, page=desk.page)
    messages.success(request, _told(page.subject.parts, saved))
    return redirect(request.path)


def _again(
    request: MunicipalRequest,
    page: FormPage[V],
    desk: Desk[V],
    typed: Typed,
    *,
    told: str,
    status: int,
    first: bool = False,
) -> HttpResponseBase:
    """The form once more. What she typed is kept, although nothing was saved."""
    other = last_hand(desk.row, desk.form) if first else None
    response = _whole(request, page, desk, told=told, status=status, wrong=True, other=other)
    setattr(  # noqa: B010  see EnterMunicipality: an error is rolled back, her draft is not
        response, "even_so", lambda: drafts.keep_draft(desk.row, desk.form, typed, desk.page, by=request.actor)
    )
    return response


def _told(parts: Parts, saved: Saved) -> str:
    if saved.taken:
        taken = listed(labels(parts, saved.taken))
        return f"Bewaard. Iemand anders veranderde intussen ook iets: {taken}. Dat staat er nu ook in."
    return "Bewaard." if saved.changed.changed else "Er was niets veranderd."


def _whole(
    request: MunicipalRequest,
    page: FormPage[V],
    desk: Desk[V],
    *,
    status: int = 200,
    told: str = "",
    other: Hand | None = None,
    wrong: bool = False,
) -> TemplateResponse:
    """`told`: why it was not saved. `other`: who was first. `wrong`: tell what is wrong with the fields."""
    kept = drafts.kept_draft(desk.row, desk.form, desk.by)
    here = kept is not None and kept.page == desk.page
    context = surroundings(request, desk.reading) | page.living(desk) | page.around(request, desk)
    context |= {
        "sheet": desk.sheet,
        "base": sealed(desk.row.pk, desk.form, desk.snapshot),
        "page": desk.page,
        "waiting": moment_text(kept.at) if kept and not here else "",
        "kept": moment_text(kept.at) if kept and here else "",
        "choices": desk.choices,
        "other": other,
        "other_at": moment_text(other.at) if other else "",
        "told": told,
        "wrong": desk.sheet.wrong if wrong else (),
    }
    return TemplateResponse(request, page.template, context, status=status)
