"""All documents, filtered by what stands in the address."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.periods import format_date
from kapstok.core.read_only import read_only
from kapstok.core.tables import workbook
from kapstok.ledger.documents.listing import NEWEST, SORTS, FilterForm, listed, sorted_by, table, with_counts
from kapstok.ledger.documents.shapes import SHAPES
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest

PER_PAGE = 50
MOST_IN_WORKBOOK = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Right.SEE_MONEY)
@read_only
def documents(request: MunicipalRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    sort = request.GET.get("op") or NEWEST
    rows = with_counts(sorted_by(form.wanted(), sort))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    about = around(request) | {
        "form": form,
        "page": page,
        "rows": listed(page),
        "filters": _kept(request, "pagina"),
        "searching": bool(_kept(request, "pagina", "op")),
        "sorts": _sorts(request, sort),
        "may_enter": request.actor.may(Right.ENTER_MONEY),
        "shapes": [(kind.value, shape) for kind, shape in SHAPES.items()],
    }
    return TemplateResponse(request, "ledger/documents/documents.html", about)


@needs(Right.SEE_MONEY)
@read_only
def documents_table(request: MunicipalRequest) -> HttpResponse:
    rows = with_counts(sorted_by(FilterForm(request.GET).wanted(), request.GET.get("op") or NEWEST))
    today = clock.today()
    note = f"Gemeente {request.municipality} · uit Kapstok op {format_date(today)}"
    made = workbook(table(rows[:MOST_IN_WORKBOOK]), note, today)
    name = f"stukken-{request.municipality.slug}-{today.isoformat()}.xlsx"
    return HttpResponse(made, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _kept(request: HttpRequest, *but: str) -> str:
    """What stands in the address, without some of it, as the start of a query: “soort=invoice&”."""
    kept = {name: value for name, value in request.GET.items() if value and name not in but}
    return f"{urlencode(kept)}&" if kept else ""


def _sorts(request: HttpRequest, sort: str) -> dict[str, dict[str, str]]:
    """For each column that can be sorted: where its heading leads, and how the list is sorted by it now."""
    rest = _kept(request, "pagina", "op")
    found = {}
    for name in SORTS:
        here = "descending" if sort == f"-{name}" else "ascending" if sort == name else ""
        after = name if here == "descending" else f"-{name}"
        found[name] = {
            "url": f"?{rest}op={after}",
            "here": here,
            "arrow": {"descending": "↓", "ascending": "↑"}.get(here, ""),
        }
    return found
