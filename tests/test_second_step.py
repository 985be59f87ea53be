"""The second step: who needs one, setting it up, and being asked for it again."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.access import Role
from kapstok.parties.models import Municipality, Person
from kapstok.parties.sealing import seal, unseal
from tests import cast, signing
from tests.door import PASSWORD, WITH_PASSWORD, app_code, code_in_mail, signed_in_by_code, text_of, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


STAFF_ROLES = [
    Role.PROGRAMME_MANAGER,
    Role.POLICY_OFFICER,
    Role.CONTROLLER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]


@pytest.mark.parametrize("role", list(Role))
def test_staff_needs_a_second_step_and_partners_do_not(diemen: Municipality, client: Client, role: Role) -> None:
    signed_in_by_code(client, signing.seated(diemen, role))
    answer = client.get("/diemen/werk/")
    if role in STAFF_ROLES:
        assert answer.headers["Location"] == "/account/tweede-stap/?next=/diemen/werk/"
        assert "Stel een tweede stap in" in text_of(client.get("/account/tweede-stap/"))
    else:
        assert answer.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_who_sets_up_an_app_gets_spare_codes_and_can_go_to_work(diemen: Municipality, client: Client) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    signed_in_by_code(client, staff)
    page = text_of(client.get("/account/app/aanzetten/"))
    secret = re.search(r'class="secret">(\w+)<', page)
    assert secret
    wrong = client.post("/account/app/aanzetten/", {"code": "000000"})
    assert "Deze code klopt niet" in text_of(wrong)
    done = client.post("/account/app/aanzetten/", {"code": app_code(secret[1])})
    assert done.headers["Location"] == "/account/noodcodes/"
    done = client.get("/account/noodcodes/")
    assert len(re.findall(r"<code>\d{8}</code>", text_of(done))) == 10
    assert client.get("/diemen/werk/").status_code == 200
    assert {message.subject for message in mail.outbox} >= {"Uw tweede stap staat aan"}


def test_the_second_step_is_asked_after_a_code_and_after_a_password(diemen: Municipality) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    staff.set_password(PASSWORD)
    staff.save()
    secret = with_app(staff)
    by_code, by_password = Client(), Client()
    assert signed_in_by_code(by_code, staff).headers["Location"] == "/account/inloggen/tweede-stap/"
    asked = by_password.post(WITH_PASSWORD, {"login": staff.email, "password": PASSWORD})
    assert asked.headers["Location"] == "/account/inloggen/tweede-stap/"
    assert by_code.get("/diemen/werk/").status_code == by_password.get("/diemen/werk/").status_code == 302
    by_code.post("/account/inloggen/tweede-stap/", {"code": app_code(secret)})
    assert by_code.get("/diemen/werk/").status_code == 200


def test_the_sixth_wrong_app_code_is_refused(diemen: Municipality, client: Client) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    secret = with_app(staff)
    signed_in_by_code(client, staff)
    for _ in range(5):
        wrong = client.post("/account/inloggen/tweede-stap/", {"code": "000000"})
        assert "Deze code klopt niet" in text_of(wrong)
    right = client.post("/account/inloggen/tweede-stap/", {"code": app_code(secret)})
    assert "Te veel pogingen" in text_of(right)


def test_a_session_without_the_second_step_cannot_add_one_of_its_own(diemen: Municipality, client: Client) -> None:
    """Who can read somebody's mail must not get in by setting up a second step beside the one there is."""
    staff = signing.seated(diemen, Role.CONTROLLER)
    signed_in_by_code(client, staff)
    with_app(staff)
    for address in ("/account/toegangssleutel/nieuw/", "/account/noodcodes/", "/account/app/uitzetten/"):
        assert client.get(address).headers["Location"].startswith("/account/bevestigen/code/"), address
        client.post(address)
    assert Authenticator.objects.filter(user=staff).count() == 1
    assert client.get("/diemen/werk/").headers["Location"].startswith("/account/tweede-stap/")


