"""The page “Mensen en rollen”."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from tests import cast, signing
from tests.door import PASSWORD, app_code, with_app

from kapstok.core.access import RIGHTS, Right, Role
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.models import Membership, Municipality, Person

pytestmark = pytest.mark.django_db

PEOPLE, INVITE = "/diemen/werk/mensen/", "/diemen/werk/mensen/uitnodigen/"


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return signing.working(diemen, Role.PROGRAMME_MANAGER)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def answers(diemen: Municipality, **changes: str) -> dict[str, str]:
    with inside(diemen):
        party = own_party(diemen)
    return {"email": "nieuw@school.example", "name": "", "role": "school", "party": str(party.pk), **changes}


def test_the_table_says_who_as_what_and_with_a_second_step_or_not(diemen: Municipality, manager: Client) -> None:
    controller = signing.seated(diemen, Role.CONTROLLER)
    TOTP.activate(controller, generate_totp_secret())
    signing.seated(diemen, Role.SCHOOL)
    signing.seated(cast.municipality("Putten", "GM0273"), Role.SCHOOL, email="iemand@putten.example")
    page = text_of(manager.get(PEOPLE))
    rows = {row.split("<", 1)[0]: row for row in page.split('<th scope="row"><strong>')[1:]}
    assert "Ja</td>" in rows["controller"]
    assert "Nog niet</td>" in rows["programme_manager"]
    assert "Niet nodig</td>" in rows["school"]
    assert "putten.example" not in page


@pytest.mark.parametrize("role", list(Role))
def test_only_who_manages_people_opens_it(diemen: Municipality, role: Role) -> None:
    client = signing.working(diemen, role)
    expected = 200 if Right.MANAGE_PEOPLE in RIGHTS[role] else 403
    assert client.get(PEOPLE).status_code == expected
    assert ("/diemen/werk/mensen/" in text_of(client.get("/diemen/werk/"))) is (expected == 200)


def test_somebody_is_invited_after_the_mail_was_shown(diemen: Municipality, manager: Client) -> None:
    asked = answers(diemen, name="Directeur <Noord>", function="Directeur")
    preview = text_of(manager.post(INVITE, asked))
    assert "Klopt deze mail?" in preview
    assert "http://testserver/account/inloggen/" in preview
    assert "Directeur &lt;Noord&gt;" in preview
    assert not mail.outbox
    assert Membership.objects.count() == 1
    changed = text_of(manager.post(INVITE, {**asked, "step": "change"}))
    assert 'value="nieuw@school.example"' in changed
    sent = manager.post(INVITE, {**asked, "step": "send"}, follow=True)
    assert "De uitnodiging is verstuurd naar nieuw@school.example" in text_of(sent)
    shown = re.search(r"<pre>(.+?)</pre>", manager.post(INVITE, asked).content.decode(), re.DOTALL)
    assert shown
    assert shown[1].strip() == str(mail.outbox[0].body).strip()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "geen adres"}, "geldig e-mailadres"),
        ({"role": "koning"}, "Rol"),
        ({"role": ""}, "Maak een keuze bij “Rol”."),
        ({"party": "999999"}, "organisatie"),
        ({"name": "123456782"}, "burgerservicenummer"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_sent(
    diemen: Municipality, manager: Client, changes: dict[str, str], said: str
) -> None:
    answer = manager.post(INVITE, {**answers(diemen, **changes), "step": "send"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not mail.outbox


def test_an_organisation_of_another_municipality_cannot_be_chosen(diemen: Municipality, manager: Client) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(putten):
        party = own_party(putten)
    assert manager.post(INVITE, answers(diemen, party=str(party.pk))).status_code == 422


def test_a_seat_is_ended_with_a_reason_that_stays(diemen: Municipality, manager: Client) -> None:
    school = signing.seated(diemen, Role.SCHOOL)
    seat = Membership.objects.get(person=school)
    address = f"/diemen/werk/mensen/{seat.pk}/beeindigen/"
    assert "Beëindig de toegang van school" in text_of(manager.get(address))
    assert manager.post(address, {"why": ""}).status_code == 422
    done = text_of(manager.post(address, {"why": "werkt ergens anders"}, follow=True))
    assert "heeft geen toegang meer als school" in done
    assert "werkt ergens anders" in done
    assert manager.get(address).status_code == 404


def test_the_page_says_why_the_last_cannot_be_ended(diemen: Municipality, manager: Client) -> None:
    seat = Membership.objects.get()
    answer = manager.post(f"/diemen/werk/mensen/{seat.pk}/beeindigen/", {"why": "ik stop"})
    assert answer.status_code == 422
    assert "Dit is de laatste die mensen kan uitnodigen" in text_of(answer)


def test_a_seat_of_another_municipality_is_not_there(diemen: Municipality, manager: Client) -> None:
    other = signing.seated(cast.municipality("Putten", "GM0273"), Role.SCHOOL)
    seat = Membership.objects.get(person=other)
    assert manager.get(f"/diemen/werk/mensen/{seat.pk}/beeindigen/").status_code == 404
    assert manager.post(f"/diemen/werk/mensen/{seat.pk}/beeindigen/", {"why": "x"}).status_code == 404


def minutes_ago(client: Client, minutes: int) -> None:
    """As if she last showed that long ago who she is."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - minutes * 60}]
    session.save()


