"""What a person does about her own account, besides what django-allauth shows."""

from typing import cast
from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from kapstok.core.access import public
from kapstok.parties import account_queries as queries
from kapstok.parties.account_actions import end_sessions, rename_person
from kapstok.parties.account_forms import NameForm
from kapstok.parties.confirming import anew, confirmation_address, second_steps, signed_in_strongly
from kapstok.parties.models import Person
from kapstok.sign_in import SignIn


def service() -> SignIn:
    """The municipality's own sign-in service, for a template; without an issuer there is none."""
    configured: SignIn = settings.SIGN_IN
    return configured


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    return _mine(request, NameForm({"name": _person(request).name}))


@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return _mine(request, form, status=422)
    rename_person(_person(request), name=form.cleaned_data["name"])
    messages.success(request, "Uw naam is bewaard.")
    return redirect("my-account")


def _mine(request: HttpRequest, form: NameForm, status: int = 200) -> HttpResponse:
    person = _person(request)
    shown = {
        "form": form,
        "seats": queries.seats_of(person),
        "sessions": queries.sessions_of(person, request.session.session_key or ""),
        "steps": queries.second_steps_of(person),
        "comes_by_service": queries.comes_by_service(person),
    }
    return TemplateResponse(request, "parties/account/mine.html", shown, status=status)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out somewhere else. This session itself ends by signing out."""
    if end_sessions(_person(request), only=pk, keep=request.session.session_key or ""):
        messages.success(request, "U bent daar uitgelogd.")
    return redirect("my-account")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    end_sessions(_person(request), keep=request.session.session_key or "")
    messages.success(request, "U bent overal uitgelogd, behalve hier.")
    return redirect("my-account")


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Who works with the money signs in with two steps; here she shows the second, or hears why and sets one up."""
    wanted = request.GET.get("next", "")
    wanted = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("my-work")
    person = _person(request)
    if signed_in_strongly(request):
        return redirect(wanted)
    if second_steps(person):
        return redirect(confirmation_address(person, wanted))
    return TemplateResponse(request, "parties/account/second_factor.html")


@never_cache
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """For who has nothing to confirm with but her mailbox or another service: she signs in anew."""
    wanted = get_next_redirect_url(request) or reverse("my-account")
    return TemplateResponse(request, "parties/account/sign_in_again.html", {"back": anew(wanted)})


@public
@require_GET
def passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey takes a script, so it has a page of its own."""
    return TemplateResponse(request, "parties/account/passkey.html", {"next": get_next_redirect_url(request) or ""})


@public
@require_GET
def by_invitation(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/signup_closed.html")


@public
@require_POST
def to_service(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the municipality's sign-in service, by a page that goes on by itself.

    Had the form itself led there, the browser would hold every address that the service leads on to against
    `form-action` of the content security policy.
    """
    try:
        response = openid.login(request, provider_id)
    except RequestException:
        return TemplateResponse(request, "socialaccount/authentication_error.html", status=503)
    address = response.headers.get("Location", "")
    if response.status_code != 302 or not urlsplit(address).netloc:
        return cast(HttpResponseBase, response)
    return TemplateResponse(request, "parties/account/to_service.html", {"address": address})


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)
