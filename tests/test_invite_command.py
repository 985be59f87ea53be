"""`kapstok invite`: how the very first person of a municipality gets in."""

import pytest
from django.core import mail
from django.test import Client

from kapstok.cli import main
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Membership, Municipality
from tests import cast

pytestmark = pytest.mark.django_db

Said = pytest.CaptureFixture[str]


@pytest.fixture
def weert() -> Municipality:
    return cast.municipality("Weert", "GM0988")


def test_the_first_person_can_sign_in_and_the_history_says_who_let_her_in(
    weert: Municipality, client: Client, capsys: Said
) -> None:
    assert main(["invite", "weert", "Baas@Weert.example", "--name", "Baas"]) == 0
    said = capsys.readouterr().out
    assert "baas@weert.example is nu programmamanager van Weert" in said
    assert "/account/inloggen/" in said
    assert not mail.outbox
    seat = Membership.objects.select_related("person").get()
    assert (seat.person.name, seat.role, seat.from_provider) == ("Baas", "programme_manager", False)
    with inside(weert):
        assert AuditEntry.objects.get(act="seat given").by == "kapstok invite"
    client.post("/account/inloggen/", {"email": "baas@weert.example"})
    assert "Uw code is" in str(mail.outbox[0].body)


def test_a_second_time_changes_nothing_and_another_role_is_another_seat(weert: Municipality) -> None:
    for role in ("controller", "controller", "auditor"):
        assert main(["invite", "weert", "a@weert.example", "--role", role]) == 0
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["auditor", "controller"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["weert", "geen adres"], "is geen e-mailadres"),
        (["weert", "a@weert.example", "--role", "koning"], "bestaat niet; kies uit: programme_manager, "),
        (["venlo", "a@venlo.example"], "gemeente “venlo” is niet bekend"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    weert: Municipality, capsys: Said, arguments: list[str], why: str
) -> None:
    assert main(["invite", *arguments]) == 2
    assert why in capsys.readouterr().err
    assert not Membership.objects.exists()
