"""The PDF of a plan of 100 measures, against WeasyPrint with the same text and tables, both from contents to bytes."""

import importlib.util
from datetime import date
from decimal import Decimal
from html import escape

from tests import cast

from bench.timing import Ratio, compare
from kapstok.core.documents.fonts import NOTO_SANS
from kapstok.core.periods import Quarter, SchoolYear
from kapstok.plans.documents import plan_pdf
from kapstok.plans.documents.contents import Contents, contents
from kapstok.plans.documents.word import measure_facts
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import BudgetLine, Estimate, Factor, Measure, Milestone, Per, PlanDocument, Theme

MEASURES, THEMES, ROUNDS = 100, 10, 5
MADE_ON = date(2024, 2, 1)
AWARD = Award(Decimal(1_000_000))
YEARS = [SchoolYear(f"{year}-{year + 1}") for year in (2022, 2023, 2024)]


def ratios() -> list[Ratio]:
    if not importlib.util.find_spec("weasyprint"):
        print("documents: skipped, because WeasyPrint is not installed")
        return []
    plan = full_plan()
    return [
        compare(
            f"plan PDF of {MEASURES} measures / WeasyPrint",
            lambda: plan_pdf(plan, None, AWARD, None, municipality="Diemen", made_on=MADE_ON),
            lambda: with_weasyprint(plan),
            goal=0.1,
            rounds=ROUNDS,
        )
    ]


def full_plan() -> PlanDocument:
    """Every measure with text, an estimate worked out, two steps in the planning, and a line over three years."""
    text = "Een training op school, voor kinderen en ouders van meer scholen samen. " * 4
    measures = tuple(
        Measure(
            key=f"m-{i}",
            theme=f"t-{i % THEMES}",
            name=f"Maatregel {i}",
            description=text,
            target_group="Kinderen van 4 tot 12 jaar",
            result="Leerlingen staan steviger in hun schoenen.",
            estimates=(training(),),
            milestones=(
                Milestone(quarter=Quarter("Q1 2023"), what="Uitzoeken"),
                Milestone(quarter=Quarter("Q3 2023"), what="Beginnen"),
            ),
        )
        for i in range(MEASURES)
    )
    lines = tuple(
        BudgetLine(
            key=m.key, label=m.name, measure=m.key, source="npo", amount=Decimal(3000),
            years=dict.fromkeys(YEARS, Decimal(1000)),
        )
        for m in measures
    )  # fmt: skip
    themes = tuple(Theme(key=f"t-{i}", name=f"Thema {i}", goal="Meer kinderen bereiken.") for i in range(THEMES))
    return cast.plan(themes=themes, measures=measures, lines=lines)


def training() -> Estimate:
    factors = (
        Factor(value=Decimal(2), unit="trainingen per jaar"),
        Factor(value=Decimal(5000), unit="euro per training", price=True),
    )
    return Estimate(amount=Decimal(10000), factors=factors, per=Per.YEAR, times=Decimal(2), stated_in="§ 3.2")


def with_weasyprint(plan: PlanDocument) -> bytes:
    import weasyprint  # noqa: PLC0415  only where it is installed

    said = contents(plan, None, AWARD, None, municipality="Diemen", made_on=MADE_ON)
    made = weasyprint.HTML(string=as_html(said)).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made


def as_html(said: Contents) -> str:
    """The themes, measures, budget and planning; without the picture and the chapters that this plan does not have."""
    font = (NOTO_SANS / "NotoSans_400Regular.ttf").as_uri()
    style = (
        f"@font-face{{font-family:Noto;src:url({font})}}@page{{size:A4;margin:22mm;"
        "@bottom-right{content:counter(page) ' van ' counter(pages)}}body{font:10pt Noto}"
        "table{border-collapse:collapse;width:100%}td,th{border-bottom:.5pt solid #ccc;text-align:left}"
    )
    themes = "".join(
        f"<h2>{escape(theme.name)}</h2><p>{escape(theme.goal)}</p>"
        + "".join(
            f"<section><h3>{escape(one.name)}</h3><p>{escape(one.description)}</p><dl>"
            + "".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in measure_facts(one) if words)
            + "</dl></section>"
            for one in theme.measures
        )
        for theme in said.themes
    )
    table = said.money.table
    money = [
        (label, *cells.years, cells.total)
        for group in table.groups
        for label, cells in ((group.title, group.cells), *((line.label, line.cells) for line in group.lines))
    ]
    steps = [(step.when, step.what, step.kind) for group in said.schedule.groups for step in group.steps]
    return (
        f'<html lang="nl"><head><title>{escape(said.front.title)}</title><style>{style}</style></head><body>'
        f"<h1>{escape(said.front.title)}</h1><p>{escape(said.front.lead)}</p>{themes}"
        f"<h1>Begroting</h1>{_table(('post', *table.columns, 'totaal'), money)}"
        f"<h1>Planning</h1>{_table(('wanneer', 'wat', 'soort'), steps)}</body></html>"
    )


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
