"""What the acts on parties and contacts are told, and what they tell."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256

from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A role with a mailbox. `stand_in`: the id of the contact who takes over when this one is away."""

    function: str
    email: str
    phone: str = ""
    stand_in: int | None = None

    @property
    def version(self) -> str:
        """Another one for other particulars, whichever act wrote them."""
        return sha256(repr(astuple(self)).encode()).hexdigest()[:16]


def card_of(contact: Contact) -> ContactCard:
    return ContactCard(contact.function, contact.email, contact.phone, contact.stand_in_id)


@dataclass(frozen=True, slots=True)
class PartyFacts:
    name: str
    kind: PartyKind
    sector: Sector


@dataclass(frozen=True, slots=True)
class Moved:
    """What a successor took over: per kind of work (its name in HANDED_OVER) the ids of the rows.

    `heir_is_alone`: nobody stands in for the successor.
    """

    heir: Contact
    rows: Mapping[str, tuple[int, ...]]
    heir_is_alone: bool
