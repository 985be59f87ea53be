"""One mail a person, at most one a day, only when there is something to read; seen beforehand by officers."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.conf import LazySettings
from django.core import mail
from pytest_django import DjangoAssertNumQueries
from tests import cast
from tests.signing import seated, signed_in

from kapstok.cli import main
from kapstok.core import audit
from kapstok.core.access import Role
from kapstok.core.clock import moment
from kapstok.core.tenancy import inside
from kapstok.parties.mailing import Letter, send_digest
from kapstok.parties.models import ActionPoint, Contact, Meeting, Municipality, Party, Person
from kapstok.plans.models import Plan
from kapstok.plans.statuses import Status
from kapstok.portal.workspace.digest import Digest, digests, letter
from kapstok.portal.workspace.tests import desk
from kapstok.portal.workspace.tests.desk import TODAY

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/mail/"
ADDRESS = "https://kapstok.voorbeeld.example"


@pytest.fixture(autouse=True)
def _address(settings: LazySettings) -> None:
    settings.KAPSTOK_ADDRESS = ADDRESS


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def school(diemen: Municipality) -> Party:
    with inside(diemen):
        return desk.organisation()


def with_point(municipality: Municipality, role: Role, party: Party | None = None, email: str = "") -> Person:
    person = seated(municipality, role, party, email)
    with inside(municipality):
        desk.point(person, TODAY, f"Werk in {municipality.name}")
    return person


def found() -> list[Digest]:
    return digests(TODAY, moment())


def test_each_person_gets_one_mail_with_all_that_waits(diemen: Municipality, school: Party) -> None:
    with_point(diemen, Role.CONTROLLER)
    with_point(diemen, Role.SCHOOL, school)
    assert main(["digest"]) == 0
    assert sorted(to for message in mail.outbox for to in message.to) == [
        "controller@diemen.example",
        "school@diemen.example",
    ]
    text = str(mail.outbox[0].body)
    assert "Werk in Diemen" in text
    assert f"{ADDRESS}/diemen/werk/overleg/actiepunten/" in text
    assert f"{ADDRESS}/account/#mail" in text
    assert all(link.startswith(ADDRESS) for link in re.findall(r"https?://\S+", text))


def test_who_works_in_two_municipalities_gets_one_mail_about_both(diemen: Municipality) -> None:
    putten = cast.municipality("Putten", "GM0273")
    for where in (diemen, putten):
        person = seated(where, Role.CONTROLLER, email="twee@voorbeeld.example")
        with inside(where):
            contact = Contact.objects.get(person=person)
            ActionPoint.objects.create(what=f"Werk in {where.name}", owner=contact, due=TODAY)
    assert main(["digest"]) == 0
    assert len(mail.outbox) == 1
    assert "GEMEENTE DIEMEN" in mail.outbox[0].body
    assert "Werk in Putten" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Kapstok Diemen en Putten: 2 dingen wachten op u"


def test_not_twice_on_a_day_but_again_the_next(diemen: Municipality, settings: LazySettings) -> None:
    with_point(diemen, Role.CONTROLLER)
    assert main(["digest"]) == main(["digest"]) == 0
    assert len(mail.outbox) == 1
    settings.KAPSTOK_TODAY = TODAY + timedelta(days=1)
    assert main(["digest"]) == 0
    assert len(mail.outbox) == 2


def test_two_runs_at_once_send_one(diemen: Municipality) -> None:
    person = with_point(diemen, Role.CONTROLLER)
    now = moment()
    assert send_digest(person, Letter("a", "b"), now=now)
    assert not send_digest(person, Letter("a", "b"), now=now)
    assert len(mail.outbox) == 1


def test_nothing_is_sent_when_there_is_nothing(diemen: Municipality, capsys: pytest.CaptureFixture[str]) -> None:
    seated(diemen, Role.AUDITOR)
    assert main(["digest"]) == 0
    assert mail.outbox == []
    assert "0 mails verstuurd" in capsys.readouterr().out


def test_a_dry_run_tells_who_and_sends_nothing(diemen: Municipality, capsys: pytest.CaptureFixture[str]) -> None:
    person = with_point(diemen, Role.CONTROLLER)
    assert main(["digest", "--dry-run"]) == 0
    assert "controller@diemen.example: 1 wacht, 0 veranderd" in capsys.readouterr().out
    person.refresh_from_db()
    assert (mail.outbox, person.digest_sent_at) == ([], None)


def test_without_an_address_no_mail_goes_out(
    diemen: Municipality, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    with_point(diemen, Role.CONTROLLER)
    settings.KAPSTOK_ADDRESS = ""
    assert main(["digest"]) == 2
    assert "KAPSTOK_ADDRESS" in capsys.readouterr().err
    assert mail.outbox == []


def test_a_mail_that_fails_leaves_no_mark_and_stops_nobody_else(
    diemen: Municipality, school: Party, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unlucky, lucky = with_point(diemen, Role.CONTROLLER), with_point(diemen, Role.SCHOOL, school)
    send = mail.EmailMessage.send

    def refusing(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        if self.to == [unlucky.email]:
            raise SMTPException("mailbox full")
        return send(self, fail_silently)

    monkeypatch.setattr(mail.EmailMessage, "send", refusing)
    assert main(["digest"]) == 2
    assert "controller@diemen.example: mailbox full" in capsys.readouterr().err
    unlucky.refresh_from_db()
    lucky.refresh_from_db()
    assert unlucky.digest_sent_at is None
    assert lucky.digest_sent_at
    assert [message.to for message in mail.outbox] == [[lucky.email]]


def test_who_does_not_want_it_or_left_gets_none(diemen: Municipality, school: Party) -> None:
    person = with_point(diemen, Role.CONTROLLER)
    left = with_point(diemen, Role.SCHOOL, school)
    left.memberships.update(ended_at=moment())
    client = signed_in(person)
    assert client.post("/werk/mail/", {"wants": "0"}).status_code == 302
    assert "Zet de mail aan" in client.get("/account/").content.decode()
    assert found() == []
    client.post("/werk/mail/", {"wants": "1"})
    assert [digest.person for digest in found()] == [person]


def test_changes_are_told_to_who_may_see_them_and_not_to_who_made_them(diemen: Municipality, school: Party) -> None:
    plan = desk.shared_plan(diemen, Status.CONCEPT)
    manager, director = seated(diemen, Role.PROGRAMME_MANAGER), seated(diemen, Role.SCHOOL, school)
    auditor = seated(diemen, Role.AUDITOR)
    with inside(diemen):
        desk.coming(school, title="Overleg van de school")
        for meeting in Meeting.objects.all():
            audit.record("meeting planned", meeting, by=f"person:{manager.pk}")
        audit.record("plan status changed", plan, by=f"person:{manager.pk}")
    told = {digest.person: " ".join(digest.sections[0].changes) for digest in found()}
    assert "is nu concept" in told[auditor]
    assert "Nieuw overleg: “Overleg van de school”" in told[auditor]
    assert told[director] == "Nieuw overleg: “Overleg van de school”, zondag 11 februari 2024"
    assert told[manager] == ""
    with inside(diemen):
        Plan.objects.update(status=Status.SHARED)
    told = {digest.person: " ".join(digest.sections[0].changes) for digest in found()}
    assert "bij de gemeente: uw reactie is welkom" in told[director]


def test_changes_before_the_last_mail_are_not_told_again(diemen: Municipality) -> None:
    plan = desk.shared_plan(diemen)
    auditor = seated(diemen, Role.AUDITOR)
    with inside(diemen):
        entry = audit.record("plan status changed", plan, by="kapstok test")
        entry.refresh_from_db()
    assert [digest.person for digest in found() if digest.changes] == [auditor]
    Person.objects.filter(pk=auditor.pk).update(digest_sent_at=entry.at)
    later = entry.at + timedelta(days=1)
    assert [digest for digest in digests(TODAY, later) if digest.person == auditor] == []


def test_officers_see_beforehand_what_goes_out(diemen: Municipality, school: Party) -> None:
    manager = with_point(diemen, Role.PROGRAMME_MANAGER)
    director = with_point(diemen, Role.SCHOOL, school)
    client = signed_in(manager)
    page = client.get(f"{HERE}?wie={director.pk}").content.decode()
    digest = next(digest for digest in found() if digest.person == director)
    assert letter(digest, ADDRESS, TODAY).subject in page
    assert "Werk in Diemen" in page
    assert "2 mensen krijgen een mail" in page
    assert client.get(f"{HERE}?wie=0").status_code == 404
    assert mail.outbox == []
    assert signed_in(director, second_step=False).get(HERE).status_code == 403


@pytest.mark.parametrize("count", [1, 60])
def test_the_preview_takes_the_same_few_queries(
    diemen: Municipality, school: Party, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(seated(diemen, Role.PROGRAMME_MANAGER))
    for n in range(count):
        person = seated(diemen, Role.SCHOOL, school, email=f"p{n}@voorbeeld.example")
        with inside(diemen):
            desk.point(person, TODAY)
    with django_assert_max_num_queries(19):
        response = client.get(HERE)
    assert len(response.content) < 100 * 1024
    assert len(response.context["rows"]) == min(count + 1, 10)
