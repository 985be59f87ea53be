"""Letters to contacts, and the daily digest to who signs in. One mail for each reader.

A letter is seen before it goes, and goes after everything else was done.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.utils.timezone import localtime

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.clock import AMSTERDAM
from kapstok.parties.models import Contact, Person

logger = logging.getLogger(__name__)

MOST_READERS = 500
NO_MAIL = (OSError, SMTPException)


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def _log_missed(count: int) -> None:
    logger.warning("%s of the mails of a letter could not be sent", count)


def send_letter(
    letter: Letter,
    readers: Sequence[Contact],
    *,
    about: models.Model,
    by: Actor,
    missed: Callable[[int], None] = _log_missed,
) -> None:
    """Send it to each of these contacts once the transaction is done. The history keeps who, not their addresses.

    `missed` hears how many mails could not be sent, if any: by then nothing can be undone.
    """
    require(by, Right.SEND_MAIL)
    letter = replace(letter, subject=" ".join(letter.subject.split()))  # a line end would be a header of its own
    if len(readers) > MOST_READERS:
        raise RefusedError(f"Dit zijn {len(readers)} ontvangers. Kies er ten hoogste {MOST_READERS} tegelijk.")
    if not readers:
        return
    audit.record(
        "mail sent", about, by=by, after={"subject": letter.subject, "contacts": [contact.pk for contact in readers]}
    )
    addresses = sorted({contact.email for contact in readers})
    transaction.on_commit(lambda: _deliver(letter, addresses, missed))


def _deliver(letter: Letter, addresses: Sequence[str], missed: Callable[[int], None]) -> None:
    """A mail that cannot be sent does not keep the others from theirs."""
    sent = 0
    with suppress(*NO_MAIL), get_connection() as mail:
        for address in addresses:
            one = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [address], connection=mail)
            with suppress(*NO_MAIL):
                sent += one.send()
    if sent < len(addresses):
        missed(len(addresses) - sent)


def had_digest(person: Person, now: datetime) -> bool:
    """Did she get one on this day?"""
    sent = person.digest_sent_at
    return sent is not None and localtime(sent, AMSTERDAM).date() >= localtime(now, AMSTERDAM).date()


@transaction.atomic
def send_digest(person: Person, letter: Letter, *, now: datetime, mail: BaseEmailBackend | None = None) -> bool:
    """Send it, unless she had one today or does not want it. A mail that cannot be sent leaves no mark: it raises.

    It is about a person, not a municipality: `digest_sent_at` is all that is kept of it.
    """
    reader = Person.objects.select_for_update().get(pk=person.pk)
    if not reader.wants_digest or had_digest(reader, now):
        return False
    reader.digest_sent_at = now
    reader.save(update_fields=["digest_sent_at"])
    EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [reader.email], connection=mail).send()
    return True


@transaction.atomic
def choose_digest(person: Person, *, wants: bool) -> None:
    """Whether she wants the digest: hers to say, so no history is kept of it."""
    person.wants_digest = wants
    person.save(update_fields=["wants_digest"])
