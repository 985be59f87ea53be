"""How far the plan is, what was decided, and each version as it was."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from kapstok.core import clock
from kapstok.core.access import Answer, RefusedError, Right, needs
from kapstok.core.asked import number as asked_number
from kapstok.core.read_only import read_only
from kapstok.core.uploads import bounded
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.addresses import InWork
from kapstok.plans.deciding import actions, presentation, queries
from kapstok.plans.deciding.forms import MOST_BYTES, DecisionForm, StepForm
from kapstok.plans.differences import differences
from kapstok.plans.documents import plan_pdf
from kapstok.plans.findings import Severity
from kapstok.plans.models import Decision, Plan, PlanVersion
from kapstok.plans.presentation.figures import Award
from kapstok.plans.queries import document_of
from kapstok.plans.reading import read_working
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import MEANINGS, Status, steps_from
from kapstok.plans.versions import document_in, published_document
from kapstok.plans.workbook.write import plan_as_xlsx
from kapstok.plans.working_copy import plan_row

FILES = ("pdf", "xlsx")  # large
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Right.SEE_WORK)
@read_only
def decisions(request: MunicipalRequest, plan: str) -> HttpResponse:
    """Where the plan stands, what can be done next, and how it came here."""
    row = plan_row(request, plan)
    return _overview(request, row)


def _overview(request: MunicipalRequest, row: Plan, status: int = 200, **more: Any) -> HttpResponse:
    may = request.actor.may(Right.DECIDE)
    now = Status(row.status)
    about = {
        "row": row,
        "to": InWork(request.municipality.slug, row.slug),
        "status": now,
        "meaning": MEANINGS[now],
        "road": presentation.road(now),
        "is_staff": request.actor.is_staff,
        "may_decide": may,
        "steps": steps_from(now),
        "decisions": queries.decisions_of(row)[:100],
        "versions": queries.versions_for(request.actor, row).defer("document", *FILES)[: queries.MOST_VERSIONS],
        "comments": sum(said.open for said in queries.counted_comments(request.actor, row).values()),
        "unpublished": may and published_document(row) != document_of(row),
    }
    return TemplateResponse(request, "plans/deciding/decisions.html", about | more, status=status)


@needs(Right.DECIDE)
@require_POST
def step(request: MunicipalRequest, plan: str) -> HttpResponse:
    row = plan_row(request, plan)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _overview(request, row, 422, refused="Kies welke stap u wilt zetten.")
    to = Status(form.cleaned_data["to"])
    try:
        actions.take_step(row.pk, to, by=request.actor, why=form.cleaned_data["why"])
    except RefusedError as refused:
        return _overview(request, row, 422, refused=str(refused))
    messages.success(request, f"Het plan is nu {MEANINGS[to].staff}.")
    return redirect("work-decisions", request.municipality.slug, row.slug)


@needs(Right.DECIDE)
@require_POST
def publish(request: MunicipalRequest, plan: str) -> HttpResponse:
    row = plan_row(request, plan)
    actions.publish(row.pk, by=request.actor)
    messages.success(request, "Iedereen ziet het plan nu zoals het hier staat.")
    return redirect("work-decisions", request.municipality.slug, row.slug)


@needs(Right.DECIDE)
@bounded(paper=MOST_BYTES)
def register(request: MunicipalRequest, plan: str) -> HttpResponse:
    """Register a decision that was taken elsewhere, with what it means for the plan and what lies ready against it."""
    row = plan_row(request, plan)
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        status=Status(row.status),
        initial={"leads_to": request.GET.get("wordt", ""), "on": clock.today()},
    )
    if request.method == "POST" and "paper" in getattr(request, "too_large", ()):
        form.add_error("paper", "Dit bestand is groter dan 10 MB. Bewaar het besluit als PDF zonder grote plaatjes.")
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_decision(
                row.pk,
                form.taken(),
                by=request.actor,
                meeting=form.cleaned_data["meeting"],
                corrects=_corrects(request, row),
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is vastgelegd.")
            return redirect("work-decisions", request.municipality.slug, row.slug)
    reading = read_working(row, request.municipality)
    about = {
        "row": row,
        "to": InWork(request.municipality.slug, row.slug),
        "form": form,
        "amendment": presentation.amendment(row, reading.plan, queries.last_adopted(row), queries.mandate_table()),
        "open": [finding for finding in reading.findings if finding.severity == Severity.ERROR],
        "corrects": _corrects(request, row),
    }
    return TemplateResponse(request, "plans/deciding/register.html", about, status=422 if form.errors else 200)


def _corrects(request: MunicipalRequest, row: Plan) -> Decision | None:
    if "verbetert" not in request.GET:
        return None
    return get_object_or_404(Decision.objects.defer("document"), plan=row, pk=asked_number(request.GET["verbetert"]))


@needs(Right.SEE_WORK)
@read_only
def paper(request: MunicipalRequest, plan: str, pk: int) -> HttpResponse:
    """The decision itself."""
    decision = get_object_or_404(Decision, plan=plan_row(request, plan), pk=pk)
    if decision.document is None:
        raise Http404("geen bestand")
    return _file(bytes(decision.document), decision.document_type, decision.document_name)


@needs(Right.SEE_WORK)
@read_only
def version(request: MunicipalRequest, plan: str, number: int) -> HttpResponse:
    """One version, and how it differs from an earlier one or from the plan as it is now."""
    row = plan_row(request, plan)
    seen = queries.versions_for(request.actor, row).defer(*FILES)
    shown = _version(seen, number)
    document = document_in(shown)
    other = _compared(request, seen, shown)
    before = document_in(other) if other else None
    about = {
        "row": row,
        "to": InWork(request.municipality.slug, row.slug),
        "version": shown,
        "meaning": MEANINGS[Status(shown.status)],
        "summary": presentation.summary(document),
        "other": other,
        "differences": presentation.grouped(differences(before, document)) if before else [],
        "moves": presentation.moves(before, document) if before else [],
        "earlier": seen.defer("document").filter(number__lt=number)[:20],
        "decisions": shown.decisions.defer("document"),
    }
    return TemplateResponse(request, "plans/deciding/version.html", about)


def _version(seen: QuerySet[PlanVersion], number: int) -> PlanVersion:
    return get_object_or_404(seen, number=min(number, 2**31 - 1))


def _compared(request: MunicipalRequest, seen: QuerySet[PlanVersion], shown: PlanVersion) -> PlanVersion | None:
    """The version to compare with: the one of the address, else the one before it."""
    asked = asked_number(request.GET.get("met"))
    if asked is not None:
        return _version(seen, asked)
    return seen.filter(number__lt=shown.number).first()


@needs(Right.SEE_WORK)
@read_only
def version_file(request: MunicipalRequest, plan: str, number: int, kind: str) -> HttpResponseBase:
    """An adopted version as the very file of that day; another one is made again from what was kept."""
    if kind not in {"pdf", "xlsx"}:
        raise Http404("onbekend bestand")
    row = plan_row(request, plan)
    shown = _version(queries.versions_for(request.actor, row), number)
    name = f"plan-{row.slug}-versie-{shown.number}.{kind}"
    kept = shown.pdf if kind == "pdf" else shown.xlsx
    content = bytes(kept) if kept else _made(request, row, document_in(shown), kind)
    return _file(content, PDF if kind == "pdf" else XLSX, name)


def _made(request: MunicipalRequest, row: Plan, document: PlanDocument, kind: str) -> bytes:
    reading = read_working(row, request.municipality)
    if kind == "xlsx":
        return plan_as_xlsx(document, reading.regulation, made_on=clock.today())
    award: Award = reading.award
    return plan_pdf(document, reading.regulation, award, None, municipality=reading.municipality, made_on=clock.today())


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = presentation.attachment(name)
    return response


@needs(Right.SEE_WORK)
@read_only
def amendment(request: MunicipalRequest, plan: str) -> HttpResponse:
    """What the plan as it is now would change in the adopted one, in euros and words, and who may decide on it."""
    row = plan_row(request, plan)
    document = document_of(row)
    adopted = queries.last_adopted(row)
    if adopted is None:
        raise Http404("nog niets vastgesteld")
    about = {
        "row": row,
        "to": InWork(request.municipality.slug, row.slug),
        "adopted": adopted,
        "amendment": presentation.amendment(row, document, adopted, queries.mandate_table()),
        "differences": presentation.grouped(differences(document_in(adopted), document)),
        "may_decide": request.actor.may(Right.DECIDE),
        "to_adopt": Answer(Status(row.status) == Status.AMENDED),
    }
    return TemplateResponse(request, "plans/deciding/amendment.html", about)
