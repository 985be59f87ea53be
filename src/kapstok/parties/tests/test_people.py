"""Inviting somebody and ending a seat: what is refused, what is kept, and that mail and seat go together."""

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from tests import cast, signing

from kapstok.core.access import RIGHTS, Actor, RefusedError, Right, Role, Scope, Seat, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import contact_for, end_seat, invite, own_party
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Membership, Municipality, Party, Person
from kapstok.parties.people.roles import MAY

pytestmark = pytest.mark.django_db

LINK = "https://kapstok.example/account/inloggen/"
BY = command("test")


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def organisation(name: str = "Bureau Voorbeeld") -> Party:
    return Party.objects.create(
        key="bureau", name=name, sort_key=name.lower(), kind=PartyKind.ORGANISATION, sector=Sector.OTHER
    )


def test_an_invitation_gives_a_seat_a_contact_a_mail_and_a_line_of_history(diemen: Municipality) -> None:
    with inside(diemen):
        seat = invite(
            email=" Directeur@School.example ",
            name="Directeur Noord",
            role=Role.SCHOOL,
            party=organisation(),
            function="Directeur",
            link=LINK,
            by=BY,
        )
        contact = Contact.objects.get()
        acts = [*AuditEntry.objects.order_by("pk").values_list("act", flat=True)]
    assert seat.person.email == "directeur@school.example"
    assert not seat.person.has_usable_password()
    assert (contact.function, contact.person_id) == ("Directeur", seat.person_id)
    assert acts == ["seat given", "contact added", "invitation sent"]
    assert mail.outbox[0].to == ["directeur@school.example"]
    assert mail.outbox[0].subject == "Uitnodiging: werk mee in Kapstok van gemeente Diemen"
    body = str(mail.outbox[0].body)
    assert LINK in body
    assert "namens: Bureau Voorbeeld" in body
    assert "tweede stap" not in body


def test_the_history_tells_of_a_contact_that_came_with_a_seat_without_its_mailbox(diemen: Municipality) -> None:
    person = Person.objects.create_user("directeur@school.example")
    with inside(diemen):
        party = organisation()
        made = contact_for(person, party, "Directeur", by=BY)
        assert contact_for(person, party, "Directeur", by=BY) == made
        known = Contact.objects.create(party=party, email="team@school.example", function="Team")
        contact_for(Person.objects.create_user("team@school.example"), party, "Leraar", by=BY)
        entries = {entry.act: entry for entry in AuditEntry.objects.all()}
        assert AuditEntry.objects.count() == 2
    assert (entries["contact added"].row, entries["contact added"].by) == (made.pk, "test")
    assert entries["contact added"].after == {"party": party.pk, "function": "Directeur", "person": person.pk}
    assert entries["contact changed"].row == known.pk
    assert "@" not in str([entry.after for entry in entries.values()])


def test_a_programme_manager_can_be_of_another_organisation(diemen: Municipality) -> None:
    with inside(diemen):
        seat = invite(
            email="extern@bureau.example", role=Role.PROGRAMME_MANAGER, party=organisation(), link=LINK, by=BY
        )
    assert seat.party.name == "Bureau Voorbeeld"
    assert "tweede stap" in str(mail.outbox[0].body)


def test_a_second_invitation_is_another_mail_and_the_same_seat(diemen: Municipality) -> None:
    with inside(diemen):
        for _ in range(2):
            invite(email="a@b.example", role=Role.SCHOOL, party=own_party(diemen), link=LINK, by=BY)
    assert Membership.objects.count() == 1
    assert len(mail.outbox) == 2


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_TIMEOUT=2
)
def test_without_mail_nobody_is_invited(diemen: Municipality) -> None:
    with inside(diemen), pytest.raises(RefusedError, match="kon niet worden verstuurd"):
        invite(email="a@b.example", role=Role.SCHOOL, party=own_party(diemen), link=LINK, by=BY)
    assert not Membership.objects.exists()
    assert not Person.objects.exists()


def actor(person: Person, role: Role, party: Party) -> Actor:
    return Actor(by=f"person:{person.pk}", seats=(Seat(role, party.pk),), person=person.pk)


def test_nobody_gives_herself_a_role(diemen: Municipality) -> None:
    person = signing.seated(diemen, Role.ADMINISTRATOR)
    with inside(diemen):
        party = own_party(diemen)
        by = actor(person, Role.ADMINISTRATOR, party)
        with pytest.raises(RefusedError, match="uzelf geen rol"):
            invite(email=person.email, role=Role.PROGRAMME_MANAGER, party=party, link=LINK, by=by)
    assert not mail.outbox


