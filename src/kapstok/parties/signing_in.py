"""Where django-allauth asks us: who may come in, and which seats a municipality's own sign-in service gives."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import give_seat, own_party
from kapstok.parties.models import Membership, Municipality, Person

BY = command("inlogdienst")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for herself: a municipality invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the sign-in service lets in with a known group gets a person, and the seats of her groups."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(wanted_seats(groups_of(sociallogin)))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Person:
        person: Person = super().save_user(request, sociallogin, form)
        follow_groups(person, groups_of(sociallogin))
        return person

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        person: Person = super().populate_user(request, sociallogin, data)
        person.email = person.email.lower()
        person.name = str(data.get("name") or "")[:100]
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            follow_groups(sociallogin.user, groups_of(sociallogin))


def groups_of(sociallogin: SocialLogin) -> frozenset[str]:
    """The groups in the claim, from the identity token or the service's user page; a single text is one group."""
    extra = sociallogin.account.extra_data or {}
    for place in (extra.get("id_token") or {}, extra.get("userinfo") or {}, extra):
        found = place.get(settings.SIGN_IN.claim)
        if found:
            return frozenset([found] if isinstance(found, str) else map(str, found))
    return frozenset()


def wanted_seats(groups: Iterable[str]) -> set[tuple[str, Role]]:
    """Which seats (municipality's slug, role) these groups give."""
    return {(slug, Role(role)) for group, slug, role in settings.SIGN_IN.seats if group in groups}


@transaction.atomic
def follow_groups(person: Person, groups: Iterable[str]) -> None:
    """Give the seats of these groups, and end what the service gave before and gives no longer."""
    wanted = wanted_seats(groups)
    for municipality in Municipality.objects.filter(slug__in={slug for slug, _ in wanted}):
        with inside(municipality):
            for role in (role for slug, role in wanted if slug == municipality.slug):
                give_seat(person, role=role, party=own_party(municipality), by=BY, from_provider=True)
    for seat in Membership.objects.filter(person=person, ended_at=None, from_provider=True).select_related(
        "municipality"
    ):
        if (seat.municipality.slug, Role(seat.role)) not in wanted:
            seat.ended_at = now()
            seat.save(update_fields=["ended_at"])
