"""The parts of an .xlsx that hold cells, unpacked within fixed bounds.

An .xlsx is a zip of XML. What its list of contents says is checked first, and held to while unpacking: a part never
grows beyond what was announced. Pictures, macros and the rest are not unpacked at all. The parts go into a new zip,
so that what is read later is exactly what was checked here.
"""

import struct
import zipfile
import zlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from kapstok.core.sheets.markup import MarkupError, Part, check_plain, sheet_parts
from kapstok.core.sheets.recognising import SAVE_AS, in_words_zip

MOST_PARTS = 2_000
MOST_LISTED = 500_000  # bytes of the list of contents
MOST_UNPACKED = 40_000_000
MOST_RATIO, RATIO_FROM = 300, 2_000_000  # Excel's own XML shrinks 5 to 60 times
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FIXED = ("[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml")
UNSAFE = "het bestand pakt uit tot veel meer dan een werkmap nodig heeft. Verwijder lege rijen en plaatjes. " + SAVE_AS


class ContainerError(Exception):
    """The Dutch reason why this is not a workbook that can be read."""


@dataclass(frozen=True, slots=True)
class Contents:
    """`parts` by name; `sheets` in the order of the workbook; `names` of everything in the file."""

    parts: Mapping[str, bytes]
    sheets: tuple[Part, ...]
    names: frozenset[str]


def contents(file: bytes, leave_out: Container[str] = ()) -> Contents:
    """Unpack what holds cells, but for the sheets to leave out. Raises ContainerError."""
    try:
        with _opened(file) as archive:
            return _contents(archive, leave_out)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ContainerError(f"het bestand is beschadigd. {SAVE_AS}") from error


def repacked(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, not compressed."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return file.getvalue()


def _opened(file: bytes) -> zipfile.ZipFile:
    """Look at the end of the file before the list of contents is read: its length may be chosen to fill the memory."""
    end = file.rfind(b"PK\x05\x06", max(0, len(file) - 65_557))
    if end < 0 or len(file) < end + 22:
        raise ContainerError(f"het bestand is niet compleet. {SAVE_AS}")
    count, listed = struct.unpack_from("<HI", file, end + 10)
    if count > MOST_PARTS or listed > MOST_LISTED or file[end - 20 : end - 16] == b"PK\x06\x07":
        raise ContainerError(f"het bestand bestaat uit te veel onderdelen om een werkmap te zijn. {SAVE_AS}")
    return zipfile.ZipFile(BytesIO(file))


def _contents(archive: zipfile.ZipFile, leave_out: Container[str]) -> Contents:
    names = frozenset(archive.namelist())
    if len(names) < len(archive.namelist()):
        raise ContainerError(f"het bestand is beschadigd: er zit iets dubbel in. {SAVE_AS}")
    if WORKBOOK not in names or RELATIONS not in names:
        raise ContainerError(in_words_zip(names, _mimetype(archive, names)))
    parts = _unpacked(archive, [WORKBOOK, RELATIONS])
    sheets = tuple(sheet for sheet in _sheets(parts) if sheet.path in names and sheet.name not in leave_out)
    if not sheets:
        raise ContainerError(f"er zit geen blad met cellen in. {SAVE_AS}")
    wanted = dict.fromkeys([name for name in FIXED if name in names] + [sheet.path for sheet in sheets])
    return Contents(parts | _unpacked(archive, wanted), sheets, names)


def _sheets(parts: Mapping[str, bytes]) -> list[Part]:
    try:
        return sheet_parts(parts[WORKBOOK], parts[RELATIONS])
    except MarkupError as error:
        raise ContainerError(f"het bestand is beschadigd. {SAVE_AS}") from error


def _mimetype(archive: zipfile.ZipFile, names: frozenset[str]) -> bytes:
    if "mimetype" not in names:
        return b""
    with archive.open("mimetype") as part:
        return part.read(200)


def _unpacked(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    entries = [archive.getinfo(name) for name in names]
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_bomb, entries)):
        raise ContainerError(UNSAFE)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise ContainerError(f"het bestand is op een ongewone manier ingepakt. {SAVE_AS}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ContainerError(f"het bestand is met een wachtwoord beveiligd. Haal het wachtwoord eraf. {SAVE_AS}")
    return {entry.filename: _read(archive, entry) for entry in entries}


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than was announced: `read` stops there, and then the checksum is wrong."""
    with archive.open(entry) as opened:
        part = opened.read(entry.file_size)
        if len(part) != entry.file_size or opened.read(1):
            raise ContainerError(f"het bestand is beschadigd. {SAVE_AS}")
    try:
        check_plain(part)
    except MarkupError as error:
        raise ContainerError(f"er zit iets in dat niet in een werkmap hoort (een DOCTYPE). {SAVE_AS}") from error
    return part
