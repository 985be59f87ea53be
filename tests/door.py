"""At the door: what a person fills in to sign in, and the mails she gets, for tests."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from kapstok.parties.models import Person

PASSWORD = "paard batterij nietje"
DOOR, CODE, WITH_PASSWORD = "/account/inloggen/", "/account/inloggen/code/", "/account/inloggen/wachtwoord/"


def ask_code(client: Client, email: str, **extra: str) -> Any:
    return client.post(DOOR, {"email": email, **extra})


def code_in_mail() -> str:
    found = re.search(r"Uw code is: (\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def text_of(response: Any) -> str:
    """The page as a browser gets it."""
    return str(response.content.decode().replace("&#x27;", "'"))


def signed_in_by_code(client: Client, person: Person, **extra: str) -> Any:
    ask_code(client, person.email, **extra)
    return client.post(CODE, {"code": code_in_mail(), **extra})


def app_code(secret: str) -> str:
    """What the app on a telephone shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_app(person: Person) -> str:
    """Give this person an app as second step; gives the secret that it makes its codes from."""
    secret = str(generate_totp_secret())
    TOTP.activate(person, secret)
    return secret
