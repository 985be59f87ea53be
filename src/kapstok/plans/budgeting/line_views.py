"""One line of the budget: added, changed beside its amounts, or taken out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.actions import IncoherentError
from kapstok.plans.budgeting import actions
from kapstok.plans.budgeting.actions import LineChangedError
from kapstok.plans.budgeting.forms import LineForm, NewLineForm, about_from, in_words, written
from kapstok.plans.budgeting.lines import About, about_of, line_of
from kapstok.plans.models import Plan
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.schema import BudgetLine
from kapstok.plans.working_copy import may_edit, reading_of

SALT = "kapstok.plans.budgeting.line"


Page = Callable[[MunicipalRequest, Plan, Reading], HttpResponse]


@needs(Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: MunicipalRequest, plan: str) -> HttpResponse:
    return _if_editable(request, plan, _new_line)


@needs(Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: MunicipalRequest, plan: str, key: str) -> HttpResponse:
    return _if_editable(request, plan, lambda request, row, reading: _line(request, row, reading, key))


@needs(Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MunicipalRequest, plan: str, key: str) -> HttpResponse:
    return _if_editable(request, plan, lambda request, row, reading: _remove(request, row, reading, key))


def _if_editable(request: MunicipalRequest, plan: str, page: Page) -> HttpResponse:
    row, reading = reading_of(request, plan)
    allowed = may_edit(request, row)
    if not allowed:
        return TemplateResponse(request, "core/refused.html", {"why": allowed.why}, status=403)
    return page(request, row, reading)


def _new_line(request: MunicipalRequest, row: Plan, reading: Reading) -> HttpResponse:
    first = {"place": request.GET.get("voor", ""), "source": reading.plan.grant_source.key}
    form = NewLineForm(request.POST if request.method == "POST" else None, plan=reading.plan, initial=first)
    if form.is_valid():
        try:
            actions.add_line(row.pk, form.line(), by=request.actor)
        except (RefusedError, IncoherentError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{form.cleaned_data['label']}” staat in de begroting.")
            return _back(request, reading)
    return _page(request, reading, form, None)


def _line(request: MunicipalRequest, row: Plan, reading: Reading, key: str) -> HttpResponse:
    now = about_of(there := _there(reading, key))
    base = _opened(request.POST.get("base", "")) or now
    form = LineForm(request.POST if request.method == "POST" else None, plan=reading.plan, initial=written(now))
    if not form.is_valid():
        return _page(request, reading, form, there, base=_sealed(base))
    try:
        actions.change_line(row.pk, key, base, form.said(), by=request.actor)
    except (RefusedError, IncoherentError) as error:
        form.add_error(None, str(error))
        theirs = in_words(reading.plan, there) if isinstance(error, LineChangedError) else ()
        return _page(request, reading, form, there, base=_sealed(now), theirs=theirs)
    messages.success(request, f"Bewaard: “{form.cleaned_data['label']}”.")
    return _back(request, reading)


def _remove(request: MunicipalRequest, row: Plan, reading: Reading, key: str) -> HttpResponse:
    there = _there(reading, key)
    if request.method == "POST":
        actions.remove_line(row.pk, key, by=request.actor)
        messages.success(request, f"“{there.label}” is uit de begroting.")
        return _back(request, reading)
    about = surroundings(request, reading) | {
        "line": there,
        "spent": [one for one in reading.plan.spent_before if one.line == key],
        "words": in_words(reading.plan, there),
    }
    return TemplateResponse(request, "plans/budgeting/remove.html", about)


def _there(reading: Reading, key: str) -> BudgetLine:
    found = line_of(reading.plan, key)
    if found is None:
        raise Http404("onbekende regel")
    return found


def _sealed(base: About) -> str:
    return signing.dumps(written(base), salt=SALT)


def _opened(text: str) -> About | None:
    """What the line said when the form was made; None when it does not say so."""
    try:
        return about_from(signing.loads(text, salt=SALT))
    except signing.BadSignature:
        return None


def _back(request: MunicipalRequest, reading: Reading) -> HttpResponse:
    return redirect("work-budget", request.municipality.slug, reading.plan.slug)


def _page(
    request: MunicipalRequest, reading: Reading, form: LineForm, line: BudgetLine | None, **more: Any
) -> HttpResponse:
    about = surroundings(request, reading) | {"form": form, "line": line} | {"base": "", "theirs": ()} | more
    status = 422 if form.errors else 200
    return TemplateResponse(request, "plans/budgeting/line.html", about, status=status)
