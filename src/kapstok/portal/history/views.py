"""The history on the screen: all of it, of one record, one entry whole, and to take along."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.sorting import sort_key
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.presentation.words import sentence
from kapstok.portal.history import downloads, queries
from kapstok.portal.history.forms import FilterForm
from kapstok.portal.history.naming import names
from kapstok.portal.history.presentation import by_day, entry_shown, who
from kapstok.portal.history.reading import from_number, in_short, read, wanted
from kapstok.portal.history.references import LARGEST, writer
from kapstok.portal.history.rights import sees_all
from kapstok.portal.history.words import noun, record_words

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "jsonl": "application/jsonl"}


@needs(Right.READ_HISTORY)
@require_safe
def history(request: MunicipalRequest) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return TemplateResponse(request, "portal/history/history.html", {"form": form}, status=422)
    asked = any(request.GET.get(name) for name in form.fields)
    page = _page(request, queries.chosen(form.filter_for(request.actor)))
    about = {"form": form, "asked": asked, "sees_all": sees_all(request.actor), **_shown(request, page)}
    return TemplateResponse(request, "portal/history/history.html", about)


@needs(Right.READ_HISTORY)
@require_safe
def record(request: MunicipalRequest, table: str, row: int) -> HttpResponse:
    """What was done to one record, which may be gone by now."""
    if row > LARGEST or not table.isprintable():
        raise Http404("geen nummer, of geen tabel")
    found = queries.record(table, row, request.actor)
    page = _page(request, found.entries)
    if found.known is None and not page.entries:
        raise Http404("nooit geweest")
    name = found.known.name if found.known else ""
    about = {"title": record_words(table, name, row), **_shown(request, page, found.part)}
    return TemplateResponse(request, "portal/history/record.html", about)


@needs(Right.READ_HISTORY)
@require_safe
def entry(request: MunicipalRequest, entry: int) -> HttpResponse:
    """One entry with all that changed in it, as many changes at a time as fit on a page."""
    rows = queries.entries_for(request.actor)
    written = next(queries.whole(rows.filter(pk=get_object_or_404(rows, pk=entry).pk)))
    whole, start = read(written), _number(request, "vanaf")
    part = from_number(whole, start)
    if start and not part.found:
        raise Http404("zo veel is er niet veranderd")
    last = start + len(part.found)
    about = {
        "entry": entry_shown(part, names(wanted([part]), request.actor)),
        "first": start + 1,
        "last": last,
        "total": whole.total,
        "next": last if last < whole.total else 0,
    }
    return TemplateResponse(request, "portal/history/entry.html", about)


@needs(Right.READ_HISTORY)
@require_safe
def download(request: MunicipalRequest, kind: str) -> HttpResponseBase:
    """All that the filter in the address lets through, as `xlsx` or `jsonl`."""
    form = _form(request)
    if kind not in KINDS or not form.is_valid():
        raise Http404("geen download")
    where, today, which = request.municipality, clock.today(), form.filter_for(request.actor)
    if kind == "jsonl":
        content = downloads.as_json_lines(where.pk, which)
    else:
        content = downloads.as_workbook(where.pk, which, f"Geschiedenis van gemeente {where}", today)
    name = f"geschiedenis-{where.slug}-{today.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=KINDS[kind], headers=headers)


def _form(request: MunicipalRequest) -> FilterForm:
    writers = queries.writers(request.actor)
    known = names((person for by in writers if (person := writer(by))), request.actor)
    people = sorted(((by, sentence(who(by, known))) for by in writers), key=lambda choice: sort_key(choice[1]))
    kinds = sorted(((table, noun(table).more) for table in queries.tables(request.actor)), key=lambda choice: choice[1])
    return FilterForm(request.GET, kinds, people)


def _page(request: MunicipalRequest, rows: Any) -> queries.Page:
    return queries.page(rows, before=_number(request, "voor"), after=_number(request, "na"))


def _shown(request: MunicipalRequest, page: queries.Page, part: tuple[str, str] | None = None) -> dict[str, Any]:
    """What a template shows of a page of entries; with `part` only that row of a plan."""
    reads = [in_short(read(entry, part)) for entry in page.entries]
    known = names(wanted(reads), request.actor)
    return {"days": by_day(entry_shown(one, known, short=True) for one in reads), "page": page}


def _number(request: MunicipalRequest, name: str) -> int:
    text = request.GET.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST):
        raise Http404("geen nummer")
    return int(text)
