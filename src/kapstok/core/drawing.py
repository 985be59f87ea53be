"""Pictures for other people's papers, drawn by Typst: SVG with its letters as outlines, or PNG.

Like a document each is drawn by a program of its own, which ends with the picture.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal

import typst

from kapstok.core.documents.pdf import MOST_AT_ONCE, MOST_SECONDS, DocumentError, request
from kapstok.core.documents.typesetting import ROOT, Request

Kind = Literal["svg", "png"]
DOTS_PER_INCH = 300
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, § 2.2


def drawn(template: Path, values: Mapping[str, Any], kind: Kind, words: str, *, made_on: date) -> bytes:
    """The template, one page large, filled with these values. `words` tell an SVG to who cannot see it."""
    command = (sys.executable, "-m", "kapstok.core.drawing", kind)
    asked = request(template, values, made_on=made_on).as_json()
    try:
        with MOST_AT_ONCE:
            done = subprocess.run(command, input=asked, capture_output=True, check=False, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{template.name}: not ready after {MOST_SECONDS} seconds") from error
    if done.returncode:
        raise DocumentError(f"{template.name}: {done.stderr.decode(errors='replace')}")
    return _told(done.stdout, words) if kind == "svg" else done.stdout


def _told(svg: bytes, words: str) -> bytes:
    """With a role and a title: to a screen reader the letters are only shapes."""
    title = f"<title>{escape(NOT_IN_XML.sub('', words))}</title>".encode()
    return svg.replace(b"<svg ", b'<svg role="img" ', 1).replace(b">", b">" + title, 1)


def main() -> int:
    """Request as JSON on standard input, kind as the argument, picture on standard output."""
    asked = Request(**json.load(sys.stdin.buffer))
    kind: Kind = "svg" if sys.argv[1] == "svg" else "png"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(asked.font_folders))
    compiler = typst.Compiler(input=str(ROOT / asked.template), root=str(ROOT), font_paths=fonts)
    values = {"values": asked.values}
    try:
        made = compiler.compile(format=kind, sys_inputs=values, timestamp=asked.made_at, ppi=DOTS_PER_INCH)
    except typst.TypstError as error:
        print(error.diagnostic, file=sys.stderr)
        return 1
    if not isinstance(made, bytes):
        raise TypeError("the picture is not one page")
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
