"""Names out of cells: the first line is the name, what follows is text or a list; and keys out of names."""

import re
import unicodedata
from collections.abc import Iterable

from kapstok.plans.mapping.noting import shortened

LONGEST_NAME, LONGEST_KEY = 200, 60
_BULLET = re.compile(r"^\s*(?:[-–•*▪◦·]|o(?= ))\s*")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


def split_name(text: str) -> tuple[str, str]:
    """The name and the rest: up to the first blank line, the first bullet, or the end of a long first line."""
    lines = [line.strip() for line in text.splitlines()]
    head: list[str] = []
    for line in lines:
        if (not line and head) or _BULLET.match(line):
            break
        head.append(line)
    rest = "\n".join(lines[len(head) :]).strip()
    name = " ".join(" ".join(head).split())
    if len(name) <= LONGEST_NAME:
        return name or shortened(text, LONGEST_NAME), rest if name else ""
    return shortened(name, LONGEST_NAME), "\n".join(part for part in (name, rest) if part)


def bullets(text: str) -> tuple[str, ...]:
    """The items of a list in a cell; a line without a bullet goes on with the item above it."""
    items: list[str] = []
    for line in text.splitlines():
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line).strip())
        elif items and line.strip():
            items[-1] = f"{items[-1]} {line.strip()}"
    return tuple(shortened(item, LONGEST_NAME) for item in items if item)


def is_numbered(name: str) -> bool:
    """“1. Inzet op preventie”."""
    return bool(_NUMBER.match(name))


def without_number(name: str) -> str:
    return _NUMBER.sub("", name).strip() or name


class Keys:
    """Keys for the rows of one list: readable, and each only once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def new(self, name: str, otherwise: str) -> str:
        first = slug(name) or otherwise
        key, number = first, self._last.get(first, 1)
        while key in self._taken:
            number += 1
            key = f"{first}-{number}"
        self._taken.add(key)
        self._last[first] = number
        return key


def slug(name: str) -> str:
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())[:LONGEST_KEY].strip("-")
