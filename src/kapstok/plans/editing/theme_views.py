"""The page of a theme, and the page that asks before something goes."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.errors import UserError
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import views as shared
from kapstok.plans.actions import OvertakenError
from kapstok.plans.editing import overview, rules
from kapstok.plans.editing.actions import edit_plan
from kapstok.plans.editing.forms import NewMeasureForm, ThemeForm
from kapstok.plans.editing.queries import Hand, last_hand, measure_version, theme_version, work_plans_of
from kapstok.plans.editing.rules import Leaving, measure_of, theme_of
from kapstok.plans.editing.views import add_measure, move, refused, told
from kapstok.plans.models import Plan
from kapstok.plans.presentation import findings
from kapstok.plans.presentation.measures import above
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.schema import Theme
from kapstok.plans.working_copy import may_edit, reading_of

FIELDS = ("name", "goal", "result", "description")


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
def theme(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may, found = may_edit(request, row), theme_of(reading.plan, key)
    if found is None:
        raise Http404("onbekend thema")
    if not may:
        return shared.theme(request, reading, key, why=may.why)
    if request.method != "POST":
        return _shown(request, row, reading, found, ThemeForm(initial=_written(found)))
    act, _, about = request.POST.get("act", "").partition(":")
    match act:
        case "measure":
            return add_measure(request, row, reading, key)
        case "move":
            return move(request, row, reading, about, reading.to.theme(key))
        case _:
            return _save(request, row, reading, found)


def _save(request: MunicipalRequest, row: Plan, reading: Reading, found: Theme) -> HttpResponseBase:
    form = ThemeForm(request.POST, initial=_written(found))
    if not form.is_valid():
        return _shown(request, row, reading, found, form)
    changes = {name: form.cleaned_data[name] for name in FIELDS}
    name = f"theme:{found.key}"
    version = number(request.POST.get("version", ""))
    try:
        edit_plan(
            row.pk, rules.putting_theme(found.model_copy(update=changes)), by=request.actor, act="theme changed",
            about=name, why=form.cleaned_data["why"], expected={name: -1 if version is None else version},
        )  # fmt: skip
    except OvertakenError as overtaken:
        form.add_error(None, str(overtaken))
        return _shown(request, row, reading, found, form, other=last_hand(row, name))
    except UserError as wrong:
        form.add_error(None, str(wrong))
        return _shown(request, row, reading, found, form)
    messages.success(request, "Bewaard.")
    return redirect(reading.to.theme(found.key))


def _shown(
    request: MunicipalRequest, row: Plan, reading: Reading, found: Theme, form: ThemeForm, other: Hand | None = None
) -> HttpResponseBase:
    page = max(number(request.GET.get("pagina", "")) or 1, 1)
    shown = overview.one_theme(reading.plan, found, reading.to, first=(page - 1) * overview.PAGE)
    context = surroundings(request, reading) | {
        "theme": shown,
        "form": form,
        "version": theme_version(row, found.key),
        "trail": above(reading.plan, found.parent, reading.to),
        "new_measure": NewMeasureForm(auto_id=False),
        "findings": findings.of_theme(reading.plan, reading.findings, found.key, reading.to),
        "page": page,
        "pages": max(-(-shown.count // overview.PAGE), 1),
        "other": other,
        "theirs": [(form[name], getattr(found, name)) for name in FIELDS if name in form.changed_data] if other else (),
    }
    return TemplateResponse(
        request, "plans/editing/theme.html", context, status=409 if other else 422 if form.errors else 200
    )


def _written(found: Theme) -> dict[str, str]:
    return {name: getattr(found, name) for name in FIELDS}


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
