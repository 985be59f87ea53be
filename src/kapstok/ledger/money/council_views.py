"""What a council asks, on one page that can be printed."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.ledger.money.answers import asked_for
from kapstok.ledger.money.council import answers
from kapstok.ledger.money.known import known
from kapstok.ledger.money.pending import pending
from kapstok.ledger.pages import around
from kapstok.parties.middleware import MunicipalRequest


@needs(Right.SEE_MONEY)
@read_only
def page(request: MunicipalRequest) -> HttpResponse:
    today = clock.today()
    programmes = known(today)
    here = asked_for(request, programmes)
    if here is None:
        about = around(request) | {"pending": pending(request, set())}
        return TemplateResponse(request, "ledger/money/nothing.html", about)
    about = around(request) | {
        "programmes": programmes if len(programmes) > 1 else (),
        "here": here,
        "council": answers(here, today),
        "illustrative": here.illustrative,
    }
    return TemplateResponse(request, "ledger/money/council.html", about)
