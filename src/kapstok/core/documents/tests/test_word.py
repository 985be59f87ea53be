import io
from datetime import date

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from kapstok.core.documents.word import Row, Text, as_bytes, new_document


def written(text: Text) -> WordDocument:
    document = new_document("Plan", "Gemeente Diemen", date(2024, 2, 1))
    text.put_in(document)
    return Document(io.BytesIO(as_bytes(document)))


def test_headings_and_text_have_styles_and_no_formatting_of_their_own() -> None:
    text = Text()
    text.heading("Plan", 0)
    text.heading("Doelen", 1)
    text.prose("een\n\ntwee")
    text.bullets(["drie"])
    paragraphs = written(text).paragraphs
    assert [(p.style.name if p.style else "", p.text) for p in paragraphs] == [
        ("Title", "Plan"),
        ("Heading 1", "Doelen"),
        ("Normal", "een"),
        ("Normal", "twee"),
        ("List Bullet", "drie"),
    ]
    assert not any(run.font.bold or run.font.size for paragraph in paragraphs for run in paragraph.runs)


def test_facts_that_say_nothing_are_left_out() -> None:
    text = Text()
    text.facts([("Voor wie", "Kinderen"), ("Resultaat", "")])
    assert [paragraph.text for paragraph in written(text).paragraphs] == ["Voor wie\tKinderen"]


def test_a_table_repeats_its_header_and_says_what_it_is() -> None:
    text = Text()
    rows = [Row(("Taal",), heading=True), Row(("Boeken", "€ 5")), Row(("Samen", "€ 5"), strong=True)]
    text.table("Begroting & meer", ("post", "totaal"), rows, widths=(3, 1), amounts=1)
    table = written(text).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["post", "totaal"], ["Taal", "Taal"], ["Boeken", "€ 5"], ["Samen", "€ 5"],
    ]  # fmt: skip
    header = table.rows[0]._tr.trPr
    assert header is not None
    assert header.find(qn("w:tblHeader")) is not None
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "Begroting & meer"
    assert table.rows[3].cells[1].paragraphs[0].runs[0].style.name == "Strong"


def test_signs_that_xml_cannot_hold_are_left_out_and_markup_is_text() -> None:
    text = Text()
    text.prose('a\x00\x1b<w:br/>&amp; "q" \ufffe\U0001f600')
    assert written(text).paragraphs[0].text == 'a<w:br/>&amp; "q" \U0001f600'


def test_the_document_is_dutch_and_knows_its_title_and_author() -> None:
    document = written(Text())
    assert (document.core_properties.title, document.core_properties.author) == ("Plan", "Gemeente Diemen")
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}


def test_the_same_text_gives_the_same_bytes() -> None:
    one, other = (new_document("Plan", "Gemeente Diemen", date(2024, 2, 1)) for _ in range(2))
    assert as_bytes(one) == as_bytes(other)
