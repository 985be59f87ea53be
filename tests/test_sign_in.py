"""Signing in as a person does it: a code from her mail, a password, a second step; and signing out again."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import end_seat
from kapstok.parties.models import Membership, Municipality, Person
from tests import cast, signing

pytestmark = pytest.mark.django_db

PASSWORD = "paard batterij nietje"
DOOR, CODE, WITH_PASSWORD = "/account/inloggen/", "/account/inloggen/code/", "/account/inloggen/wachtwoord/"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def ask_code(client: Client, email: str, **extra: str) -> Any:
    return client.post(DOOR, {"email": email, **extra})


def code_in_mail() -> str:
    found = re.search(r"Uw code is: (\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def text_of(response: Any) -> str:
    return response.content.decode().replace("&#x27;", "'")


def signed_in_by_code(client: Client, person: Person, **extra: str) -> Any:
    ask_code(client, person.email, **extra)
    return client.post(CODE, {"code": code_in_mail(), **extra})


def test_a_partner_signs_in_with_a_code_and_no_password(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    asked = ask_code(client, partner.email)
    assert asked.headers["Location"] == CODE
    assert mail.outbox[0].to == [partner.email]
    assert mail.outbox[0].subject == "Uw code om in te loggen"
    entered = client.post(CODE, {"code": code_in_mail()})
    assert entered.headers["Location"] == "/werk/"
    assert client.get("/werk/").headers["Location"] == "/diemen/werk/"
    assert client.get("/diemen/werk/").status_code == 200
    assert not Person.objects.get(pk=partner.pk).has_usable_password()


def test_the_session_gets_another_key_at_sign_in_and_ends_at_sign_out(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    ask_code(client, partner.email)
    before = client.session.session_key
    client.post(CODE, {"code": code_in_mail()})
    inside_key = client.session.session_key
    assert inside_key != before
    client.post("/account/uitloggen/")
    stolen = Client()
    stolen.cookies["kapstok"] = inside_key or ""
    assert stolen.get("/diemen/werk/").headers["Location"].startswith(DOOR)


def test_signing_out_takes_a_form_and_not_a_link(diemen: Municipality) -> None:
    client = signing.working(diemen, Role.SCHOOL)
    assert "Uitloggen" in text_of(client.get("/account/uitloggen/"))
    assert client.get("/diemen/werk/").status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_nobody_learns_from_the_page_who_has_an_account(diemen: Municipality, client: Client, known: bool) -> None:
    signing.seated(diemen, Role.SCHOOL, email="bekend@school.example")
    email = "bekend@school.example" if known else "onbekend@school.example"
    asked = client.post(DOOR, {"email": email}, follow=True)
    assert asked.redirect_chain == [(CODE, 302)]
    shown = text_of(asked).replace(email, "…")
    assert "Wij stuurden een mail naar …" in shown
    wrong = text_of(client.post(CODE, {"code": "BCDF-GHJK"}))
    assert "Deze code klopt niet" in wrong
    assert len(mail.outbox) == 1  # somebody unknown gets a mail that says so
    assert ("Uw code is" in str(mail.outbox[0].body)) is known
    refused = client.post(WITH_PASSWORD, {"login": email, "password": "fout wachtwoord"}, follow=True)
    assert refused.redirect_chain == [(CODE, 302)]  # first finish, or begin anew
    client.post("/account/uitloggen/")
    refused = client.post(WITH_PASSWORD, {"login": email, "password": "fout wachtwoord"}, follow=True)
    assert "Dit e-mailadres en dit wachtwoord horen niet bij elkaar." in text_of(refused)
    forgotten = client.post("/account/wachtwoord/vergeten/", {"email": email}, follow=True)
    assert forgotten.redirect_chain == [("/account/wachtwoord/code/", 302)]


def test_after_three_wrong_codes_the_code_is_worth_nothing(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    ask_code(client, partner.email)
    right = code_in_mail()
    for _ in range(2):
        assert "Deze code klopt niet" in text_of(client.post(CODE, {"code": "BCDF-GHJK"}))
    third = client.post(CODE, {"code": "BCDF-GHJK"}, follow=True)
    assert "Te veel pogingen" in text_of(third)
    client.post(CODE, {"code": right})
    assert client.get("/diemen/werk/").status_code == 302


def test_a_code_of_ten_minutes_ago_is_refused(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    ask_code(client, partner.email)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 601
    session.save()
    client.post(CODE, {"code": code_in_mail()})
    assert client.get("/diemen/werk/").status_code == 302


def test_the_seventh_code_in_an_hour_is_refused_for_one_address(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    for _ in range(6):
        assert ask_code(Client(), partner.email).status_code == 302
    seventh = ask_code(Client(), partner.email)
    assert "Te veel pogingen. Wacht een paar minuten" in text_of(seventh)
    assert len(mail.outbox) == 6
    other = signing.seated(diemen, Role.PROVIDER)
    assert ask_code(Client(), other.email).status_code == 302


def test_the_sixth_wrong_password_is_refused_and_then_the_right_one_too(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    partner.set_password(PASSWORD)
    partner.save()
    for _ in range(5):
        wrong = Client().post(WITH_PASSWORD, {"login": partner.email, "password": "fout"})
        assert "horen niet bij elkaar" in text_of(wrong)
    right = Client().post(WITH_PASSWORD, {"login": partner.email, "password": PASSWORD})
    assert "Te veel pogingen" in text_of(right)


@pytest.mark.parametrize(
    "target", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:alert(1)", "http:///kwaad"]
)
def test_signing_in_never_leads_off_the_site(diemen: Municipality, client: Client, target: str) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    assert signed_in_by_code(client, partner, next=target).headers["Location"] == "/werk/"
    assert client.post("/account/uitloggen/", {"next": target}).headers["Location"] == "/"
    staff = signing.signed_in(signing.seated(diemen, Role.CONTROLLER))
    assert staff.get("/account/tweede-stap/", {"next": target}).headers["Location"] == "/werk/"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    refused = client.get("/diemen/werk/")
    assert refused.headers["Location"] == f"{DOOR}?next=/diemen/werk/"
    assert signed_in_by_code(client, partner, next="/diemen/werk/").headers["Location"] == "/diemen/werk/"


def test_who_has_no_seat_here_finds_nothing(diemen: Municipality) -> None:
    putten = cast.municipality("Putten", "GM0273")
    elsewhere = signing.working(diemen, Role.PROGRAMME_MANAGER)
    assert elsewhere.get("/diemen/werk/").status_code == 200
    assert elsewhere.get("/putten/werk/").status_code == 404
    nowhere = signing.signed_in(signing.person("nergens@voorbeeld.example"))
    assert nowhere.get("/diemen/werk/").status_code == 404
    assert "U werkt nog niet mee in een gemeente" in text_of(nowhere.get("/werk/"))
    assert putten.slug == "putten"


def test_an_ended_seat_gives_nothing_from_that_moment(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    client = signing.signed_in(partner)
    assert client.get("/diemen/werk/").status_code == 200
    with inside(diemen):
        end_seat(Membership.objects.get(person=partner), why="weg", by=command("test"))
    assert client.get("/diemen/werk/").status_code == 404


def test_a_closed_account_cannot_sign_in_and_its_sessions_are_over(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    signed_in = signing.signed_in(partner)
    Person.objects.filter(pk=partner.pk).update(is_active=False)
    assert signed_in.get("/diemen/werk/").status_code == 302
    partner.set_password(PASSWORD)
    Person.objects.filter(pk=partner.pk).update(password=partner.password)
    assert ask_code(client, partner.email).headers["Location"] == CODE
    assert "Uw code is" not in str(mail.outbox[0].body)
    closed = Client().post(WITH_PASSWORD, {"login": partner.email, "password": PASSWORD})
    assert closed.headers["Location"] == "/account/gesloten/"
    assert "Dit account is gesloten" in text_of(client.get("/account/gesloten/"))


def test_one_person_in_two_municipalities_chooses_and_can_change(diemen: Municipality) -> None:
    person = signing.seated(diemen, Role.PROVIDER, email="partner@regio.example")
    signing.seated(cast.municipality("Putten", "GM0273"), Role.PROVIDER, email="partner@regio.example")
    client = signing.signed_in(person)
    choice = text_of(client.get("/werk/"))
    assert 'href="/diemen/werk/"' in choice
    assert 'href="/putten/werk/"' in choice
    assert "Andere gemeente" in text_of(client.get("/putten/werk/"))
    alone = signing.working(diemen, Role.SCHOOL)
    assert "Andere gemeente" not in text_of(alone.get("/diemen/werk/"))


@pytest.mark.parametrize("https", [True, False])
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(diemen: Municipality, client: Client, https: bool) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    with override_settings(SESSION_COOKIE_SECURE=https, CSRF_COOKIE_SECURE=https):
        client.get(DOOR)
        signed_in_by_code(client, partner)
    for name in ("kapstok", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["secure"]) is https


# The second step


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_app(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


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


# Sessions


def test_somebody_sees_where_she_is_signed_in_and_ends_one(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    here, there = Client(HTTP_USER_AGENT="Firefox on Windows"), Client(HTTP_USER_AGENT="Safari on iPhone")
    signed_in_by_code(here, partner)
    signed_in_by_code(there, partner)
    page = text_of(here.get("/account/"))
    assert "Firefox op Windows <strong>(hier)</strong>" in page
    assert "Safari op een iPhone" in page
    other = re.search(r"/account/sessie/(\d+)/uitloggen/", page)
    assert other
    stranger = signing.working(diemen, Role.PROVIDER)
    stranger.post(other[0])
    assert there.get("/diemen/werk/").status_code == 200
    here.post(other[0])
    assert there.get("/diemen/werk/").status_code == 302
    assert here.get("/diemen/werk/").status_code == 200
    signed_in_by_code(there, partner)
    here.post("/account/andere-sessies/uitloggen/")
    assert there.get("/diemen/werk/").status_code == 302


def test_a_new_password_ends_the_other_sessions(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    here, there = Client(), Client()
    signed_in_by_code(here, partner)
    signed_in_by_code(there, partner)
    here.post("/account/wachtwoord/kiezen/", {"password1": PASSWORD, "password2": PASSWORD})
    assert there.get("/diemen/werk/").status_code == 302
    page = text_of(here.get("/account/"))
    assert page.count("(hier)") == 1
    assert "/account/sessie/" not in page


def test_the_list_of_sessions_takes_as_many_questions_for_one_as_for_ten(
    diemen: Municipality, django_assert_max_num_queries: Any
) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    clients = [Client() for _ in range(10)]
    for client in clients:
        cache.clear()
        signed_in_by_code(client, partner)
    with django_assert_max_num_queries(12):
        assert text_of(clients[0].get("/account/")).count("Log daar uit") == 9


def test_a_name_can_be_changed_and_never_holds_a_bsn(diemen: Municipality) -> None:
    client = signing.working(diemen, Role.SCHOOL)
    assert client.post("/account/naam/", {"name": "Directeur Noord"}, follow=True).redirect_chain
    assert "Directeur Noord" in text_of(client.get("/account/"))
    assert client.post("/account/naam/", {"name": "123456782"}).status_code == 422


def test_an_address_is_known_as_checked_once_a_code_came_back(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    signed_in_by_code(client, partner)
    assert not EmailAddress.objects.filter(user=partner, verified=False).exists()
