"""Numbers as people type them, the Dutch way. Amounts are in `core.money`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro, format_number

MOST_DECIMALS = 4
_NUMBER = re.compile(rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+)(?:,(?P<part>[0-9]{{1,{MOST_DECIMALS}}}))?")
_EURO = re.compile(r"^(?:€|eur(?:o)?\b)\s*|\s*(?:€|\beuro?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in an estimate; `price` when it was written in euros."""

    value: Decimal
    price: bool = False


def parse_number(text: str) -> Decimal:
    """2, 1,5 or 3.375; ValueError in Dutch says what is wrong with other texts. Up to four decimals."""
    plain = "".join(text.split())
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise ValueError(_unclear(text.strip()))
    return Decimal(f"{found['whole'].replace('.', '')}.{found['part'] or 0}")


def _unclear(text: str) -> str:
    if re.fullmatch(r"[0-9]+\.[0-9]{1,2}", text):
        return f"‘{text}’ heeft een punt. Schrijf een komma: {text.replace('.', ',')}."
    return f"‘{text[:40]}’ is geen getal dat we kunnen lezen. Schrijf het als 12, 1,5 of 1.250."


def parse_counted(text: str) -> Counted:
    """A number, or a price: € 86,67."""
    plain = text.strip().replace(",-", "")
    bare = _EURO.sub("", plain)
    value = parse_number(bare)
    if not value:
        raise ValueError("Dit moet meer dan 0 zijn.")
    return Counted(value, price=bare != plain)


def counted_text(value: Decimal, *, price: bool = False) -> str:
    """How `parse_counted` reads it back."""
    if not price:
        return format_number(value)
    in_cents = value == value.quantize(Decimal("0.01"))
    return (format_euro(value) if in_cents else f"€ {format_number(value)}").replace("\u00a0", " ")
