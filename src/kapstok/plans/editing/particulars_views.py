"""The page of a plan's own particulars: to fill in for who may change the plan, to read for others."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.vary import vary_on_headers

from kapstok.core.access import Right, needs
from kapstok.core.money import format_euro
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.editing.desk import Desk
from kapstok.plans.editing.form_views import Context, FormPage, answer
from kapstok.plans.editing.particulars import Particulars
from kapstok.plans.editing.subjects import PARTICULARS
from kapstok.plans.presentation.words import SOURCE_KINDS, STAGES, amount_text, sentence
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.working_copy import may_edit, reading_of

JUMPS = (
    ("Geldbronnen", "geld"),
    ("Doelen en uitgangspunten", "doelen"),
    ("Andere agenda's", "agendas"),
    ("Hoe u uw thema's noemt", "niveaus"),
)


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@vary_on_headers("HX-Request")
def particulars(request: MunicipalRequest, plan: str) -> HttpResponseBase:
    row, reading = reading_of(request, plan)
    may = may_edit(request, row)
    return answer(request, PAGE, row, reading) if may else _read(request, reading, may.why)


def _around(request: MunicipalRequest, desk: Desk[Particulars]) -> Context:
    return _regulation(desk.reading) | {"jumps": JUMPS}


def _regulation(reading: Reading) -> Context:
    return {"regulation_name": reading.regulation.name if reading.regulation else reading.plan.regulation}


def _read(request: MunicipalRequest, reading: Reading, why: str) -> HttpResponseBase:
    plan = reading.plan
    context = (
        surroundings(request, reading)
        | _regulation(reading)
        | {
            "why": why,
            "stage": sentence(STAGES[plan.stage]),
            "stated_total": "" if plan.stated_total is None else format_euro(plan.stated_total),
            "sources": [
                (source.name, SOURCE_KINDS[source.kind], amount_text(source.amount, about=source.about))
                for source in plan.sources
            ],
        }
    )
    return TemplateResponse(request, "plans/editing/particulars_read.html", context)


PAGE = FormPage(PARTICULARS, "plans/editing/particulars.html", _around)
