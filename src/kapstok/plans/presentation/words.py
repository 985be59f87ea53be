"""Small words that several pages need: amounts with what is said about them, counts, lists."""

import re
from collections.abc import Sequence
from decimal import Decimal

from kapstok.core.money import format_euro, format_range
from kapstok.core.tables import AmountText
from kapstok.plans.rules import Range
from kapstok.plans.schema import LineKind, MilestoneKind, Offer, Per, SourceKind, Stage

UNKNOWN = "nog niet bekend"

STAGES = {
    Stage.OUTLINE: "plan op hoofdlijnen",
    Stage.EXECUTION: "plan in uitvoering",
    Stage.ACCOUNT: "plan in verantwoording",
}
LINE_KINDS = {
    LineKind.PLANNED: "",
    LineKind.COORDINATION: "coördinatie",
    LineKind.RESERVATION: "reservering",
    LineKind.UNALLOCATED: "nog niet verdeeld",
    LineKind.SPENT_BEFORE: "al besteed",
    LineKind.DEDUCTION: "gaat eerst van het totaal af",
    LineKind.CHOICE_BUDGET: "keuzebudget voor scholen",
}
SOURCE_KINDS = {
    SourceKind.GRANT: "uitkering van het Rijk",
    SourceKind.OTHER_GRANT: "andere uitkering",
    SourceKind.SCHOOL_MONEY: "geld van scholen",
    SourceKind.OWN_MEANS: "eigen geld van de gemeente",
    SourceKind.PARTNER: "geld van een partner",
}
MILESTONE_KINDS = {
    MilestoneKind.PREPARE: "voorbereiden",
    MilestoneKind.START: "uitvoeren",
    MilestoneKind.DELIVER: "opleveren",
    MilestoneKind.MONITOR_PLAN: "volgen voorbereiden",
    MilestoneKind.MONITOR: "volgen",
    MilestoneKind.SUSTAIN: "voortzetten",
}
OFFERS = {Offer.FIXED: "vast aanbod, voor elke school", Offer.CHOICE: "keuzeaanbod, een school kiest zelf"}
PERIODS = {Per.TOTAL: "", Per.YEAR: "per jaar", Per.MONTH: "per maand"}
TIMES = {Per.TOTAL: "keer", Per.YEAR: "jaar", Per.MONTH: "maanden"}

_NUMBERS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]


def amount_text(amount: Decimal | None, *, about: bool = False) -> AmountText:
    """€ 45.000, ca. € 48.000, or that it is not known."""
    if amount is None:
        return AmountText(UNKNOWN)
    text = format_euro(amount)
    return AmountText(f"ca. {text}" if about else text, amount, about=about)


def range_text(amount: Range) -> str:
    return format_range(amount.low, amount.high, amount.about)


def count_text(count: int, one: str, more: str) -> str:
    """één fout, drie fouten, 14 fouten"""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {one if count == 1 else more}"


def listed(words: Sequence[str]) -> str:
    """a, b en c"""
    return " en ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def sentence(text: str) -> str:
    """With a capital; één becomes Eén, as Dutch writes it."""
    return f"{text[:1].replace('é', 'e').upper()}{text[1:]}"


LONGEST_OPENING, LONGEST_WHOLE = 200, 300
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")


def opening(text: str) -> tuple[str, str]:
    """What is read at once: all of a short text, else its first sentence with those after it that fit in a few
    lines; and the rest, which may be empty."""
    if len(text) <= LONGEST_WHOLE:
        return text, ""
    first, *others = _SENTENCE_END.split(text.strip())
    while others and len(first) + len(others[0]) < LONGEST_OPENING:
        first = f"{first} {others.pop(0)}"
    return first, " ".join(others)
