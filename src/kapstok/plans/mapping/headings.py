"""Years in headings and cells, the way people write them: 2022-2023, 22/23, '22-'23, schooljaar 2022/2023, 2023."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from kapstok.core.periods import SchoolYear

_TWO = re.compile(
    r"(?<!\d)(?P<first>(?:20)?\d{2})\s?(?:-|–|—|/|\\|t/m|tot)\s?['’‘`]?(?P<second>(?:20)?\d{2})(?!\d)(?!\s?jaar)"
)
_ONE = re.compile(r"(?<![\d.,€-])(20[12]\d)(?![\d.,]*\d)")
_NO_QUOTES = dict.fromkeys(map(ord, "'’‘`"), "")
FIRST, LAST = 2010, 2040
LONGEST = 300  # characters; a longer text is no heading, and looking through it takes long


@dataclass(frozen=True, slots=True)
class YearHeading:
    """`calendar`: one calendar year was written, so the school year is a guess (the one that starts in it)."""

    year: SchoolYear
    calendar: bool = False


def year_in(value: object) -> YearHeading | None:
    """The school year a heading or cell names; None when it names none, or more than one."""
    match value:
        case Decimal():
            return _calendar(int(value)) if value == value.to_integral_value() else None
        case datetime() | date():
            return None
        case str():
            return _in_short_text(value) if len(value) <= LONGEST else None
        case _:
            return None


def _in_text(text: str) -> YearHeading | None:
    plain = text.translate(_NO_QUOTES)
    pairs = [year for found in _TWO.finditer(plain) if (year := _pair(found["first"], found["second"]))]
    if pairs:
        return YearHeading(pairs[0]) if len(set(pairs)) == 1 else None
    if re.search(r"20\d{2}\s?(?:-|–|/|t/m|tot)\s?20\d{2}", plain):
        return None
    single = {int(found[1]) for found in _ONE.finditer(plain)}
    return _calendar(single.pop()) if len(single) == 1 else None


_in_short_text = lru_cache(maxsize=4096)(_in_text)  # the same texts come back in row after row


def _pair(first: str, second: str) -> SchoolYear | None:
    if len(first) + len(second) == 4 and int(first) < 18:
        return None
    begins, ends = (int(year) if len(year) == 4 else 2000 + int(year) for year in (first, second))
    return SchoolYear(f"{begins}-{ends}") if ends == begins + 1 and FIRST <= begins <= LAST else None


def _calendar(year: int) -> YearHeading | None:
    return YearHeading(SchoolYear(f"{year}-{year + 1}"), calendar=True) if FIRST <= year <= LAST else None
