"""The pages of Geld that stand beside each other, in the order of the work."""

from dataclasses import dataclass

from kapstok.core.access import Right


@dataclass(frozen=True, slots=True)
class Tab:
    """`address`: the name of the page; all under it count as being there."""

    label: str
    address: str
    right: Right = Right.SEE_MONEY


TABS: dict[str, tuple[Tab, ...]] = {
    "Kijken": (
        Tab("Stand", "money"),
        Tab("Op tijd?", "forecast"),
        Tab("Boekingen", "postings"),
        Tab("Voor de raad", "council"),
    ),
    "Werken": (
        Tab("Stukken", "documents"),
        Tab("Akkoord", "approvals"),
        Tab("Te dekken", "to-cover"),
        Tab("Verschuiven", "transfer-new"),
        Tab("Subsidies", "subsidies"),
    ),
    "Controleren": (
        Tab("Administratie", "journal"),
        Tab("Aansluiting", "reconciliation"),
        Tab("Mag dit?", "eligibility"),
        Tab("Jaren", "years"),
        Tab("Afspraken", "money-conventions"),
    ),
}
