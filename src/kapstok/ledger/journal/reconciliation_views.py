"""Kapstok against the general ledger, down to the lines that differ."""

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.core.tables import workbook
from kapstok.ledger.journal import presentation, reconciling
from kapstok.ledger.journal.checking import set_control_total
from kapstok.ledger.journal.forms import ControlForm
from kapstok.ledger.journal.import_views import as_xlsx
from kapstok.ledger.journal.reconciling import REASON_LABELS, AccountYear
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest

ON_A_PAGE, ACCOUNTS_ON_A_PAGE = 50, 100
MOST_IN_WORKBOOK = 20_000
ZERO = Decimal(0)


@needs(Right.SEE_MONEY)
@read_only
def reconciliation(request: MunicipalRequest) -> HttpResponse:
    rows = reconciling.account_years()
    page = Paginator(rows, ACCOUNTS_ON_A_PAGE).get_page(request.GET.get("pagina"))
    about = around(request) | {
        "page": page,
        "rows": list(page),
        "off": sum((abs(row.difference) for row in rows), ZERO),
        "differing": sum(1 for row in rows if row.difference),
        "totals": {
            name: sum((getattr(row, name) for row in rows), ZERO)
            for name in ("ledger", "aside", "kapstok", "difference")
        },
    }
    return TemplateResponse(request, "ledger/journal/reconciliation.html", about)


@needs(Right.SEE_MONEY)
@read_only
def reconciliation_table(request: MunicipalRequest) -> HttpResponse:
    found = presentation.reconciliation_table(reconciling.account_years()[:MOST_IN_WORKBOOK])
    return as_xlsx(request, workbook(found, presentation.source(request.municipality), clock.today()), found.name)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: MunicipalRequest, year: int, account: str) -> HttpResponse:
    row = _row(account, year)
    form = ControlForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_control_total(row.account, row.year, form.cleaned_data["amount"], by=request.actor)
        messages.success(request, "Het totaal van het grootboek is bewaard.")
        return redirect("reconciliation-account", request.municipality.slug, year, account)
    found = reconciling.differing(row.account, row.year)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("pagina"))
    about = around(request) | {
        "row": row,
        "form": form,
        "page": page,
        "rows": [(REASON_LABELS[one.reason], one) for one in page],
        "unread": row.ledger - row.lines,
        "filters": "",
        "may": request.actor.may(Right.ENTER_MONEY),
    }
    return TemplateResponse(request, "ledger/journal/account.html", about, status=422 if form.errors else 200)


@needs(Right.SEE_MONEY)
@read_only
def account_table(request: MunicipalRequest, year: int, account: str) -> HttpResponse:
    row = _row(account, year)
    rows = reconciling.differing(row.account, row.year)[:MOST_IN_WORKBOOK]
    found = presentation.differing_table(row.account, row.year, rows)
    return as_xlsx(request, workbook(found, presentation.source(request.municipality), clock.today()), found.name)


def _row(account: str, year: int) -> AccountYear:
    found = next((row for row in reconciling.account_years() if (row.account, row.year) == (account, year)), None)
    if found is None:
        raise Http404("van deze rekening is in dit jaar niets bekend")
    return found
