"""What a file is that is not a workbook we can read, and what its maker can do about it."""

import re
from collections.abc import Set as AbstractSet

SAVE_AS = "Open het in Excel of LibreOffice en sla het op als Excel-werkmap (.xlsx)."
_WEB_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|table|head|meta|style)", re.I)
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def in_words(start: bytes, whole: bytes = b"") -> str:
    """For a file that is not a zip, so no .xlsx. `start` is its beginning, `whole` (with OLE) all of it."""
    if not start.strip():
        return f"dit bestand is leeg. {SAVE_AS}"
    if start.startswith(OLE):
        return _old_or_locked(whole or start)
    if start.startswith(b"%PDF"):
        return "dit is een pdf. Gebruik de werkmap (.xlsx) waarmee de pdf is gemaakt."
    text = _text(start)
    if text is None:
        return f"dit is geen Excel-werkmap (.xlsx). {SAVE_AS}"
    return _text_in_words(text)


def _text_in_words(text: str) -> str:
    if _WEB_PAGE.match(text):
        return f"dit is een webpagina die als Excel-bestand is bewaard. {SAVE_AS}"
    if "urn:schemas-microsoft-com:office:spreadsheet" in text or text.startswith("MIME-Version:"):
        return f"dit is een oude soort Excel-bestand (XML of webarchief). {SAVE_AS}"
    if re.search(r"^[^\n]*[;,\t][^\n]*$", text, re.M):
        return f"dit is een tekstbestand (.csv), geen Excel-werkmap. {SAVE_AS}"
    return f"dit is een tekstbestand, geen Excel-werkmap (.xlsx). {SAVE_AS}"


def in_words_zip(names: AbstractSet[str], mimetype: bytes) -> str:
    """For a zip without an .xlsx in it, by the names of its parts."""
    if b"opendocument" in mimetype:
        return f"dit is een bestand van LibreOffice of OpenOffice (.ods). {SAVE_AS}"
    if "xl/workbook.bin" in names:
        return f"dit is een binaire Excel-werkmap (.xlsb). {SAVE_AS}"
    if any(name.startswith("word/") for name in names):
        return "dit is een Word-bestand. Zet de tabellen in een Excel-werkmap (.xlsx)."
    return f"dit is een zip-bestand, geen Excel-werkmap (.xlsx). {SAVE_AS}"


def _old_or_locked(whole: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in whole:
        return (
            "dit bestand is met een wachtwoord beveiligd. Haal het wachtwoord eraf (in Excel: Bestand, Info, "
            "Werkmap beveiligen) en probeer het opnieuw."
        )
    if any(name.encode("utf-16-le") in whole for name in ("Workbook", "Book")):
        return f"dit is een oud Excel-bestand (.xls). {SAVE_AS}"
    return f"dit is een oud Office-bestand, geen Excel-werkmap (.xlsx). {SAVE_AS}"


def _text(start: bytes) -> str | None:
    for encoding in ("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text = start.decode(encoding, "ignore" if encoding == "utf-8-sig" else "strict")
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    return None
