"""The public try-out: drop a file, see what it says and what strikes the eye, take the cleaned workbook along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from kapstok.core import clock
from kapstok.core.access import public
from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation, regulations
from kapstok.plans.addresses import Addresses
from kapstok.plans.files import plan_as_toml
from kapstok.plans.mapping.saving import mapping_as_toml
from kapstok.plans.mapping.trying import TryOut, Way
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.presentation.figures import Award
from kapstok.plans.reading import Reading
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.uploading.choosing import ORIENTATIONS, ROLES, choices
from kapstok.plans.uploading.reading import Read
from kapstok.plans.uploading.receiving import ReceiveError
from kapstok.plans.workbook.write import plan_as_xlsx
from kapstok.portal.presentation import programme_page
from kapstok.portal.tryout.packing import PackingError, pack, unpack
from kapstok.portal.tryout.reading import read
from kapstok.portal.tryout.receiving import Received, receive

CARRIED_ALONG = 1_000_000  # a larger file is chosen again by the visitor
MOST_ASKED = 100  # questions on one page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = {
    Way.OURS: "Dit is de werkmap van Kapstok.",
    Way.GUESS: "Wij keken zelf wat er in de kolommen staat.",
    Way.MAPPING: "Gelezen zoals u de kolommen aanwees.",
}


@dataclass(frozen=True, slots=True)
class OnThisPage(Addresses):
    """A plan that is only shown here: everything it points at is in the budget on the same page."""

    @property
    def budget(self) -> str:
        return "#begroting"

    programme = plan_page = participants = regulation = budget

    def theme(self, key: str) -> str:
        return "#begroting"

    measure = line = theme


# Nothing is stored and nobody is signed in, so there is nothing that a forged request could do.
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def try_out_page(request: HttpRequest) -> HttpResponse:
    known = regulations(settings.KAPSTOK_REGULATIONS)
    context: dict[str, Any] = {"regulations": known.values(), "regulation": next(iter(known.values()))}
    if request.method != "POST":
        return TemplateResponse(request, "portal/try_out.html", context)
    try:
        received = receive(request)
    except ReceiveError as error:
        context["problems"] = [Problem("", str(error))]
        return TemplateResponse(request, "portal/try_out.html", context, status=422)
    regulation = known.get(request.POST.get("regulation", ""), context["regulation"])
    found = read(received, regulation, request.POST.dict())
    context |= {"regulation": regulation, "award": request.POST.get("award", "")} | _shown(received, regulation, found)
    return TemplateResponse(request, "portal/try_out.html", context, status=200 if found.tried.draft else 422)


@public
@csrf_exempt
@require_POST
def take_along(request: HttpRequest, what: str) -> HttpResponse:
    """What was tried out, as our workbook, as a plan file, or the columns as a file for the next time."""
    if what not in {"plan.xlsx", "plan.toml", "kolommen.toml"}:
        raise Http404("onbekend bestand")
    try:
        content = _taken(what, request.POST)
    except (PackingError, ValidationError) as error:
        raise Http404("niets om mee te nemen") from error
    kind = XLSX if what.endswith("xlsx") else "application/toml"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{what}"'})


def _taken(what: str, form: Mapping[str, str]) -> bytes:
    if what == "kolommen.toml":
        mapping = ColumnMapping.model_validate_json(unpack(form.get("mapping", "")))
        return mapping_as_toml(mapping).encode()
    plan = PlanDocument.model_validate_json(unpack(form.get("plan", "")))
    return _as_xlsx(plan) if what == "plan.xlsx" else plan_as_toml(plan).encode()


def _as_xlsx(plan: PlanDocument) -> bytes:
    known = regulations(settings.KAPSTOK_REGULATIONS)
    return plan_as_xlsx(plan, known.get(plan.regulation), made_on=clock.today())


def _shown(received: Received, regulation: Regulation, found: Read) -> dict[str, Any]:
    tried = found.tried
    context: dict[str, Any] = {
        "tried": tried,
        "way": WAYS[tried.way],
        "problems": tried.problems,
        "asked": found.asked[:MOST_ASKED],
        "asked_count": len(found.asked),
        "answered": sum(one.applied for one in found.asked),
        "can_answer": any(one.options or one.unit for one in found.asked[:MOST_ASKED]),
        "carried": pack(received.content) if len(received.content) <= CARRIED_ALONG else "",
        "columns": choices(found.workbook, tried.mapping) if found.workbook else None,
        "packed_columns": _packed(found.columns),
        "roles": ROLES,
        "orientations": ORIENTATIONS,
        "packed_mapping": _packed(tried.mapping),
    }
    return context if tried.draft is None else context | _plan_shown(tried.draft.plan, regulation, tried)


def _packed(mapping: ColumnMapping | None) -> str:
    return pack(mapping.model_dump_json().encode()) if mapping else ""


def _plan_shown(plan: PlanDocument, regulation: Regulation, tried: TryOut) -> dict[str, Any]:
    source = plan.grant_source
    reading = Reading(
        plan=plan,
        municipality="",
        regulation=regulation,
        award=Award(source.amount, source.about, source.illustrative),
        findings=tried.findings,
        budget=budget(plan),
        to=OnThisPage("", plan.slug),
    )
    page = programme_page(reading, clock.today())
    return {"plan": plan, "page": page, "packed_plan": pack(plan.model_dump_json().encode())}
