"""A calendar address of one's own: made, replaced and closed by oneself, and recognised without a session.

The address carries who it is for and a serial number, signed. It works while that number is the current one and the
person still has a seat, so that it ends with the seat, and at once when she asks for another.

What stands in it beside meetings and action points comes from rooms above this one. They add a finder when they start
(`AppConfig.ready`); this one asks them all and knows none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import DurationField, F, Model, QuerySet, Value
from django.db.models.functions import Greatest

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, Role, Seat, require
from kapstok.parties.meetings.calendar import Entry
from kapstok.parties.models import CalendarFeed, Membership, Municipality, Person

MOST = 500  # dates; a calendar program asks for all of them each time

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose dates, from which day on. `place`: the slug of the municipality; `absolute` makes a whole address of a
    path."""

    reader: Actor
    since: date
    today: date
    place: str
    absolute: Callable[[str], str]


Finder = Callable[[Asked], Iterable[Entry]]
FINDERS: list[Finder] = []


def nearest(rows: QuerySet[M], day: str, today: date) -> QuerySet[M]:
    """The rows of which the column `day` is nearest to today, no more than a calendar takes."""
    passed, coming = Value(today) - F(day), F(day) - Value(today)
    return rows.order_by(Greatest(passed, coming, output_field=DurationField()), "pk")[:MOST]


def kept(own: Iterable[Entry], asked: Asked) -> list[Entry]:
    """With what other rooms know; of too many those nearest to today, in the order of time."""
    found = [*own, *(entry for finder in FINDERS for entry in finder(asked))]
    by_nearness = sorted(found, key=lambda entry: (abs(entry.when.on - asked.today), entry.uid))
    return sorted(by_nearness[:MOST], key=lambda entry: (entry.when.on, entry.uid))


_SIGNER = Signer(salt="kapstok.parties.meetings.feed", sep=".")


def key_of(feed: CalendarFeed) -> str:
    """What stands in the address. Whoever has it can read the calendar."""
    return _SIGNER.sign_object([feed.municipality_id, feed.person_id, feed.serial])


def reader(municipality: Municipality, key: str) -> Actor | None:
    """Whose address this is; None when it is not, no longer, or not here. Inside the municipality."""
    match _unsigned(key):
        case [int(place), int(person), int(serial)] if place == municipality.pk:
            works = CalendarFeed.objects.filter(person=person, serial=serial, closed=False).exists()
            return _seated(municipality, person) if works else None
        case _:
            return None


def _unsigned(key: str) -> Any:
    try:
        return _SIGNER.unsign_object(key)
    except (BadSignature, ValueError):
        return None


def _seated(municipality: Municipality, pk: int) -> Actor | None:
    person = Person.objects.filter(pk=pk, is_active=True).first()
    held = Membership.objects.filter(person=pk, municipality=municipality, ended_at=None).values_list("role", "party")
    if person is None or not held:
        return None
    seats = tuple(Seat(Role(role), party) for role, party in held)
    actor = Actor(by=f"person:{pk}", seats=seats, person=pk, name=str(person))
    return actor if actor.may(Right.SEE_MEETINGS) else None


@transaction.atomic
def renew_feed(*, by: Actor) -> CalendarFeed:
    """Give this person an address; one that she had stops working."""
    feed = _own(by)
    feed.serial, feed.closed = feed.serial + 1, False
    feed.save(update_fields=["serial", "closed"])
    audit.record("calendar address given", feed, by=by)
    return feed


@transaction.atomic
def close_feed(*, by: Actor) -> CalendarFeed:
    """Make this person's address stop working."""
    feed = _own(by)
    if not feed.closed:
        feed.closed = True
        feed.save(update_fields=["closed"])
        audit.record("calendar address closed", feed, by=by)
    return feed


def _own(by: Actor) -> CalendarFeed:
    require(by, Right.SEE_MEETINGS)
    if by.person is None:
        raise RefusedError("Een opdracht heeft geen agenda.")
    CalendarFeed.objects.get_or_create(person_id=by.person, defaults={"serial": 0, "closed": True})
    return CalendarFeed.objects.select_for_update().get(person_id=by.person)
