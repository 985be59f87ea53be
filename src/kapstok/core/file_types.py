"""What a file is, by its content. Its name says nothing: that is what somebody called it. Pure."""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO

MOST_PARTS = 5_000
MOST_LISTED = 1_000_000  # bytes of the list of contents of a zip
LONGEST_NAME = 120
HEADERS = 16_384  # bytes in which the headers of a mail begin


@dataclass(frozen=True, slots=True)
class FileType:
    """`suffixes`: how a name of such a file may end; the first is added to one that does not."""

    content_type: str
    suffixes: tuple[str, ...]
    label: str


class RefusedFileError(ValueError):
    """Why this file is not taken, in Dutch."""


PDF = FileType("application/pdf", (".pdf",), "pdf")
PNG = FileType("image/png", (".png",), "afbeelding")
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"), "foto")
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), "Excel")
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "Word")
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",), "spreadsheet")
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",), "tekstdocument")
TXT = FileType("text/plain", (".txt",), "tekst")
CSV = FileType("text/csv", (".csv", ".txt"), "tabel")
EML = FileType("message/rfc822", (".eml",), "e-mail")
MSG = FileType("application/vnd.ms-outlook", (".msg",), "e-mail")
TYPES = {kind.content_type: kind for kind in (PDF, PNG, JPEG, XLSX, DOCX, ODS, ODT, TXT, CSV, EML, MSG)}

ALLOWED = "pdf, foto (jpg of png), Excel (xlsx of ods), Word (docx of odt), tekst (txt of csv) of e-mail (eml of msg)"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<", b"{\\rtf", b"%!", b"#!")  # pages, drawings and programs that are text, too


def recognise(content: bytes) -> FileType:
    """RefusedFileError says what it is not, and what is allowed."""
    if not content.strip():
        raise RefusedFileError("Dit bestand is leeg.")
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK"):
        return _in_zip(content)
    if content.startswith(_OLE):
        return _in_ole(content)
    return _in_text(content)


def fitting_name(name: str, kind: FileType) -> str:
    """What somebody called the file, safe to keep and to give back: no path, no signs that change how it is read,
    and an end that says what it is."""
    bare = re.split(r"[\\/]", name)[-1]
    plain = " ".join("".join(c if c.isprintable() else " " for c in bare).split()).strip(". ")[-LONGEST_NAME:]
    plain = plain or "bestand"
    return plain if plain.lower().endswith(kind.suffixes) else f"{plain}{kind.suffixes[0]}"


def _not_allowed(what: str = "Dit soort bestand nemen wij niet aan.") -> RefusedFileError:
    return RefusedFileError(f"{what} Kies een {ALLOWED}.")


def _in_zip(content: bytes) -> FileType:
    names, mimetype = _contents(content)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
        raise _not_allowed("In dit bestand zitten macro's. Bewaar het zonder macro's.")
    for part, kind in (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX)):
        if part in names and "[Content_Types].xml" in names:
            return kind
    for kind in (ODS, ODT):
        if mimetype == kind.content_type.encode() and "content.xml" in names:
            return kind
    raise _not_allowed()


def _contents(content: bytes) -> tuple[frozenset[str], bytes]:
    """The names in a zip and what it says it is; nothing else is unpacked."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or len(content) < end + 22:
        raise _not_allowed("Dit bestand is niet compleet.")
    count, listed = struct.unpack_from("<HI", content, end + 10)
    if count > MOST_PARTS or listed > MOST_LISTED:
        raise _not_allowed()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise _not_allowed("Dit bestand is met een wachtwoord beveiligd.")
            return names, _start_of(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise _not_allowed("Dit bestand is beschadigd.") from error


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(200).strip()


def _in_ole(content: bytes) -> FileType:
    """Outlook's mail and old Office files look the same from outside; inside, parts have names."""
    if "__properties_version1.0".encode("utf-16-le") in content:
        return MSG
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _not_allowed("Dit bestand is met een wachtwoord beveiligd.")
    raise _not_allowed("Dit is een oud Office-bestand. Bewaar het als xlsx, docx of pdf.")


def _in_text(content: bytes) -> FileType:
    text = _text(content)
    if text is None or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MARKUP):
        raise _not_allowed()
    if _is_mail(content):
        return EML
    return CSV if _is_table(text) else TXT


def _text(content: bytes) -> str | None:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text
    return None


def _is_mail(content: bytes) -> bool:
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]", content):
        return False
    headers = BytesHeaderParser().parsebytes(content[:HEADERS])
    return "From" in headers and any(name in headers for name in ("Date", "Subject", "Message-ID"))


def _is_table(text: str) -> bool:
    """The first two lines have the same sign between their cells, equally often."""
    first, *others = [line for line in text.splitlines()[:3] if line.strip()] or [""]
    return any(first.count(sign) and others and others[0].count(sign) == first.count(sign) for sign in ";,\t")
