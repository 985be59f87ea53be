"""A budget above the award, put right with one click."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.budgeting.actions import solve_overrun
from kapstok.plans.working_copy import reading_of


@needs(Right.EDIT_PLAN)
@require_POST
def solve(request: MunicipalRequest, plan: str) -> HttpResponse:
    row, reading = reading_of(request, plan)
    try:
        done = solve_overrun(row.pk, request.POST.get("manier", ""), by=request.actor)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        said = "De begroting past nu bij wat is toegekend." if done.changed else "De begroting paste al."
        messages.success(request, said)
    return redirect(reading.to.budget)
