"""Letters to contacts. Seen before they go, one mail for each reader, after everything else was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.parties.models import Contact

MOST_READERS = 500


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def send_letter(letter: Letter, readers: Sequence[Contact], *, about: models.Model, by: Actor) -> None:
    """Send it to each of these contacts once the transaction is done. The history keeps who, not their addresses."""
    require(by, Right.SEND_MAIL)
    if len(readers) > MOST_READERS:
        raise RefusedError(f"Dit zijn {len(readers)} ontvangers. Kies er ten hoogste {MOST_READERS} tegelijk.")
    if not readers:
        return
    audit.record(
        "mail sent", about, by=by, after={"subject": letter.subject, "contacts": [contact.pk for contact in readers]}
    )
    addresses = sorted({contact.email for contact in readers})
    transaction.on_commit(lambda: _deliver(letter, addresses))


def _deliver(letter: Letter, addresses: Sequence[str]) -> None:
    with get_connection() as mail:
        for address in addresses:
            EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [address], connection=mail).send()
