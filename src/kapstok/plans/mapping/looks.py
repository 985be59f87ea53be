"""What a column looks like, apart from its heading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kapstok.core.sheets.values import Cell
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.phrases import LONGEST, read_phrase
from kapstok.plans.mapping.prose import MOST_PROSE, read_prose

_SOME_MONEY = re.compile(r"€ ?\d|\d{4,}|\d\.\d{3}|\d ?k\b|\d ?euro\b|\d,-", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"x ?€? ?1\.?000\b")
_NO_AMOUNT = re.compile(r"-|p\.?m\.?|n\.?v\.?t\.?|n\.?t\.?b\.?|€ ?-", re.IGNORECASE)
PROSE = 60  # characters; longer is a text with an amount in it rather than an amount


def looks_like_amount(text: str) -> bool:
    """“ca. € 48.000 (voor 2 jaar)”, but not a year, an age or a sentence."""
    return len(text) <= LONGEST and _looks_like_amount(text)


@lru_cache(maxsize=4096)
def _looks_like_amount(text: str) -> bool:
    if not _SOME_MONEY.search(text) or year_in(text) or _IN_THOUSANDS.search(text.casefold()):
        return False
    try:
        return read_phrase(text) is not None
    except ValueError:
        return False


def stands_for_amount(cell: Cell) -> bool:
    """An amount, or what people write where there is none: “-” or “p.m.”."""
    if isinstance(cell, str):
        return bool(_NO_AMOUNT.fullmatch(cell)) or looks_like_amount(cell)
    return cell is not None


@dataclass(frozen=True, slots=True)
class Looks:
    """How many cells of a column hold what. A cell counts once, `prose` are texts with amounts in them."""

    amounts: int = 0
    blanks_said: int = 0
    prose: int = 0
    years: int = 0
    dates: int = 0
    texts: int = 0

    @property
    def filled(self) -> int:
        return self.amounts + self.blanks_said + self.prose + self.years + self.dates + self.texts

    @property
    def is_amounts(self) -> bool:
        return bool(self.amounts) and 2 * (self.amounts + self.blanks_said) >= self.filled

    @property
    def is_prose(self) -> bool:
        return not self.is_amounts and 3 * (self.prose + self.amounts) >= self.filled > 0

    @property
    def is_years(self) -> bool:
        return 5 * self.years >= 4 * self.filled > 0


def looks_of(cells: Iterable[Cell]) -> Looks:
    found = [kind for cell in cells if (kind := _kind(cell))]
    return Looks(**{kind: found.count(kind) for kind in set(found)})


def _kind(cell: Cell) -> str:
    match cell:
        case None | bool():
            return ""
        case Decimal() if year_in(cell):
            return "years"
        case Decimal():
            return "amounts"
        case date():
            return "dates"
        case str():
            return _kind_of_text(cell)
        case _:
            return "amounts"  # a formula that failed: where formulas are, amounts are


def _kind_of_text(text: str) -> str:
    if _NO_AMOUNT.fullmatch(text):
        return "blanks_said"
    if looks_like_amount(text):
        return "amounts"
    if len(text) <= 25 and year_in(text):
        return "years"
    return "prose" if _SOME_MONEY.search(text, 0, MOST_PROSE) and read_prose(text) else "texts"
