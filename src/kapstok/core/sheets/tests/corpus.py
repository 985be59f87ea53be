"""Files that people and attackers hand in, made here: workbooks built by hand from XML, and things that are none."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def written(fill: Callable[[Any], None]) -> bytes:
    """A workbook as a spreadsheet program writes it; `fill` gets the xlsxwriter workbook."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return file.getvalue()


def by_hand(cells: str, *, strings: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A workbook with one sheet, from the XML of its rows."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return zipped(parts | dict(more or {}))


def with_sheet(content: str) -> bytes:
    """A workbook with one sheet, from what stands in its `worksheet`."""
    return by_hand("", more={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{content}</worksheet>'})


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def bomb(size: int) -> bytes:
    """A workbook whose sheet unpacks to `size` bytes of nothing."""
    return by_hand(" " * size)


def lying(size: int) -> bytes:
    """A workbook whose sheet says that it is small, in both places where its size stands, but is not."""
    file = bytearray(by_hand(" " * size))
    real = len(f'<worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>') + size
    return bytes(file.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def entity_bomb() -> bytes:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    row = '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
    sheet = f'{entities}<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    return by_hand("", more={"xl/worksheets/sheet1.xml": sheet})


def one_text_in_many_cells(length: int, cells: int) -> bytes:
    """Small on disk, but each cell gets a copy of the text."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, cells + 1))
    return by_hand(rows, strings=f"<si><t>{'a' * length}</t></si>")


def many_entries(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.xml", b"")
    return file.getvalue()


def locked() -> bytes:
    return OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def old_excel() -> bytes:
    return OLE + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500)


def with_flag(file: bytes) -> bytes:
    """The same zip with the bit that says: encrypted."""
    changed = bytearray(file)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def garbled(file: bytes) -> bytes:
    """One byte changed in what is packed in the middle of the file."""
    changed = bytearray(file)
    changed[len(changed) // 3] ^= 0xFF
    return bytes(changed)
