"""Money in euros: dividing it to the cent, and reading and writing it the Dutch way."""

import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")  # what numeric(14,2) holds
NBSP = "\u00a0"


def cents(value: Decimal) -> Decimal:
    """The same amount with exactly two decimals; ValueError when it is not a whole number of cents."""
    try:
        exact = value.quantize(CENT)
    except InvalidOperation:
        raise ValueError(f"{value} is geen bedrag.") from None
    if exact != value:
        raise ValueError(f"{value} is geen bedrag in hele centen.")
    return exact + 0  # turns -0.00 into 0.00


def apportion(total: Decimal, weights: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """Divide `total` euros over the keys in proportion to their weights, to the cent, by largest remainder.

    The parts sum to exactly `total` and keep the order of `weights`. Equal remainders are served in the order
    of the keys, so the order of the rows changes nothing; keys that cannot be compared need distinct `str()`s.
    Weight 0 gets 0. A negative total is the mirror image of a positive one.
    ValueError: total not in cents, a negative weight, or nothing to divide over.
    """
    units = int(cents(total).scaleb(2))
    shares = _whole_weights(weights.values())
    whole = sum(shares)
    if not whole:
        return _nothing_over(total, weights)
    sign, size = (-1, -units) if units < 0 else (1, units)
    products = [size * share for share in shares]
    parts = [product // whole for product in products]
    left = size - sum(parts)
    if left:
        for index in _first_served(list(weights), [product % whole for product in products], left):
            parts[index] += 1
    return {key: Decimal(sign * part).scaleb(-2) for key, part in zip(weights, parts, strict=True)}


def instalments(total: Decimal, n: int) -> list[Decimal]:
    """Divide `total` euros into `n` equal terms to the cent; the extra cents are in the first terms."""
    if n < 1:
        raise ValueError(f"Een bedrag kan niet in {n} termijnen worden verdeeld.")
    return list(apportion(total, dict.fromkeys(range(n), Decimal(1))).values())


def _whole_weights(weights: Iterable[Decimal]) -> list[int]:
    """The same proportions in whole numbers, without rounding."""
    try:
        ratios = [weight.as_integer_ratio() for weight in weights]
    except (ValueError, OverflowError):
        raise ValueError("Een gewicht om te verdelen is geen getal.") from None
    if any(numerator < 0 for numerator, _ in ratios):
        raise ValueError("Een gewicht om te verdelen is kleiner dan 0.")
    scale = math.lcm(*{denominator for _, denominator in ratios})
    return [numerator * (scale // denominator) for numerator, denominator in ratios]


def _nothing_over(total: Decimal, weights: Mapping[K, Decimal]) -> dict[K, Decimal]:
    if total:
        raise ValueError(f"Er is niets om {total} euro over te verdelen: alle gewichten zijn 0.")
    return dict.fromkeys(weights, Decimal("0.00"))


def _first_served(keys: Sequence[Hashable], remainders: Sequence[int], left: int) -> list[int]:
    """The places of the `left` largest remainders; of equal ones the first keys.

    `left` is always below the number of remainders above 0, so weight 0 is never served.
    """
    lowest = sorted(remainders, reverse=True)[left - 1]
    above = [index for index, remainder in enumerate(remainders) if remainder > lowest]
    tied = {keys[index]: index for index, remainder in enumerate(remainders) if remainder == lowest}
    return above + [tied[key] for key in _in_key_order(tied)[: left - len(above)]]


def _in_key_order(keys: Iterable[Hashable]) -> list[Hashable]:
    try:
        return sorted(keys)  # type: ignore[type-var]
    except TypeError:
        return sorted(keys, key=lambda key: (type(key).__qualname__, str(key)))


def format_number(value: Decimal | int) -> str:
    """3.375 or 86,67: dots between thousands, decimals only as far as they say something."""
    return _dutch(Decimal(value).normalize())


def format_euro(amount: Decimal, *, cents: bool | None = None) -> str:
    """€ 45.000, € 1.250,50 or € -200, with a non-breaking space.

    `cents`: None shows them when the amount is not whole, True always, False rounds to whole euros (half goes up).
    The minus stands at the number: that is what the Taalunie advises for a negative amount (taaladvies.net,
    "Euro: – € 12 / € -12"); "– € 12" would say a discount. It is a hyphen, so a spreadsheet reads it back.
    ValueError when the amount is not in whole cents, unless it is rounded.
    """
    return f"€{NBSP}{_dutch(_as_shown(amount, cents))}"


def format_range(low: Decimal, high: Decimal, about: bool = False) -> str:
    """€ 48.000, or ca. € 40.000 tot € 45.000."""
    written = format_euro(low) if low == high else f"{format_euro(low)} tot {format_euro(high)}"
    return f"ca. {written}" if about else written


def _as_shown(amount: Decimal, show_cents: bool | None) -> Decimal:
    if show_cents is False:
        return amount.quantize(Decimal(1), ROUND_HALF_UP)
    exact = cents(amount)
    return exact if show_cents or exact % 1 else exact.quantize(Decimal(1))


def _dutch(value: Decimal) -> str:
    return f"{value + 0:,f}".translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True, slots=True)
class Amount:
    """Euros as written in a plan: one amount (low equals high) or a range, exact or about."""

    low: Decimal
    high: Decimal
    about: bool = False

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{format_range(self.low, self.high)}: het eerste bedrag is hoger dan het tweede.")

    def __str__(self) -> str:
        return format_range(self.low, self.high, self.about)

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def parse_amount(text: str) -> Amount:
    """Read an amount in euros as people write it: "€ 1.250,50", "45k", "ca. € 48.000", "€ 40.000 tot € 45.000".

    Not for amounts with words around them ("2.600 euro per maand"). What can be read in two ways is refused:
    "1.25" and "1,250" (a thousand or a little over one), "1,5" (in plans often millions), "40 tot 45k".
    ValueError, in Dutch, says what was found and what is expected.
    """
    plain = _plain(text)
    if len(plain) > 80:
        raise ValueError(f"‘{_shortened(plain)}’ is te lang voor een bedrag. Schrijf het als {_EXPECTED}.")
    if _YEARS.fullmatch(plain):
        raise ValueError(f"‘{plain}’ lijkt op een schooljaar. Schrijf een bedrag als {_EXPECTED}.")
    if single := _read_single(plain):
        return Amount(single.value, single.value, single.about)
    for between in _BETWEEN.finditer(plain):
        low, high = _read_single(plain[: between.start()]), _read_single(plain[between.end() :])
        if low and high:
            return _range(plain, low, high)
    raise ValueError(f"‘{_shortened(plain)}’ is geen bedrag dat we kunnen lezen. Schrijf het als {_EXPECTED}.")


_EXPECTED = "€ 1.250,50, 1250, 45k, ca. € 48.000 of € 40.000 tot € 45.000"
_YEARS = re.compile(r"(?:19|20)[0-9]{2} ?[-/] ?(?:19|20)[0-9]{2}")
_BETWEEN = re.compile(r" ?(?:\btot en met\b|\bt/m\b|\btot\b|\bà\b|-) ?")
_SINGLE = re.compile(
    r"""(?P<about>(?:ca\.?|circa|ongeveer|rond(?:\ de)?|±)\ ?)?
    (?P<sign>[-(]\ ?)? (?P<euro>€|euro?)? \ ? (?P<inner_sign>[-(]\ ?)?
    (?P<number>[0-9](?:[0-9.,]*[0-9])?) (?:,-{1,2})?
    \ ? (?P<unit>k|duizend|mln\.?|miljoen|mld\.?|miljard)?
    \ ? (?P<closing_euro>€|euro?)? \ ? (?P<close>\))?""",
    re.VERBOSE,
)
_UNITS = {"k": 10**3, "duizend": 10**3, "mln": 10**6, "miljoen": 10**6, "mld": 10**9, "miljard": 10**9}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_PLAIN_NUMBER = r"(?:0|[1-9][0-9]*)"
_GROUPED_NUMBER = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"


@dataclass(frozen=True, slots=True)
class _Single:
    value: Decimal
    about: bool
    has_unit: bool


def _plain(text: str) -> str:
    """Lower case, plain hyphens, single plain spaces (non-breaking ones too)."""
    plain = " ".join(text.translate(_DASHES).casefold().split())
    if not plain:
        raise ValueError(f"Er staat geen bedrag. Schrijf het als {_EXPECTED}.")
    return plain


def _shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _read_single(text: str) -> _Single | None:
    """None when the text does not have the shape of one amount; ValueError when it has, but is not clear."""
    found = _SINGLE.fullmatch(text)
    if not found or (found["euro"] and found["closing_euro"]):
        return None
    sign = f"{found['sign'] or ''}{found['inner_sign'] or ''}".replace(" ", "")
    if f"{sign}{found['close'] or ''}" not in {"", "-", "()"}:
        return None
    unit = (found["unit"] or "").rstrip(".")
    size = _scaled(found["number"], unit) if unit else _digits(found["number"])
    if size > LARGEST:
        raise ValueError(f"‘{_shortened(text)}’ is te groot: een bedrag heeft hooguit 12 cijfers voor de komma.")
    return _Single(-size if sign and size else size, bool(found["about"]), bool(unit))


def _scaled(number: str, unit: str) -> Decimal:
    if not re.fullmatch(rf"{_PLAIN_NUMBER}(?:,[0-9]{{1,6}})?", number):
        raise ValueError(f"‘{number} {unit}’ is niet duidelijk. Schrijf het met een komma: 45k of 1,1 miljoen.")
    return cents(Decimal(number.replace(",", ".")) * _UNITS[unit])


def _digits(number: str) -> Decimal:
    if not re.fullmatch(rf"(?:{_PLAIN_NUMBER}|{_GROUPED_NUMBER})(?:,[0-9]{{2}})?", number):
        raise ValueError(_unclear(number))
    return cents(Decimal(number.replace(".", "").replace(",", ".")))


def _unclear(number: str) -> str:
    number = _shortened(number)
    if re.fullmatch(r"[0-9]{1,3},[0-9]{3}", number):
        return f"‘{number}’ is niet duidelijk. Schrijf {number.replace(',', '.')}, of twee cijfers achter de komma."
    if re.fullmatch(r"[0-9]+,[0-9]", number):
        return f"‘{number}’ is niet duidelijk. Schrijf {number}0, of zet er k of miljoen achter."
    if re.fullmatch(r"[0-9,]*[0-9]\.[0-9]{1,2}", number):
        return f"‘{number}’ heeft een punt voor de centen. Schrijf een komma voor de centen: € 1.250,50."
    return f"‘{number}’ is geen bedrag dat we kunnen lezen. Schrijf het als {_EXPECTED}."


def _range(text: str, low: _Single, high: _Single) -> Amount:
    if low.has_unit != high.has_unit:
        raise ValueError(f"‘{_shortened(text)}’ is niet duidelijk. Schrijf beide bedragen helemaal uit: 40k tot 45k.")
    return Amount(low.value, high.value, low.about or high.about)
