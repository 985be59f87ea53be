from kapstok.parties.models.contacts import (
    ActionPoint,
    Agreement,
    AgreementParty,
    Attendance,
    Contact,
    Meeting,
    Topic,
)
from kapstok.parties.models.feeds import CalendarFeed
from kapstok.parties.models.municipality import SLUG, Municipality, Party
from kapstok.parties.models.people import Membership, Person

__all__ = [
    "SLUG",
    "ActionPoint",
    "Agreement",
    "AgreementParty",
    "Attendance",
    "CalendarFeed",
    "Contact",
    "Meeting",
    "Membership",
    "Municipality",
    "Party",
    "Person",
    "Topic",
]
