"""Who can be reached in the municipalities of the demo, through the same act as everybody else."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kapstok.core.access import Actor
from kapstok.core.tenancy import inside
from kapstok.parties.directory.actions import add_contact, change_contact
from kapstok.parties.directory.values import ContactCard
from kapstok.parties.models import Contact, Municipality, Party


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact of contacts.toml; `stand_in` is the function of another one of the same party."""

    function: str
    email: str
    phone: str = ""
    stand_in: str = ""


@cache
def entries() -> dict[str, dict[str, tuple[Entry, ...]]]:
    """Per municipality (its slug), per party (its key)."""
    content = tomllib.loads(files("kapstok.demo").joinpath("contacts.toml").read_text("utf-8"))
    return {
        slug: {key: tuple(Entry(**entry) for entry in contacts) for key, contacts in parties.items()}
        for slug, parties in content.items()
    }


def load_contacts(municipality: Municipality, *, by: Actor) -> None:
    """Add the contacts that were never there; what somebody changed or ended since stays as it is."""
    wanted = entries().get(municipality.slug, {})
    with inside(municipality):
        for party in Party.objects.filter(key__in=wanted):
            _load_party(party, wanted[party.key], by)


def _load_party(party: Party, wanted: tuple[Entry, ...], by: Actor) -> None:
    known = {contact.function: contact for contact in Contact.objects.filter(party=party)}
    new = [entry for entry in wanted if entry.function not in known]
    for entry in new:
        known[entry.function] = add_contact(party, ContactCard(entry.function, entry.email, entry.phone), by=by)
    added = {entry.function for entry in new}
    for entry in wanted:
        if entry.stand_in and added & {entry.function, entry.stand_in}:
            contact, stand_in = known[entry.function], known[entry.stand_in]
            if contact.ended_on is None and contact.stand_in_id is None and stand_in.ended_on is None:
                card = ContactCard(contact.function, contact.email, contact.phone, stand_in.pk)
                known[entry.function] = change_contact(contact, card, by=by)
