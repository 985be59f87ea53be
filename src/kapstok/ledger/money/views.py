"""The state of the money in one glance, and its tables to take along."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.grants.regulation import regulations
from kapstok.ledger.money import course
from kapstok.ledger.money.answers import as_workbook, asked_for
from kapstok.ledger.money.attention import Known, attentions
from kapstok.ledger.money.coats import Group
from kapstok.ledger.money.dimensions import BY_KEY, DIMENSIONS, Dimension, groups
from kapstok.ledger.money.known import known, waiting
from kapstok.ledger.money.pending import pending
from kapstok.ledger.money.presentation import picture, programme
from kapstok.ledger.money.presentation import table as as_table
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest


@needs(Right.SEE_MONEY)
@read_only
def money(request: MunicipalRequest) -> HttpResponse:
    slug, today = request.municipality.slug, clock.today()
    programmes = known(today)
    here = asked_for(request, programmes)
    about = around(request) | {"pending": pending(request, {one.money.grant for one in programmes})}
    if here is None:
        return TemplateResponse(request, "ledger/money/nothing.html", about)
    dimension = BY_KEY.get(request.GET.get("per", ""), DIMENSIONS[0])
    about |= {
        "programmes": [programme(one.money, slug, here=one is here) for one in programmes],
        "here": programme(here.money, slug, here=True),
        "illustrative": any(one.illustrative for one in programmes),
        "attention": attentions(programmes, waiting(), slug, request.actor, today),
        "picture": picture(_groups(here, dimension), dimension, slug),
        "dimensions": DIMENSIONS,
        "outlook": _outlook(here),
        "method": course.METHOD,
        "legend": course.LEGEND,
    }
    return TemplateResponse(request, "ledger/money/money.html", about)


@needs(Right.SEE_MONEY)
@read_only
def table(request: MunicipalRequest, name: str) -> HttpResponse:
    """The table under the kapstok, by `name` of the dimension."""
    here = asked_for(request, known(clock.today()))
    dimension = BY_KEY.get(name)
    if here is None or dimension is None:
        raise Http404("geen tabel")
    return as_workbook(request, as_table(_groups(here, dimension), dimension, here.money.name))


def _groups(here: Known, dimension: Dimension) -> Sequence[Group]:
    planned = {pk: one.planned for pk, one in here.courses.items()}
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(here.money.regulation)
    return groups(dimension, here.money, planned, regulation)


def _outlook(here: Known) -> course.Outlook | None:
    """Nothing to draw when there is no window, or nothing is planned or spent in it."""
    ends = here.money.ends
    if here.whole is None or ends is None or not any(one.planned or one.spent for one in here.courses.values()):
        return None
    return course.outlook(here.whole, clock.today(), ends)
