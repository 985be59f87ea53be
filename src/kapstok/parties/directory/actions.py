"""Acts on parties and their contacts. The history keeps roles and ids, never a mailbox or a phone number."""

from typing import Any

from django.db import IntegrityError, transaction

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.overtaken import OvertakenError
from kapstok.core.sorting import sort_key
from kapstok.parties.directory.queries import hanging_words
from kapstok.parties.directory.rules import party_key
from kapstok.parties.directory.values import ContactCard, PartyFacts, card_of
from kapstok.parties.models import Contact, Party

DETAILS = ("email", "phone")


@transaction.atomic
def add_party(facts: PartyFacts, *, by: Actor) -> Party:
    """Make a party with a key of its own. Raises RefusedError, also when there is one of this name."""
    require(by, Right.ADD_PARTIES)
    columns = _party_columns(facts)
    key = party_key(facts.name, set(Party.objects.values_list("key", flat=True)))
    try:
        with transaction.atomic():
            party = Party.objects.create(key=key, **columns)
    except IntegrityError as error:
        raise RefusedError("Iemand anders voegde dit net toe. Kijk eerst in de lijst.") from error
    audit.record("party added", party, by=by, after={"key": key, **columns})
    return party


@transaction.atomic
def change_party(party: Party, facts: PartyFacts, *, by: Actor) -> Party:
    """Give a party another name, kind or sector; its key stays, because plans name it. Raises RefusedError."""
    require(by, Right.ADD_PARTIES)
    locked = Party.objects.select_for_update(no_key=True).get(pk=party.pk)
    columns = _party_columns(facts, but=locked)
    before = {name: getattr(locked, name) for name in columns}
    if before != columns:
        Party.objects.filter(pk=locked.pk).update(**columns)
        audit.record("party changed", locked, by=by, before=before, after=columns)
    return Party.objects.get(pk=locked.pk)


@transaction.atomic
def add_contact(party: Party, card: ContactCard, *, by: Actor) -> Contact:
    """Raises RefusedError."""
    require(by, Right.KEEP_PARTIES, (party.pk,))
    lock_party(party.pk)
    return new_contact(party.pk, card, by=by)


@transaction.atomic
def change_contact(contact: Contact, card: ContactCard, *, version: str | None = None, by: Actor) -> Contact:
    """Give a contact that has not ended other particulars. Raises RefusedError.

    `version`: of the card that this was made from; OvertakenError when it is another by now. None: whatever it is.
    """
    require(by, Right.KEEP_PARTIES, contact.party_ids())
    lock_party(contact.party_id)
    locked = locked_contacts(contact.pk, card.stand_in)[contact.pk]
    if locked.ended_on:
        raise RefusedError(f"{locked.function} is beëindigd en kan niet meer veranderen.")
    if version is not None and version != card_of(locked).version:
        raise OvertakenError
    columns = _contact_columns(locked.party_id, card, but=locked, by=by)
    before = {name: getattr(locked, name) for name in columns}
    if before != columns:
        Contact.objects.filter(pk=locked.pk).update(**columns)
        was, became = _without_details(before, columns)
        audit.record("contact changed", locked, by=by, before=was, after=became)
    return Contact.objects.get(pk=locked.pk)


@transaction.atomic
def end_contact(contact: Contact, *, by: Actor) -> None:
    """End a contact on which no work hangs any more. Raises RefusedError with what does."""
    require(by, Right.KEEP_PARTIES, contact.party_ids())
    lock_party(contact.party_id)
    locked = locked_contacts(contact.pk)[contact.pk]
    if locked.ended_on:
        return
    if hanging := hanging_words(locked, clock.today()):
        raise RefusedError(f"Aan {locked.function} hangt nog: {hanging}. Draag dat eerst over.")
    set_ended(locked)
    was = {"party": locked.party_id, "function": locked.function, "stand_in": locked.stand_in_id}
    audit.record("contact ended", locked, by=by, before=was)


def lock_party(pk: int) -> None:
    """Acts on the contacts of one party wait for each other."""
    Party.objects.select_for_update(no_key=True).get(pk=pk)


def locked_contacts(*ids: int | None) -> dict[int, Contact]:
    """These contacts by id, locked in one order for all acts. Raises RefusedError when one is not there."""
    wanted = {pk for pk in ids if pk is not None}
    rows = Contact.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True)
    found = {contact.pk: contact for contact in rows}
    if found.keys() != wanted:
        raise RefusedError("Dit contact is er niet meer. Kies een ander.")
    return found


def new_contact(party: int, card: ContactCard, *, by: Actor) -> Contact:
    """Part of an act, which has asked the right and locked the party."""
    locked_contacts(card.stand_in)
    columns = _contact_columns(party, card, by=by)
    contact = Contact.objects.create(party_id=party, **columns)
    audit.record("contact added", contact, by=by, after={"party": party, **_without_details({}, columns)[1]})
    return contact


def set_ended(contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(ended_on=clock.today(), stand_in=None)


def _party_columns(facts: PartyFacts, but: Party | None = None) -> dict[str, Any]:
    name = " ".join(facts.name.split())
    if not name:
        raise RefusedError("Geef een naam.")
    key = sort_key(name)
    if Party.objects.filter(sort_key=key).exclude(pk=but.pk if but else 0).exists():
        raise RefusedError(f"“{name}” staat al in de lijst.")
    return {"name": name, "sort_key": key, "kind": facts.kind.value, "sector": facts.sector.value}


def _contact_columns(party: int, card: ContactCard, *, but: Contact | None = None, by: Actor) -> dict[str, Any]:
    function, email = " ".join(card.function.split()), card.email.strip().lower()
    twins = Contact.objects.filter(party=party, email=email, function=function, ended_on=None)
    if twins.exclude(pk=but.pk if but else 0).exists():
        raise RefusedError(f"{function} met dit e-mailadres staat er al.")
    _check_stand_in(card.stand_in, but, by)
    return {"function": function, "email": email, "phone": card.phone.strip(), "stand_in_id": card.stand_in}


def _check_stand_in(stand_in: int | None, contact: Contact | None, by: Actor) -> None:
    if stand_in is None or (contact and contact.stand_in_id == stand_in):
        return
    chosen = Contact.objects.get(pk=stand_in)
    require(by, Right.KEEP_PARTIES, chosen.party_ids())
    if contact and chosen.pk == contact.pk:
        raise RefusedError("Niemand kan voor zichzelf invallen. Kies iemand anders als vervanger.")
    if chosen.ended_on:
        raise RefusedError(f"{chosen.function} is beëindigd. Kies een andere vervanger.")


def _without_details(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, for the history: of a mailbox or phone number only that it did."""
    changed = {name for name in after if name not in before or before[name] != after[name]}
    told = changed.difference(DETAILS)
    details = sorted(changed.intersection(DETAILS))
    return (
        {name: before[name] for name in after if name in told and name in before},
        {name: after[name] for name in after if name in told} | ({"changed": details} if before and details else {}),
    )
