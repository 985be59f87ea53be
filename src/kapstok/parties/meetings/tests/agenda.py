"""Builders for the tests of meetings: parties, contacts, meetings, action points."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from kapstok.core.access import Actor, Role, Seat, command
from kapstok.core.sorting import sort_key
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.meetings.actions import plan_meeting
from kapstok.parties.meetings.values import Invitation
from kapstok.parties.models import ActionPoint, Contact, Meeting, Municipality, Party

TEST = command("test")
TODAY = date(2024, 2, 1)


def party(key: str, sector: Sector = Sector.EDUCATION, kind: PartyKind = PartyKind.ORGANISATION) -> Party:
    name = key.capitalize()
    return Party.objects.create(key=key, name=name, sort_key=sort_key(name), sector=sector, kind=kind)


def contact(of: Party, function: str = "Directeur") -> Contact:
    return Contact.objects.create(party=of, function=function, email=f"{of.key}@voorbeeld.example")


def meeting(title: str = "LEA", on: date = date(2024, 3, 14), *asked: Party, **more: Any) -> Meeting:
    invitation = Invitation(title=title, on=on, asked=frozenset(one.pk for one in asked), **more)
    return plan_meeting(invitation, by=TEST)


def point(owner: Contact, due: date, at: Meeting | None = None, what: str = "Bellen") -> ActionPoint:
    return ActionPoint.objects.create(meeting=at, what=what, owner=owner, due=due)


def actor(role: Role, of: Party) -> Actor:
    return Actor(by="person:1", seats=(Seat(role, of.pk),), person=1, name="Collega")


def url(municipality: Municipality, name: str, *args: object) -> str:
    return reverse(name, args=[municipality.slug, *args])


def row_count(prefix: str, count: int) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}


def no_rows(*prefixes: str) -> dict[str, str]:
    return {name: value for prefix in prefixes for name, value in row_count(prefix, 0).items()}


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def report_of(meeting: Meeting, **more: Any) -> dict[str, Any]:
    return {"version": meeting.version, "outcome": "", **no_rows("topics", "points"), **more}
