"""The contacts of the demo: they fit the plans and the personas, and loading again changes nothing."""

import tomllib
from pathlib import Path

import pytest
from tests.examples import load_examples

from kapstok.core.access import command
from kapstok.core.models import AuditEntry
from kapstok.core.personal import bsn_like
from kapstok.core.tenancy import inside
from kapstok.demo.contacts import entries, load_contacts
from kapstok.demo.personas import personas
from kapstok.parties.directory.actions import change_contact, end_contact
from kapstok.parties.directory.values import ContactCard
from kapstok.parties.models import Contact, Municipality

DEMO = Path(__file__).parents[1]
BY = command("test")


@pytest.mark.parametrize("slug", sorted(entries()))
def test_every_contact_is_of_a_party_in_the_plan_and_every_stand_in_of_the_same_party(slug: str) -> None:
    plan = tomllib.loads((DEMO / f"{slug}-plan.toml").read_text("utf-8"))
    assert entries()[slug].keys() <= {party["key"] for party in plan["parties"]}
    spoken_for = {(persona.party, persona.function) for persona in personas()[slug]}
    for key, contacts in entries()[slug].items():
        functions = [contact.function for contact in contacts]
        assert len(functions) == len(set(functions)), key
        known = {*functions, *(function for party, function in spoken_for if party == key)}
        for contact in contacts:
            assert contact.stand_in != contact.function
            assert not contact.stand_in or contact.stand_in in known, (key, contact.stand_in)


@pytest.mark.parametrize("slug", sorted(entries()))
def test_personas_are_reached_at_the_mailbox_they_sign_in_with(slug: str) -> None:
    for persona in personas()[slug]:
        for contact in entries()[slug].get(persona.party, ()):
            if contact.function == persona.function:
                assert contact.email == persona.email(slug)


def test_no_mailbox_exists_and_no_number_is_somebodys() -> None:
    contacts = [contact for parties in entries().values() for known in parties.values() for contact in known]
    assert {contact.email.rpartition(".")[2] for contact in contacts} == {"example"}
    assert not bsn_like((DEMO / "contacts.toml").read_text("utf-8"))


@pytest.mark.django_db
def test_some_have_a_stand_in_and_some_have_not() -> None:
    load_examples()
    with inside(Municipality.objects.get(slug="putten")):
        director = Contact.objects.get(party__key="gabriel", function="Schooldirecteur")
        assert director.stand_in is not None
        assert director.stand_in.function == "Intern begeleider"
        assert Contact.objects.filter(stand_in=None).exists()


@pytest.mark.django_db
def test_what_somebody_changed_stays_as_it_is() -> None:
    load_examples()
    diemen = Municipality.objects.get(slug="diemen")
    with inside(diemen):
        reader = Contact.objects.get(function="Leesconsulent")
        end_contact(reader, by=BY)
        nurse = Contact.objects.get(function="Jeugdverpleegkundige")
        change_contact(nurse, ContactCard(nurse.function, nurse.email), by=BY)
        before = AuditEntry.objects.count(), list(Contact.objects.order_by("pk").values())
    load_contacts(diemen, by=BY)
    with inside(diemen):
        assert (AuditEntry.objects.count(), list(Contact.objects.order_by("pk").values())) == before
