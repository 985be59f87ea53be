"""Parties with contacts and work, for the tests of this room."""

from datetime import date
from typing import Any

from kapstok.core.access import command
from kapstok.parties.directory.actions import add_contact, add_party
from kapstok.parties.directory.values import ContactCard, PartyFacts
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import ActionPoint, Attendance, Contact, Meeting, Party

BY = command("test")
TODAY = date(2024, 2, 1)
YESTERDAY, TOMORROW = date(2024, 1, 31), date(2024, 2, 2)


def facts(name: str = "Florente", **changes: Any) -> PartyFacts:
    return PartyFacts(**{"name": name, "kind": PartyKind.ORGANISATION, "sector": Sector.EDUCATION, **changes})


def party(name: str = "Florente", **changes: Any) -> Party:
    return add_party(facts(name, **changes), by=BY)


def contact(party: Party, function: str = "Directeur", stand_in: Contact | None = None, email: str = "") -> Contact:
    address = email or f"{function.lower().replace(' ', '-')}@{party.key}.example"
    return add_contact(party, ContactCard(function, address, stand_in=stand_in.pk if stand_in else None), by=BY)


def point(owner: Contact, what: str = "Lijst maken", **changes: Any) -> ActionPoint:
    return ActionPoint.objects.create(**{"what": what, "owner": owner, "due": TOMORROW, **changes})


def meeting(title: str = "LEA", on: date = TOMORROW, **changes: Any) -> Meeting:
    return Meeting.objects.create(title=title, on=on, **changes)


def asked(where: Meeting, whom: Contact) -> Attendance:
    return Attendance.objects.create(meeting=where, party=whom.party, contact=whom)
