"""A file of the financial system is offered, looked at, and taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.core.read_only import read_only
from kapstok.core.sheets.values import Problem, SheetError
from kapstok.core.tables import workbook
from kapstok.core.uploads import BoundedInMemory
from kapstok.ledger.journal import presentation, queries, staging
from kapstok.ledger.journal.choosing import choices, chosen
from kapstok.ledger.journal.columns import columns_in
from kapstok.ledger.journal.forms import PeriodForm, UploadForm
from kapstok.ledger.journal.opening import MOST_BYTES, opened
from kapstok.ledger.kinds import DIFFERENCE_LABELS, Difference, ImportStatus
from kapstok.ledger.models import JournalImport
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest

FILES_SHOWN = 20
LINES_SHOWN = 50
MOST_IN_WORKBOOK = 20_000
NOT_EVEN_READ = 3 * MOST_BYTES
TOO_LARGE = Problem("", f"het bestand is groter dan {MOST_BYTES // 10**6} MB. Maak een export over minder maanden")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# The bounds must be set before anything reads the form, the check on forged requests included: that comes after.
@csrf_exempt
@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def journal(request: MunicipalRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, UploadForm())
    if int(request.META.get("CONTENT_LENGTH") or 0) > NOT_EVEN_READ:
        return _page(request, UploadForm(), [TOO_LARGE])
    bounds = BoundedInMemory(request, {"file": MOST_BYTES})
    request.upload_handlers = [bounds]
    response: HttpResponseBase = csrf_protect(lambda request: _received(request, bounds))(request)
    return response


def _received(request: MunicipalRequest, bounds: BoundedInMemory) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if bounds.too_large:
        return _page(request, UploadForm(), [TOO_LARGE])
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    try:
        kept = staging.offer(file.name, file.read(), by=request.actor)
    except SheetError as error:
        return _page(request, UploadForm(), list(error.problems))
    return redirect("journal-import", request.municipality.slug, kept.pk)


def _page(request: MunicipalRequest, form: UploadForm, problems: list[Problem] | None = None) -> HttpResponse:
    files = queries.files(FILES_SHOWN)
    about: dict[str, Any] = around(request) | {
        "form": form,
        "problems": problems or [],
        "waiting": [file for file in files if file.status == ImportStatus.WAITING],
        "applied": [presentation.applied(file) for file in files if file.status == ImportStatus.APPLIED],
        "heaps": presentation.heaps(queries.heaps()),
        "may": request.actor.may(Right.ENTER_MONEY),
    }
    status = 422 if problems or form.errors else 200
    return TemplateResponse(request, "ledger/journal/overview.html", about, status=status)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: MunicipalRequest, pk: int) -> HttpResponse:
    file = access.get(JournalImport.objects.defer("content"), request, Right.SEE_MONEY, pk=pk)
    if request.method != "POST":
        return _shown(request, file)
    try:
        return _acted(request, file)
    except RefusedError as error:
        file.refresh_from_db()
        return _shown(request, file, refused=str(error))


def _acted(request: MunicipalRequest, file: JournalImport) -> HttpResponse:
    slug = request.municipality.slug
    match request.POST.get("act"):
        case "yes":
            done = staging.apply(file, by=request.actor)
            if done.status != ImportStatus.APPLIED:
                return _shown(request, done, refused=str(staging.SeenOtherError()))
            messages.success(request, f"“{file.name}” is overgenomen. Er is nog niets geboekt: dat doet u hieronder.")
            return redirect("journal-coding", slug)
        case "drop":
            staging.drop(file, by=request.actor)
            messages.success(request, f"“{file.name}” is weggegooid. Er is niets veranderd.")
            return redirect("journal", slug)
        case "period":
            form = PeriodForm(request.POST)
            if not form.is_valid():
                return _shown(request, file, form)
            staging.set_period(file, form.cleaned_data["starts"], form.cleaned_data["ends"], by=request.actor)
    return redirect("journal-import", slug, file.pk)


def _shown(
    request: MunicipalRequest, file: JournalImport, form: PeriodForm | None = None, refused: str = ""
) -> HttpResponse:
    groups = [presentation.group(kind, file, file.staged.filter(difference=kind)[:LINES_SHOWN]) for kind in Difference]
    about: dict[str, Any] = around(request) | {
        "file": file,
        "preview": presentation.preview(file),
        "groups": [group for group in groups if group.count],
        "period": form or PeriodForm(initial={"starts": file.starts, "ends": file.ends}),
        "missing": columns_in(file.columns).missing() if file.columns else [],
        "waits": file.status == ImportStatus.WAITING,
        "may": request.actor.may(Right.ENTER_MONEY),
        "refused": refused,
    }
    status = 422 if refused or (form and form.errors) else 200
    return TemplateResponse(request, "ledger/journal/import.html", about, status=status)


@needs(Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: MunicipalRequest, pk: int) -> HttpResponse:
    waiting = JournalImport.objects.filter(status=ImportStatus.WAITING)
    file = access.get(waiting, request, Right.ENTER_MONEY, pk=pk)
    book = opened(bytes(file.content or b""), file.name)
    said = request.POST if request.method == "POST" else request.GET
    columns = columns_in(file.columns or {})
    wrong: list[str] = []
    if "header_row" in said:
        columns, wrong = chosen(book, said)
    if request.method == "POST" and "look" not in said and not wrong and not columns.missing():
        staging.point_out(file, columns, by=request.actor)
        return redirect("journal-import", request.municipality.slug, file.pk)
    if request.method == "POST" and "look" not in said:
        wrong += [f"Wijs nog aan: {what}." for what in columns.missing()]
    about = around(request) | {"file": file, "choices": choices(book, columns), "wrong": wrong}
    return TemplateResponse(request, "ledger/journal/columns.html", about, status=422 if wrong else 200)


@needs(Right.SEE_MONEY)
@read_only
def differences_table(request: MunicipalRequest, pk: int) -> HttpResponse:
    file = access.get(JournalImport.objects.defer("content"), request, Right.SEE_MONEY, pk=pk)
    kind = request.GET.get("soort", "")
    rows = file.staged.filter(difference=kind) if kind in DIFFERENCE_LABELS else file.staged.all()
    first = (number(request.GET.get("vanaf")) or 1) - 1
    found = presentation.differences_table(file, list(rows[max(first, 0) : max(first, 0) + MOST_IN_WORKBOOK]))
    return as_xlsx(request, workbook(found, presentation.source(request.municipality), clock.today()), found.name)


def as_xlsx(request: MunicipalRequest, made: bytes, name: str) -> HttpResponse:
    file = f"{name}-{request.municipality.slug}-{clock.today().isoformat()}.xlsx"
    return HttpResponse(made, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{file}"'})
