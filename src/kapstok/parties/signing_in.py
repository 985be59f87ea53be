"""Where django-allauth asks us: who may come in, what it may say, and whom a municipality's own service lets in."""

import logging
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from kapstok.parties.confirming import KEPT, confirmed, kept_for
from kapstok.parties.following import follow, groups_in, wanted_seats
from kapstok.parties.models import Person
from kapstok.parties.sealing import seal, unseal

logger = logging.getLogger(__name__)

TOO_MANY = "Te veel pogingen. Wacht een paar minuten en probeer het dan opnieuw."
WRONG_CODE = "Deze code klopt niet. Kijk of u de nieuwste code hebt."


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for herself: a municipality invites."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Met dit account kunt u niet meer inloggen.",
        "email_password_mismatch": "Dit e-mailadres en dit wachtwoord horen niet bij elkaar.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_login": "Inloggen lukt zo niet. Begin opnieuw.",
        "invalid_password_reset": "Deze code werkt niet meer. Vraag een nieuwe.",
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
        "unknown_email": "Dit e-mailadres kennen wij niet.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        return not confirmed(self.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my-account")

    def logout(self, request: HttpRequest) -> None:
        kept = kept_for(request)
        super().logout(request)
        if kept:
            request.session[KEPT] = kept

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Whoever asked for the mail hears it when it could not be sent."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise ImmediateHttpResponse(render(self.request, "parties/account/no_mail.html", status=503)) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What it tells has happened already: a mail that cannot be sent does not undo it."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except ImmediateHttpResponse:
            logger.warning("a notification could not be sent by mail: %s", args[0])


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step, in Dutch, with its secrets sealed."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "U kunt deze tweede stap niet uitzetten.",
        "cannot_generate_recovery_codes": "Stel eerst een tweede stap in. Daarna kunt u noodcodes maken.",
        "incorrect_code": WRONG_CODE,
        "unverified_email": "Log eerst één keer in met een code uit uw mail.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  django-allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Mijn sleutel" if number == 1 else f"Sleutel {number}"


def remember_second_step(
    *, request: HttpRequest, user: Person, authenticator: Authenticator, **_signal: object
) -> None:
    """Who just set up a second step has shown it, too: she need not do so once more."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", type=authenticator.type)


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever the sign-in service lets in with a known group gets a person, and the seats of her groups."""

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return vouched_for(login)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before anybody is signed in. An account is only ever connected by signing in with it."""
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(redirect("my-account"))
        wanted = wanted_seats(groups_of(sociallogin))
        if sociallogin.is_existing:
            follow(sociallogin.user, wanted)
        elif not (wanted and vouched_for(sociallogin)):
            about = {"no_group": not wanted}
            raise ImmediateHttpResponse(render(request, "parties/account/not_invited.html", about, status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(wanted_seats(groups_of(sociallogin))) and vouched_for(sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Person:
        person: Person = super().save_user(request, sociallogin, form)
        follow(person, wanted_seats(groups_of(sociallogin)))
        return person

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        person: Person = super().populate_user(request, sociallogin, data)
        person.email = (person.email or "").lower()
        person.name = str(data.get("name") or "")[:100]
        return person


def answers(sociallogin: SocialLogin) -> list[dict[str, Any]]:
    """What the service said of this person: on her page first, as it is the newest, then in the identity token."""
    said = sociallogin.account.extra_data or {}
    return [said.get("userinfo") or {}, said.get("id_token") or {}]


def groups_of(sociallogin: SocialLogin) -> frozenset[str]:
    found = (groups_in(answer, settings.SIGN_IN.claim) for answer in answers(sociallogin))
    return next((groups for groups in found if groups), frozenset())


def vouched_for(sociallogin: SocialLogin) -> bool:
    """Does the service stand for the address? Some say so in a text; a text that says “false” is not yes."""
    answer = next((answer for answer in answers(sociallogin) if answer.get("email")), {})
    return bool(answer) and (settings.SIGN_IN.vouches or answer.get("email_verified") in (True, "true"))
