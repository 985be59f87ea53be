"""Where work begins: choose a municipality, and see what waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core.access import Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Membership


def my_work(request: HttpRequest) -> HttpResponse:
    """After signing in: straight to work for who has one municipality, else a choice."""
    seats = Membership.objects.filter(person=request.user.pk, ended_at=None).select_related("municipality")
    municipalities = {seat.municipality.slug: seat.municipality for seat in seats.order_by("municipality__sort_key")}
    if len(municipalities) == 1:
        return redirect("work-home", *municipalities)
    return TemplateResponse(request, "portal/workspace/my_work.html", {"municipalities": municipalities.values()})


@needs(Right.SEE_WORK)
def home(request: MunicipalRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/workspace/home.html")
