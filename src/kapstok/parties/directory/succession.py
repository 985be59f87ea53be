"""Handing over: everything that is open goes from who leaves to who takes over, in one act."""

from django.db import transaction

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.periods import format_date
from kapstok.parties.directory.actions import lock_party, locked_contacts, new_contact, set_ended
from kapstok.parties.directory.handing import HANDED_OVER
from kapstok.parties.directory.queries import hanging_words
from kapstok.parties.directory.values import ContactCard, Moved
from kapstok.parties.models import Contact


@transaction.atomic
def hand_over(contact: Contact, successor: Contact | ContactCard, *, by: Actor) -> Moved:
    """End a contact and give what hangs on it to another of the same party, or to a new one. Raises RefusedError.

    What is done or past stays with who did it. A contact that has ended can be handed over once more when work was
    given to it meanwhile.
    """
    require(by, Right.KEEP_PARTIES, contact.party_ids())
    lock_party(contact.party_id)
    locked = locked_contacts(contact.pk, successor.pk if isinstance(successor, Contact) else None)
    leaver = locked[contact.pk]
    _check_something_is_left(leaver)
    stood_in = leaver.stand_in_id
    if not leaver.ended_on:
        set_ended(leaver)
    match successor:
        case Contact():
            heir = _heir(leaver, locked[successor.pk], by)
        case ContactCard():
            heir = _new_heir(leaver, successor, stood_in, by)
    moved = {kind.name: tuple(kind.move(leaver, heir, clock.today())) for kind in HANDED_OVER}
    audit.record(
        "contact handed over",
        leaver,
        by=by,
        before={"party": leaver.party_id, "function": leaver.function, "stand_in": stood_in},
        after={"successor": heir.pk} | {name: list(ids) for name, ids in moved.items() if ids},
    )
    return Moved(heir, moved, heir_is_alone=heir.stand_in_id is None)


def _check_something_is_left(leaver: Contact) -> None:
    if leaver.ended_on and not hanging_words(leaver, clock.today()):
        raise RefusedError(
            f"{leaver.function} is al beëindigd, op {format_date(leaver.ended_on)}. Er is niets meer om over te dragen."
        )


def _heir(leaver: Contact, heir: Contact, by: Actor) -> Contact:
    if heir.pk == leaver.pk:
        raise RefusedError("Kies iemand anders dan wie weggaat.")
    if heir.party_id != leaver.party_id:
        raise RefusedError("Wie het overneemt, moet van dezelfde organisatie zijn.")
    if heir.ended_on:
        raise RefusedError(f"{heir.function} is beëindigd. Kies iemand anders.")
    if heir.stand_in_id == leaver.pk:
        heir.stand_in = None  # nobody stands in for herself, and who leaves stands in for nobody
        heir.save(update_fields=["stand_in"])
        audit.record("contact changed", heir, by=by, before={"stand_in_id": leaver.pk}, after={"stand_in_id": None})
    return heir


def _new_heir(leaver: Contact, card: ContactCard, stood_in: int | None, by: Actor) -> Contact:
    """A new contact; who stood in for the one who leaves stands in for the successor too."""
    heir = new_contact(leaver.party_id, card, by=by)
    if heir.stand_in_id is None and stood_in:
        heir.stand_in_id = stood_in
        heir.save(update_fields=["stand_in"])
    return heir
