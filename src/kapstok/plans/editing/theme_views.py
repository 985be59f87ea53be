"""The page of a theme, and the page that asks before something goes."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.vary import vary_on_headers

from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import views as shared
from kapstok.plans.editing import overview, rules
from kapstok.plans.editing.desk import Desk
from kapstok.plans.editing.form_views import Context, FormPage, answer
from kapstok.plans.editing.forms import NewMeasureForm
from kapstok.plans.editing.queries import measure_version, theme_version, work_plans_of
from kapstok.plans.editing.rules import Leaving, measure_of, theme_of
from kapstok.plans.editing.subjects import THEME
from kapstok.plans.editing.views import add_measure, move, refused, told
from kapstok.plans.models import Plan
from kapstok.plans.presentation import findings
from kapstok.plans.presentation.measures import above
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.schema import Theme
from kapstok.plans.working_copy import may_edit, reading_of


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@vary_on_headers("HX-Request")
def theme(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may = may_edit(request, row)
    if not may:
        return shared.theme(request, reading, key, why=may.why)
    act, _, about = request.POST.get("act", "").partition(":")
    match act:
        case "measure":
            return add_measure(request, row, reading, key)
        case "move":
            return move(request, row, reading, about, reading.to.theme(key))
        case _:
            return answer(request, PAGE, row, reading, key)


def _around(request: MunicipalRequest, desk: Desk[Theme]) -> Context:
    to, found = desk.reading.to, desk.snapshot.value
    plan = desk.reading.plan
    if theme_of(plan, found.key) is None:  # taken out meanwhile: shown as it would come back
        plan = rules.putting_theme(found)(plan)
    found = theme_of(plan, found.key) or found
    page = max(number(request.GET.get("pagina", "")) or 1, 1)
    shown = overview.one_theme(plan, found, to, first=(page - 1) * overview.PAGE)
    return {
        "theme": shown,
        "trail": above(plan, found.parent, to),
        "new_measure": NewMeasureForm(auto_id=False),
        "findings": findings.of_theme(plan, desk.reading.findings, found.key, to),
        "pagina": page,
        "pages": max(-(-shown.count // overview.PAGE), 1),
    }


PAGE = FormPage(THEME, "plans/editing/theme.html", _around)


@needs(Right.EDIT_PLAN)
def remove_theme(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    found = theme_of(reading.plan, key)
    if found is None:
        raise Http404("onbekend thema")
    leaving = rules.leaving_with_theme(reading.plan, key)
    version = theme_version(row, key)
    return _remove(request, row, reading, found.name, leaving, rules.removing_theme(key), f"theme:{key}", version)


@needs(Right.EDIT_PLAN)
def remove_measure(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    found = measure_of(reading.plan, key)
    if found is None:
        raise Http404("onbekende maatregel")
    leaving = rules.leaving_with_measure(reading.plan, key)
    edit, version = rules.removing_measures({key}), measure_version(row, key)
    return _remove(request, row, reading, found.name, leaving, edit, f"measure:{key}", version)


def _remove(
    request: MunicipalRequest,
    row: Plan,
    reading: Reading,
    name: str,
    leaving: Leaving,
    edit: rules.Edit,
    about: str,
    version: int,
) -> HttpResponseBase:
    """Asks first, and says what goes with it; what has a work plan stays."""
    may, back = may_edit(request, row), reading.to.plan_page
    if not may:
        return refused(request, may, back)
    if request.method == "POST":
        sent = number(request.POST.get("version", ""))
        expected = {about: -1 if sent is None else sent}
        act, why = f"{about.partition(':')[0]} removed", request.POST.get("why", "")[:500]
        if told(request, row, edit, act=act, about=about, why=why, expected=expected):
            messages.success(request, f"‘{name}’ is uit het plan gehaald.")
            return redirect(back)
        return redirect(request.path)
    held = work_plans_of(row, {measure.key for measure in leaving.measures})
    context = surroundings(request, reading) | {
        "name": name, "leaving": leaving, "held": held, "version": version, "is_theme": about.startswith("theme"),
        "back": reading.to.theme(about[6:]) if about.startswith("theme") else reading.to.measure(about[8:]),
    }  # fmt: skip
    return TemplateResponse(request, "plans/editing/remove.html", context)
