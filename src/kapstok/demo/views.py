"""Changing places in the demo. The addresses exist only when the settings say that this is one."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from kapstok.core.access import public
from kapstok.demo.personas import BACKEND, RESIDENT, find
from kapstok.parties.models import Municipality, Person


@public
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as a persona of the demo, or out, as a resident."""
    if not settings.DEMO:
        raise Http404("alleen in de demo")
    municipality = get_object_or_404(Municipality, slug=slugify(request.POST.get("municipality", "")))
    key = request.POST.get("persona", "")
    if key == RESIDENT:
        logout(request)
        return redirect("programme", municipality.slug)
    persona = find(municipality.slug, key)
    if persona is None:
        raise Http404("onbekende persona")
    person = get_object_or_404(Person, email=persona.email(municipality.slug))
    logout(request)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="demo", reauthenticated=True)
    UserSession.objects.create_from_request(request)
    return redirect("work-home", municipality.slug)
