"""Documents for a word processor: real headings, tables with header rows, styles instead of formatting by hand."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from kapstok.core.documents.word_styles import TABLE, set_styles

_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """`heading`: a row above those it is about, over all columns. `strong`: a subtotal or a total."""

    cells: tuple[str, ...]
    strong: bool = False
    heading: bool = False


def new_document(title: str, author: str, made_on: date) -> WordDocument:
    """An empty Dutch A4 with our styles, its title and author, and page numbers."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    set_styles(document)
    midnight = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = writable(title)[:255], writable(author), ""
    properties.created = properties.modified = midnight
    properties.language, properties.comments, properties.revision = "nl-NL", "", 1
    section.header.paragraphs[0].text = writable(f"{author}\t\t{title}" if len(title) < 60 else title)
    _number_pages(section.footer.paragraphs[0])
    return document


def heading(document: WordDocument, text: str, level: int) -> Paragraph:
    """`level` 0 is the title of the document."""
    return document.add_heading(writable(text), level)


def prose(document: WordDocument, text: str, style: str | None = None) -> None:
    """Each line of the text a paragraph."""
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(writable(line.strip()), style)


def bullets(document: WordDocument, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(writable(text), "List Bullet")


def facts(document: WordDocument, pairs: Iterable[tuple[str, str]]) -> None:
    """A name and what is said about it, a paragraph each; what says nothing is left out."""
    for name, said in pairs:
        if said:
            paragraph = document.add_paragraph(style="Feit")
            paragraph.add_run(writable(name), "Feitnaam")
            paragraph.add_run("\t" + writable(said))


def table(
    document: WordDocument, caption: str, header: Sequence[str], rows: Iterable[Row], *, amounts: int = 0
) -> Table:
    """A table whose header is repeated on every page; the last `amounts` columns hold amounts."""
    made = document.add_table(rows=0, cols=len(header), style=TABLE)
    first_amount = len(header) - amounts
    _describe(made, caption)
    top = _add(made, Row(tuple(header)), first_amount)
    top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        _add(made, row, first_amount)
    document.add_paragraph(style="Na tabel")
    return made


def _add(made: Table, row: Row, first_amount: int) -> _Row:
    added = made.add_row()
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = added.cells
    if row.heading:
        cells[0].merge(cells[-1])
    for index, text in enumerate(row.cells):
        paragraph = cells[index].paragraphs[0]
        paragraph.style = "Tabelkop" if row.heading else "Tabelbedrag" if index >= first_amount else "Tabeltekst"
        paragraph.add_run(writable(text), "Strong" if row.strong else None)
    return added


def _describe(made: Table, caption: str) -> None:
    """The text that a screen reader gives for the table."""
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), writable(caption))
    made._tbl.tblPr.append(said)


def _number_pages(paragraph: Paragraph) -> None:
    """3 van 12: fields that the word processor fills in."""
    for field, after in (("PAGE", " van "), ("NUMPAGES", "")):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)
        paragraph.add_run(after)


def as_bytes(document: WordDocument) -> bytes:
    """The file, byte for byte the same for the same document: the parts in the archive carry no time of their own."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            archive.writestr(
                zipfile.ZipInfo(part.filename, _FIRST_DAY_OF_ZIP), parts.read(part), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


def writable(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
