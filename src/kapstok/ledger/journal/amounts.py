"""Amounts and days as exports of financial systems write them. Pure."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from kapstok.core.money import CENT, LARGEST
from kapstok.core.sheets.values import Cell

ZERO = Decimal(0)
COMMA, POINT = ",", "."
USUAL_LENGTH = 15  # of what is certainly not above what an amount can be
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
SERIAL_ZERO = date(1899, 12, 30)  # the day that a spreadsheet calls 0
_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": None, " ": None, "\u202f": None, "'": None, "’": None, "€": None})
_SHAPE = re.compile(r"(?P<open>[-+(]?)(?P<digits>[0-9][0-9.,]*)(?P<close>[-+)]?)")
_USUAL = {
    COMMA: re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{2})"),
    POINT: re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{2})"),
}
_DIGITS = {
    COMMA: re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]*))?"),
    POINT: re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]*))?"),
}
_MONTH_NAMES = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]  # fmt: skip
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)} | {"mrt": 3}
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})[- ]([a-z]{3,9})\.?[- ]([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}(?:[.,]0+)?")
_TIME = re.compile(r"[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?z?$")


def decimal_mark(cells: Iterable[Cell]) -> str:
    """The sign before the cents in this column. Amounts of which it cannot be seen (1.250) do not say; then a comma."""
    votes = {COMMA: 0, POINT: 0}
    for cell in cells:
        if isinstance(cell, str) and (mark := _vote(cell)):
            votes[mark] += 1
    return POINT if votes[POINT] > votes[COMMA] else COMMA


def _vote(text: str) -> str:
    last = max(text.rfind(COMMA), text.rfind(POINT))
    if last < 0:
        return ""
    mark, other = text[last], POINT if text[last] == COMMA else COMMA
    after = len(text[last + 1 :].rstrip("-+) "))
    if other in text or after != 3:
        return other if text.count(mark) > 1 else mark
    return other if text.count(mark) > 1 else ""


def amount(cell: Cell, mark: str = COMMA) -> Decimal | None:
    """Euros in whole cents; None for an empty cell. ValueError, in Dutch, says what was expected."""
    if isinstance(cell, Decimal):
        return _in_cents(cell)
    if cell is None:
        return None
    if not isinstance(cell, str):
        raise ValueError("verwacht een bedrag")
    if (usual := _USUAL[mark].fullmatch(cell)) and len(cell) <= USUAL_LENGTH:
        sign, whole, fraction = usual.groups()
        return Decimal(f"{sign}{whole.replace(POINT if mark == COMMA else COMMA, '')}.{fraction}") + 0
    text = cell.translate(_SIGNS)
    if text[:3].upper() == "EUR":
        text = text[3:]
    if not text or text in {"-", "--"}:
        return None
    return _read(text, mark)


def _read(text: str, mark: str) -> Decimal:
    shape = _SHAPE.fullmatch(text)
    if (
        shape is None
        or (shape["open"] == "(") != (shape["close"] == ")")
        or (shape["open"] and shape["close"] in "-+" and shape["close"])
    ):
        raise ValueError("verwacht een bedrag, zoals 1.250,50 of 1.250,50-")
    found = _DIGITS[mark].fullmatch(shape["digits"])
    if found is None:
        example = "1.250,50" if mark == COMMA else "1,250.50"
        raise ValueError(f"verwacht een bedrag zoals {example}; zo staan de andere bedragen in deze kolom er ook")
    thousands = POINT if mark == COMMA else COMMA
    value = _in_cents(Decimal(shape["digits"].replace(thousands, "").replace(mark, ".")))
    return -value if shape["open"] in {"-", "("} or shape["close"] == "-" else value


def _in_cents(value: Decimal) -> Decimal:
    """A spreadsheet's 0.30000000000000004 is 0,30; a third of a cent is refused."""
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValueError("dit bedrag is te groot: een bedrag heeft hooguit 12 cijfers voor de komma")
    rounded = value.quantize(CENT)
    if abs(rounded - value) > Decimal("0.000001"):
        raise ValueError("verwacht een bedrag in hele centen")
    return rounded + 0


def day(cell: Cell) -> date | None:
    """A day as text (31-12-2023, 2023-12-31, 31 dec 2023, 20231231), as a day, or as a spreadsheet's number of it."""
    match cell:
        case None | "":
            return None
        case str():
            return _day_in(cell.strip().casefold()) if cell.strip() else None
        case datetime():
            return _within(cell.date())
        case date():
            return _within(cell)
        case Decimal() if cell == cell.to_integral_value() and abs(cell) < 10**8:
            return _day_in(str(int(cell)))
        case _:
            raise ValueError("verwacht een datum, zoals 31-12-2023")


@lru_cache(maxsize=4096)
def _day_in(text: str) -> date:
    text = _TIME.sub("", text)
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return _within(date(int(found[1]), int(found[2]), int(found[3])))
        if found := _DAY_FIRST.fullmatch(text):
            return _within(date(_year(found[3]), int(found[2]), int(found[1])))
        if (found := _NAMED.fullmatch(text)) and (month := MONTHS.get(found[2][:3])):
            return _within(date(_year(found[3]), month, int(found[1])))
    except ValueError as error:
        raise ValueError(f"‘{text}’ is geen dag die bestaat; verwacht een datum, zoals 31-12-2023") from error
    if _SERIAL.fullmatch(text):
        return _within(SERIAL_ZERO + timedelta(days=int(text[:5])))
    raise ValueError("verwacht een datum, zoals 31-12-2023")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _within(found: date) -> date:
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(f"verwacht een datum tussen {FIRST_DAY.year} en {LAST_DAY.year}")
    return found
