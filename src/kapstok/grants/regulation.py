"""A grant's regulation as data: what it pays for, from when until when, how much, and how sure we are.

Regulations are TOML files, one a regulation: `regulations/<key>.toml` in this package, and the same in a folder
of the installation. What is said there carries its source and `verified`: False means nobody has seen it confirmed,
so the screen says "niet geverifieerd".
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from kapstok.grants.regulation_parts import (
    DoubtfulCost,
    Filled,
    FormulaTerm,
    Payment,
    Purpose,
    Source,
    Sourced,
    Statement,
    Text,
    Window,
)

__all__ = [
    "PACKAGED",
    "DoubtfulCost",
    "FormulaTerm",
    "Payment",
    "Purpose",
    "Regulation",
    "RegulationError",
    "Source",
    "Statement",
    "Window",
    "load_regulation",
    "regulations",
]

PACKAGED = Path(__file__).parent / "regulations"


class RegulationError(ValueError):
    """`problems`: one Dutch sentence for each thing wrong, with file and TOML path; blocks count from 1."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Regulation(Sourced):
    """`source` and `verified` are about the legal name and basis. Where payment or formula is not known, the
    reason stands in `payment_unknown` or `formula_unknown`."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    name: Text
    short_name: Text
    legal_name: Text
    legal_basis: Text
    grantor: Text
    sources: Annotated[tuple[Source, ...], Filled]
    purposes: Annotated[tuple[Purpose, ...], Field(alias="purpose"), Filled]
    windows: Annotated[tuple[Window, ...], Field(alias="window"), Filled]
    payment: Payment | None = None
    payment_unknown: Annotated[Text | None, Field(validate_default=True)] = None
    formula: tuple[FormulaTerm, ...] = ()
    formula_unknown: Annotated[Text | None, Field(validate_default=True)] = None
    doubtful_costs: Annotated[tuple[DoubtfulCost, ...], Field(alias="doubtful_cost")] = ()
    statements: Annotated[tuple[Statement, ...], Field(alias="statement")] = ()

    @field_validator("sources", "formula", "statements")
    @classmethod
    def _unique_keys(cls, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return _unique(rows, "key")

    @field_validator("purposes")
    @classmethod
    def _unique_numbers(cls, purposes: tuple[Purpose, ...]) -> tuple[Purpose, ...]:
        return _unique(purposes, "number")

    @field_validator("doubtful_costs")
    @classmethod
    def _unique_names(cls, costs: tuple[DoubtfulCost, ...]) -> tuple[DoubtfulCost, ...]:
        return _unique(costs, "name")

    @field_validator("windows")
    @classmethod
    def _in_order(cls, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        """Each version is made, and takes over, later than the one before: no day has two."""
        for earlier, later in pairwise(windows):
            if later.made_on <= earlier.made_on or later.in_force <= earlier.in_force:
                raise ValueError(
                    f"de versie van {later.made_on} staat na die van {earlier.made_on}, maar is niet later"
                )
        return windows

    @field_validator("payment_unknown", "formula_unknown")
    @classmethod
    def _known_or_said_why(cls, reason: str | None, info: ValidationInfo) -> str | None:
        name = str(info.field_name).removesuffix("_unknown")
        if name in info.data and bool(info.data[name]) == bool(reason):
            raise ValueError(f"vul of {name} in, of hier waarom dat niet bekend is")
        return reason

    def purpose(self, number: int) -> Purpose:
        """KeyError when the regulation has no purpose of that number."""
        for purpose in self.purposes:
            if purpose.number == number:
                return purpose
        raise KeyError(number)

    def window_in_force(self, day: date) -> Window:
        """The version that held on `day`. The first version also holds for the days before it: spending may
        start before the text is made (NPO: July 2021, text of September)."""
        return self._latest(lambda window: window.in_force <= day)

    def window_known(self, day: date) -> Window:
        """The latest version made on or before `day`: a plan may count on a change that does not hold yet.
        Before the first version was made: the first."""
        return self._latest(lambda window: window.made_on <= day)

    def _latest(self, holds: Callable[[Window], bool]) -> Window:
        return next(filter(holds, reversed(self.windows)), self.windows[0])


def _unique(rows: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    counted = Counter(getattr(row, field) for row in rows)
    double = [str(value) for value, count in counted.items() if count > 1]
    if double:
        raise ValueError(f"{field} komt vaker voor: {', '.join(double)}")
    return rows


def load_regulation(path: Path) -> Regulation:
    """Read one file. RegulationError names everything that is wrong with it at once."""
    document = _document(path)
    problems: list[str] = []
    if document.get("key") != path.stem:
        problems.append(f"{path.name}: key moet gelijk zijn aan de naam van het bestand: ‘{path.stem}’.")
    try:
        regulation = Regulation.model_validate(document, context=document)
    except ValidationError as wrong:
        problems += [_sentence(path, error) for error in wrong.errors()]
    if problems:
        raise RegulationError(problems)
    return regulation


@cache
def regulations(extra: Path | None = None) -> Mapping[str, Regulation]:
    """Key to regulation, in order of key: the packaged ones and those in the folder `extra`.

    A file in `extra` takes the place of a packaged one with the same name. Read once a process.
    RegulationError names everything wrong in all files.
    """
    if extra and not extra.is_dir():
        raise RegulationError([f"De map met regelingen bestaat niet: {extra}."])
    paths = {path.stem: path for folder in (PACKAGED, extra) if folder for path in folder.glob("*.toml")}
    found: dict[str, Regulation] = {}
    problems: list[str] = []
    for key, path in sorted(paths.items()):
        try:
            found[key] = load_regulation(path)
        except RegulationError as wrong:
            problems += wrong.problems
    if problems:
        raise RegulationError(problems)
    return MappingProxyType(found)


def _document(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError:
        raise RegulationError([f"{path.name}: het bestand kan niet worden gelezen."]) from None
    except UnicodeDecodeError:
        raise RegulationError([f"{path.name}: de tekst is geen UTF-8. Sla het bestand op als UTF-8."]) from None
    except tomllib.TOMLDecodeError as wrong:
        place = re.search(r"line (\d+), column (\d+)", str(wrong))
        where = f"regel {place[1]}, teken {place[2]}" if place else "het einde"
        raise RegulationError([f"{path.name}: geen geldige TOML, zie {where}."]) from None
    return {name: _with_tuples(value) for name, value in document.items()}


def _with_tuples(value: Any) -> Any:
    """Frozen models hold tuples, and strict ones don't turn lists into them."""
    match value:
        case dict():
            return {name: _with_tuples(inner) for name, inner in value.items()}
        case list():
            return tuple(map(_with_tuples, value))
        case _:
            return value


