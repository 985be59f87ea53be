"""The pages that show several rooms at once, and the ones about Kapstok itself."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.read_only import read_only
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Municipality
from kapstok.plans.models import Plan
from kapstok.plans.queries import plans_of_municipality
from kapstok.plans.reading import read, surroundings
from kapstok.portal.presentation import alphabet, programme_page


@read_only
def municipalities(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/municipalities.html", {"letters": alphabet(Municipality.objects.all())})


@read_only
def programme(request: MunicipalRequest) -> HttpResponse:
    plans = list(plans_of_municipality())
    if not plans:
        return TemplateResponse(request, "portal/no_plan.html")
    row = _chosen(plans, request.GET.get("plan"))
    reading = read(row, request.municipality)
    context = surroundings(request, reading) | {
        "page": programme_page(reading, clock.today()),
        "plans": plans if len(plans) > 1 else [],
    }
    return TemplateResponse(request, "portal/programme.html", context)


@read_only
def about(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/about.html")


@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/privacy.html")


@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/accessibility.html")


@read_only
def health(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@read_only
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too, as the role that serves pages."""
    try:
        Municipality.objects.exists()
    except DatabaseError:
        return HttpResponse("geen database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _chosen(plans: list[Plan], slug: str | None) -> Plan:
    """The plan with this slug; the newest when none is asked for."""
    if slug is None:
        return plans[0]
    for plan in plans:
        if plan.slug == slug:
            return plan
    raise Http404("onbekend plan")
