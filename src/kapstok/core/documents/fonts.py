"""The letters of our documents: files that came with the build, never a font of the machine, and what they can show."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
NOTO_SANS, DEJAVU_SANS = VENDOR / "noto-sans-ttf", VENDOR / "dejavu-sans"
UNSHOWN = "□"
KEPT_CONTROLS = "\n\t\u00ad"
LONGEST_WORD = 45
BREAK = "\u200b"


class FontError(RuntimeError):
    """The fonts of the build are not there; the message says what to do."""


def font_folders() -> tuple[str, ...]:
    """Noto Sans, and DejaVu Sans for signs that it lacks (arrows, check marks, Hebrew, Arabic)."""
    _files()
    return str(NOTO_SANS), str(DEJAVU_SANS)


def showable(text: str) -> str:
    """The text with a square for each sign that no font of ours has, without controls, and with room to break in
    words that are longer than a line. A text of only controls is a square too: a heading must say something."""
    known = _covered()
    shown = "".join(
        c if ord(c) in known or c in KEPT_CONTROLS else UNSHOWN
        for c in unicodedata.normalize("NFC", text)
        if c in KEPT_CONTROLS or not _is_control(c)
    )
    if text.strip() and not shown.strip():
        return UNSHOWN
    if len(shown) <= LONGEST_WORD:
        return shown
    return "\n".join(" ".join(map(_breakable, line.split(" "))) for line in shown.split("\n"))


def _is_control(character: str) -> bool:
    """Controls, and format signs such as those that turn the direction of the text around them."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    size = LONGEST_WORD - 15
    return BREAK.join(word[start : start + size] for start in range(0, len(word), size))


def _files() -> list[Path]:
    found = [path for folder in (NOTO_SANS, DEJAVU_SANS) for path in sorted(folder.glob("*.ttf"))]
    if len({path.parent for path in found}) < 2:
        raise FontError(
            f"De letters voor documenten ontbreken in {VENDOR}. Installeer Kapstok opnieuw: pip install -e ."
        )
    return found


@cache
def _covered() -> frozenset[int]:
    return frozenset(code for path in _files() for code in _codes(path.read_bytes()))


def _codes(font: bytes) -> list[int]:
    """The code points that a TrueType font has a glyph for: its table `cmap`, format 12 (OpenType 1.9, § cmap)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    directory = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    cmap = directory[b"cmap"]
    encodings = struct.unpack_from(">H", font, cmap + 2)[0]
    starts = {cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * i)[0] for i in range(encodings)}
    groups = next(start for start in starts if struct.unpack_from(">H", font, start)[0] == 12) + 12
    count = struct.unpack_from(">I", font, groups)[0]
    ranges = (struct.unpack_from(">II", font, groups + 4 + 12 * i) for i in range(count))
    return [code for first, last in ranges for code in range(first, last + 1)]
