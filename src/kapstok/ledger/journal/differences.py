"""What a file would change in the lines that are here. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.ledger.journal.lines import FileLine
from kapstok.ledger.kinds import Difference

# What may differ in a line that is the same line, and what each is called.
FIELDS = {
    "account": "rekening",
    "year": "boekjaar",
    "booked_on": "boekdatum",
    "number": "boekstuk",
    "reference": "factuurnummer",
    "description": "omschrijving",
    "amount": "bedrag",
    "party_name": "leverancier",
    "cost_centre": "kostenplaats",
    "taakveld": "taakveld",
}
COSTS = frozenset({"account", "year", "booked_on", "amount"})  # what is booked otherwise when it changes


class KnownLine(NamedTuple):
    """A line that is here, with its id; it may be missing from the general ledger since."""

    pk: int
    missing: bool
    identity: str
    account: str
    account_name: str
    year: int
    booked_on: date
    number: str
    reference: str
    description: str
    amount: Decimal
    party_name: str
    cost_centre: str
    taakveld: str


@dataclass(frozen=True, slots=True)
class Found:
    """A difference; `line` as the file has it (None when it is missing there), `known` as it is here."""

    kind: Difference
    line: FileLine | None
    known: KnownLine | None
    before: Mapping[str, str]


def differences(lines: Iterable[FileLine], known: Mapping[str, KnownLine], within: Iterable[KnownLine]) -> list[Found]:
    """`known`: by identity, the lines here that the file also has. `within`: what is here of the accounts and days
    that the file says everything about."""
    found, met = [], set()
    for line in lines:
        met.add(line.identity)
        here = known.get(line.identity)
        if here is None:
            found.append(Found(Difference.NEW, line, None, {}))
        elif before := changed(here, line):
            found.append(Found(Difference.CHANGED, line, here, before))
        elif here.missing:
            found.append(Found(Difference.BACK, line, here, {}))
    gone = (here for here in within if here.identity not in met and not here.missing)
    return found + [Found(Difference.MISSING, None, here, {}) for here in gone]


def changed(here: KnownLine, line: FileLine) -> dict[str, str]:
    """What this line says otherwise: by field, what stands here now. An account's name alone changes nothing."""
    return {name: in_words(getattr(here, name)) for name in FIELDS if getattr(here, name) != getattr(line, name)}


def in_words(value: object) -> str:
    match value:
        case Decimal():
            return format_euro(value, cents=True)
        case date():
            return format_date(value)
        case _:
            return str(value)


def is_outdated(before: Mapping[str, str]) -> bool:
    """Does this change ask for another booking?"""
    return bool(COSTS & before.keys())
