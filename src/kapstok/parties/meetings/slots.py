"""A place for what later rooms know of a meeting: the themes and decisions that it led to.

A room above this one adds a function when it starts (`AppConfig.ready`); this one asks them all and knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kapstok.core.access import Actor
from kapstok.parties.models import Meeting


@dataclass(frozen=True, slots=True)
class Link:
    """`kind` is the Dutch word before it: “thema”, “besluit”."""

    kind: str
    label: str
    url: str


Finder = Callable[[Meeting, Actor], Sequence[Link]]
FINDERS: list[Finder] = []


def links(meeting: Meeting, by: Actor) -> list[Link]:
    return [link for finder in FINDERS for link in finder(meeting, by)]
