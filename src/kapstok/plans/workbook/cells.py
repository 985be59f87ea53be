"""What a cell of our workbook means, by the kind of its column. ValueError, in Dutch, says what was found and expected.

People type: amounts as text, ‘x’ for yes, 31-3-2023, a quarter written otherwise. What can be read in one way is read;
what can't is asked about. Nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from kapstok.core.money import CENT, LARGEST, Amount, format_number, parse_amount
from kapstok.core.periods import Quarter, format_date
from kapstok.core.sheets.characters import original
from kapstok.core.sheets.values import NOT_CALCULATED, Cell, CellError
from kapstok.plans.workbook.columns import Column, Kind
from kapstok.plans.workbook.names import Names, key_from, plain

Reading = Callable[[Cell, Column, Mapping[str, Names]], Any]

YES_WORDS = {"ja": True, "j": True, "x": True, "v": True, "waar": True, "true": True, "1": True}
NO_WORDS = {"nee": False, "n": False, "onwaar": False, "false": False, "0": False, "-": False}
_QUARTER = re.compile(r"Q[1-4] [12][0-9]{3}")
_NUMBER = re.compile(r"\s*(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,\d{1,6})?\s*", re.ASCII)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MONTHS = [format_date(date(2000, month, 1)).split()[1] for month in range(1, 13)]
_TOO_LARGE = Decimal(10) ** 18
_DAY_ONE = date(1899, 12, 30)  # what the numbers of days count from


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def value_of(cell: Cell, column: Column, names: Mapping[str, Names]) -> Any:
    """The value of a cell that is not blank."""
    if isinstance(cell, CellError):
        raise ValueError(_formula(cell))
    return READINGS[column.kind](cell, column, names)


def _formula(cell: CellError) -> str:
    if cell is NOT_CALCULATED:
        return "deze formule heeft nog geen uitkomst; open de werkmap in Excel of LibreOffice en sla die op"
    return f"deze formule geeft {cell.text}; herstel de formule of vul de waarde in"


def text(cell: Cell) -> str:
    """Figures may be text as well; a day may not, because programs make 3-2 into a day by themselves."""
    match cell:
        case str():
            return original(cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell)
        case bool():
            return "ja" if cell else "nee"
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case date():
            raise ValueError(f"hier staat een datum ({format_date(cell)}); zet er ' voor als het tekst moet zijn")
        case _:
            return ""


def _name(cell: Cell, column: Column, names: Mapping[str, Names]) -> str:
    return text(cell).replace("\n", " ")


def _text(cell: Cell, column: Column, names: Mapping[str, Names]) -> str:
    return text(cell)


def _euros(cell: Cell, column: Column, names: Mapping[str, Names]) -> Decimal | Amount:
    """Euros; text may say more than one amount. What a formula made is rounded to cents."""
    amount = parse_amount(original(cell)) if isinstance(cell, str) else None
    euros = amount.low if amount else number(cell, "een bedrag, zoals 1250 of 1250,50")
    if euros < 0:
        raise ValueError(f"{format_number(euros)} is lager dan 0; een bedrag is nooit negatief")
    if (amount.high if amount else euros) > LARGEST:
        raise ValueError("dit bedrag is te groot; een bedrag heeft hooguit 12 cijfers voor de komma")
    return amount or (euros if euros % 1 == 0 else euros.quantize(CENT, ROUND_HALF_UP))


def number(cell: Cell, expected: str) -> Decimal:
    """The number in a cell, also when it was typed as text. `expected` completes: verwacht wordt …"""
    match cell:
        case bool():
            raise ValueError(f"hier staat {'waar' if cell else 'onwaar'}; verwacht wordt {expected}")
        case Decimal() if abs(cell) < _TOO_LARGE:
            return cell
        case Decimal():
            raise ValueError(f"hier staat een veel te groot getal; verwacht wordt {expected}")
        case date():
            raise ValueError(f"hier staat een datum ({format_date(cell)}); verwacht wordt {expected}")
        case str() if _NUMBER.fullmatch(cell):
            return Decimal(cell.strip().replace(".", "").replace(",", "."))
        case _:
            raise ValueError(f"“{str(cell)[:60]}” is geen getal; verwacht wordt {expected}")


def _number(cell: Cell, column: Column, names: Mapping[str, Names]) -> Decimal:
    value = number(cell, "een getal, zoals 2 of 86,67")
    if value <= 0:
        raise ValueError(f"{format_number(value)} is te laag; het moet meer dan 0 zijn")
    return value


def share(cell: Cell) -> Decimal:
    """45% is 0,45 in a spreadsheet; a number above 1 was typed where the percent sign got lost."""
    if isinstance(cell, str) and cell.strip().endswith("%"):
        value = number(cell.strip().rstrip("% "), "een percentage, zoals 45%")
    else:
        value = number(cell, "een percentage, zoals 45%")
        value = value * 100 if value <= 1 else value
    if not 0 <= value <= 100:
        raise ValueError(f"{format_number(value)} % kan niet; verwacht wordt een percentage van 0 tot en met 100")
    return value.quantize(CENT, ROUND_HALF_UP)


def day(cell: Cell, column: Column, names: Mapping[str, Names]) -> date:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case Decimal() if 20_000 < cell < 80_000:
            meant = format_date(_DAY_ONE + timedelta(days=int(cell)))
            raise ValueError(f"hier staat het getal {format_number(cell)}. Is dat {meant}? Maak de cel op als datum")
        case str() if found := _day(cell):
            return found
        case _:
            shown = format_number(cell) if isinstance(cell, Decimal) else str(cell)[:60]
            raise ValueError(f"“{shown}” is geen datum; verwacht wordt bijvoorbeeld 31-3-2023")


def _day(written: str) -> date | None:
    plainly = written.strip().casefold()
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plainly, re.ASCII):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", plainly, re.ASCII):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", plainly, re.ASCII):
            return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None
    return None


_quarter = lru_cache(maxsize=1000)(Quarter)  # a plan names the same few again and again


def quarter(cell: Cell, column: Column, names: Mapping[str, Names]) -> Quarter:
    """Q2 2023, however it is written: 2e kwartaal 2023, 2023-Q2, kw 2 2023."""
    if isinstance(cell, str) and _QUARTER.fullmatch(cell):
        return _quarter(cell)
    written = cell.casefold() if isinstance(cell, str) else ""
    year = re.search(r"(?<!\d)([12]\d{3})(?!\d)", written, re.ASCII)
    which = re.findall(r"(?<!\d)([1-4])(?!\d)", written, re.ASCII)
    if year and len(which) == 1 and re.fullmatch(r"[\d\s./'-]*(?:q|kw|kwartaal|e kwartaal)?[\d\s./'-]*", written):
        return _quarter(f"Q{which[0]} {year[1]}")
    shown = format_date(cell) if isinstance(cell, date) else str(cell)[:60]
    raise ValueError(f"“{shown}” is geen kwartaal; verwacht wordt bijvoorbeeld Q2 2023")


def yes(cell: Cell, column: Column, names: Mapping[str, Names]) -> bool:
    word = text(cell).strip().casefold() if not isinstance(cell, date) else ""
    if word not in YES_WORDS | NO_WORDS:
        raise ValueError(f"“{word[:60]}” kan hier niet; verwacht wordt ja of nee")
    return (YES_WORDS | NO_WORDS)[word]


def choice(cell: Cell, column: Column, names: Mapping[str, Names]) -> str:
    return _chosen(text(cell), column)


def _chosen(word: str, column: Column) -> str:
    for value, shown in column.choices.items():
        if word == shown:
            return value
    wanted = plain(word)
    for value, shown in column.choices.items():
        if wanted in (plain(shown), value):
            return value
    raise ValueError(f"“{word[:60]}” kan hier niet; kies uit: {', '.join(column.choices.values())}")


def _choices(cell: Cell, column: Column, names: Mapping[str, Names]) -> list[str]:
    written = text(cell)
    if "," in written and not re.search(r"[;\n]", written):
        written = written.replace(",", ";")
    return [_chosen(word, column) for word in _parts(written)]


def _parts(written: str) -> list[str]:
    return [part.strip(" ") for part in re.split(r"[;\n]", written) if part.strip(" ")]


def _reference(cell: Cell, column: Column, names: Mapping[str, Names]) -> str:
    return names[column.refers_to].key(text(cell).strip(" "))


def _references(cell: Cell, column: Column, names: Mapping[str, Names]) -> list[str]:
    keys = names[column.refers_to].keys(text(cell))
    return _each_once(keys, lambda key: names[column.refers_to].labels[key])


def _each_once(values: list[Any], name: Callable[[Any], str]) -> list[Any]:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"“{name(value)}” staat er meer dan één keer")
    return values


def _purposes(cell: Cell, column: Column, names: Mapping[str, Names]) -> list[dict[str, Any]]:
    found = [_purpose(part) for part in _parts(text(cell))]
    _each_once([purpose["number"] for purpose in found], str)
    return found


def _purpose(part: str) -> dict[str, Any]:
    """4. Samenwerking (40 %): the number counts, the name is there for people."""
    found = re.fullmatch(r"(?:doel )?(\d{1,2})(?:[.:)\s-].*)?", part, re.ASCII | re.IGNORECASE | re.DOTALL)
    if not found or not int(found[1]):
        raise ValueError(f"“{part[:60]}” begint niet met het nummer van een doel; verwacht wordt bijvoorbeeld 1; 4")
    of_it = re.search(r"\((\d{1,3}(?:,\d{1,2})?) ?%\)$", part, re.ASCII)
    return {"number": int(found[1]), "share": share(f"{of_it[1]}%") if of_it else Decimal(100)}


def key(cell: Cell, column: Column, names: Mapping[str, Names]) -> str:
    return as_key(text(cell))


def as_key(written: str) -> str:
    bare = written.strip()
    found = bare if _KEY.fullmatch(bare) else key_from(bare, "")
    if not found or len(found) > 80:
        raise ValueError(f"“{bare[:60]}” kan niet; verwacht worden kleine letters, cijfers en streepjes")
    return found


def _keys(cell: Cell, column: Column, names: Mapping[str, Names]) -> list[str]:
    return [as_key(part) for part in _parts(text(cell).replace(",", ";"))]


def _rank(cell: Cell, column: Column, names: Mapping[str, Names]) -> int | bool:
    if isinstance(cell, Decimal) and 1 <= cell <= 10_000 and cell % 1 == 0:
        return int(cell)
    return yes(cell, column, names)


READINGS: dict[Kind, Reading] = {
    Kind.NAME: _name,
    Kind.TEXT: _text,
    Kind.EUROS: _euros,
    Kind.NUMBER: _number,
    Kind.DAY: day,
    Kind.QUARTER: quarter,
    Kind.YES: yes,
    Kind.CHOICE: choice,
    Kind.CHOICES: _choices,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
    Kind.PURPOSES: _purposes,
    Kind.KEY: key,
    Kind.KEYS: _keys,
    Kind.RANK: _rank,
}
