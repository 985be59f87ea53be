"""Signing in as a person does it: with a code from her mail or a password; and signing out again."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import end_seat
from kapstok.parties.models import Membership, Municipality, Person
from tests import cast, signing
from tests.door import CODE, DOOR, PASSWORD, WITH_PASSWORD, ask_code, code_in_mail, signed_in_by_code, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


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
