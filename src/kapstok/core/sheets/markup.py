"""What has to be known about the XML of a sheet before its cells are read: how far it reaches, and what is odd in it.

The library that reads the cells makes room for every cell between A1 and the last one, so one cell in XFD1048576
would fill the memory; and it does not tell about hidden rows and formulas that came to nothing.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 500, 1_000_000
MOST_ELEMENTS = 2_000_000  # in one sheet; a cell with a value is two
MOST_STRINGS = 500_000
MOST_TEXT = 60_000_000  # a text may be used in many cells, and is copied to each

Position = tuple[int, int]


class MarkupError(Exception):
    """This is not the XML of a workbook."""


class TooMuchError(Exception):
    """The sheet reaches further than a plan ever does; the Dutch reason says how far."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the workbook, and the part of the file that holds its cells."""

    name: str
    path: str


@dataclass(slots=True)
class Facts:
    """About one sheet, rows and columns counted from 0: what to know before and after its cells are read."""

    last_row: int = -1
    last_column: int = -1
    hidden_rows: set[int] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    not_calculated: set[Position] = field(default_factory=set)


def check_plain(part: bytes) -> None:
    """MarkupError when a part is not UTF-8 or defines things of its own (a bomb of entities, or a file elsewhere)."""
    if b"\0" in part or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise MarkupError
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", part[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise MarkupError


