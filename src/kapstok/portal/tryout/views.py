"""The public try-out: drop a file, see what it says and what strikes the eye, take the cleaned workbook along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from kapstok.core import clock
from kapstok.core.money import Amount, parse_amount
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import SheetError
from kapstok.grants.regulation import Regulation, regulations
from kapstok.plans import checks
from kapstok.plans.addresses import Addresses
from kapstok.plans.files import PlanFileError, parse_plan, plan_as_toml
from kapstok.plans.mapping.saving import mapping_as_toml, parse_mapping
from kapstok.plans.mapping.trying import TryOut, Way, try_out
from kapstok.plans.mapping.values import ColumnMapping, Draft
from kapstok.plans.presentation.figures import Award
from kapstok.plans.problems import Problem
from kapstok.plans.reading import Reading
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.write import plan_as_xlsx
from kapstok.portal.presentation import programme_page
from kapstok.portal.tryout.choosing import ORIENTATIONS, ROLES, choices, chosen_mapping
from kapstok.portal.tryout.packing import PackingError, pack, unpack
from kapstok.portal.tryout.receiving import Received, ReceiveError, receive

CARRIED_ALONG = 1_000_000  # a larger file is chosen again by the visitor
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
    tried = _tried(received, regulation, _pointed_out(received, request.POST.dict()))
    tried = _awarded(tried, regulation, request.POST.get("award", ""))
    context["award"] = request.POST.get("award", "")
    context |= {"regulation": regulation} | _shown(received, regulation, tried)
    return TemplateResponse(request, "portal/try_out.html", context, status=200 if tried.draft else 422)


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


def _pointed_out(received: Received, form: dict[str, str]) -> ColumnMapping | tuple[Problem, ...] | None:
    """The columns as she pointed them out now, or saved before."""
    if not received.saved:
        return chosen_mapping(form)
    try:
        return parse_mapping(received.saved.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return (Problem("kolommen.toml", "is geen tekst (UTF-8)"),)
    except PlanFileError as error:
        return tuple(error.problems)


def _tried(
    received: Received, regulation: Regulation, pointed_out: ColumnMapping | tuple[Problem, ...] | None
) -> TryOut:
    if isinstance(pointed_out, tuple):
        return TryOut(received.name, Way.MAPPING, problems=pointed_out)
    if received.name.lower().endswith(".toml"):
        return _tried_toml(received, regulation)
    return try_out(received.content, received.name, regulation, pointed_out, day=clock.today())


def _tried_toml(received: Received, regulation: Regulation) -> TryOut:
    try:
        plan = parse_plan(received.content.decode("utf-8-sig"), received.name)
    except UnicodeDecodeError:
        return TryOut(received.name, Way.OURS, problems=(Problem("", "het bestand is geen tekst (UTF-8)"),))
    except PlanFileError as error:
        return TryOut(received.name, Way.OURS, problems=tuple(error.problems))
    return TryOut(received.name, Way.OURS, draft=Draft(plan), findings=tuple(checks.run(plan, regulation)))


def _awarded(tried: TryOut, regulation: Regulation, text: str) -> TryOut:
    """The same, with the award that the visitor filled in, in place of what the file says of it."""
    if tried.draft is None or not text.strip():
        return tried
    try:
        award = parse_amount(text)
    except ValueError as error:
        return TryOut(tried.name, tried.way, tried.mapping, problems=(Problem("Toegekend bedrag", str(error)),))
    if award.low < 0:
        return TryOut(tried.name, tried.way, tried.mapping, problems=(Problem("Toegekend bedrag", "is minder dan 0"),))
    plan = _with_award(tried.draft.plan, award)
    return replace(tried, draft=replace(tried.draft, plan=plan), findings=tuple(checks.run(plan, regulation)))


def _with_award(plan: PlanDocument, award: Amount) -> PlanDocument:
    grant = plan.grant_source.model_copy(update={"amount": award.low, "about": award.about or award.is_range})
    sources = tuple(grant if source.key == grant.key else source for source in plan.sources)
    return PlanDocument.model_validate(plan.model_copy(update={"sources": sources}).model_dump())


def _shown(received: Received, regulation: Regulation, tried: TryOut) -> dict[str, Any]:
    carried = pack(received.content) if len(received.content) <= CARRIED_ALONG else ""
    context: dict[str, Any] = {
        "tried": tried,
        "way": WAYS[tried.way],
        "problems": tried.problems,
        "carried": carried,
        "columns": _columns(received, tried),
        "roles": ROLES,
        "orientations": ORIENTATIONS,
        "packed_mapping": pack(tried.mapping.model_dump_json().encode()) if tried.mapping else "",
    }
    return context if tried.draft is None else context | _plan_shown(tried.draft.plan, regulation, tried)


def _columns(received: Received, tried: TryOut) -> Any:
    if tried.way is Way.OURS:
        return None
    try:
        return choices(open_workbook(received.content, received.name), tried.mapping)
    except SheetError:
        return None


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
