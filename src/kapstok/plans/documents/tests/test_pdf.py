"""The PDFs of the published plans and of plans nobody thought of. Typst refuses what is not PDF/UA-1."""

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from pypdf import PdfReader
from tests.cast import many_measures

from kapstok.core.documents.typesetting import typeset
from kapstok.demo.actions import FOLDER
from kapstok.plans.checks import run
from kapstok.plans.documents import budget_pdf, plan_pdf
from kapstok.plans.documents.pdf import budget_request, plan_request
from kapstok.plans.files import parse_plan
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import line, measure, npo, plan, theme
from kapstok.plans.tests.strategies import plans

MADE_ON = date(2024, 2, 1)
AWARDS = {"diemen": Award(Decimal(314_800)), "putten": Award(Decimal(322_000)), "stichtse-vecht": Award(None)}
ONE_THOUSAND = Award(Decimal(1000))
A3_LANDSCAPE = (1191, 842)  # points


@cache
def published(name: str) -> PlanDocument:
    return parse_plan((FOLDER / f"{name}-plan.toml").read_text("utf-8"))


def plan_of(document: PlanDocument, award: Award = ONE_THOUSAND, findings: bool = False) -> PdfReader:
    found = tuple(run(document, npo())) if findings else None
    return PdfReader(io.BytesIO(plan_pdf(document, npo(), award, found, municipality="Diemen", made_on=MADE_ON)))


def budget_of(document: PlanDocument, award: Award = ONE_THOUSAND) -> PdfReader:
    return PdfReader(io.BytesIO(budget_pdf(document, npo(), award, municipality="Diemen", made_on=MADE_ON)))


def words(reader: PdfReader, page: int | None = None) -> str:
    """The text as a search sees it, on one page or all."""
    pages = reader.pages if page is None else [reader.pages[page]]
    return " ".join(" ".join(one.extract_text() for one in pages).replace("\u00a0", " ").split())


def tags(reader: PdfReader) -> Counter[str]:
    """How often each kind of structure element occurs: what a screen reader walks through."""
    found: Counter[str] = Counter()
    root: Any = reader.trailer["/Root"]
    waiting: list[Any] = [root["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif hasattr(one, "get"):
            found.update([one["/S"]] if "/S" in one else [])
            waiting += [one["/K"]] if "/K" in one and not isinstance(one["/K"], int) else []
    return found


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("diemen", ["€ 314.800", "€ 315.000", "Te veel gepland", "€ 20.250", "€ 37.500", "FlexVloot"]),
        ("putten", ["€ 322.000", "ca. € 48.000", "€ 86,67", "€ 90.000", "€ 1.400", "VVE-werkgroep"]),
        ("stichtse-vecht", ["nog niet bekend", "Keuzebudget scholen", "Talentontwikkeling"]),
    ],
)
def test_the_published_plans_can_be_read_and_searched(name: str, figures: list[str]) -> None:
    reader = plan_of(published(name), AWARDS[name], findings=True)
    text = words(reader)
    assert [figure for figure in figures if figure not in text] == []
    assert 5 <= len(reader.pages) <= 12
    assert f"1 van {len(reader.pages)}" in words(reader, 0)


def test_the_front_page_is_the_plan_on_one_page() -> None:
    reader = plan_of(published("putten"), AWARDS["putten"])
    front = words(reader, 0)
    assert all(
        word in front for word in ("Samenvatting", "Toegekend", "31 juli 2025", "Inzet op preventie", "In het kort")
    )
    assert words(reader, 1).startswith("Plan van aanpak NPO gemeente Putten Gemeente Diemen Inhoud")


def test_a_crowded_front_page_is_still_one_page() -> None:
    long = "Een heel lang verhaal over wat er moet gebeuren, zonder einde. " * 150
    crowded = plan(
        title="T" + "itel van dit plan " * 11,
        summary=long,
        themes=tuple(theme(f"t-{i}", name=f"Thema {i} met een lange naam " * 6, goal=long) for i in range(14)),
        lines=tuple(line(f"l-{i}", 999_999_999, theme=f"t-{i}") for i in range(14)),
    )
    reader = plan_of(crowded, Award(Decimal("999999999999.99")))
    assert "Nog 7 thema's" in words(reader, 0)
    assert "Inhoud" in words(reader, 1)


