"""The preview of an upload: what it would change, what she can still choose, and the yes."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.actions import IncoherentError
from kapstok.plans.addresses import InWork
from kapstok.plans.differences import Change
from kapstok.plans.mapping.trying import Way
from kapstok.plans.presentation.findings import shown as shown_findings
from kapstok.plans.uploading import actions, queries
from kapstok.plans.uploading.absent import absent
from kapstok.plans.uploading.choosing import ORIENTATIONS, ROLES, choices, chosen_mapping
from kapstok.plans.uploading.desk import Desk, desk_of
from kapstok.plans.uploading.doubts import Doubt, doubts, pointed_out
from kapstok.plans.uploading.preview import Preview, counts, shifts, told, weighed
from kapstok.plans.uploading.said import LEAVE, Said, answers_in, same_in
from kapstok.plans.uploading.views import mine

MOST_ASKED, MOST_SHOWN, MOST_CHOICES = 100, 200, 100
AGAIN = "U koos nog iets anders. Kijk of dit klopt en zeg dan ja."
WAYS = {
    Way.OURS: "Dit is een plan uit Kapstok.",
    Way.GUESS: "Wij keken zelf wat er in de kolommen staat.",
    Way.MAPPING: "Gelezen zoals u de kolommen aanwees.",
}
PARTS = {Change.ADDED: "Komt erbij", Change.CHANGED: "Verandert", Change.REMOVED: "Vervalt"}
RECOGNISED = "Wij herkenden uw werkmap van vorige keer."


@needs(Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def preview_page(request: MunicipalRequest, pk: int) -> HttpResponse:
    desk = desk_of(mine(request, pk))
    match request.POST.get("act") if request.method == "POST" else None:
        case "columns":
            return _columns(request, desk)
        case "answers":
            return _again(request, desk, replace(desk.said, answers={**desk.said.answers, **answers_in(request.POST)}))
        case "choices":
            return _again(request, desk, _chosen(request, desk))
        case "yes":
            return _yes(request, desk)
        case _:
            return _page(request, desk)


def _columns(request: MunicipalRequest, desk: Desk) -> HttpResponse:
    columns = chosen_mapping(request.POST.dict())
    if columns is None or isinstance(columns, tuple):
        return _page(request, replace(desk, shown=None, problems=columns or ()), status=422)
    actions.change_upload(desk.upload, replace(desk.said, recognised=False), columns, by=request.actor)
    return redirect(request.path)


def _again(request: MunicipalRequest, desk: Desk, said: Said) -> HttpResponse:
    actions.change_upload(desk.upload, said, by=request.actor)
    return redirect(request.path)


def _chosen(request: MunicipalRequest, desk: Desk) -> Said:
    title = " ".join(request.POST.get("title", desk.said.title).split())[:200]
    leave = frozenset(one[:200] for one in request.POST.getlist(LEAVE))
    same = pointed_out(_doubts(desk), same_in(request.POST.dict()), desk.said.same)
    return replace(desk.said, same=same, leave=leave, title=title)


def _doubts(desk: Desk) -> list[Doubt]:
    shown, draft = desk.shown, desk.read.tried.draft
    if not (shown and shown.before and shown.merged and draft):
        return []
    return doubts(shown.before, draft.plan, shown.merged.matches, desk.said.same)[:MOST_CHOICES]


def _yes(request: MunicipalRequest, desk: Desk) -> HttpResponse:
    said = _chosen(request, desk)
    if replace(said, title=desk.said.title) != desk.said:
        actions.change_upload(desk.upload, said, by=request.actor)
        messages.info(request, AGAIN)
        return redirect(request.path)
    desk.upload.answers = said.as_json()
    try:
        plan = actions.apply_upload(desk.upload, desk.read, request.POST.get("seal", ""), by=request.actor)
    except IncoherentError as error:
        return _page(request, replace(desk, shown=None, problems=tuple(error.problems)), status=422)
    except RefusedError as error:
        return _page(request, desk_of(desk.upload), refused=str(error), status=409)
    messages.success(request, f"“{desk.upload.name}” staat nu in het plan.")
    return redirect("work-plan", request.municipality.slug, plan.slug)


def _page(request: MunicipalRequest, desk: Desk, *, refused: str = "", status: int = 200) -> HttpResponse:
    tried, read = desk.read.tried, desk.read
    about: dict[str, Any] = {
        "desk": desk,
        "way": RECOGNISED if desk.said.recognised else WAYS[tried.way],
        "refused": refused,
        "problems": desk.problems,
        "asked": read.asked[:MOST_ASKED],
        "asked_count": len(read.asked),
        "can_answer": any(one.options or one.unit for one in read.asked[:MOST_ASKED]),
        "columns": choices(read.workbook, tried.mapping) if read.workbook else None,
        "tried": tried,
        "roles": ROLES,
        "orientations": ORIENTATIONS,
    }
    if desk.shown:
        about |= _preview(request, desk, desk.shown)
    return TemplateResponse(request, "plans/uploading/preview.html", about, status=status)


def _preview(request: MunicipalRequest, desk: Desk, shown: Preview) -> dict[str, Any]:
    found, weights = shown.differences, weighed(shown, desk.regulation, desk.award)
    to = (InWork if desk.row else Nowhere)(request.municipality.slug, shown.after.slug)
    about: dict[str, Any] = {
        "shown": shown,
        "unchanged": shown.before is not None and not found,
        "counts": [(label, number) for label, number in counts(found) if number],
        "parts": [(label, told(found, change)) for change, label in PARTS.items()],
        "most": MOST_SHOWN,
        "shifts": shifts(shown),
        "award": desk.award if desk.award is not None else shown.after.grant_source.amount,
        "new_findings": shown_findings(weights.new, to),
        "solved": shown_findings(weights.solved, to),
    }
    if shown.before and shown.merged and desk.row:
        held = queries.work_plans_by_measure(desk.row) if shown.merged.missing else {}
        about["doubts"] = _doubts(desk)
        about["absent"] = absent(shown.before, shown.merged.missing[:MOST_CHOICES], desk.said.leave, held)
    return about


@dataclass(frozen=True, slots=True)
class Nowhere(InWork):
    """A plan that is not there yet: nothing leads to it."""

    def line(self, key: str) -> str:
        return ""

    def _of_plan(self, name: str, *keys: str) -> str:
        return ""
