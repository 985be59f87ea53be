"""A mapping as a small TOML file, so that next year's workbook is read without pointing anything out."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from kapstok.core.sheets.values import Problem
from kapstok.plans.files import PlanFileError, check_size
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.problems import problems

MOST_BYTES = 100_000
TOO_LARGE = "het bestand is te groot voor een aanwijzing van kolommen"


def mapping_as_toml(mapping: ColumnMapping) -> str:
    """The TOML text of a mapping: only what differs from the defaults."""
    content = mapping.model_dump(exclude_defaults=True, mode="json")
    return tomli_w.dumps({"format": mapping.format} | _without_nothing(content))


def _without_nothing(value: Any) -> Any:
    match value:
        case Mapping():
            return {key: _without_nothing(item) for key, item in value.items() if item is not None}
        case list():
            return [_without_nothing(item) for item in value]
        case _:
            return value


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping in this file. PlanFileError names everything that is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path.name, TOO_LARGE)
        return parse_mapping(path.read_text("utf-8-sig"), path.name)
    except OSError as error:
        raise _refused(str(path), f"kan niet worden gelezen: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refused(path.name, "is geen tekstbestand (UTF-8)") from error


def parse_mapping(text: str, name: str = "kolommen.toml") -> ColumnMapping:
    """The mapping in this TOML text; `name` is how the file is called in messages."""
    check_size(text, name, MOST_BYTES, TOO_LARGE)
    try:
        content = tomllib.loads(text)
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        raise PlanFileError(name, problems(error, content)) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        where = f"regel {place[1]}, teken {place[2]}" if place else "aan het eind"
        raise _refused(name, "is geen geldig TOML; denk aan aanhalingstekens om tekst", where) from error
    except (RecursionError, ValueError) as error:
        raise _refused(name, "is geen aanwijzing van kolommen") from error


def _refused(name: str, text: str, place: str = "") -> PlanFileError:
    return PlanFileError(name, [Problem(place, text)])
