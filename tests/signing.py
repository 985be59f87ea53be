"""Signing in, for tests: a session as a person gets one, with or without the second step."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import contact_for, give_seat, own_party
from kapstok.parties.models import Municipality, Party, Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def person(email: str = "iemand@voorbeeld.example", name: str = "Collega") -> Person:
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name)


def seated(municipality: Municipality, role: Role, party: Party | None = None, email: str = "") -> Person:
    """A person with this role in the municipality, on behalf of the party (or of the municipality itself)."""
    somebody = person(email or f"{role}@{municipality.slug}.example", name=role.value)
    with inside(municipality):
        on_behalf_of = party or own_party(municipality)
        give_seat(somebody, role=role, party=on_behalf_of, by=command("test"))
        contact_for(somebody, on_behalf_of, role.value, by=command("test"))
    return somebody


def signed_in(somebody: Person, client: Client | None = None, *, second_step: bool = True) -> Client:
    """A client with a session of this person."""
    client = client or Client()
    client.force_login(somebody, backend=BACKEND)
    if second_step:
        session = client.session
        record = {"method": "mfa", "at": time.time(), "reauthenticated": True}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
        session["account_authentication_methods_user"] = str(somebody.pk)
        session.save()
    return client


def working(municipality: Municipality, role: Role, party: Party | None = None) -> Client:
    """A client of somebody who has this role here."""
    return signed_in(seated(municipality, role, party))
