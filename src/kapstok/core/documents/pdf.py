"""Documents as PDF that a screen reader can read (PDF/UA-1), made by Typst from a template and values.

Values are passed as JSON and never pasted into markup, so no text can act as markup.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kapstok.core.documents.fonts import font_folders, showable
from kapstok.core.documents.typesetting import ROOT, Request

COMMAND = (sys.executable, "-m", "kapstok.core.documents.typesetting")
MOST_SECONDS = 60
MOST_AT_ONCE = threading.BoundedSemaphore(2)


class DocumentError(RuntimeError):
    """The document could not be made; the message is for a developer."""


def made_now(asked: Request) -> bytes:
    """The PDF; the same request gives the same bytes. Who comes while others are being set waits for a turn."""
    try:
        with MOST_AT_ONCE:
            done = subprocess.run(
                COMMAND, input=asked.as_json(), capture_output=True, check=False, timeout=MOST_SECONDS
            )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{asked.template}: not ready after {MOST_SECONDS} seconds") from error
    if done.returncode:
        raise DocumentError(done.stderr.decode(errors="replace"))
    return done.stdout


def request(template: Path, values: Mapping[str, Any], *, made_on: date) -> Request:
    """The template filled with these values: mappings, dataclasses, lists, text.

    `template` lies under `kapstok/` and may import `/core/documents/house.typ`. `made_on` becomes the file's date.
    """
    midnight = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    return Request(
        template=str(template.relative_to(ROOT)),
        values=json.dumps(plain(values), ensure_ascii=False),
        font_folders=font_folders(),
        made_at=int(midnight.timestamp()),
    )


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
