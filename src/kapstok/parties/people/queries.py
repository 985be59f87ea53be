"""Who has a seat in this municipality, and who had one. Reading only, inside the municipality."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from kapstok.core.access import ROLE_LABELS, STAFF, Role
from kapstok.core.models import AuditEntry
from kapstok.parties.confirming import SECOND_STEPS
from kapstok.parties.models import Membership, Municipality

MOST_ENDED = 25


class SecondStep(StrEnum):
    SET = "ja"
    AT_SERVICE = "bij de inlogdienst"
    MISSING = "nog niet"
    NOT_NEEDED = "niet nodig"


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A line of the table: who sits here, as what, for whom. `why` and `until`: of a seat that ended."""

    pk: int
    name: str
    email: str
    role: str
    party: str
    since: date
    second_step: SecondStep
    signed_in: bool
    from_provider: bool
    until: date | None = None
    why: str = ""


def seats(municipality: Municipality) -> QuerySet[Membership]:
    """All seats in this municipality, by name; those that hold and those that ended."""
    authenticators = Authenticator.objects.filter(user=OuterRef("person"), type__in=SECOND_STEPS)
    return (
        Membership.objects.filter(municipality=municipality)
        .select_related("person", "party")
        .annotate(
            has_second_step=Exists(authenticators),
            comes_by_service=Exists(SocialAccount.objects.filter(user=OuterRef("person"))),
        )
    )


def active(municipality: Municipality) -> QuerySet[Membership]:
    return seats(municipality).filter(ended_at=None).order_by("person__name", "person__email", "pk")


def ended(municipality: Municipality) -> list[SeatRow]:
    """The last ones that ended, newest first, with the reason that was given."""
    found = list(seats(municipality).exclude(ended_at=None).order_by("-ended_at", "-pk")[:MOST_ENDED])
    ends = AuditEntry.objects.filter(
        act="seat ended", table=Membership._meta.label_lower, row__in=[seat.pk for seat in found]
    )
    why = dict(ends.values_list("row", "why"))
    return [row_of(seat, why.get(seat.pk, "")) for seat in found]


def row_of(seat: Membership, why: str = "") -> SeatRow:
    return SeatRow(
        pk=seat.pk,
        name=seat.person.name,
        email=seat.person.email,
        role=ROLE_LABELS[Role(seat.role)],
        party=seat.party.name,
        since=localdate(seat.started_at),
        second_step=_second_step(seat),
        signed_in=seat.person.last_login is not None,
        from_provider=seat.from_provider,
        until=localdate(seat.ended_at) if seat.ended_at else None,
        why=why,
    )


def _second_step(seat: Membership) -> SecondStep:
    if getattr(seat, "has_second_step", False):
        return SecondStep.SET
    if getattr(seat, "comes_by_service", False):
        return SecondStep.AT_SERVICE
    return SecondStep.MISSING if Role(seat.role) in STAFF else SecondStep.NOT_NEEDED
