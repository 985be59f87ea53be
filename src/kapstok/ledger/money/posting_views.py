"""The list behind a figure, and one posting with its whole chain."""

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.core.read_only import read_only
from kapstok.ledger.money import listing
from kapstok.ledger.money.answers import XLSX
from kapstok.ledger.money.chain import chain, whole_postings
from kapstok.ledger.money.downloads import as_workbook
from kapstok.ledger.money.filters import LARGEST, Filter, FilterForm, as_filter
from kapstok.ledger.money.links import link
from kapstok.ledger.money.queries import all_money, purposes
from kapstok.ledger.money.rows import foot, lines_asked, row, says, structure, with_purposes
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest


@needs(Right.SEE_MONEY)
@read_only
def postings(request: MunicipalRequest) -> HttpResponse:
    form, which = _asked(request)
    about = around(request) | {"form": form}
    if which is None:
        return TemplateResponse(request, "ledger/money/postings.html", about, status=422)
    slug = request.municipality.slug
    found = listing.page(which, before=_number(request, "voor"), after=_number(request, "na"))
    sums = listing.sums(which)
    asked = form.asked()
    about |= {
        "rows": [row(one, slug) for one in found.rows],
        "page": found,
        "sums": foot(sums, listing.used_up(which)),
        "asked": asked,
        "said": says(form),
        "here": link("postings", slug, **asked),
        "older": link("postings", slug, **asked, voor=found.older) if found.older else "",
        "newer": link("postings", slug, **asked, na=found.newer) if found.newer else "",
        "download": link("postings-table", slug, **asked),
    }
    return TemplateResponse(request, "ledger/money/postings.html", about)


@needs(Right.SEE_MONEY)
@read_only
def download(request: MunicipalRequest) -> HttpResponseBase:
    """All that the filter in the address lets through, as a workbook that is written in steady memory."""
    _, which = _asked(request)
    if which is None:
        raise Http404("geen download")
    where, today = request.municipality, clock.today()
    name = f"boekingen-{where.slug}-{today.isoformat()}.xlsx"
    content = as_workbook(where.pk, which, f"Boekingen van gemeente {where.name}", today)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=XLSX, headers=headers)


@needs(Right.SEE_MONEY)
@read_only
def posting(request: MunicipalRequest, pk: int) -> HttpResponse:
    if pk > LARGEST:
        raise Http404("geen boeking")
    found = access.get(whole_postings(), request, Right.SEE_MONEY, pk=pk)
    about = around(request) | {"chain": chain(found, request.municipality.slug)}
    return TemplateResponse(request, "ledger/money/posting.html", about)


def _asked(request: MunicipalRequest) -> tuple[FilterForm, Filter | None]:
    money = all_money()
    choices = with_purposes(listing.choices(), purposes(money))
    form = FilterForm(request.GET, choices | structure(money))
    if not form.is_valid():
        return form, None
    return form, as_filter(form.cleaned_data, lines_asked(form.cleaned_data, money))


def _number(request: MunicipalRequest, name: str) -> int:
    asked = request.GET.get(name)
    found = number(asked)
    if asked is not None and found is None:
        raise Http404("geen nummer")
    return found or 0
