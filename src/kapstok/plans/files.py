"""Reading a plan from a file, TOML or our workbook, and writing it as TOML.

Every mistake in a file is named at once, with its place and what to do.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from kapstok.core.memory import collecting_later
from kapstok.core.sheets.reading import is_workbook, open_workbook
from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.errors import UserError
from kapstok.plans.problems import problems
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.layout import NEVER_READ
from kapstok.plans.workbook.read import is_our_workbook, plan_from_workbook

SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
NOT_OURS = (
    "dit is geen werkmap van Kapstok: bladen als Plan en Begroting zijn er niet. Maak er een met "
    "kapstok template plan --xlsx BESTAND, of lees uw eigen werkmap in en wijs de kolommen aan (--map)"
)
MOST_BYTES = 5_000_000  # a plan of 2.000 measures is about 1 MB
TOO_LARGE = "het bestand is groter dan 5 MB; dat is geen plan"
MOST_DOTS = 20  # in one name; the parser's work grows with their square
_TEXT_OR_COMMENT = re.compile(
    r'''"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?|#[^\n]*''', re.DOTALL
)
_BETWEEN_NAMES = re.compile(r"[=,{}\[\]]")


class PlanFileError(UserError):
    """The file is not a plan; `problems` says everything that is wrong with it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        super().__init__(f"{name}: {len(problems)} fout(en)")

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {problem}" for problem in self.problems)


def read_plan(path: Path) -> PlanDocument:
    """The plan in this file, TOML or our workbook. Raises PlanFileError, also for a file that is not there."""
    try:
        _check_is_file(path)
        return plan_in_workbook(path) if _is_spreadsheet(path) else parse_plan(_text(path), path.name)
    except OSError as error:
        raise _refused(str(path), f"kan niet worden gelezen: {error.strerror}") from error


def plan_in_workbook(content: bytes | Path, name: str = "") -> PlanDocument:
    """The plan in our workbook; `name` is how the file is called in messages. Raises PlanFileError."""
    try:
        with collecting_later():
            return _plan_in(open_workbook(content, name, leave_out=NEVER_READ))
    except SheetError as error:
        raise PlanFileError(error.name, list(error.problems)) from error


def _plan_in(workbook: Workbook) -> PlanDocument:
    if not is_our_workbook(workbook):
        raise _refused(workbook.name, NOT_OURS)
    return plan_from_workbook(workbook)


def _is_spreadsheet(path: Path) -> bool:
    """By what is in the file, or else by its name: then it can be said what is wrong with it."""
    with path.open("rb") as file:
        return is_workbook(file.read(8)) or path.suffix.casefold() in SPREADSHEETS


def _check_is_file(path: Path) -> None:
    if not path.exists():
        raise _refused(str(path), "dit bestand is er niet")
    if not path.is_file():
        raise _refused(str(path), "dit is een map, of iets anders dan een bestand")


def _text(path: Path) -> str:
    """The text of a file, without the mark that Windows puts before it."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path.name, TOO_LARGE)
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path.name, "is geen tekstbestand (UTF-8). Een planbestand eindigt op .toml of .xlsx") from error


def _refused(name: str, text: str, place: str = "") -> PlanFileError:
    return PlanFileError(name, [Problem(place, text)])


def parse_plan(text: str, name: str = "plan") -> PlanDocument:
    """The plan in this TOML text; `name` is how the file is called in messages."""
    check_size(text, name, MOST_BYTES, TOO_LARGE)
    try:
        content = tomllib.loads(text, parse_float=Decimal)
        return PlanDocument.model_validate(content)
    except ValidationError as error:
        raise PlanFileError(name, problems(error, content, PlanDocument)) from error
    except tomllib.TOMLDecodeError as error:
        raise _refused(name, *_misspelt(text, str(error))) from error
    except RecursionError as error:
        raise _refused(name, "is te diep genest; dat is geen plan") from error
    except (ValueError, ArithmeticError) as error:
        raise _refused(name, "er staat een getal in met veel te veel cijfers") from error


def check_size(text: str, name: str, most_bytes: int, too_large: str) -> None:
    """Raises PlanFileError for TOML that would take too long to parse: as a whole, or for a name of many dots."""
    if len(text.encode(errors="surrogatepass")) > most_bytes:
        raise _refused(name, too_large)
    if line := _line_of_dots(text):
        raise _refused(name, f"een naam heeft hooguit {MOST_DOTS} punten", f"regel {line}")


def _line_of_dots(text: str) -> int:
    """The number of the first line with a name of too many dots, from 1; 0 when there is none."""
    if all(line.count(".") <= MOST_DOTS for line in text.split("\n")):
        return 0
    bare = _TEXT_OR_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(bare.split("\n"), 1):
        if any(names.count(".") > MOST_DOTS for names in _BETWEEN_NAMES.split(line)):
            return number
    return 0


def _misspelt(text: str, error: str) -> tuple[str, str]:
    """What is wrong and where, for text that is not TOML. The parser names a line and a column, or the end."""
    place = re.search(r"at line (\d+), column (\d+)", error)
    if not place:
        return "is geen geldig TOML: iets dat begint, wordt niet afgesloten, of staat er twee keer", "aan het eind"
    line = text.splitlines()[int(place[1]) - 1].strip()[:60]
    twice = "twice" in error or "overwrite" in error
    said = "staat er al een keer" if twice else "is geen geldig TOML; denk aan aanhalingstekens om tekst"
    return f"“{line}” {said}", f"regel {place[1]}, teken {place[2]}"


def plan_as_toml(plan: PlanDocument) -> str:
    """The TOML text of a plan: only what differs from the defaults, so that a person can read it."""
    content = plan.model_dump(exclude_defaults=True)
    return tomli_w.dumps({"format": plan.format} | _storable(content), multiline_strings=True)


def _storable(value: Any) -> Any:
    """TOML knows no empty value: what is None is left out. Whole amounts are written without decimals."""
    match value:
        case Mapping():
            return {str(key): _storable(item) for key, item in value.items() if item is not None}
        case tuple() | list():
            return [_storable(item) for item in value]
        case Decimal() if value == value.to_integral_value():
            return int(value)
        case _:
            return value
