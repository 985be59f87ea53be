"""What a person does about her own account, besides what django-allauth shows."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from kapstok.parties.models import Person
from kapstok.parties.seats import signed_in_strongly


def second_factor(request: HttpRequest) -> HttpResponse:
    """Who works with the money signs in with two steps; here she hears why, and sets up the second."""
    person = request.user
    assert isinstance(person, Person)
    wanted = request.GET.get("next", "")
    if signed_in_strongly(request, person):
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return redirect(wanted if safe and wanted.startswith("/") else "my-work")
    return TemplateResponse(request, "parties/second_factor.html", {"has_one": is_mfa_enabled(person)})
