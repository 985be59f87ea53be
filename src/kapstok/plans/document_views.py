"""The documents of one plan: to read and send (PDF), to edit (Word) and to load elsewhere (TOML)."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from kapstok import __version__
from kapstok.core import clock
from kapstok.core.documents.later import Busy, made_later
from kapstok.core.documents.pdf import made_now
from kapstok.core.documents.typesetting import Request
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.documents import budget_pdf, plan_docx, plan_request
from kapstok.plans.files import plan_as_toml
from kapstok.plans.findings import Finding
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.workbook.write import plan_as_xlsx

LARGE = 500  # measures and budget lines together; up to here a plan is set in about two seconds
ROWS_A_SECOND = 250
SECONDS_TO_LOOK_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, and whether a browser shows it rather than keeps it."""

    name: str
    ending: str
    content_type: str
    shown: bool = False


PLAN_PDF = Kind("plan", "pdf", "application/pdf", shown=True)
BUDGET_PDF = Kind("begroting", "pdf", "application/pdf", shown=True)
PLAN_DOCX = Kind("plan", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
PLAN_XLSX = Kind("plan", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PLAN_TOML = Kind("plan", "toml", "application/toml; charset=utf-8")


def plan_as_pdf(request: MunicipalRequest, reading: Reading) -> HttpResponseBase:
    """A large plan is set beside the web server, while the reader sees how far it is."""
    findings = _asked_findings(request)

    def ask() -> Request:
        return plan_request(
            reading.plan, reading.regulation, reading.award, _found(reading, findings),
            municipality=reading.municipality, made_on=clock.today(),
        )  # fmt: skip

    tag = _tag(PLAN_PDF, reading, findings)
    rows = len(reading.plan.measures) + len(reading.plan.lines)
    if rows <= LARGE:
        return _answer(request, reading, PLAN_PDF, tag, lambda: made_now(ask()))
    made = made_later(tag, ask)
    if isinstance(made, Busy):
        return _wait(request, reading, made, rows)
    return _answer(request, reading, PLAN_PDF, tag, lambda: made)


def plan_as_docx(request: MunicipalRequest, reading: Reading) -> HttpResponseBase:
    findings = _asked_findings(request)
    return _answer(
        request, reading, PLAN_DOCX, _tag(PLAN_DOCX, reading, findings),
        lambda: plan_docx(
            reading.plan, reading.regulation, reading.award, _found(reading, findings),
            municipality=reading.municipality, made_on=clock.today(),
        ),
    )  # fmt: skip


def budget_as_pdf(request: MunicipalRequest, reading: Reading) -> HttpResponseBase:
    return _answer(
        request, reading, BUDGET_PDF, _tag(BUDGET_PDF, reading),
        lambda: budget_pdf(
            reading.plan, reading.regulation, reading.award,
            municipality=reading.municipality, made_on=clock.today(),
        ),
    )  # fmt: skip


def plan_as_workbook(request: MunicipalRequest, reading: Reading) -> HttpResponseBase:
    return _answer(
        request, reading, PLAN_XLSX, _tag(PLAN_XLSX, reading),
        lambda: plan_as_xlsx(reading.plan, reading.regulation, made_on=clock.today()),
    )  # fmt: skip


def plan_as_file(request: MunicipalRequest, reading: Reading) -> HttpResponseBase:
    return _answer(request, reading, PLAN_TOML, _tag(PLAN_TOML, reading), lambda: plan_as_toml(reading.plan).encode())


def _asked_findings(request: MunicipalRequest) -> bool:
    """`?bevindingen=ja` adds a chapter with what the checks found."""
    return request.GET.get("bevindingen") == "ja"


def _found(reading: Reading, asked: bool) -> tuple[Finding, ...] | None:
    return reading.findings if asked else None


def _tag(kind: Kind, reading: Reading, findings: bool = False) -> str:
    """Everything that a document is made from, in short: as long as this is the same, so are its bytes."""
    regulation = reading.regulation.model_dump_json() if reading.regulation else ""
    parts = (
        __version__, kind.name, kind.ending, findings, clock.today(), reading.municipality, reading.award,
        regulation, reading.plan.model_dump_json(),
    )  # fmt: skip
    return sha256("\0".join(map(str, parts)).encode()).hexdigest()


def _answer(
    request: MunicipalRequest, reading: Reading, kind: Kind, tag: str, make: Callable[[], bytes]
) -> HttpResponseBase:
    """The file, or that the reader has it already."""
    etag = quote_etag(tag)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    name = f"{kind.name}-{reading.plan.slug}-{reading.to.municipality}-{reading.plan.date}.{kind.ending}"
    disposition = content_disposition_header(not kind.shown, name) or "attachment"
    headers = {"Content-Disposition": disposition, "ETag": etag, "Cache-Control": "no-cache"}
    return HttpResponse(make(), content_type=kind.content_type, headers=headers)


def _wait(request: MunicipalRequest, reading: Reading, busy: Busy, rows: int) -> HttpResponseBase:
    """A page that looks again by itself, without JavaScript."""
    expected = max(rows // ROWS_A_SECOND, busy.seconds + SECONDS_TO_LOOK_AGAIN)
    context = surroundings(request, reading) | {"busy": busy, "expected": expected, "rows": rows}
    response = TemplateResponse(request, "plans/document_waiting.html", context, status=202)
    response["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    response["Cache-Control"] = "no-store"
    return response
