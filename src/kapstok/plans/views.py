"""The pages of one plan. Each gets the plan as it was read, has a pure function put it into words, and shows it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.findings import RowKind
from kapstok.plans.presentation import budget, findings, measures, taking_part
from kapstok.plans.presentation.words import STAGES
from kapstok.plans.reading import Reading, shown_regulation, surroundings


def plan_page(request: MunicipalRequest, reading: Reading) -> HttpResponse:
    themes = measures.outline(reading.plan, reading.regulation, reading.to)
    return _page(request, "plans/plan.html", reading, themes=themes, stage=STAGES[reading.plan.stage])


def theme(request: MunicipalRequest, reading: Reading, key: str, why: str = "") -> HttpResponse:
    """`why`: in the workspace, why she cannot change it."""
    found = next((theme for theme in reading.plan.themes if theme.key == key), None)
    if found is None:
        raise Http404("onbekend thema")
    shown = measures.shown_theme(reading.plan, found, reading.regulation, reading.to)
    lines = budget.lines_of_theme(reading.plan, reading.budget, key, reading.to)
    return _page(
        request, "plans/theme.html", reading,
        theme=shown, lines=lines, why=why, findings=findings.of_theme(reading.plan, reading.findings, key, reading.to),
    )  # fmt: skip


def measure(request: MunicipalRequest, reading: Reading, key: str, why: str = "") -> HttpResponse:
    """`why`: in the workspace, why she cannot change it."""
    found = next((measure for measure in reading.plan.measures if measure.key == key), None)
    if found is None:
        raise Http404("onbekende maatregel")
    shown = measures.shown_measure(reading.plan, found, reading.regulation, reading.to)
    about = findings.about(reading.findings, RowKind.MEASURE, {key})
    lines = budget.lines_of_measure(reading.plan, reading.budget, found, reading.to)
    return _page(
        request, "plans/measure.html", reading,
        measure=shown, lines=lines, why=why, findings=findings.shown(about, reading.to),
    )  # fmt: skip


def budget_page(request: MunicipalRequest, reading: Reading) -> HttpResponse:
    return _page(
        request, "plans/budget.html", reading,
        table=budget.budget_table(reading.plan, reading.budget, reading.award, reading.to),
        sources=budget.sources(reading.plan, reading.budget),
    )  # fmt: skip


def participants(request: MunicipalRequest, reading: Reading) -> HttpResponse:
    groups = taking_part.by_sector(reading.plan, reading.to, all_named=True)
    return _page(request, "plans/participants.html", reading, groups=groups, moments=taking_part.moments(reading.plan))


def regulation(request: MunicipalRequest, reading: Reading) -> HttpResponse:
    return _page(request, "plans/regulation.html", reading, shown=shown_regulation(reading, clock.today()))


def _page(request: MunicipalRequest, template: str, reading: Reading, **context: Any) -> TemplateResponse:
    return TemplateResponse(request, template, surroundings(request, reading) | context)