def test_who_has_a_second_step_shows_it_and_goes_on(diemen: Municipality, client: Client) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    signed_in_by_code(client, staff)
    secret = with_app(staff)
    asked = client.get("/account/tweede-stap/?next=/diemen/werk/")
    assert asked.headers["Location"] == "/account/bevestigen/code/?next=%2Fdiemen%2Fwerk%2F"
    answered = client.post(asked.headers["Location"], {"code": app_code(secret)})
    assert answered.headers["Location"] == "/diemen/werk/"
    assert client.get("/diemen/werk/").status_code == 200


def long_ago(client: Client, seconds: int = 3601) -> None:
    """As if this person signed in that long ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": time.time() - seconds} for record in session["account_authentication_methods"]
    ]
    session.save()


def test_a_password_is_chosen_only_by_who_signed_in_just_now(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    signed_in_by_code(client, partner)
    assert client.get("/account/wachtwoord/kiezen/").status_code == 200
    long_ago(client)
    asked = client.get("/account/wachtwoord/kiezen/")
    assert asked.headers["Location"] == "/account/bevestigen/opnieuw-inloggen/?next=%2Faccount%2Fwachtwoord%2Fkiezen%2F"
    client.post("/account/wachtwoord/kiezen/", {"password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.get(pk=partner.pk).has_usable_password()
    page = text_of(client.get(asked.headers["Location"]))
    assert 'value="/account/inloggen/?next=%2Faccount%2Fwachtwoord%2Fkiezen%2F"' in page


def test_a_forgotten_password_is_replaced_with_a_code_and_the_second_step_stays(
    diemen: Municipality, client: Client
) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    with_app(staff)
    client.post("/account/wachtwoord/vergeten/", {"email": staff.email})
    client.post("/account/wachtwoord/code/", {"code": code_in_mail()})
    short = client.post("/account/wachtwoord/nieuw/", {"password1": "kort", "password2": "kort"})
    assert "minstens 12 tekens" in text_of(short) or "12 tekens" in text_of(short)
    done = client.post("/account/wachtwoord/nieuw/", {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "Uw wachtwoord is veranderd" in text_of(done)
    asked = client.post(WITH_PASSWORD, {"login": staff.email, "password": PASSWORD})
    assert asked.headers["Location"] == "/account/inloggen/tweede-stap/"


def stored(person: Person) -> str:
    """All that the database holds of her second steps."""
    return str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))


def test_the_database_does_not_hold_the_secret_of_an_app_or_of_spare_codes(diemen: Municipality) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    secret = with_app(staff)
    codes = RecoveryCodes.activate(staff)
    kept = stored(staff)
    assert secret not in kept
    assert codes.get_unused_codes()[0] not in kept
    with override_settings(SECRET_KEY="een andere sleutel"):
        assert not TOTP(Authenticator.objects.get(user=staff, type="totp")).validate_code(app_code(secret))


def test_a_secret_from_before_it_was_encrypted_still_works(diemen: Municipality, client: Client) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    secret = generate_totp_secret()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": secret})
    signed_in_by_code(client, staff)
    client.post("/account/inloggen/tweede-stap/", {"code": app_code(secret)})
    assert client.get("/diemen/werk/").status_code == 200


@override_settings(SECRET_KEY_FALLBACKS=["de vorige sleutel"])
def test_what_an_earlier_key_encrypted_can_be_read_while_that_key_is_known(diemen: Municipality) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    with override_settings(SECRET_KEY="de vorige sleutel"):
        secret = with_app(staff)
    assert TOTP(Authenticator.objects.get(user=staff)).validate_code(app_code(secret))


def test_with_another_key_no_code_is_right_and_the_log_says_why(
    diemen: Municipality, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    staff = signing.seated(diemen, Role.CONTROLLER)
    with override_settings(SECRET_KEY="de vorige sleutel"):
        secret = with_app(staff)
    signed_in_by_code(client, staff)
    wrong = client.post("/account/inloggen/tweede-stap/", {"code": app_code(secret)})
    assert "Deze code klopt niet" in text_of(wrong)
    assert "KAPSTOK_SECRET_KEY" in caplog.text


@given(st.text(max_size=80))
def test_what_is_sealed_comes_back_and_reads_as_nothing(text: str) -> None:
    assert unseal(seal(text)) == text
    assert len(text) < 4 or text not in seal(text)
