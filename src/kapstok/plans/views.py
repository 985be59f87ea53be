"""The pages of one plan. Each reads the plan, has a pure function put it into words, and shows it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import public
from kapstok.core.read_only import read_only
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.findings import RowKind
from kapstok.plans.presentation import budget, findings, measures, taking_part
from kapstok.plans.presentation.words import STAGES
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import Reading, read, shown_regulation, surroundings


@public
@read_only
def plan_page(request: MunicipalRequest, plan: str) -> HttpResponse:
    reading = _reading(request, plan)
    themes = measures.outline(reading.plan, reading.regulation, reading.to)
    return _page(request, "plans/plan.html", reading, themes=themes, stage=STAGES[reading.plan.stage])


@public
@read_only
def theme(request: MunicipalRequest, plan: str, key: str) -> HttpResponse:
    reading = _reading(request, plan)
    found = next((theme for theme in reading.plan.themes if theme.key == key), None)
    if found is None:
        raise Http404("onbekend thema")
    shown = measures.shown_theme(reading.plan, found, reading.regulation, reading.to)
    lines = budget.lines_of_theme(reading.plan, reading.budget, key, reading.to)
    return _page(
        request, "plans/theme.html", reading,
        theme=shown, lines=lines, findings=findings.of_theme(reading.plan, reading.findings, key, reading.to),
    )  # fmt: skip


@public
@read_only
def measure(request: MunicipalRequest, plan: str, key: str) -> HttpResponse:
    reading = _reading(request, plan)
    found = next((measure for measure in reading.plan.measures if measure.key == key), None)
    if found is None:
        raise Http404("onbekende maatregel")
    shown = measures.shown_measure(reading.plan, found, reading.regulation, reading.to)
    about = findings.about(reading.findings, RowKind.MEASURE, {key})
    lines = budget.lines_of_measure(reading.plan, reading.budget, found, reading.to)
    return _page(
        request, "plans/measure.html", reading,
        measure=shown, lines=lines, findings=findings.shown(about, reading.to),
    )  # fmt: skip


@public
@read_only
def budget_page(request: MunicipalRequest, plan: str) -> HttpResponse:
    reading = _reading(request, plan)
    return _page(
        request, "plans/budget.html", reading,
        table=budget.budget_table(reading.plan, reading.budget, reading.award, reading.to),
        sources=budget.sources(reading.plan, reading.budget),
    )  # fmt: skip


@public
@read_only
def participants(request: MunicipalRequest, plan: str) -> HttpResponse:
    reading = _reading(request, plan)
    groups = taking_part.by_sector(reading.plan, reading.to, all_named=True)
    return _page(request, "plans/participants.html", reading, groups=groups, moments=taking_part.moments(reading.plan))


@public
@read_only
def regulation(request: MunicipalRequest, plan: str) -> HttpResponse:
    reading = _reading(request, plan)
    return _page(request, "plans/regulation.html", reading, shown=shown_regulation(reading, clock.today()))


def _reading(request: MunicipalRequest, slug: str) -> Reading:
    return read(list(plans_of_municipality()), request.municipality, slug)


def _page(request: MunicipalRequest, template: str, reading: Reading, **context: Any) -> TemplateResponse:
    return TemplateResponse(request, template, surroundings(request, reading) | context)
