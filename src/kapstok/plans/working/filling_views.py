"""A party fills in its work plan, and says what is done and what is met."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.form_sheet import edit
from kapstok.parties.meetings.editing_views import GET_OR_POST
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Need, WorkPlan, WorkStep
from kapstok.plans.working import actions, presentation, queries
from kapstok.plans.working.sheet import WorkPlanSheet


@needs(Right.KEEP_WORK_PLANS)
@GET_OR_POST
def fill(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(queries.one_work_plan(request.actor), request, Right.KEEP_WORK_PLANS, pk=pk)
    sheet = WorkPlanSheet(row, clock.today(), give="give" in request.POST)
    saved = edit(request, sheet, "plans/working/fill.html", _about(row), by=request.actor)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, sheet.said)
    return redirect("workplan", request.municipality.slug, row.pk)


def _about(row: WorkPlan) -> dict[str, Any]:
    """What stands beside the form: what is done and met, which it leaves alone."""
    today = clock.today()
    return {
        "row": row,
        "done": presentation.step_lines((step for step in row.steps.all() if step.done_on), today),
        "met": [need for need in row.needs.all() if need.met_on],
    }


@needs(Right.KEEP_WORK_PLANS)
@require_POST
def step_done(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Done today, or with `undo` open again; back to where one came from."""
    rows = WorkStep.objects.select_related("work_plan")
    step = access.get(rows, request, Right.KEEP_WORK_PLANS, pk=pk)
    done = "undo" not in request.POST
    actions.set_step_done(step, done, by=request.actor)
    messages.success(request, f"“{step.what}” is {'klaar' if done else 'weer open'}.")
    return redirect(_back(request, reverse("workplan", args=[request.municipality.slug, step.work_plan_id])))


@needs(Right.KEEP_WORK_PLANS)
@require_POST
def need_met(request: MunicipalRequest, pk: int) -> HttpResponse:
    """As step_done, for what a party needs from another."""
    rows = Need.objects.select_related("work_plan")
    need = access.get(rows, request, Right.KEEP_WORK_PLANS, pk=pk)
    met = "undo" not in request.POST
    actions.set_need_met(need, met, by=request.actor)
    messages.success(request, f"“{need.what}” is {'geregeld' if met else 'weer open'}.")
    return redirect(_back(request, reverse("workplan-needs", args=[request.municipality.slug])))


def _back(request: MunicipalRequest, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else otherwise
