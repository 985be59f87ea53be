"""`kapstok reset-second-factor`: the way back in for who lost her phone and her spare codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client, override_settings

from kapstok.cli import main
from kapstok.core.access import Role, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import close_seat
from kapstok.parties.models import Membership, Municipality, Person
from tests import cast, signing
from tests.door import signed_in_by_code, with_app

pytestmark = pytest.mark.django_db

Said = pytest.CaptureFixture[str]
EMAIL = "controller@gemeenten.example"


@pytest.fixture
def municipalities() -> list[Municipality]:
    return [cast.municipality("Diemen", "GM0384"), cast.municipality("Weert", "GM0988")]


@pytest.fixture
def locked_out(municipalities: list[Municipality]) -> Person:
    """Somebody who works for two municipalities, with an app, spare codes and two keys."""
    for municipality in municipalities:
        somebody = signing.seated(municipality, Role.CONTROLLER, email=EMAIL)
    with_app(somebody)
    RecoveryCodes.activate(somebody)
    for number in (1, 2):
        key = {"name": f"Sleutel {number}", "credential": {}}
        Authenticator.objects.create(user=somebody, type=Authenticator.Type.WEBAUTHN, data=key)
    return somebody


def acts_in(municipality: Municipality) -> list[AuditEntry]:
    with inside(municipality):
        return list(AuditEntry.objects.filter(act="second step reset"))


def test_everything_she_lost_goes_and_she_sets_up_a_new_step_herself(
    locked_out: Person, municipalities: list[Municipality], client: Client, capsys: Said
) -> None:
    elsewhere = Client()
    signed_in_by_code(elsewhere, locked_out)
    spare = Authenticator.objects.get(user=locked_out, type=Authenticator.Type.RECOVERY_CODES).wrap()
    elsewhere.post("/account/inloggen/tweede-stap/", {"code": spare.get_unused_codes()[0]})
    assert elsewhere.get("/diemen/werk/").status_code == 200
    other = signing.signed_in(signing.seated(municipalities[0], Role.AUDITOR))
    assert main(["reset-second-factor", EMAIL.upper()]) == 0
    assert f"De tweede stap van {EMAIL} is weg" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert elsewhere.get("/diemen/werk/").headers["Location"].startswith("/account/inloggen/")
    assert other.get("/diemen/werk/").status_code == 200
    signed_in_by_code(client, locked_out)
    assert client.get("/diemen/werk/").headers["Location"].startswith("/account/tweede-stap/")
    assert client.get("/account/app/aanzetten/").status_code == 200


def test_she_hears_of_it_by_mail(locked_out: Person) -> None:
    main(["reset-second-factor", EMAIL])
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([EMAIL], "Uw tweede stap is weggehaald")
    assert "Vroeg u hier niet om?" in str(letter.body)


def test_each_of_her_municipalities_reads_it_in_its_history_and_no_other(
    locked_out: Person, municipalities: list[Municipality]
) -> None:
    left, other = cast.municipality("Venlo", "GM0983"), cast.municipality("Putten", "GM0273")
    signing.seated(left, Role.AUDITOR, email=EMAIL)
    with inside(left):
        seat = Membership.objects.get(person=locked_out, municipality=left)
        close_seat(seat, why="klaar", by=command("test"))
    main(["reset-second-factor", EMAIL])
    for municipality in municipalities:
        (entry,) = acts_in(municipality)
        assert (entry.by, entry.table, entry.row) == (
            "kapstok reset-second-factor",
            "parties.person",
            locked_out.pk,
        )
        assert entry.before == {"app": True, "keys": 2, "spare_codes": True}
    assert acts_in(left) == acts_in(other) == []


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_when_no_mail_can_be_sent_it_is_done_all_the_same_and_said(locked_out: Person, capsys: Said) -> None:
    assert main(["reset-second-factor", EMAIL]) == 0
    assert "De mail hierover kon niet worden verstuurd" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=locked_out).exists()


def test_who_is_not_known_or_has_no_second_step_is_refused(municipalities: list[Municipality], capsys: Said) -> None:
    signing.seated(municipalities[0], Role.CONTROLLER, email=EMAIL)
    assert main(["reset-second-factor", "niemand@gemeenten.example"]) == 2
    assert "kent Kapstok niet" in capsys.readouterr().err
    assert main(["reset-second-factor", EMAIL]) == 2
    assert "heeft geen tweede stap" in capsys.readouterr().err
    assert not mail.outbox
    assert acts_in(municipalities[0]) == []
