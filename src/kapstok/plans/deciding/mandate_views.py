"""The mandate table: who may shift how much between what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from kapstok.core.access import Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.deciding import actions
from kapstok.plans.deciding.forms import MandateForm
from kapstok.plans.models import MandateRule
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, Body, MandateScope


@needs(Right.SEE_CONCEPT, writes=Right.DECIDE)
def mandate(request: MunicipalRequest) -> HttpResponse:
    may = request.actor.may(Right.DECIDE)
    form = MandateForm(request.POST or None)
    if request.method == "POST" and may and form.is_valid():
        said = form.cleaned_data
        actions.set_mandate(
            body=Body(said["body"]),
            scope=said["scope"],
            maximum=said["maximum"],
            source=said["source"],
            by=request.actor,
        )
        messages.success(request, "De regel staat in de mandaattabel.")
        return redirect("mandate", request.municipality.slug)
    rows = MandateRule.objects.order_by("body", "scope")
    about = {
        "rules": [(row, BODY_LABELS[Body(row.body)], MANDATE_SCOPE_LABELS[MandateScope(row.scope)]) for row in rows],
        "form": form,
        "may_decide": may,
    }
    return TemplateResponse(
        request, "plans/deciding/mandate.html", about, status=422 if request.method == "POST" else 200
    )


@needs(Right.DECIDE)
@require_POST
def drop(request: MunicipalRequest, pk: int) -> HttpResponse:
    actions.drop_mandate(get_object_or_404(MandateRule, pk=pk), by=request.actor)
    messages.success(request, "De regel is weg.")
    return redirect("mandate", request.municipality.slug)
