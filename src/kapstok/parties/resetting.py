"""The way back in for who lost her phone and her spare codes: who runs the server removes her second step."""

from collections import Counter

from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError
from kapstok.core.clock import moment
from kapstok.core.tenancy import inside
from kapstok.parties.account_actions import end_sessions
from kapstok.parties.models import Membership, Person


@transaction.atomic
def reset_second_step(person: Person, *, by: Actor) -> None:
    """Remove her app, passkeys and spare codes and sign her out everywhere; the history of each municipality tells.

    Only for a command: in the workspace nobody may open another's account. Raises RefusedError.
    """
    if not by.is_command:
        raise RefusedError("Dit kan alleen wie Kapstok op de server beheert.")
    Person.objects.select_for_update().get(pk=person.pk)
    held = Authenticator.objects.filter(user_id=person.pk)
    kinds = Counter(held.values_list("type", flat=True))  # uncounted inside: a key that cannot be read goes, too
    if not kinds:
        raise RefusedError(f"{person.email} heeft geen tweede stap; er is niets veranderd")
    held.delete()
    end_sessions(person)
    before = {
        "app": bool(kinds[Authenticator.Type.TOTP]),
        "keys": kinds[Authenticator.Type.WEBAUTHN],
        "spare_codes": bool(kinds[Authenticator.Type.RECOVERY_CODES]),
    }
    seats = Membership.objects.filter(person=person, ended_at=None).order_by("municipality")
    for municipality in seats.values_list("municipality", flat=True).distinct():
        with inside(municipality):
            audit.record("second step reset", person, by=by, before=before)


def tell_of_reset(person: Person) -> None:
    """The mail that she gets of it, afterwards: who did not ask for this has to know. Raises OSError, SMTPException."""
    text = render_to_string("parties/mail/second_step_reset.txt", {"at": moment()}).strip() + "\n"
    EmailMessage("Uw tweede stap is weggehaald", text, to=[person.email]).send()
