"""Will it be spent in time: of a grant, of each line, and of one line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.core.periods import format_date
from kapstok.core.read_only import read_only
from kapstok.core.tables import AmountText
from kapstok.ledger.forecast import Forecast, said
from kapstok.ledger.money import course
from kapstok.ledger.money.answers import as_workbook, asked_for
from kapstok.ledger.money.attention import Known
from kapstok.ledger.money.known import known
from kapstok.ledger.money.links import link, postings
from kapstok.ledger.money.measures import measure_rows
from kapstok.ledger.money.pending import pending
from kapstok.ledger.money.presentation import shown
from kapstok.ledger.pages import around
from kapstok.ledger.state import LineState
from kapstok.parties.middleware import MunicipalRequest

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line with its forecast. `risk`: until when all of it can still be spent."""

    label: str
    url: str
    spent_url: str
    budget: AmountText
    spent: AmountText
    committed: AmountText
    left: str
    risk: str
    is_late: bool


@needs(Right.SEE_MONEY)
@read_only
def page(request: MunicipalRequest) -> HttpResponse:
    today, slug = clock.today(), request.municipality.slug
    programmes = known(today)
    here = asked_for(request, programmes)
    if here is None:
        about = around(request) | {"pending": pending(request, set())}
        return TemplateResponse(request, "ledger/money/nothing.html", about)
    line = _line(request, here)
    found = _forecast(here, line)
    ends = here.money.ends
    about = around(request) | {
        "programmes": programmes if len(programmes) > 1 else (),
        "here": here,
        "line": line,
        "outlook": course.outlook(found, today, ends) if found and ends else None,
        "lines": [] if line else _rows(here, slug, today),
        "measures": [] if line else measure_rows(here.money, slug),
        "method": course.METHOD,
        "legend": course.LEGEND,
        "headings": course.HEADINGS,
        "download": link("forecast-table", slug, uitkering=here.money.grant, regel=line.id if line else None),
    }
    return TemplateResponse(request, "ledger/money/forecast.html", about)


@needs(Right.SEE_MONEY)
@read_only
def download(request: MunicipalRequest) -> HttpResponse:
    here = asked_for(request, known(clock.today()))
    line = _line(request, here) if here else None
    found = _forecast(here, line) if here else None
    if here is None or found is None:
        raise Http404("geen verwachting")
    return as_workbook(request, course.table(found, line.label if line else here.money.name))


def _line(request: MunicipalRequest, here: Known) -> LineState | None:
    """The line of `?regel=`; Http404 when it has no forecast."""
    wanted = request.GET.get("regel")
    if wanted is None:
        return None
    for line in here.money.lines:
        if line.id == number(wanted) and line.id in here.of_line:
            return line
    raise Http404("geen post")


def _forecast(here: Known, line: LineState | None) -> Forecast | None:
    return here.of_line[line.id] if line else here.whole


def _rows(here: Known, slug: str, today: date) -> list[LineRow]:
    """The lines with most euros at risk first."""
    lines = [line for line in here.money.lines if line.id in here.of_line and not line.amounts.is_empty]
    lines.sort(key=lambda line: -here.of_line[line.id].left_low)
    return [_row(line, here.of_line[line.id], here.money.grant, slug, today) for line in lines[:MOST_LINES]]


def _row(line: LineState, found: Forecast, grant: int, slug: str, today: date) -> LineRow:
    day = found.at_risk_on
    return LineRow(
        label=line.label,
        url=link("forecast", slug, uitkering=grant, regel=line.id),
        spent_url=postings(slug, regel=line.id, soort="expense") if line.amounts.spent else "",
        budget=shown(line.amounts.budget),
        spent=shown(line.amounts.spent.quantize(Decimal(1))),
        committed=shown(line.amounts.committed.quantize(Decimal(1))),
        left=said(found.left_low, found.left_high),
        risk="" if day is None else "nu al" if day < today else f"vanaf {format_date(day)}",
        is_late=day is not None and day < today,
    )