def test_a_screen_reader_finds_headings_tables_and_the_picture_in_words() -> None:
    reader = plan_of(published("putten"), AWARDS["putten"])
    found = tags(reader)
    assert found["/Title"] == found["/Figure"] == found["/Document"] == 1
    assert found["/H1"] >= 7
    assert found["/Table"] == found["/THead"]
    assert found["/TH"] > found["/Table"]
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl-NL", True)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (published("putten").title, "Gemeente Diemen")


def test_findings_are_there_only_when_asked() -> None:
    assert "K107" in words(plan_of(published("putten"), findings=True))
    assert "Wat opvalt" not in words(plan_of(published("putten")))


def test_the_same_plan_gives_the_same_bytes() -> None:
    made = [
        plan_pdf(published("diemen"), npo(), AWARDS["diemen"], None, municipality="Diemen", made_on=MADE_ON)
        for _ in "ab"
    ]
    assert made[0] == made[1]


HOSTILE = ['#panic("x")', '"\\" #{1+1} $x$ *vet* _schuin_ @label <b>', "`raw` // commentaar /* */", "\\u{202e} = kop"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_acts_as_markup(text: str) -> None:
    hostile = plan(
        title=text,
        themes=(theme(name=text, goal=text),),
        measures=(measure("m", name=text, description=text, target_group=text),),
        lines=(line("l", 5, label=text),),
    )
    assert words(plan_of(hostile)).replace(" ", "").count(text.replace(" ", "")) >= 6


def test_text_in_other_scripts_is_searchable() -> None:
    text = words(plan_of(plan(goals=("Ελληνικά → ✓ Українська", "日本 \U0001f9e5"))))
    assert "Ελληνικά → ✓ Українська" in text


def test_an_empty_plan_is_a_document_too() -> None:
    reader = plan_of(plan(award=None), Award(None))
    assert "nog niet bekend" in words(reader, 0)
    assert len(budget_of(plan(award=None), Award(None)).pages) == 1


@settings(max_examples=25)
@given(plans())
def test_any_plan_is_accessible(document: PlanDocument) -> None:
    award, findings = Award(document.grant_source.amount, about=True), tuple(run(document, npo()))
    assert typeset(plan_request(document, npo(), award, findings, municipality="Diemen", made_on=MADE_ON))
    assert typeset(budget_request(document, None, award, municipality="Diemen", made_on=MADE_ON))


@pytest.mark.parametrize("name", sorted(AWARDS))
def test_the_budget_of_a_published_plan_is_one_a3(name: str) -> None:
    reader = budget_of(published(name), AWARDS[name])
    page = reader.pages[0].mediabox
    assert (len(reader.pages), round(page.width), round(page.height)) == (1, *A3_LANDSCAPE)


def test_sixty_lines_fit_on_one_a3() -> None:
    reader = budget_of(many_measures(60))
    assert len(reader.pages) == 1
    assert words(reader).count("Maatregel ") == 60


def test_a_budget_that_is_longer_says_so_and_leaves_nothing_out() -> None:
    reader = budget_of(many_measures(300))
    assert len(reader.pages) > 1
    assert "past niet op één blad" in words(reader, 0)
    assert words(reader).count("Maatregel ") == 300
    assert "Totaal gepland € 3.000" in words(reader)


def test_many_years_of_large_amounts_stay_on_the_paper() -> None:
    years = {f"{year}-{year + 1}": 9_999_999_999 for year in range(2010, 2028)}
    reader = plan_of(plan(lines=(line("l", sum(years.values()), years),)))
    text = words(reader)
    assert all(year in text for year in years)
    assert "2010-2011 tot en met 2016-2017" in text
