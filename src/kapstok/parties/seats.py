"""Who is asking: the person of a session, with her seats in one municipality."""

from dataclasses import replace

from django.http import HttpRequest

from kapstok.core.access import NOBODY, STAFF, Actor, Role, Seat
from kapstok.parties.confirming import signed_in_strongly
from kapstok.parties.models import Membership, Municipality, Person


def actor_in(request: HttpRequest, municipality: Municipality) -> Actor:
    """The actor of this request in this municipality; NOBODY for a visitor, no seats for a stranger."""
    person = request.user
    if not isinstance(person, Person):
        return NOBODY
    held = list(Membership.objects.filter(person=person, ended_at=None).order_by("pk"))
    seats = tuple(Seat(Role(seat.role), seat.party_id) for seat in held if seat.municipality_id == municipality.pk)
    needs_more = any(seat.role in STAFF for seat in seats)
    weak = needs_more and not signed_in_strongly(request)
    return replace(actor_of(person, seats), weak=weak, elsewhere=len(seats) < len(held))


def actor_of(person: Person, seats: tuple[Seat, ...]) -> Actor:
    return Actor(by=f"person:{person.pk}", seats=seats, person=person.pk, name=str(person))