_MESSAGES = {
    "missing": "ontbreekt",
    "extra_forbidden": "kennen we niet; misschien een tikfout",
    "string_type": "moet tekst zijn",
    "string_too_short": "mag niet leeg zijn",
    "string_pattern_mismatch": "heeft niet de goede vorm",
    "int_type": "moet een heel getal zijn",
    "is_instance_of": "moet een getal zijn",
    "decimal_max_places": "mag hooguit twee cijfers achter de komma hebben",
    "greater_than_equal": "is te klein",
    "less_than_equal": "is te groot",
    "finite_number": "moet een getal zijn",
    "bool_type": "moet true of false zijn",
    "date_type": "moet een datum zijn, zoals 2022-12-31",
    "tuple_type": "moet een lijst zijn",
    "model_type": "moet een blok met gegevens zijn",
    "literal_error": "moet een van deze zijn: {expected}",
}


def _sentence(path: Path, error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    said = str(context.get("error") or _MESSAGES.get(error["type"], "is niet goed").format_map(context))
    said = said.replace("' or '", "' of '")  # pydantic's own list of what is expected
    shown = error["input"] != "" and isinstance(error["input"], str | int | Decimal | date)
    found = f" (gevonden: {error['input']!s:.40})" if shown else ""
    return f"{path.name}: {_toml_path(error['loc'])}: {said}{found}."


def _toml_path(location: Iterable[int | str]) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")