def sheet_parts(workbook: bytes, relations: bytes) -> list[Part]:
    """The sheets with cells, in order. MarkupError when the XML is broken."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(name: str, has: Mapping[str, str]) -> None:
        if name == "Relationship" and has.get("Type", "").endswith("/worksheet"):
            targets[has.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", has.get("Target", ""))).lstrip("/")

    def sheet(name: str, has: Mapping[str, str]) -> None:
        if name == "sheet":
            named.append((has.get("name", ""), next((has[key] for key in has if key.endswith(":id")), "")))

    _elements(relations, relation)
    _elements(workbook, sheet)
    return [Part(name, targets[key]) for name, key in named if key in targets]


def _elements(part: bytes, see: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, has: see(name.rpartition(":")[2], has)
    _parse(parser, part)


def _parse(parser: Any, part: bytes) -> None:
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise MarkupError from error


def string_lengths(part: bytes) -> list[int]:
    """The length of each shared text in bytes, or more; TooMuchError or MarkupError when that cannot be right."""
    if b"<!" in part:
        raise MarkupError  # a comment could hide where a text begins
    pieces = re.split(rb"<(?:\w+:)?si\b", part)[1:]
    if len(pieces) > MOST_STRINGS:
        raise TooMuchError(f"er staan meer dan {MOST_STRINGS} verschillende teksten in")
    return [len(piece) for piece in pieces]


# hidden rows and errors: much quicker to look for one by one than as one pattern
_ODD = (b"hidden", b'"e"', b"'e'")
_EXPECTED = (b"<v>", b"<row ", b"<f>", b"<f ", b"<is>", b"<t>", b"<t ", b"<v/>", b"<f/>")  # the usual ones first
_NO_OUTCOME = tuple(
    re.compile(formula + rb"\s*(?:<v\s*/>\s*|<v></v>\s*)?</c") for formula in (rb"</f>", rb"<f[^<>]*/>")
)
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\s[^<>]*\?>")
_ASTRAY = re.compile(rb"<(?:[!?]|(?:[^\s<>/]*:)?(?:c|row|sheetData)(?![A-Za-z0-9_.-]))")
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_LETTERS, _DIGITS = (bytes(range(65, 91)), b"0123456789")


def facts(part: bytes, strings: Sequence[int]) -> Facts:
    """What there is to know about a sheet. Quick for a plain one, else element by element.

    `strings`: the lengths of the shared texts. TooMuchError, MarkupError.
    """
    elements = _elements_in(part)
    if elements > MOST_ELEMENTS:
        raise TooMuchError(f"er staan veel te veel cellen in; gelezen worden er hooguit {MOST_CELLS}")
    found = _quick(part, elements, strings)
    return found if found and _fits(found) else _thorough(part, strings)


def _elements_in(part: bytes) -> int:
    return part.count(b"<") - part.count(b"</")


def _quick(part: bytes, elements: int, strings: Sequence[int]) -> Facts | None:
    """Only for a sheet with nothing odd, where every cell has its address in the usual spelling.

    No cells may stand outside `sheetData`: what ends it here may not end it for the library.
    """
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    before, table, after = part[: start + 1], part[start + 1 : end], part[end:]
    if not 0 <= start < end or _strays(before) or _strays(after):
        return None
    cells = _CELL.findall(table)
    others = elements - _elements_in(before) - _elements_in(after) - len(cells)
    if not _is_usual(table, others) or len(cells) * max(strings, default=0) > MOST_TEXT:
        return None
    addresses = b" ".join(cells)
    rows, columns = (set(addresses.translate(None, without).split()) for without in (_LETTERS, _DIGITS))
    return Facts(max(map(int, rows), default=0) - 1, max((_column(one.decode()) for one in columns), default=-1))


def _strays(around: bytes) -> bool:
    """Whether there is something before or after the table that belongs in it, or could hide where it is."""
    declared = _DECLARATION.match(around)
    return _ASTRAY.search(around, declared.end() if declared else 0) is not None


def _is_usual(table: bytes, others: int) -> bool:
    """Whether its elements, `others` beside the cells, are no other than usual, with nothing odd about them."""
    for expected in _EXPECTED:
        if not others:
            break
        others -= table.count(expected)
    if others or any(odd in table for odd in _ODD):
        return False
    return b"<f" not in table or not any(pattern.search(table) for pattern in _NO_OUTCOME)


def _fits(found: Facts) -> bool:
    rows, columns = found.last_row + 1, found.last_column + 1
    return rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _thorough(part: bytes, strings: Sequence[int]) -> Facts:
    walk = _Walk(strings)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    _parse(parser, part)
    return walk.facts


# the library makes no room for an empty number, but it does for an empty text
_NOTHING_WITHOUT_VALUE = {"", "n", "s", "b", "e"}


class _Walk:
    """Goes through the elements of a sheet, one cell at a time."""

    def __init__(self, strings: Sequence[int]) -> None:
        self.facts, self.strings, self.copied = Facts(), strings, 0
        self.row, self.column = -1, -1
        self.kind, self.value, self.has_formula, self.in_value = "", "", False, False

    def start(self, name: str, has: Mapping[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._start_cell(has)
            case "f":
                self.has_formula = True
            case "v" | "is":
                self.in_value = True
            case "row":
                self._start_row(has)

    def _start_row(self, has: Mapping[str, str]) -> None:
        self.row, self.column = _number(has["r"]) - 1 if "r" in has else self.row + 1, -1
        if has.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(self.row)
            if len(self.facts.hidden_rows) > MOST_ROWS:
                raise TooMuchError(f"er zijn meer dan {MOST_ROWS} rijen verborgen")

    def _start_cell(self, has: Mapping[str, str]) -> None:
        self.column += 1
        if "r" in has:
            place = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", has["r"])
            if not place:
                raise MarkupError
            self.row, self.column = int(place[2]) - 1, _column(place[1].upper())
        self.kind, self.value, self.has_formula, self.in_value = has.get("t", ""), "", False, False

    def text(self, text: str) -> None:
        if self.in_value and len(self.value) < 100:
            self.value += text

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v" | "is":
                self.in_value = False
            case "c":
                self._end_cell()

    def _end_cell(self) -> None:
        if self.value:
            self._count(self.value)
            if self.kind == "e":
                self.facts.errors[self.row, self.column] = self.value
        elif self.has_formula and self.kind != "str":
            self._count("")
            self.facts.not_calculated.add((self.row, self.column))
        elif self.kind not in _NOTHING_WITHOUT_VALUE:
            self._count("")

    def _count(self, value: str) -> None:
        found = self.facts
        found.last_row, found.last_column = max(found.last_row, self.row), max(found.last_column, self.column)
        if not _fits(found):
            raise TooMuchError(
                f"er staat iets in rij {found.last_row + 1} en in kolom {found.last_column + 1}; gelezen worden "
                f"hooguit {MOST_ROWS} rijen, {MOST_COLUMNS} kolommen en {MOST_CELLS} cellen"
            )
        if self.kind == "s" and value.isascii() and value.isdigit() and int(value) < len(self.strings):
            self.copied += self.strings[int(value)]
            if self.copied > MOST_TEXT:
                raise TooMuchError("er staat veel te veel tekst in")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise MarkupError
    return int(text)
