"""Following the groups of a municipality's sign-in service: who is in one has its seat, who left has it no longer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import close_seat, give_seat, own_party
from kapstok.parties.models import Membership, Municipality, Person

BY = command("inlogdienst")

Wanted = frozenset[tuple[str, Role]]


def groups_in(answer: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The groups that this claim names; a single text is one group. A dot leads inwards, as in realm_access.roles."""
    found: Any = answer.get(claim)
    if found is None and "." in claim:
        found = answer
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    match found:
        case str():
            return frozenset([found])
        case list():
            return frozenset(str(group) for group in found)
        case _:
            return frozenset()


def wanted_seats(groups: Iterable[str]) -> Wanted:
    """Which seats (a municipality's slug and a role) these groups give."""
    held = frozenset(groups)
    return frozenset((seat.municipality, seat.role) for seat in settings.SIGN_IN.seats if seat.group in held)


@transaction.atomic
def follow(person: Person, wanted: Wanted) -> None:
    """Give these seats, and end what the service gave before and gives no longer: all of it, when none is left."""
    kept = set()
    for municipality in Municipality.objects.filter(slug__in={slug for slug, _ in wanted}):
        with inside(municipality):
            party = own_party(municipality)
            for role in sorted(role for slug, role in wanted if slug == municipality.slug):
                kept.add(give_seat(person, role=role, party=party, by=BY, from_provider=True).pk)
    for seat in _given_by_service(person).exclude(pk__in=kept):
        with inside(seat.municipality):
            close_seat(seat, why="De inlogdienst noemt deze groep niet meer.", by=BY)


def _given_by_service(person: Person) -> QuerySet[Membership]:
    seats = Membership.objects.filter(person=person, ended_at=None, from_provider=True)
    return seats.select_related("municipality").select_for_update(of=("self",))
