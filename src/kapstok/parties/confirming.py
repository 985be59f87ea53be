"""Before a dangerous act: is this still the person who signed in? If that was a while ago, she shows it once more."""

import time
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kapstok.parties.models import Person
from kapstok.sign_in import CONFIRMED_SECONDS

KEPT = "_kept_form"  # in the session
LONGEST_KEPT = 5_000  # characters of one field

# What counts as a second step besides one of our own: the municipality's sign-in service asks for it itself.
STRONG = frozenset({"mfa", "socialaccount"})
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def records(request: HttpRequest) -> list[Mapping[str, Any]]:
    """How and when (`method`, `at` in seconds) the person of this session showed who she is, oldest first."""
    person = request.user
    return get_authentication_records(request, person) if isinstance(person, Person) else []


def is_strong(record: Mapping[str, Any]) -> bool:
    """Two steps at once: a passkey is something you have, and a finger or a code. In the demo a click will do."""
    return record.get("method") in STRONG or (settings.DEMO and record.get("method") == "demo")


def signed_in_strongly(request: HttpRequest) -> bool:
    return any(map(is_strong, records(request)))


def second_steps(person: Person) -> frozenset[str]:
    """The kinds of second step that this person set up."""
    held = Authenticator.objects.filter(user_id=person.pk, type__in=SECOND_STEPS)
    return frozenset(held.values_list("type", flat=True))


def confirmed(request: HttpRequest) -> bool:
    """Has she shown who she is a short while ago, with the second step if she has one?"""
    person = request.user
    if not isinstance(person, Person):
        return False
    given = records(request)
    if settings.DEMO and any(record.get("method") == "demo" for record in given):
        return True
    if second_steps(person):
        given = [record for record in given if is_strong(record)]
    return any(time.time() - record["at"] < CONFIRMED_SECONDS for record in given)


def confirmation_address(person: Person, wanted: str) -> str:
    """Where she shows it, and then goes on to `wanted`; who has nothing but her mailbox signs in anew."""
    held = second_steps(person)
    if Authenticator.Type.TOTP in held:
        name = "mfa_reauthenticate"
    elif Authenticator.Type.WEBAUTHN in held:
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "account_reauthenticate" if person.has_usable_password() else "sign-in-again"
    return f"{reverse(name)}?{urlencode({'next': wanted})}"


def anew(wanted: str) -> str:
    """The address of signing in, which then goes on to `wanted`."""
    return f"{reverse('account_login')}?{urlencode({'next': wanted})}"


View = Callable[..., HttpResponseBase]


def confirm_first(view: View, keeps: Collection[str] = ()) -> View:
    """For views of dangerous acts: the page opens, and works, only for who showed a short while ago who she is.

    What was sent too late is not done. Of its fields those in `keeps` come back once she has shown it, see `written`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, Person) or confirmed(request):
            return view(request, *args, **kwargs)
        if request.method == "POST" and keeps:
            fields = {name: request.POST[name][:LONGEST_KEPT] for name in keeps if name in request.POST}
            request.session[KEPT] = {"person": request.user.pk, "address": request.path, "fields": fields}
        return redirect(confirmation_address(request.user, request.path))

    return guarded


def written(request: HttpRequest) -> dict[str, str]:
    """What she filled in on this page before she had to confirm who she is; given once."""
    kept = request.session.get(KEPT)
    if not kept or (kept["person"], kept["address"]) != (request.user.pk, request.path):
        return {}
    del request.session[KEPT]
    messages.info(request, "Dank u. Wat u invulde, staat hier nog. Verstuur het nu.")
    fields: dict[str, str] = kept["fields"]
    return fields


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """What has to outlive signing out, because she signs out to confirm who she is."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    return kept if kept and request.POST.get("next") == anew(kept["address"]) else None
