import io
from datetime import date

import pytest
from docx import Document
from docx.document import Document as WordDocument
from hypothesis import given, settings

from kapstok.plans.checks import run
from kapstok.plans.documents import plan_docx
from kapstok.plans.documents.tests.test_pdf import AWARDS, MADE_ON, ONE_THOUSAND, published
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import npo, plan
from kapstok.plans.tests.strategies import plans


def docx(document: PlanDocument, award: Award = ONE_THOUSAND, findings: bool = False) -> WordDocument:
    found = tuple(run(document, npo())) if findings else None
    made = plan_docx(document, npo(), award, found, municipality="Diemen", made_on=MADE_ON)
    return Document(io.BytesIO(made))


def headings(document: WordDocument, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == f"Heading {level}"]


def test_the_chapters_and_measures_are_real_headings() -> None:
    document = docx(published("putten"), AWARDS["putten"], findings=True)
    assert headings(document, 1) == [
        "Samenvatting",
        "Doelen en uitgangspunten",
        "Thema's en maatregelen",
        "Begroting",
        "Planning per kwartaal",
        "Wie doet mee",
        "Hoe het plan tot stand kwam",
        "Wat opvalt in dit plan",
        "Bronnen en toelichting",
    ]
    assert "Onderwijs en jeugdhulp" in headings(document, 2)
    assert "Inloop op school" in headings(document, 3)
    assert document.core_properties.title == "Plan van aanpak NPO gemeente Putten"


def test_two_levels_of_themes_give_a_third_level_of_headings() -> None:
    document = docx(published("diemen"))
    assert "0 tot 4 jaar" in headings(document, 2)
    assert "Zelfredzaamheid VVE-peuters" in headings(document, 3)
    assert "Ruimte om te oefenen" in headings(document, 4)


def test_the_budget_is_a_table_with_the_years_as_columns() -> None:
    tables = docx(published("diemen"), AWARDS["diemen"]).tables
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for table in tables for row in table.rows]
    assert ["post", "2022-2023", "2023-2024", "2024-2025", "totaal"] in rows
    assert ["Executieve functies", "€ 4.500", "€ 20.250", "€ 20.250", "€ 45.000"] in rows
    assert ["Te veel gepland", "", "", "", "€ 200"] in rows


@pytest.mark.parametrize("text", ["<w:p>&amp;", "#panic()", "a\x1bb\u202e\U0001f9e5"])
def test_text_is_only_text(text: str) -> None:
    expected = text.replace("\x1b", "")
    assert expected in [paragraph.text for paragraph in docx(plan(goals=(text,))).paragraphs]


def test_the_same_plan_gives_the_same_bytes() -> None:
    made = [plan_docx(plan(), None, Award(None), (), municipality="X", made_on=date(2024, 2, 1)) for _ in "ab"]
    assert made[0] == made[1]


@settings(max_examples=20)
@given(plans())
def test_any_plan_opens(document: PlanDocument) -> None:
    assert docx(document, findings=True).paragraphs[0].style.name == "Title"  # type: ignore[union-attr]
