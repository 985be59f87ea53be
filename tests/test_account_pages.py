"""Every page and mail of an account says it in plain Dutch, and what Kapstok does not use cannot be reached."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.timezone import now

from kapstok.core.access import Role
from kapstok.parties import account_urls
from kapstok.parties.models import Municipality
from tests import cast, signing

pytestmark = pytest.mark.django_db

TEMPLATES = Path(account_urls.__file__).parent / "templates"
ENGLISH = re.compile(
    r"\b(the|your|you|email address|sign in|sign out|log ?in to|password|please|continue|submit|cancel"
    r"|authenticator app|security key|recovery codes?|enter|verify|logged|with|this|click)\b",
    re.IGNORECASE,
)
NOT_USED = (
    "account_signup_by_passkey",
    "account_confirm_email",
    "account_change_phone",
    "account_verify_phone",
    "account_email",
    "usersessions_list",
    "mfa_signup_webauthn",
    "mfa_trust",
)


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


class Words(HTMLParser):
    """What a visitor reads of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.quiet = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet = tag in {"script", "style", "code"}
        self.said += [value or "" for name, value in attrs if name in {"placeholder", "title", "alt", "aria-label"}]

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.said.append(data)


def english_in(response: Any) -> list[str]:
    said = " ".join(Words(response.content.decode()).said).replace("Microsoft Authenticator", "")
    return [match[0] for match in ENGLISH.finditer(said.replace("Google Authenticator", ""))]


def addresses() -> list[str]:
    return sorted(
        {f"/account/{pattern.pattern}" for pattern in account_urls.urlpatterns if "<" not in str(pattern.pattern)}
    )


@pytest.mark.parametrize("second_step", [True, False])
@pytest.mark.parametrize("password", [True, False])
def test_no_page_says_anything_in_english(diemen: Municipality, second_step: bool, password: bool) -> None:
    person = signing.seated(diemen, Role.CONTROLLER)
    if second_step:
        TOTP.activate(person, generate_totp_secret())
    if password:
        person.set_password("paard batterij nietje")
        person.save()
    assert len(addresses()) > 20
    for address in addresses():
        for client in (Client(), signing.signed_in(person)):
            for response in (client.get(address, follow=True), client.post(address, follow=True)):
                assert response.status_code in {200, 401, 403, 404, 405, 422}, (address, response.status_code)
                assert english_in(response) == [], address


@pytest.mark.parametrize(
    "template", sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("*/email/[!b]*_message.txt"))
)
def test_mails_are_in_dutch(template: str) -> None:
    about = {"code": "BCDF-GHJK", "timestamp": now(), "ip": "192.0.2.1", "user_agent": "Firefox on Windows"}
    body = get_template(template).render(about)
    assert body.startswith("Dag,\n")
    assert body.rstrip().endswith("\nKapstok")
    subject = get_template(template.replace("_message", "_subject")).render(about)
    assert ENGLISH.findall(body) == ENGLISH.findall(subject) == []
    if "notification" in (TEMPLATES / template).read_text():
        assert "vanaf Firefox op Windows (192.0.2.1)" in body


def test_each_template_of_the_pages_in_use_is_our_own() -> None:
    """A page of django-allauth that we forgot would be half English."""
    package = Path(get_template("account/base_entrance.html").origin.name).parent.parent
    used = {"account/messages", "mfa/messages"}
    for name in ("login", "request_login_code", "confirm_login_code", "logout", "reauthenticate", "password_set"):
        assert TEMPLATES in Path(get_template(f"account/{name}.html").origin.name).parents
    for folder in used:
        for path in package.joinpath(folder).glob("*.txt"):
            name = f"{folder}/{path.name}"
            if "email" in path.name or "phone" in path.name:  # of pages that Kapstok does not have
                continue
            said = get_template(name).render({"user": "iemand", "email": "a@b.example"})
            assert ENGLISH.findall(said) == [], name


@pytest.mark.parametrize("name", NOT_USED)
def test_what_kapstok_does_not_use_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_there_is_no_admin_and_nobody_signs_up(client: Client) -> None:
    assert "admin" not in {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert "U doet mee op uitnodiging" in client.get("/account/op-uitnodiging/").content.decode()
    assert client.post("/account/op-uitnodiging/", {"email": "a@b.example"}).status_code == 405


def test_a_form_that_was_open_too_long_is_answered_in_dutch() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/inloggen/", {"email": "a@b.example"})
    assert answer.status_code == 403
    assert "Stuur het nog een keer" in answer.content.decode()


def test_too_many_visits_from_one_address_are_answered_in_dutch(client: Client) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}):
        client.post("/account/inloggen/wachtwoord/", {"login": "a@b.example", "password": "x"})
        answer = client.post("/account/inloggen/wachtwoord/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 429
    assert "Even wachten" in answer.content.decode()


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_TIMEOUT=2
)
@pytest.mark.parametrize("known", [True, False])
def test_whoever_asks_a_code_hears_that_mail_does_not_work(diemen: Municipality, client: Client, known: bool) -> None:
    email = signing.seated(diemen, Role.SCHOOL).email if known else "onbekend@school.example"
    answer = client.post("/account/inloggen/", {"email": email})
    assert answer.status_code == 503
    assert "De mail ging niet weg" in answer.content.decode()


def test_what_a_visitor_writes_about_her_address_does_not_count(client: Client) -> None:
    """Behind one server of ours, the last address of X-Forwarded-For is the one that it saw."""
    from allauth.account.adapter import get_adapter

    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.9.9.9, 192.0.2.7"})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert get_adapter(request).get_client_ip(request) == "192.0.2.7"
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0):
        assert get_adapter(request).get_client_ip(request) == "127.0.0.1"


ATTEMPT = """
import django
django.setup()
from django.test import Client
answer = Client().post("/account/inloggen/wachtwoord/", {"login": "school@diemen.example", "password": "fout"})
print("Te veel pogingen" in answer.content.decode())
"""


@pytest.mark.django_db(transaction=True)
def test_limits_are_shared_by_all_processes() -> None:
    cache.clear()
    client = Client()
    for _ in range(5):
        client.post("/account/inloggen/wachtwoord/", {"login": "school@diemen.example", "password": "fout"})
    where = connection.settings_dict
    host = str(where["HOST"]).replace("/", "%2F")
    port = f":{where['PORT']}" if where["PORT"] else ""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kapstok.settings",
        "DATABASE_URL": f"postgresql://{where['USER']}:{where['PASSWORD']}@{host}{port}/{where['NAME']}",
        "KAPSTOK_ALLOWED_HOSTS": "testserver",
    }
    other = subprocess.run(
        [sys.executable, "-c", ATTEMPT], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert other.stdout.strip() == "True", other.stderr
    cache.clear()
