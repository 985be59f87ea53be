"""Amounts the way people write them in a cell: `ca. € 48.000 (voor 2 jaar)`, `45k p/j`, `2x per jaar à 5.000`.

A small grammar on top of `core.money.parse_amount`; spaces and capitals don't matter:

    phrase  = nothing | [most] (money | product) [period] [span] [vat] [note]
    nothing = "-" | "p.m." | "n.v.t." | "n.t.b." | "nader te bepalen" | …     no amount, on purpose
    most    = "max." | "maximaal" | "hooguit" | "vanaf" | label ":"
    money   = what parse_amount reads: one amount or a range, about or exact
    product = count {times count} times money | money times count
    times   = "x" | "×" | "*" | "à" | "a" | "@" | "keer"
    count   = number [unit], as in "15 scholen" or "2 per jaar"
    period  = "per jaar" | "p/j" | "jaarlijks" | "per maand" | "in totaal" | "per" unit
    span    = ["voor" | "over" | "gedurende"] number "jaar"
    note    = what stands between brackets

What can be read in two ways comes back with its other `ways`; what cannot be read raises ValueError, in Dutch.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod

from kapstok.core.money import LARGEST, Amount, format_euro, parse_amount
from kapstok.plans.schema import Per

LONGEST = 500  # characters; a longer text is a story, and taking it apart takes long


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something: 15 `scholen`."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """`amount` in euros for one unit of the product of `counts`, once per `per`.

    `years`: over how many years, where the text says so. `unit`: the amount is for one of these, and the text does
    not say how many there are. `ways`: other ways to read the text, when it is not certain.
    """

    amount: Amount
    counts: tuple[Count, ...] = ()
    per: Per = Per.TOTAL
    years: Decimal | None = None
    unit: str = ""
    note: str = ""
    ways: tuple[str, ...] = ()

    @property
    def once(self) -> Amount:
        """Euros for one period: the product worked out, to the cent."""
        times = prod((count.value for count in self.counts), start=Decimal(1))
        low, high = (_to_cents(euros * times) for euros in (self.amount.low, self.amount.high))
        return Amount(low, high, self.amount.about)


def _to_cents(euros: Decimal) -> Decimal:
    """As it is when it is no amount at all: a product may have more digits than can be rounded."""
    return euros.quantize(Decimal("0.01")) if abs(euros) <= LARGEST else euros


_NOTHING = re.compile(
    r"""-+|\?+|x|\.+|p\.?\ ?m\.?|pro\ memorie|n\.?\ ?v\.?\ ?t\.?|niet\ van\ toepassing|n\.?\ ?t\.?\ ?b\.?|t\.?b\.?d\.?
    |n\.?n\.?b\.?|(?:nog\ |nader\ )?te\ bepalen|nog\ niet\ bekend|onbekend|volgt(?:\ nog)?|€\ ?-""",
    re.VERBOSE,
)
_ZERO = re.compile(r"nihil|geen(?: kosten)?|gratis|kosteloos|0,-+")
_ABOUT = re.compile(r"(?:circa|ca\b|ongeveer|rond|±|schatting|indicatie)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_NOTE = re.compile(r"\(([^()]*[^\W\d_][^()]*)\)")
_SPAN = re.compile(
    r"(?:\b(?:voor|over|gedurende|totaal|in) )?\b(\d{1,2}|één|een|twee|drie|vier) (?:school)?(?:jaren|jaar)\b"
)
_YEARLY = re.compile(
    r"\bper (?:school|kalender)?jaar\b|\bp\.? ?/? ?j(?:r|aar)?\b\.?|/ ?jaar\b|\bjaarlijks\b|\belk jaar\b"
)
_MONTHLY = re.compile(r"\bper maand\b|\bp\.? ?/? ?m(?:nd)?\b\.?|/ ?maand\b|\bmaandelijks\b")
_WHOLE = re.compile(r"\b(?:in )?totaal\b|\btotale kosten\b|\beenmalig\b")
_VAT = re.compile(r"\b(?:excl|incl)(?:\.|usief)? (?:de )?btw\b")
_MOST = re.compile(r"^(?:(?:max\.?|maximaal|hooguit|ten hoogste|vanaf|minimaal|budget|kosten|begroting|bedrag)\b:? ?)+")
_UNIT = re.compile(r"(?:\bper|/) ?([^\W\d_][\w-]*)$")
_TIMES = re.compile(
    r" ?(?<=[\d\s\w])(?:\*|×|(?<=\d)x(?=\W|\d)|(?<= )x(?= )|@|(?<= )(?:à|a|keer)(?= )|(?<=\d)keer\b) ?"
    r"|(?<= )à ?(?=[\d€])"
)
_COUNT = re.compile(r"(\d{1,6}(?:,\d{1,2})?|\d{1,3}(?:\.\d{3})+)(?: (.*))?")
_WORDS = {"één": 1, "een": 1, "twee": 2, "drie": 3, "vier": 4}


def read_phrase(text: str) -> Phrase | None:
    """What the text means; None when it says that there is no amount. ValueError when it cannot be read."""
    if len(text) > LONGEST:
        raise ValueError(f"een tekst van meer dan {LONGEST} tekens is geen bedrag")
    plain = " ".join(text.translate(_DASHES).casefold().replace("+/-", "±").split()).rstrip(" ;:")
    if not plain or _NOTHING.fullmatch(plain):
        return None
    if _ZERO.fullmatch(plain):
        return Phrase(Amount(Decimal(0), Decimal(0)))
    if few := _few_of_much(plain):
        return few
    try:
        return Phrase(parse_amount(plain))
    except ValueError as refusal:
        return _longer(plain) or _doubtful(plain) or _refuse(refusal)


def _refuse(refusal: ValueError) -> Phrase:
    raise refusal


def _few_of_much(plain: str) -> Phrase | None:
    """`2 à 5.000` is a range to the letter, but hardly ever meant as one."""
    found = re.fullmatch(r"(\d{1,2}) ?(?:à|a) ?(€? ?\d.*)", plain)
    try:
        amount = parse_amount(found[2]) if found else None
    except ValueError:
        return None
    if not found or not amount or amount.low < 100 * Decimal(found[1]):
        return None
    other = f"van {format_euro(Decimal(found[1]))} tot {format_euro(amount.low)}"
    return Phrase(amount, (Count(Decimal(found[1]), "keer"),), ways=(other,))


@dataclass(slots=True)
class _Rest:
    """What is left of a text while its parts are taken out of it."""

    text: str

    def take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.search(self.text)
        if not found:
            return None
        self.text = " ".join(f"{self.text[: found.start()]} {self.text[found.end() :]}".split()).strip(" ,;:.=")
        return found[1] if pattern.groups else found[0]


def _longer(plain: str) -> Phrase | None:
    """The text with its note, span, period and unit taken off; None when no amount or product is left."""
    rest = _Rest(plain)
    notes = []
    while (note := rest.take(_NOTE)) is not None:
        notes.append(note.strip())
    spans = [_span(note) for note in notes]
    counted_years = re.search(r"\d jaar ?(?:x|×|\*|à|a) ", rest.text)
    span = None if counted_years else rest.take(_SPAN)
    notes += [vat] if (vat := rest.take(_VAT)) else []
    notes += [most.strip(" :")] if (most := rest.take(_MOST)) else []
    if any(_ABOUT.match(note) for note in notes) and not _ABOUT.match(rest.text):
        rest.text = f"ca. {rest.text}"
    found = _product(rest.text) or _single(rest)
    years = _number(span) if span else next((years for years in spans if years), None)
    return replace(_with_count(found, notes), years=found.years or years, note="; ".join(notes)) if found else None


def _span(note: str) -> Decimal | None:
    found = _SPAN.search(note)
    return _number(found[1]) if found else None


def _number(text: str) -> Decimal:
    return Decimal(_WORDS[text]) if text in _WORDS else Decimal(text.replace(".", "").replace(",", "."))


def _single(rest: _Rest) -> Phrase | None:
    per = _period(rest)
    rest.take(_WHOLE)
    unit = "" if per else rest.take(_UNIT) or ""
    amount = _money(rest.text)
    return Phrase(amount, per=per or Per.TOTAL, unit=unit) if amount else None


def _period(rest: _Rest) -> Per | None:
    if rest.take(_YEARLY):
        return Per.YEAR
    return Per.MONTH if rest.take(_MONTHLY) else None


def _money(text: str) -> Amount | None:
    try:
        return parse_amount(text)
    except ValueError:
        return None


def _product(plain: str) -> Phrase | None:
    """`2x per jaar à 5.000`, `15 scholen x € 2.000`, `€ 1.000 x 24 maanden`."""
    told = re.sub(r"(?<=\d) ?(?:x|×|keer) per (jaar|maand|week)\b", r" per \1", plain)
    told = re.sub(r"^(twee|drie|vier)(?= (?:keer|x)\b)", lambda word: str(_WORDS[word[1]]), told)
    told = re.sub(r"(\d per (?:jaar|maand|week)) (?=€|\d)", r"\1 x ", told)
    parts = [part.strip(" ,;:") for part in _TIMES.split(told) if part.strip(" ,;:")]
    if len(parts) < 2:
        return None
    prices = [index for index, part in enumerate(parts) if re.search(r"€|\beuro?\b", part)] or [len(parts) - 1]
    price = _Rest(parts.pop(prices[0]))
    per = _period(price)
    price.take(_UNIT)
    amount, counts = _money(price.text), [_count(part) for part in parts]
    if len(prices) > 1 or amount is None or not all(counts):
        return None
    return _periods(amount, [count for count in counts if count], per)


def _periods(amount: Amount, counts: list[Count], per: Per | None) -> Phrase:
    """Years and months among the counts say how often; what is left says how much for one of them."""
    years = [count.value for count in counts if count.unit in {"jaar", "jaren", "schooljaren"}]
    if len(years) == 1:
        counts = [count for count in counts if count.value != years[0] or not count.unit.endswith(("jaar", "jaren"))]
        return Phrase(amount, tuple(counts), Per.YEAR, years[0])
    units = " ".join(count.unit for count in counts)
    if per is None and "per jaar" in units:
        per = Per.YEAR
    if per is None and "per maand" in units and "maanden" not in units:
        per = Per.MONTH
    if per is Per.MONTH and "maanden" in units:
        per = Per.TOTAL
    weekly = "per week" in units and "weken" not in units
    return Phrase(amount, tuple(counts), per or Per.TOTAL, unit="week" if weekly else "")


def _count(part: str) -> Count | None:
    found = _COUNT.fullmatch(part)
    value = _number(found[1]) if found else Decimal(0)
    if not found or not value or len(found[2] or "") > 40 or re.search(r"\d", found[2] or ""):
        return None
    return Count(value, (found[2] or "keer").strip(" .,;:-"))


def _with_count(found: Phrase | None, notes: list[str]) -> Phrase:
    """`€ 2.500 per school (15 scholen)`: the note says how many."""
    if found is None or not found.unit:
        return found or Phrase(Amount(Decimal(0), Decimal(0)))
    for note in notes:
        many = re.search(rf"\b(\d+) ({re.escape(found.unit[:4])}\w*)", note)
        if many:
            return replace(found, counts=(Count(Decimal(many[1]), many[2]),), unit="")
    return found


_DOUBTS = (
    (re.compile(r"(?P<all>(?:€ ?)?(?P<a>\d{1,3}),(?P<b>\d{3}))"), "{a}.{b}", "€ {a},{b}"),
    (re.compile(r"(?P<all>(?:€ ?)?(?P<a>\d{1,3}(?:,\d{3})*|\d+)\.(?P<b>\d{2}))"), "{a},{b}", "€ {a}{b}"),
    (
        re.compile(r"(?P<all>(?:€ ?)?(?P<a>\d{1,3})(?: ?(?:-|tot|à) ?)(?:€ ?)?(?P<b>\d{1,3}) ?k)"),
        "{a}k tot {b}k",
        "€ {a} tot {b}k",
    ),
)


def _doubtful(plain: str) -> Phrase | None:
    """`1,250`, `1250.50` and `40 tot 45k`: the likely reading, with the other one beside it."""
    for pattern, likely, other in _DOUBTS:
        found = pattern.fullmatch(plain)
        if found:
            written = likely.format(a=found["a"].replace(",", ""), b=found["b"])
            return Phrase(parse_amount(written), ways=(other.format(a=found["a"], b=found["b"]),))
    return None
