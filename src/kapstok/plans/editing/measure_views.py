"""The page of a measure: to fill in for who may change the plan, to read for others."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.vary import vary_on_headers

from kapstok.core.access import Right, needs
from kapstok.core.money import format_number
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import views as shared
from kapstok.plans.editing.desk import Desk
from kapstok.plans.editing.estimate_forms import FACTOR, FRESH_TYPED
from kapstok.plans.editing.estimate_forms import PREFIX as ESTIMATE
from kapstok.plans.editing.form_views import Context, FormPage, answer
from kapstok.plans.editing.measure_sheet import STEP, MeasureSheet
from kapstok.plans.editing.points import points
from kapstok.plans.editing.subjects import MEASURE
from kapstok.plans.presentation.findings import shown
from kapstok.plans.presentation.measures import above
from kapstok.plans.presentation.words import range_text
from kapstok.plans.schema import Measure
from kapstok.plans.working_copy import may_edit, reading_of

MOST_SUGGESTED = 300
JUMPS = (("Voor wie en waarvoor", "voor-wie"), ("Wie", "wie"), ("Wat het kost", "kosten"), ("Wanneer", "wanneer"))


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@vary_on_headers("HX-Request")
def measure(request: MunicipalRequest, plan: str, key: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may = may_edit(request, row)
    if not may:
        return shared.measure(request, reading, key, why=may.why)
    return answer(request, PAGE, row, reading, key)


def _around(request: MunicipalRequest, desk: Desk[Measure]) -> Context:
    now = desk.snapshot.value
    return {
        "measure": now,
        "jumps": JUMPS,
        "trail": above(desk.reading.plan, now.theme, desk.reading.to),
        "suggested": [party.name for party in desk.sheet.around.parties[:MOST_SUGGESTED]],
    }


def _living(desk: Desk[Measure]) -> dict[str, Any]:
    sheet = desk.sheet
    assert isinstance(sheet, MeasureSheet)
    measure = sheet.read()[0] if sheet.typed is not None else sheet.base
    found = points(desk.reading.plan, measure, desk.reading.regulation, desk.reading.findings)
    return {
        "points": {part: shown(findings, desk.reading.to) for part, findings in found.items()},
        "total": range_text(sheet.counted) if sheet.counted else "",
        "shares": shares(sheet),
    }


def shares(sheet: MeasureSheet) -> str:
    """The shares of the purposes added up: 100, as it should be."""
    rows = [row.value if row.is_bound else row.original for row in sheet.purposes]
    values = [value.share for value in rows if value]
    return format_number(sum(values)) if values else ""


def _fresh(row: str) -> Mapping[str, str]:
    """`row`: how the names of its fields begin; a number of an estimate has nothing filled in."""
    if row.startswith(ESTIMATE) and not row.endswith(FACTOR):
        return FRESH_TYPED
    return {"kind": "prepare"} if row == STEP else {}


PAGE = FormPage(
    MEASURE, "plans/editing/measure.html", _around, _living, living_template="plans/editing/_living.html", fresh=_fresh
)
