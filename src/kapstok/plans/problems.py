"""What is wrong in a plan file, in Dutch: the place as the writer of the file sees it, what was found and expected."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kapstok.core.sheets.values import Problem

Location = tuple[int | str, ...]
MOST_PROBLEMS = 200  # more than this nobody reads; the rest is only counted
LONGEST_NAME = 250
MOST_SHOWN = 10**60  # of a number with thousands of digits Python does not even make text


def problems(error: ValidationError, content: Mapping[str, Any], model: type[BaseModel] | None = None) -> list[Problem]:
    """What is wrong in `content`, which gave this error: the first MOST_PROBLEMS, and how many more there are.

    A model that is wrong in its values does not get to compare them. With `model` it does, as far as it can.
    """
    details = error.errors()
    if model and not any(detail["type"] in _ROWS_LOST for detail in details):
        with suppress(RecursionError):  # nested too deep to copy: what is wrong there was found already
            details += _between_values(model, content, details)
    found = [(detail, line) for detail in details for line in _lines(detail)]
    told = list(_in_words(islice(found, MOST_PROBLEMS), content))
    more = len(found) - MOST_PROBLEMS
    return [*told, Problem("", f"en nog {more}")] if more > 0 else told


def _lines(detail: ErrorDetails) -> list[str]:
    """A message about the whole plan holds one problem a line, as `measures.inloop.lead: ...`."""
    return [""] if detail["loc"] else _said(detail).splitlines()


_ROWS_LOST = {"tuple_type", "model_type", "too_long"}  # then a reference to one of those rows is not to blame


def _between_values(
    model: type[BaseModel], content: Mapping[str, Any], details: list[ErrorDetails]
) -> list[ErrorDetails]:
    """What is wrong between values and rows, once the values that are wrong in themselves are out of the way."""
    rest, wrong, found = deepcopy(dict(content)), details, list[ErrorDetails]()
    while any(detail["loc"] for detail in wrong):
        told = {(detail["loc"], detail["msg"]) for detail in details + found}
        for location in sorted((detail["loc"] for detail in wrong), key=_place_order, reverse=True):
            _put_right(rest, [step for step in location if step != "[key]"])
        wrong = [detail for detail in _value_errors(model, rest) if (detail["loc"], detail["msg"]) not in told]
        found += wrong
    return found


def _place_order(location: Location) -> list[tuple[bool, int | str]]:
    return [(isinstance(step, str), step) for step in location]


def _value_errors(model: type[BaseModel], content: Mapping[str, Any]) -> list[ErrorDetails]:
    try:
        model.model_validate(content)
    except ValidationError as error:
        return [detail for detail in error.errors() if detail["type"] == "value_error"]
    return []


# What takes the place of a wrong or missing value that its row cannot do without.
_STAND_INS = {
    **dict.fromkeys(("slug", "regulation", "title", "name", "label", "what", "unit", "singular", "plural"), "x"),
    **dict.fromkeys(("date", "starts"), date(2000, 1, 1)),
    "quarter": "Q1 2000",
    "amount": 0,
    "value": 1,
}


def _put_right(content: Any, steps: list[int | str]) -> None:
    for step in steps[:-1]:
        content = _at(content, step)
    last = steps[-1] if steps else ""
    if isinstance(content, dict) and last in _STAND_INS:
        content[last] = _STAND_INS[str(last)]
    elif isinstance(row := _at(content, last), dict) and "key" in row:
        content[last] = {name: row[name] for name in ("key", "label", "source") if name in row}
    elif row is not None:
        del content[last]


def _at(content: Any, step: int | str) -> Any:
    """The value one step down; None when there is none."""
    match content, step:
        case Mapping(), str():
            return content.get(step)
        case list(), int() if step < len(content):
            return content[step]
        case _:
            return None


def _in_words(found: Iterable[tuple[ErrorDetails, str]], content: Mapping[str, Any]) -> Iterator[Problem]:
    numbers = _row_numbers(content)
    for detail, line in found:
        where, colon, text = line.partition(": ")
        if detail["loc"]:
            yield Problem(_place(detail["loc"], content), _dutch(detail))
        else:
            yield Problem(_row_of(where, numbers, content), text) if colon else Problem("", line)


def _row_numbers(content: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """For each named row of each list its number, from 0; of rows with one name the first."""
    numbers: dict[tuple[str, str], int] = {}
    for field, rows in content.items():
        for number, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                numbers.setdefault((field, _name(row)), number)
    return numbers


def _row_of(where: str, numbers: Mapping[tuple[str, str], int], content: Mapping[str, Any]) -> str:
    """`measures.inloop.lead` and `spent_before “klas”.line`, with the number of the row."""
    found = re.fullmatch(r"(\w+)(?:\.([a-z0-9-]+)| “(.*)”)(?:\.(\w+))?", where)
    number = numbers.get((found[1], found[2] or found[3])) if found else None
    if not found or number is None:
        return where
    return _place((found[1], number, *([found[4]] if found[4] else [])), content)


def _place(loc: Location, content: Mapping[str, Any]) -> str:
    """`measures[3] “inloopspreekuren” → estimates[1] → amount`: rows are counted from 1, as a reader does."""
    steps: list[str] = []
    here: Any = content
    for step in loc:
        if step == "[key]":
            continue
        here = _at(here, step)
        if isinstance(step, int) and steps:
            name = _name(here) if isinstance(here, dict) else ""
            steps[-1] += f"[{step + 1}]" + (f" “{name[:LONGEST_NAME]}”" if name else "")
        else:
            steps.append(str(step)[:LONGEST_NAME])
    return " → ".join(steps)


def _name(row: Mapping[str, Any]) -> str:
    name = row.get("key") or row.get("name") or row.get("label")
    return name if isinstance(name, str) else ""


def _said(detail: ErrorDetails) -> str:
    return detail["msg"].removeprefix("Value error, ")


_TEXTS = {
    "missing": "ontbreekt, maar is verplicht",
    "extra_forbidden": "is een onbekend veld; verwijder het of verbeter de naam",
    "enum": "{found} kan niet; kies uit {expected}",
    "greater_than_equal": "{found} is te laag; het moet minstens {ge} zijn",
    "greater_than": "{found} is te laag; het moet meer dan {gt} zijn",
    "less_than_equal": "{found} is te hoog; het mag hooguit {le} zijn",
    "decimal_max_places": "{found} heeft te veel cijfers achter de komma; het mogen er hooguit {decimal_places} zijn",
    "decimal_max_digits": "{found} heeft te veel cijfers; het mogen er hooguit {max_digits} zijn",
    "decimal_whole_digits": "{found} heeft te veel cijfers voor de komma; het mogen er hooguit {whole_digits} zijn",
    "string_too_short": "is leeg; vul iets in",
    "string_too_long": "is langer dan {max_length} tekens",
    "too_long": "heeft meer dan {max_length} onderdelen",
    "finite_number": "{found} is geen getal; schrijf bijvoorbeeld 1250 of 1250.50",
}
_NO_KEY = "{found} kan niet; gebruik alleen kleine letters, cijfers en streepjes, zoals inloop-op-school"
_KINDS = (
    ("decimal", "{found} is geen getal; schrijf bijvoorbeeld 1250 of 1250.50"),
    ("int", "{found} is geen heel getal; schrijf bijvoorbeeld 3"),
    ("date", "{found} is geen datum; schrijf bijvoorbeeld 2023-03-31"),
    ("string", "{found} is geen tekst; zet er aanhalingstekens omheen"),
    ("bool", "{found} kan niet; schrijf true of false"),
    ("tuple", "{found} is geen lijst; zet de waarden tussen [ en ]"),
    ("dict", '{found} is geen tabel; schrijf bijvoorbeeld {{ "2023-2024" = 1000 }}'),
    ("model", '{found} is geen blok met velden; schrijf bijvoorbeeld {{ key = "naam" }}'),
)


def _dutch(detail: ErrorDetails) -> str:
    match detail["type"]:
        case "value_error":
            return _said(detail)
        case "string_pattern_mismatch":
            is_key = detail["ctx"]["pattern"].startswith("^[a-z0-9]")
            text = _NO_KEY if is_key else "hier staat een teken dat niet mag, zoals een nieuwe regel"
        case kind if kind in _TEXTS:
            text = _TEXTS[kind]
        case kind:
            text = next((text for prefix, text in _KINDS if kind.startswith(prefix)), "{found} kan niet")
    bounds = {name: _shown(value) for name, value in detail.get("ctx", {}).items()}
    return text.format_map({**bounds, "found": _found(detail["input"])})


def _shown(bound: Any) -> str:
    """A limit or a choice as pydantic gives it (`Decimal('0.5')`, `'a' or 'b'`), for a Dutch reader."""
    return re.sub(r"Decimal\('(.+?)'\)", r"\1", str(bound)).replace(" or ", " of ")


def _found(value: Any) -> str:
    match value:
        case bool():
            return "“true”" if value else "“false”"
        case dict():
            return "een blok met velden"
        case list():
            return "een lijst"
        case int() if abs(value) > MOST_SHOWN:
            return "een heel groot getal"
        case _:
            return f"“{str(value)[:60]}”"
