"""A file is dropped, looked at, and put into the plan."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from kapstok.core import access
from kapstok.core.access import Right, needs
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.core.uploads import BoundedInMemory
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.mapping.recognise import recognised
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.models import Plan, Upload
from kapstok.plans.uploading import actions, queries
from kapstok.plans.uploading.desk import known_regulations, read_file
from kapstok.plans.uploading.forms import NEW_PLAN, UploadForm
from kapstok.plans.uploading.reading import is_toml
from kapstok.plans.uploading.receiving import TOO_LARGE, Dropped, bounded, dropped, is_far_too_large
from kapstok.plans.uploading.said import Said
from kapstok.plans.workbook.read import is_our_workbook
from kapstok.plans.working_copy import may_edit, visible_plans

Problems = Sequence[Problem]


# The bounds must be set before anything reads the form, the check on forged requests included: that comes after.
@csrf_exempt
@needs(Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: MunicipalRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, _form(request))
    if is_far_too_large(request):
        return _page(request, _form(request), problems=[Problem("", TOO_LARGE)])
    bounds = bounded(request)
    response: HttpResponseBase = csrf_protect(lambda request: _received(request, bounds))(request)
    return response


def _received(request: MunicipalRequest, bounds: BoundedInMemory) -> HttpResponse:
    form = _form(request, request.POST, request.FILES)
    if bounds.too_large:
        return _page(request, _form(request), problems=[Problem("", TOO_LARGE)])
    file = dropped(request.FILES.get("file"))
    if not form.is_valid() or file is None:
        return _page(request, form)
    return _keep(request, form, file)


def _keep(request: MunicipalRequest, form: UploadForm, file: Dropped) -> HttpResponse:
    plan = next((row for row in _plans(request) if row.slug == form.cleaned_data["plan"]), None)
    said = Said(regulation=form.cleaned_data["regulation"], award=form.cleaned_data["award"])
    workbook, problems = _opened(file)
    columns = recognised(workbook, queries.saved_mappings()) if workbook else None
    problems = problems or _unreadable(file, workbook, columns, plan, said)
    if problems:
        return _page(request, form, problems=problems)
    said = Said(said.regulation, said.award, recognised=columns is not None)
    upload = actions.keep_upload(file, plan, columns, said, by=request.actor)
    return redirect("plan-upload-preview", request.municipality.slug, upload.pk)


def _opened(file: Dropped) -> tuple[Workbook | None, Problems]:
    """Her own workbook; None for ours and for a plan file."""
    if is_toml(file.name):
        return None, ()
    try:
        workbook = open_workbook(file.content, file.name)
    except SheetError as error:
        return None, error.problems
    return (None if is_our_workbook(workbook) else workbook), ()


def _unreadable(
    file: Dropped, workbook: Workbook | None, columns: ColumnMapping | None, plan: Plan | None, said: Said
) -> Problems:
    """Why the file cannot be kept: what is wrong with our own workbook or a plan file. In hers the columns may be
    pointed out."""
    if workbook:
        return ()
    known = known_regulations()
    regulation = known.get(plan.grant.regulation if plan else said.regulation) or next(iter(known.values()))
    return read_file(file.name, file.content, regulation, columns, said).tried.problems


def _plans(request: MunicipalRequest) -> list[Plan]:
    return [row for row in visible_plans(request) if may_edit(request, row)]


def _form(request: MunicipalRequest, *sent: Any) -> UploadForm:
    plans = [(row.slug, row.title) for row in _plans(request)]
    return UploadForm(
        *sent,
        plans=plans,
        regulations=[(one.key, one.name) for one in known_regulations().values()],
        initial={"plan": request.GET.get("plan") or (plans[0][0] if plans else NEW_PLAN)},
    )


def _page(request: MunicipalRequest, form: UploadForm, *, problems: Problems = ()) -> HttpResponse:
    about: dict[str, Any] = {
        "form": form,
        "problems": problems,
        "waiting": queries.uploads_of(request.actor).defer("content").select_related("plan").first(),
        "locked": [row for row in visible_plans(request) if not may_edit(request, row)],
    }
    status = 422 if problems or form.errors else 200
    return TemplateResponse(request, "plans/uploading/upload.html", about, status=status)


def mine(request: MunicipalRequest, pk: int) -> Upload:
    """Http404 for an upload of somebody else."""
    rows = queries.uploads_of(request.actor).select_related("plan__grant")
    return access.get(rows, request, Right.EDIT_PLAN, pk=pk)


@needs(Right.EDIT_PLAN)
@require_http_methods(["POST"])
def drop(request: MunicipalRequest, pk: int) -> HttpResponse:
    upload = mine(request, pk)
    name, plan = upload.name, upload.plan
    actions.drop_upload(upload, by=request.actor)
    messages.success(request, f"“{name}” is weggegooid. Er is niets veranderd.")
    if plan:
        return redirect("work-plan", request.municipality.slug, plan.slug)
    return redirect(reverse("plan-upload", args=[request.municipality.slug]))
