"""The pages of Geld that stand beside each other, in the order of the work."""

from dataclasses import dataclass

from kapstok.core.access import Right


@dataclass(frozen=True, slots=True)
class Tab:
    """`address`: the name of the page; all under it count as being there."""

    label: str
    address: str
    right: Right = Right.SEE_MONEY


TABS: tuple[Tab, ...] = (
    Tab("Stand", "money"),
    Tab("Boekingen", "postings"),
    Tab("Op tijd?", "forecast"),
    Tab("Voor de raad", "council"),
)
