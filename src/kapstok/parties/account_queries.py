"""What a person's own account page shows. Reading only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.timezone import localdate, now

from kapstok.core.access import ROLE_LABELS, Role
from kapstok.parties.devices import device
from kapstok.parties.models import Membership, Person

MOST_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class OwnSeat:
    municipality: str
    slug: str
    role: str
    since: date


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A place where somebody is signed in. `ip` is the address that the server saw."""

    pk: int
    device: str
    ip: str
    since: date
    here: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey or security key."""

    pk: int
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class SecondSteps:
    """What somebody has besides her mailbox or password."""

    app_since: date | None
    keys: Sequence[Key]
    spare_codes: int | None

    def __bool__(self) -> bool:
        return self.app_since is not None or bool(self.keys)


def seats_of(person: Person) -> list[OwnSeat]:
    """In all municipalities, those that hold now."""
    held = Membership.objects.filter(person=person, ended_at=None).select_related("municipality")
    return [
        OwnSeat(
            seat.municipality.name, seat.municipality.slug, ROLE_LABELS[Role(seat.role)], localdate(seat.started_at)
        )
        for seat in held.order_by("municipality__sort_key", "pk")
    ]


def sessions_of(person: Person, current: str) -> list[OwnSession]:
    """Where this person is signed in, this session first. Sessions that a new password ended are left out."""
    known = list(UserSession.objects.filter(user_id=person.pk).order_by("-created_at")[:MOST_SESSIONS])
    stored = Session.objects.filter(session_key__in=[one.session_key for one in known], expire_date__gt=now())
    valid = person.get_session_auth_hash()
    alive = {one.session_key for one in stored if one.get_decoded().get(HASH_SESSION_KEY) == valid}
    shown = [
        OwnSession(one.pk, device(one.user_agent), str(one.ip), localdate(one.created_at), one.session_key == current)
        for one in known
        if one.session_key in alive
    ]
    return sorted(shown, key=lambda one: not one.here)


def second_steps_of(person: Person) -> SecondSteps:
    app_since, keys, spare = None, [], None
    for one in Authenticator.objects.filter(user_id=person.pk).order_by("pk"):
        match one.type:
            case Authenticator.Type.TOTP:
                app_since = localdate(one.created_at)
            case Authenticator.Type.WEBAUTHN:
                keys.append(Key(one.pk, one.wrap().name, localdate(one.created_at)))
            case Authenticator.Type.RECOVERY_CODES:
                spare = len(one.wrap().get_unused_codes())
    return SecondSteps(app_since, keys, spare)


def comes_by_service(person: Person) -> bool:
    """Has this person signed in with her municipality's own service?"""
    return bool(SocialAccount.objects.filter(user_id=person.pk).exists())
