"""The styles of our Word documents, so that who edits one changes a style and not every paragraph."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

FONT = "Calibri"
TABLE, TABLE_ID = "Kapstok tabel", "KapstokTabel"
INK, SOFT, BRAND = RGBColor(0x16, 0x20, 0x2C), RGBColor(0x55, 0x60, 0x6E), RGBColor(0x0B, 0x5C, 0x8A)
HEADINGS = (("Title", 26, 0, 4), ("Heading 1", 18, 24, 6), ("Heading 2", 14, 18, 4), ("Heading 3", 12, 14, 3),
            ("Heading 4", 11, 10, 2))  # fmt: skip

_TABLE_STYLE = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="{id}">
  <w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="D8DEE6"/><w:insideH w:val="single" w:sz="4" w:color="D8DEE6"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:color w:val="55606E"/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="16202C"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def set_styles(document: Document) -> None:
    _speak_dutch(document)
    _paragraph(document, "Normal", 11, 0, 6)
    for name, size, before, after in HEADINGS:
        style = _paragraph(document, name, size, before, after)
        style.font.bold, style.font.color.rgb = True, INK
        style.paragraph_format.keep_with_next = True
    _without_rule(document)
    _paragraph(document, "Subtitle", 11, 0, 12).font.color.rgb = SOFT
    document.styles["Subtitle"].font.italic = False
    _paragraph(document, "List Bullet", 11, 0, 3)
    _paragraph(document, "Header", 9, 0, 0).font.color.rgb = SOFT
    _paragraph(document, "Footer", 9, 0, 0).font.color.rgb = SOFT
    document.styles["Footer"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _own_styles(document)
    document.styles.element.append(parse_xml(_TABLE_STYLE.format(ns=nsdecls("w"), name=TABLE, id=TABLE_ID)))


def _own_styles(document: Document) -> None:
    for name, size, after in (("Doel", 11, 6), ("Feit", 10, 2), ("Tabeltekst", 9.5, 0), ("Tabelbedrag", 9.5, 0),
                              ("Tabelkop", 9.5, 0), ("Na tabel", 4, 4)):  # fmt: skip
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _paragraph(document, name, size, 0, after)
    _style(document, "Doel").font.color.rgb = BRAND
    _style(document, "Doel").font.bold = True
    _style(document, "Tabelbedrag").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(document, "Tabelkop").font.bold = True
    _style(document, "Tabelkop").paragraph_format.keep_with_next = True
    hanging = _style(document, "Feit").paragraph_format
    hanging.left_indent, hanging.first_line_indent = Mm(34), Mm(-34)
    hanging.tab_stops.add_tab_stop(Mm(34))
    name_of_fact = document.styles.add_style("Feitnaam", WD_STYLE_TYPE.CHARACTER)
    if isinstance(name_of_fact, CharacterStyle):
        name_of_fact.font.color.rgb = SOFT


def _paragraph(document: Document, name: str, size: float, before: float, after: float) -> ParagraphStyle:
    style = _style(document, name)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size = Pt(size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is geen alineastijl")
    return style


def _without_rule(document: Document) -> None:
    """The template draws a line under the title."""
    properties = document.styles["Title"].element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _speak_dutch(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
