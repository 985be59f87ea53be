"""Keys of parties, and what a list of partners says in words. Pure."""

import re
from collections.abc import Collection, Iterable
from itertools import chain, count

from kapstok.core.sorting import sort_key

LONGEST_KEY = 80


def party_key(name: str, taken: Collection[str]) -> str:
    """A readable key for a party, as plans and addresses use it, that nobody has yet."""
    base = re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")[: LONGEST_KEY - 6].strip("-") or "partner"
    return next(key for key in chain([base], (f"{base}-{number}" for number in count(2))) if key not in taken)


def attention(contacts: int, alone: int) -> str:
    """What a party lacks; empty when nothing. `alone`: how many of its contacts nobody stands in for."""
    if contacts == 0:
        return "Nog geen contact"
    if alone == 0:
        return ""
    return "Niemand valt in" if alone == contacts else f"{alone} van {contacts} zonder vervanger"


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def listed(parts: Iterable[str]) -> str:
    """“a, b en c”."""
    *first, last = [part for part in parts if part] or [""]
    return f"{', '.join(first)} en {last}" if first else last
