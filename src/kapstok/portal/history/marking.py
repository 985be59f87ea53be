"""What changed in a text, word by word. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 3_000  # comparing takes up to the square of this; a longer text is shown as wholly replaced
AROUND = 60  # characters of what stayed the same, on either side of a change in an excerpt


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, that went (`out`), or that came (`in`)."""

    kind: Literal["same", "out", "in"]
    text: str


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts in one: `same` and `out` together are the old text, `same` and `in` the new one."""
    was, now = _words(old), _words(new)
    if max(len(was), len(now)) > MOST_WORDS:
        return tuple(_filled(("out", was), ("in", now)))
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        found += _filled(("same", was[a:b])) if kind == "equal" else _filled(("out", was[a:b]), ("in", now[c:d]))
    return tuple(found)


def _words(text: str) -> list[str]:
    """Each word with the white space after it, so that joining them gives the text back."""
    return re.findall(r"\s+|\S+\s*", text)


def _filled(*parts: tuple[Literal["same", "out", "in"], list[str]]) -> list[Piece]:
    return [Piece(kind, "".join(words)) for kind, words in parts if words]


def side(pieces: Iterable[Piece], which: Literal["out", "in"]) -> tuple[Piece, ...]:
    """The old text (`out`) or the new one (`in`)."""
    return tuple(piece for piece in pieces if piece.kind in ("same", which))


def excerpt(pieces: Iterable[Piece], longest: int) -> tuple[Piece, ...]:
    """The first changes with some words around them, about `longest` characters in all."""
    every = list(pieces)
    first = next((at for at, piece in enumerate(every) if piece.kind != "same"), 0)
    found = [Piece("same", _ending(every[first - 1].text))] if first else []
    left = longest
    for piece in every[first:]:
        room = max(left, AROUND)
        text = _beginning(piece.text, min(room, AROUND) if piece.kind == "same" else room)
        found.append(Piece(piece.kind, text))
        left -= len(text)
        if text != piece.text or left <= 0:
            break
    return tuple(found)


def _beginning(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rsplit(None, 1)[0]} … "


def _ending(text: str) -> str:
    return text if len(text) <= AROUND else f"… {text[-AROUND:].split(None, 1)[-1]}"


def counted(pieces: Iterable[Piece]) -> str:
    """12 woorden erbij, 3 woorden weg"""
    every = list(pieces)
    counts = (
        (sum(len(piece.text.split()) for piece in every if piece.kind == kind), word)
        for kind, word in (("in", "erbij"), ("out", "weg"))
    )
    return ", ".join(f"{count} {'woord' if count == 1 else 'woorden'} {word}" for count, word in counts if count)
