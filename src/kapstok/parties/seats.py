"""Who is asking: the person of a session, with her seats in one municipality."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from kapstok.core.access import NOBODY, STAFF, Actor, Role, Seat
from kapstok.parties.models import Membership, Municipality, Person

# What counts as a second factor besides one of our own: the municipality's sign-in service asks for it itself.
STRONG = frozenset({"mfa", "socialaccount", "demo"})


def actor_in(request: HttpRequest, municipality: Municipality) -> Actor:
    """The actor of this request in this municipality; NOBODY for a visitor, no seats for a stranger."""
    person = request.user
    if not isinstance(person, Person):
        return NOBODY
    held = Membership.objects.filter(person=person, municipality=municipality, ended_at=None)
    seats = tuple(Seat(Role(role), party) for role, party in held.values_list("role", "party_id"))
    needs_more = any(seat.role in STAFF for seat in seats)
    return actor_of(person, seats, weak=needs_more and not signed_in_strongly(request, person))


def actor_of(person: Person, seats: tuple[Seat, ...], *, weak: bool = False) -> Actor:
    return Actor(by=f"person:{person.pk}", seats=seats, person=person.pk, name=str(person), weak=weak)


def signed_in_strongly(request: HttpRequest, person: Person) -> bool:
    """Did this session begin with two factors? A passkey alone is two: something you have, and a finger or a code."""
    return any(record.get("method") in STRONG for record in get_authentication_records(request, person))
