"""How findings say things in plain Dutch: lists, numbers, amounts. Nothing here knows a rule."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.money import NBSP, format_number

MOST_NAMED = 5  # more names than this make a sentence nobody reads
_WORDS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def number_word(count: int) -> str:
    """negen, but 13: Dutch writes out the numbers up to twelve."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def counted(count: int, one: str, more: str) -> str:
    """`1 maatregel`, `7 maatregelen`."""
    return f"{count} {one if count == 1 else more}"


def listed(parts: Sequence[str]) -> str:
    """`a, b en c`; of a long list the first few and how many follow."""
    named = list(parts[:MOST_NAMED])
    if len(parts) > MOST_NAMED:
        named.append(f"nog {len(parts) - MOST_NAMED}")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} en {named[-1]}"


def quoted(names: Iterable[str]) -> str:
    """`‘a’, ‘b’ en ‘c’`."""
    return listed([f"‘{name}’" for name in names])


def opening(text: str) -> str:
    """The text as the start of a sentence: `Ca. € 4.000`."""
    return text[:1].upper() + text[1:]


def sentences(parts: Sequence[str]) -> str:
    """Each part as a sentence of its own; of a long list the first few and how many follow."""
    shown = [f"{part}." for part in parts[:MOST_NAMED]]
    if len(parts) > MOST_NAMED:
        shown.append(f"En nog {len(parts) - MOST_NAMED}.")
    return " ".join(shown)


def percent(share: Decimal) -> str:
    """`28 %`, from a share in percent."""
    return f"{whole_percent(share)}{NBSP}%"


def whole_percent(share: Decimal) -> str:
    return format_number(share.quantize(Decimal(1), ROUND_HALF_UP))


def number(value: Decimal) -> str:
    """`1.200` or `86,67`: at most two decimals."""
    return format_number(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