def test_inviting_and_ending_ask_again_who_you_are_after_a_quarter_of_an_hour(
    diemen: Municipality, manager: Client
) -> None:
    TOTP.activate(Person.objects.get(), generate_totp_secret())
    school = signing.seated(diemen, Role.SCHOOL)
    end = f"/diemen/werk/mensen/{Membership.objects.get(person=school).pk}/beeindigen/"
    minutes_ago(manager, 16)
    for address in (INVITE, end):
        assert manager.get(address).headers["Location"].startswith("/account/bevestigen/code/?next=")
    assert manager.get(PEOPLE).status_code == 200
    for address, form in ((end, {"why": "weg"}), (INVITE, {**answers(diemen), "step": "send"})):
        assert manager.post(address, form).headers["Location"].startswith("/account/bevestigen/code/?next=")
    assert Membership.objects.filter(ended_at=None).count() == 2
    assert not mail.outbox


def test_a_form_that_was_sent_too_late_comes_back_filled_after_confirming(
    diemen: Municipality, manager: Client
) -> None:
    secret = with_app(Person.objects.get())
    school = signing.seated(diemen, Role.SCHOOL)
    end = f"/diemen/werk/mensen/{Membership.objects.get(person=school).pk}/beeindigen/"
    minutes_ago(manager, 16)
    asked = manager.post(end, {"why": "werkt ergens anders"}).headers["Location"]
    confirmed = manager.post(asked, {"code": app_code(secret)})
    assert confirmed.headers["Location"] == end
    page = text_of(manager.get(end))
    assert "werkt ergens anders" in page
    assert "Wat u invulde, staat hier nog" in page
    assert not Membership.objects.exclude(ended_at=None).exists()
    assert "werkt ergens anders" not in text_of(manager.get(end))
    manager.post(end, {"why": "werkt ergens anders"})
    assert Membership.objects.exclude(ended_at=None).exists()


def test_an_invitation_that_was_sent_too_late_comes_back_filled(diemen: Municipality, manager: Client) -> None:
    secret = with_app(Person.objects.get())
    minutes_ago(manager, 16)
    form = answers(diemen, function="Directeur")
    asked = manager.post(INVITE, {**form, "step": "send"}).headers["Location"]
    manager.post(asked, {"code": app_code(secret)})
    page = text_of(manager.get(INVITE))
    assert 'value="nieuw@school.example"' in page
    assert 'value="Directeur"' in page
    assert re.search(r'value="school"[^>]* checked', page)


@pytest.mark.parametrize("same", [True, False])
def test_who_has_to_sign_in_anew_finds_her_form_and_nobody_else_does(
    diemen: Municipality, manager: Client, same: bool
) -> None:
    """Who has no second step here, as with the municipality's service, signs out before she signs in again."""
    somebody = Person.objects.get() if same else signing.seated(diemen, Role.ADMINISTRATOR)
    minutes_ago(manager, 16)
    asked = manager.post(INVITE, answers(diemen)).headers["Location"]
    assert asked.startswith("/account/bevestigen/opnieuw-inloggen/?next=")
    leave = re.search(r'name="next" value="([^"]+)"', manager.get(asked).content.decode())
    assert leave
    manager.post("/account/uitloggen/", {"next": leave[1]})
    signing.signed_in(somebody, manager)
    assert ("nieuw@school.example" in text_of(manager.get(INVITE))) is same


def test_signing_out_otherwise_leaves_nothing_behind(diemen: Municipality, manager: Client) -> None:
    minutes_ago(manager, 16)
    manager.post(INVITE, answers(diemen))
    manager.post("/account/uitloggen/")
    signing.signed_in(Person.objects.get(), manager)
    assert "nieuw@school.example" not in text_of(manager.get(INVITE))


def test_a_password_that_was_sent_too_late_is_not_kept(diemen: Municipality, manager: Client) -> None:
    minutes_ago(manager, 16)
    manager.post("/account/wachtwoord/kiezen/", {"password1": PASSWORD, "password2": PASSWORD})
    assert PASSWORD not in str(dict(manager.session))


@pytest.mark.parametrize("count", [5, 120])
@pytest.mark.django_db(transaction=True)
def test_the_page_asks_as_much_of_the_database_for_many_as_for_few(
    diemen: Municipality, manager: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        signing.seated(diemen, Role.SCHOOL, email=f"school{number}@diemen.example")
    with django_assert_max_num_queries(17):
        page = manager.get(PEOPLE)
    assert len(page.content) < 100 * 1024
    assert (">Volgende<" in text_of(page)) is (count > 50)
