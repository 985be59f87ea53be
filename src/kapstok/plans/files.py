"""Reading and writing a plan as TOML. Every mistake in a file is named at once, with its place and what to do."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kapstok.plans.schema import PlanDocument

MOST_BYTES = 5_000_000  # a plan of 2.000 measures is about 1 MB


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: where, and what was found and expected."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class PlanFileError(Exception):
    """The file is not a plan; `problems` says everything that is wrong with it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        super().__init__(f"{name}: {len(problems)} fout(en)")

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {problem}" for problem in self.problems)


def read_plan(path: Path) -> PlanDocument:
    """The plan in this TOML file. Raises PlanFileError, also for a file that is not there or not text."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PlanFileError(path.name, [Problem("", "het bestand is groter dan 5 MB; dat is geen plan")])
        text = path.read_text("utf-8")
    except OSError as error:
        raise PlanFileError(str(path), [Problem("", f"kan niet worden gelezen: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        problem = Problem("", "is geen tekstbestand (UTF-8). Een planbestand eindigt op .toml")
        raise PlanFileError(path.name, [problem]) from error
    return parse_plan(text, path.name)


def parse_plan(text: str, name: str = "plan") -> PlanDocument:
    """The plan in this TOML text; `name` is how the file is called in messages."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError(name, [Problem("", f"is geen geldig TOML: {error}")]) from error
    except RecursionError as error:
        raise PlanFileError(name, [Problem("", "is te diep genest; dat is geen plan")]) from error
    try:
        return PlanDocument.model_validate(content)
    except ValidationError as error:
        raise PlanFileError(name, list(_problems(error, content))) from error


def plan_as_toml(plan: PlanDocument) -> str:
    """The TOML text of a plan: only what differs from the defaults, so that a person can read it."""
    content = plan.model_dump(exclude_defaults=True)
    return tomli_w.dumps({"format": plan.format} | _storable(content), multiline_strings=True)


def _storable(value: Any) -> Any:
    """TOML knows no empty value: what is None is left out."""
    match value:
        case Mapping():
            return {str(key): _storable(item) for key, item in value.items() if item is not None}
        case tuple() | list():
            return [_storable(item) for item in value]
        case _:
            return value


def _problems(error: ValidationError, content: Mapping[str, Any]) -> Iterator[Problem]:
    for detail in error.errors():
        if not detail["loc"]:
            message = detail["msg"].removeprefix("Value error, ")
            yield from (Problem("", line) for line in message.splitlines())
        else:
            yield Problem(_place(detail["loc"], content), _dutch(detail))


def _place(loc: tuple[int | str, ...], content: Mapping[str, Any]) -> str:
    """`measures[3] “inloopspreekuren” → estimates[1] → amount`: rows are counted from 1, as a reader does."""
    steps: list[str] = []
    here: Any = content
    for step in loc:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
            name = here.get("key") or here.get("name") or here.get("label") if isinstance(here, dict) else None
            steps[-1:] = [f"{steps[-1]}[{step + 1}]" + (f" “{name}”" if name else "")] if steps else [f"[{step + 1}]"]
        elif step != "[key]":
            here = here.get(step) if isinstance(here, dict) else None
            steps.append(step)
    return " → ".join(steps)


def _dutch(detail: ErrorDetails) -> str:
    found = detail["input"]
    shown = f"“{str(found)[:60]}”" if not isinstance(found, dict | list) else "iets anders"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "ontbreekt, maar is verplicht"
        case "extra_forbidden":
            return "is een onbekend veld; verwijder het of verbeter de naam"
        case "enum":
            return f"{shown} kan niet; kies uit {context.get('expected', '')}".replace(" or ", " of ")
        case "greater_than_equal" | "greater_than":
            return f"{shown} is te laag; het moet {_bound(detail['type'])} {context.get('ge', context.get('gt'))} zijn"
        case "less_than_equal":
            return f"{shown} is te hoog; het mag hooguit {context.get('le')} zijn"
        case "decimal_max_places" | "decimal_max_digits" | "decimal_whole_digits":
            return f"{shown} heeft te veel cijfers; een bedrag heeft hooguit twee decimalen"
        case "string_pattern_mismatch":
            return f"{shown} kan niet; gebruik kleine letters, cijfers en streepjes, of tekst zonder regeleinden"
        case "string_too_short":
            return "is leeg; vul iets in"
        case "string_too_long":
            return f"is langer dan {context.get('max_length')} tekens"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
        case kind if kind.startswith("decimal") or kind.startswith("int"):
            return f"{shown} is geen getal; schrijf bijvoorbeeld 1250 of 1250.50"
        case kind if kind.startswith("date"):
            return f"{shown} is geen datum; schrijf bijvoorbeeld 2023-03-31"
        case kind if kind.startswith("string"):
            return f"{shown} is geen tekst; zet er aanhalingstekens omheen"
        case kind if kind.startswith("bool"):
            return f"{shown} kan niet; schrijf true of false"
        case kind if kind.startswith(("tuple", "list")):
            return f"{shown} is geen lijst; zet de waarden tussen [ en ]"
        case _:
            return f"{shown} kan niet: {detail['msg']}"


def _bound(kind: str) -> str:
    return "minstens" if kind == "greater_than_equal" else "meer dan"
