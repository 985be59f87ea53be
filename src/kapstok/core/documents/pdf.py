"""Documents as PDF that a screen reader can read (PDF/UA-1), made by Typst from a template and values.

Values are passed as JSON and never pasted into markup, so no text can act as markup.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst

from kapstok.core.documents.fonts import fonts, showable

ROOT = Path(__file__).parents[2]


def pdf(template: Path, values: Any, *, made_on: date) -> bytes:
    """The template filled with these values (mappings, dataclasses, lists, text); the same in gives the same bytes out.

    `template` lies under `kapstok/` and may import `/core/documents/house.typ`. `made_on` becomes the file's date.
    """
    midnight = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    compiler = typst.Compiler(input=str(template), root=str(ROOT), font_paths=fonts())
    made = compiler.compile(
        format="pdf",
        sys_inputs={"values": json.dumps(plain(values), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(midnight.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gaf geen PDF terug")
    return made


def plain(value: Any) -> Any:
    """The same value in what JSON knows, with only text that our fonts can show."""
    match value:
        case str():
            return showable(value)
        case Mapping():
            return {str(name): plain(inner) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
        case Decimal():
            return str(value)
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value
