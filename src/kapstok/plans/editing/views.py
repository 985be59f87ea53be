"""The plans, and one plan to work in: its themes and measures, and what is still wrong with it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from kapstok.core import clock
from kapstok.core.access import Answer, Right, needs
from kapstok.core.read_only import read_only
from kapstok.errors import UserError
from kapstok.grants.regulation import regulations
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.actions import Changed
from kapstok.plans.download_views import XLSX
from kapstok.plans.editing import overview, rules
from kapstok.plans.editing.actions import edit_plan, make_plan
from kapstok.plans.editing.forms import NewMeasureForm, NewPlanForm, NewThemeForm
from kapstok.plans.editing.rules import Way, added
from kapstok.plans.models import Plan
from kapstok.plans.presentation import figures, findings
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import MEANINGS, Status
from kapstok.plans.workbook.write import template_xlsx
from kapstok.plans.working_copy import may_edit, reading_of, visible_plans

OTHER_PAGES = ("nieuw", "inlezen", "mandaat")  # where a plan cannot be


@needs(Right.SEE_WORK)
@read_only
def plan_list(request: MunicipalRequest) -> HttpResponseBase:
    """Straight to the plan when there is only one."""
    rows = visible_plans(request)
    if len(rows) == 1:
        return redirect("work-plan", request.municipality.slug, rows[0].slug)
    plans = [(row, status_text(request, row)) for row in rows]
    known = regulations(settings.KAPSTOK_REGULATIONS)
    context = {"plans": plans, "may": request.actor.may(Right.EDIT_PLAN), "known": known.values()}
    return TemplateResponse(request, "plans/editing/plans.html", context)


@needs(Right.EDIT_PLAN)
@read_only
def empty_workbook(request: MunicipalRequest, regulation: str) -> HttpResponseBase:
    """Our workbook to fill in, with the purposes of this regulation to choose from."""
    found = regulations(settings.KAPSTOK_REGULATIONS).get(regulation)
    if found is None:
        raise Http404("onbekende regeling")
    name = content_disposition_header(True, f"plan-{regulation}.xlsx") or "attachment"
    made = template_xlsx(found, made_on=clock.today())
    return HttpResponse(made, content_type=XLSX, headers={"Content-Disposition": name})


@needs(Right.EDIT_PLAN)
def new_plan(request: MunicipalRequest) -> HttpResponseBase:
    """An empty plan: a concept that nobody outside sees."""
    known = regulations(settings.KAPSTOK_REGULATIONS)
    choices = [(key, regulation.name) for key, regulation in known.items()]
    form = NewPlanForm(request.POST or None, regulations=choices)
    if request.method == "POST" and form.is_valid():
        taken = (*Plan.objects.values_list("slug", flat=True), *OTHER_PAGES)
        asked = form.cleaned_data
        row = make_plan(
            title=asked["title"], regulation=known[asked["regulation"]], amount=asked["amount"],
            on=clock.today(), taken=taken, by=request.actor,
        )  # fmt: skip
        messages.success(request, "Uw plan is er. Alleen u en uw collega's zien het. Begin met de thema's.")
        return redirect("work-plan", request.municipality.slug, row.slug)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "plans/editing/new_plan.html", {"form": form}, status=status)


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
def plan_page(request: MunicipalRequest, plan: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may = may_edit(request, row)
    if request.method == "POST":
        return _act(request, row, reading) if may else refused(request, may, reading.to.plan_page)
    return _shown(request, row, reading, may)


def _shown(
    request: MunicipalRequest, row: Plan, reading: Reading, may: Answer, theme: NewThemeForm | None = None
) -> HttpResponseBase:
    plan = reading.plan
    context = surroundings(request, reading) | {
        "row": row,
        "status": status_text(request, row),
        "may": may,
        "figures": (
            figures.awarded(reading.award),
            figures.planned(reading.budget),
            figures.left(reading.budget, reading.award),
        ),
        "themes": overview.outline(plan, reading.to),
        "is_open": len(plan.measures) <= overview.MOST_OPEN,
        "count": len(plan.measures),
        "findings": findings.shown(reading.findings, reading.to),
        "counted": findings.counted(reading.findings, plan.date),
        "new_theme": theme or NewThemeForm(parents=_parents(plan)),
        "new_measure": NewMeasureForm(auto_id=False),
        "levels": plan.levels,
        "particulars": reverse("work-particulars", args=[request.municipality.slug, plan.slug]),
    }
    status = 422 if theme and theme.errors else 200
    return TemplateResponse(request, "plans/editing/plan.html", context, status=status)


def _act(request: MunicipalRequest, row: Plan, reading: Reading) -> HttpResponseBase:
    """What a button on the page of the plan, or of a theme, does."""
    act, _, about = request.POST.get("act", "").partition(":")
    match act:
        case "theme":
            return _add_theme(request, row, reading)
        case "measure":
            return add_measure(request, row, reading, about)
        case "move":
            return move(request, row, reading, about, reading.to.plan_page)
        case _:
            raise Http404("onbekende knop")


def _add_theme(request: MunicipalRequest, row: Plan, reading: Reading) -> HttpResponseBase:
    form = NewThemeForm(request.POST, parents=_parents(reading.plan))
    if not form.is_valid():
        return _shown(request, row, reading, may_edit(request, row), form)
    name, parent = form.cleaned_data["name"], form.cleaned_data.get("parent") or None
    done = told(request, row, rules.adding_theme(name, parent), act="theme added")
    theme = added(done.before.themes, done.after.themes) if done else None
    return redirect(f"{reading.to.plan_page}#thema-{theme.key}" if theme else reading.to.plan_page)


def add_measure(request: MunicipalRequest, row: Plan, reading: Reading, theme: str) -> HttpResponseBase:
    """A measure with only a name; then on to its page, to fill in the rest."""
    form = NewMeasureForm(request.POST)
    if not form.is_valid() or rules.theme_of(reading.plan, theme) is None:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(reading.to.plan_page)
    done = told(request, row, rules.adding_measure(form.cleaned_data["name"], theme), act="measure added")
    measure = added(done.before.measures, done.after.measures) if done else None
    return redirect(reading.to.measure(measure.key) if measure else reading.to.plan_page)


def move(request: MunicipalRequest, row: Plan, reading: Reading, about: str, back: str) -> HttpResponseBase:
    """`about`: what, which, and which way: measure:inloop:up."""
    kind, key, way = [*about.split(":"), "", "", ""][:3]
    edits = {"theme": rules.moving_theme, "measure": rules.moving_measure}
    if kind not in edits or way not in list(Way):
        raise Http404("onbekende knop")
    told(request, row, edits[kind](key, Way(way)), act=f"{kind} moved", about=f"{kind}:{key}")
    return redirect(f"{back}#{'thema' if kind == 'theme' else 'maatregel'}-{key}")


def told(
    request: MunicipalRequest,
    row: Plan,
    edit: rules.Edit,
    *,
    act: str,
    about: str = "",
    why: str = "",
    expected: dict[str, int] | None = None,
) -> Changed | None:
    """Do it, or tell her why it was not done."""
    try:
        return edit_plan(row.pk, edit, by=request.actor, act=act, about=about, why=why, expected=expected)
    except UserError as refused:
        messages.error(request, str(refused))
        return None


def refused(request: MunicipalRequest, may: Answer, back: str) -> HttpResponseBase:
    messages.error(request, may.why)
    return redirect(back)


def status_text(request: MunicipalRequest, row: Plan) -> str:
    meaning = MEANINGS[Status(row.status)]
    return meaning.staff if request.actor.may(Right.SEE_CONCEPT) else meaning.partners


def _parents(plan: PlanDocument) -> list[tuple[str, str]]:
    """The themes that another can hang under: none when the plan has one level."""
    return [(theme.key, theme.name) for theme in plan.themes if theme.parent is None] if len(plan.levels) > 1 else []
