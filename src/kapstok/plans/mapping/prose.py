"""Amounts inside sentences: “Begroting: ongeveer 2.600 euro per maand en rond 30.000 euro per jaar.”

Nothing here is certain: what comes out is a proposal, to be asked about.
"""

import re
from dataclasses import dataclass
from itertools import islice

from kapstok.core.money import format_range
from kapstok.plans.mapping.phrases import Phrase, read_phrase
from kapstok.plans.schema import Per

MOST_PROSE = 5_000  # characters
MOST_AMOUNTS = 50  # in one text

_NUMBER = r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d{2}|,-{1,2})?"
_MONEY = re.compile(
    rf"""(?P<about>\b(?:ca\.?|circa|ongeveer|rond)\ |±\ ?)?
    (?:€\ ?(?P<euro>{_NUMBER})(?P<k>\ ?k\b)?|(?P<bare>{_NUMBER})(?P<bare_k>\ ?k\b)?)
    (?:\ ?(?:-|–|—|tot|à)\ ?(?:€\ ?)?(?P<high>{_NUMBER})(?P<high_k>\ ?k\b)?)?
    (?P<word>\ (?:euro|eur)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*\(?(?:per (?P<unit>[^\W\d_]+)|(?P<whole>in totaal|totaal|eenmalig)|(?P<yearly>jaarlijks|p/?j\b))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:per (jaar|maand)|(jaarlijks))\b[^.;\d]{0,15}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`chosen` add up to what the text costs; `found` is every amount in it, as written."""

    chosen: tuple[Phrase, ...]
    found: tuple[str, ...]


def read_prose(text: str) -> Proposal | None:
    """The amounts in the first MOST_PROSE characters and which of them count; None when there are none, or a flood."""
    plain = " ".join(text[:MOST_PROSE].split())
    each = (phrase for found in _MONEY.finditer(plain) if (phrase := _phrase(plain, found)))
    phrases = list(islice(each, MOST_AMOUNTS + 1))
    if not 0 < len(phrases) <= MOST_AMOUNTS:
        return None
    return Proposal(_chosen(phrases), tuple(dict.fromkeys(map(written, phrases))))


def written(phrase: Phrase) -> str:
    """€ 10.000 per jaar"""
    once = phrase.once
    period = {Per.YEAR: " per jaar", Per.MONTH: " per maand", Per.TOTAL: ""}[phrase.per]
    unit = f" per {phrase.unit}" if phrase.unit else ""
    return f"{format_range(once.low, once.high, once.about)}{unit}{period}"


def _phrase(plain: str, found: re.Match[str]) -> Phrase | None:
    if not _is_money(found):
        return None
    try:
        amount = read_phrase(_MONEY_WORD.sub("", found[0]))
    except ValueError:
        return None
    if amount is None or amount.counts:
        return None
    after, before = _AFTER.match(plain, found.end()), _BEFORE.search(plain, max(found.start() - 40, 0), found.start())
    unit = (after["unit"] or "").casefold() if after else ""
    if unit in {"jaar", "schooljaar"} or (after and after["yearly"]) or (not after and before and before[1] != "maand"):
        return Phrase(amount.amount, per=Per.YEAR)
    if unit == "maand" or (not after and before):
        return Phrase(amount.amount, per=Per.MONTH)
    return Phrase(amount.amount, unit=unit)


_MONEY_WORD = re.compile(r" (?:euro|eur)\b", re.IGNORECASE)


def _is_money(found: re.Match[str]) -> bool:
    """A bare number is money when it says euro or k, or has a dot between thousands (3.915 leerlingen has one too)."""
    if found["euro"] or found["word"] or found["bare_k"] or found["high_k"]:
        return True
    after = found.string[found.end() :]
    return "." in (found["bare"] or "") and not re.match(r" [^\W\d_]+(?<! per)(?<! voor)(?<! in)\b(?<!totaal)", after)


def _chosen(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    """Amounts for a year or in all go before those for a month or a piece, which explain them."""
    whole = [phrase for phrase in phrases if not phrase.unit and phrase.per is not Per.MONTH]
    monthly = [phrase for phrase in phrases if phrase.per is Per.MONTH]
    return tuple(dict.fromkeys(whole or monthly or phrases))
