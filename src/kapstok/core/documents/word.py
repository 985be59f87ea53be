"""Documents for a word processor: real headings, tables with header rows, styles instead of formatting by hand.

The text is gathered as WordprocessingML and parsed once: python-docx looks up a style for every paragraph it adds,
which takes minutes for a large plan.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from kapstok.core.documents.word_styles import TABLE_ID, set_styles

_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH = 9185  # twentieths of a point: 162 mm between the margins


@dataclass(frozen=True, slots=True)
class Row:
    """`heading`: a row above those it is about, over all columns. `strong`: a subtotal or a total."""

    cells: tuple[str, ...]
    strong: bool = False
    heading: bool = False


@dataclass(slots=True)
class Text:
    """The body of a document, in the order in which it is written."""

    _written: list[str] = field(default_factory=list)

    def heading(self, text: str, level: int) -> None:
        """`level` 0 is the title of the document."""
        self._paragraph(_run(text), f"Heading{level}" if level else "Title")

    def prose(self, text: str, style: str = "") -> None:
        """Each line of the text a paragraph."""
        for line in text.split("\n"):
            if line.strip():
                self._paragraph(_run(line.strip()), style)

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._paragraph(_run(text), "ListBullet")

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """A name and what is said about it, a paragraph each; what says nothing is left out."""
        for name, said in pairs:
            if said:
                self._paragraph(f"{_run(name, 'Feitnaam')}<w:r><w:tab/></w:r>{_run(said)}", "Feit")

    def table(
        self, caption: str, header: Sequence[str], rows: Iterable[Row], *, widths: Sequence[int], amounts: int = 0
    ) -> None:
        """A table whose header is repeated on every page; `widths` are parts of the whole, and the last `amounts`
        columns hold amounts. A screen reader gives the caption."""
        size = [_TEXT_WIDTH * width // sum(widths) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in size)
        shown = "".join(_row(row, size, amounts) for row in rows)
        self._written.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_ID}"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(writable(caption))}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{_row(Row(tuple(header)), size, amounts, '<w:tblHeader/>')}{shown}</w:tbl>"
        )
        self._paragraph("", "Natabel")

    def _paragraph(self, runs: str, style: str = "") -> None:
        self._written.append(_paragraph(runs, style))

    def put_in(self, document: WordDocument) -> None:
        """As the body of the document, whose last element holds the size of the page."""
        old = document.element.body
        body = parse_xml(f"<w:body {nsdecls('w')}>{''.join(self._written)}</w:body>")
        body.append(old[-1])
        document.element.replace(old, body)


def _paragraph(runs: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style or "Normal"}"/></w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "") -> str:
    mark = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in writable(text).split("\n"))
    return f"<w:r>{mark}{'<w:br/>'.join(lines)}</w:r>"


def _row(row: Row, size: Sequence[int], amounts: int, mark: str = "") -> str:
    if row.heading:
        cells = _cell(row.cells[0], sum(size), "Tabelkop", span=len(size))
    else:
        styles = ["Tabeltekst"] * (len(size) - amounts) + ["Tabelbedrag"] * amounts
        strong = "Strong" if row.strong else ""
        cells = "".join(map(_cell, row.cells, size, styles, [strong] * len(size)))
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, style: str, strong: str = "", span: int = 1) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    content = _paragraph(_run(text, strong), style)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}</w:tcPr>{content}</w:tc>'


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


def _number_pages(paragraph: Paragraph) -> None:
    """3 van 12: fields that the word processor fills in."""
    for name, after in (("PAGE", " van "), ("NUMPAGES", "")):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), name)
        paragraph._p.append(simple)
        paragraph.add_run(after)


def as_bytes(document: WordDocument) -> bytes:
    """The file, byte for byte the same for the same document: the parts in the archive carry no time of their own."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            archive.writestr(zipfile.ZipInfo(part.filename, _FIRST_DAY_OF_ZIP), parts.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def writable(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
