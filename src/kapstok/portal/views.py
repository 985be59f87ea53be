"""The pages that show several rooms at once, and the ones about Kapstok itself."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import public
from kapstok.core.read_only import read_only
from kapstok.grants.regulation import regulations
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Municipality
from kapstok.plans.queries import published_plans
from kapstok.plans.reading import read, surroundings
from kapstok.portal.presentation import front_page, programme_page


@public
@read_only
def municipalities(request: HttpRequest) -> HttpResponse:
    page = front_page(Municipality.objects.all(), regulations(settings.KAPSTOK_REGULATIONS))
    return TemplateResponse(request, "portal/municipalities.html", {"page": page})


@public
@read_only
def programme(request: MunicipalRequest) -> HttpResponse:
    plans = list(published_plans())
    if not plans:
        return TemplateResponse(request, "portal/no_plan.html")
    reading = read(plans, request.municipality, request.GET.get("plan"))
    context = surroundings(request, reading) | {
        "page": programme_page(reading, clock.today()),
        "plans": plans if len(plans) > 1 else [],
        "here": reading.to.programme,
    }
    return TemplateResponse(request, "portal/programme.html", context)


@public
@read_only
def about(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/about.html")


@public
@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/privacy.html")


@public
@read_only
def accessibility(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "portal/accessibility.html")


@public
@read_only
def health(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public
@read_only
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too, as the role that serves pages."""
    try:
        Municipality.objects.exists()
    except DatabaseError:
        return HttpResponse("geen database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