@pytest.mark.parametrize("role", [role for role in Role if Right.MANAGE_PEOPLE not in RIGHTS[role]])
def test_who_may_not_manage_people_invites_and_ends_nobody(diemen: Municipality, role: Role) -> None:
    person = signing.seated(diemen, role)
    with inside(diemen):
        party = own_party(diemen)
        by = actor(person, role, party)
        seat = Membership.objects.get()
        with pytest.raises(RefusedError):
            invite(email="a@b.example", role=Role.SCHOOL, party=party, link=LINK, by=by)
        with pytest.raises(RefusedError):
            end_seat(seat, why="zomaar", by=by)
    assert Membership.objects.filter(ended_at=None).count() == 1


def test_a_seat_that_ends_stays_with_its_reason_and_can_be_given_again(diemen: Municipality) -> None:
    person = signing.seated(diemen, Role.SCHOOL)
    seat = Membership.objects.get()
    with inside(diemen):
        end_seat(seat, why="andere baan", by=BY)
        end_seat(seat, why="nog eens", by=BY)
        ends = AuditEntry.objects.filter(act="seat ended")
        assert [entry.why for entry in ends] == ["andere baan"]
    signing.seated(diemen, Role.SCHOOL)
    held = Membership.objects.filter(person=person)
    assert [one.ended_at is None for one in held.order_by("pk")] == [False, True]


def test_the_last_who_can_invite_cannot_leave(diemen: Municipality) -> None:
    signing.seated(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen), pytest.raises(RefusedError, match="de laatste"):
        end_seat(Membership.objects.get(), why="weg", by=BY)
    signing.seated(cast.municipality("Putten", "GM0273"), Role.ADMINISTRATOR)
    with inside(diemen), pytest.raises(RefusedError, match="de laatste"):
        end_seat(Membership.objects.get(municipality=diemen), why="weg", by=BY)


def test_a_seat_of_another_municipality_is_refused_by_the_act_itself(diemen: Municipality) -> None:
    elsewhere = signing.seated(cast.municipality("Putten", "GM0273"), Role.SCHOOL)
    seat = Membership.objects.get(person=elsewhere)
    with inside(diemen), pytest.raises(RefusedError, match="van een andere gemeente"):
        end_seat(seat, why="weg", by=BY)
    assert Membership.objects.get(person=elsewhere).ended_at is None


def test_a_closed_account_is_not_somebody_who_can_invite(diemen: Municipality) -> None:
    manager = signing.seated(diemen, Role.PROGRAMME_MANAGER)
    closed = signing.seated(diemen, Role.ADMINISTRATOR)
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    with inside(diemen), pytest.raises(RefusedError, match="de laatste"):
        end_seat(Membership.objects.get(person=manager), why="weg", by=BY)
    with inside(diemen):
        end_seat(Membership.objects.get(person=closed), why="opgeruimd", by=BY)
    assert Membership.objects.get(ended_at=None).person == manager


def test_who_keeps_another_seat_in_charge_can_give_up_one(diemen: Municipality) -> None:
    for role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR):
        signing.seated(diemen, role, email="dezelfde@diemen.example")
    with inside(diemen):
        end_seat(Membership.objects.get(role=Role.PROGRAMME_MANAGER), why="minder werk", by=BY)
    assert Membership.objects.get(ended_at=None).role == Role.ADMINISTRATOR


@pytest.mark.django_db(transaction=True)
def test_two_who_end_each_others_seat_at_once_do_not_both_go() -> None:
    diemen = cast.municipality()
    for role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR):
        signing.seated(diemen, role)
    start, refused = threading.Barrier(2), []

    def end(seat: Membership) -> None:
        start.wait()
        try:
            with inside(diemen):
                end_seat(seat, why="eruit", by=BY)
        except RefusedError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=(seat,)) for seat in Membership.objects.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.filter(ended_at=None).count() == 1


def test_what_is_said_of_a_role_is_what_it_may() -> None:
    assert MAY.keys() == RIGHTS.keys()
    for role, said in MAY.items():
        rights = RIGHTS[role]
        assert ("nodigt mensen uit" in said.lower()) is (rights.get(Right.MANAGE_PEOPLE) == Scope.ALL), role
        assert ("verandert het plan" in said.lower()) is (Right.EDIT_PLAN in rights), role
        assert ("concept" in said and "Ziet alles" in said) <= (Right.SEE_CONCEPT in rights), role
        if "Verandert niets" in said:
            assert not rights.keys() & {Right.EDIT_PLAN, Right.COMMENT, Right.DECIDE, Right.KEEP_PARTIES}, role
