"""Before a dangerous act: is this still the person who signed in? If that was a while ago, she shows it once more."""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kapstok.parties.models import Person
from kapstok.sign_in import CONFIRMED_SECONDS

# Who filled in a page is not asked again at the moment she sends it, unless it lay open for this long.
SENDING_SECONDS = 60 * 60

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


def confirmed(request: HttpRequest, seconds: int = CONFIRMED_SECONDS) -> bool:
    """Has she shown who she is in the last so many seconds, with the second step if she has one?"""
    person = request.user
    if not isinstance(person, Person):
        return False
    given = records(request)
    if settings.DEMO and any(record.get("method") == "demo" for record in given):
        return True
    if second_steps(person):
        given = [record for record in given if is_strong(record)]
    return any(time.time() - record["at"] < seconds for record in given)


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


View = Callable[..., HttpResponseBase]


def confirm_first(view: View) -> View:
    """For views of dangerous acts: the page opens, and works, only for who showed a short while ago who she is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seconds = SENDING_SECONDS if request.method == "POST" else CONFIRMED_SECONDS
        if isinstance(request.user, Person) and not confirmed(request, seconds):
            return redirect(confirmation_address(request.user, request.path))
        return view(request, *args, **kwargs)

    return guarded
