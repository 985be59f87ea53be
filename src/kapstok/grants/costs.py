"""Types of cost: how plans, postings and the register name them, and what can be answered about them. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kapstok.grants.regulation_parts import DoubtfulCost


class Outcome(StrEnum):
    """May the grant pay this? The words are those of the regulation's doubtful costs."""

    UNCLEAR = "unclear"
    ELIGIBLE = "eligible"
    CONDITIONAL = "conditional"
    NOT_ELIGIBLE = "not_eligible"


class Answerer(StrEnum):
    NOBODY = ""
    ACCOUNTANT = "accountant"
    MINISTRY = "ministry"
    OWN_JUDGEMENT = "own_judgement"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class CostAnswer:
    """What was answered about a type of cost. A meeting tells what was said; the others answer for the municipality."""

    outcome: Outcome
    answered_by: Answerer
    words: str

    @property
    def settled(self) -> bool:
        """May this be paid, with no doubt left for this municipality?"""
        by_herself = self.answered_by not in (Answerer.NOBODY, Answerer.MEETING)
        return self.outcome is Outcome.ELIGIBLE or (self.outcome is Outcome.CONDITIONAL and by_herself)


def cost_key(cost: DoubtfulCost) -> str:
    """Its name in plain small letters: `glasvezel` or `groen-schoolplein`."""
    return key_of(cost.name)


def key_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:80].strip("-")
