"""The text of the plan for a word processor: the same contents as the PDF, without the pictures."""

from collections.abc import Iterator
from datetime import date

from docx.document import Document

from kapstok.core.documents.word import (
    Row,
    as_bytes,
    bullets,
    facts,
    heading,
    new_document,
    prose,
    table,
)
from kapstok.grants.regulation import Regulation
from kapstok.plans.documents.contents import Contents, Money, contents
from kapstok.plans.findings import Finding
from kapstok.plans.presentation.budget import TableGroup, TableLine
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.findings import Link
from kapstok.plans.presentation.measures import ShownMeasure, ShownTheme, Working
from kapstok.plans.presentation.words import sentence
from kapstok.plans.schema import PlanDocument


def plan_docx(
    plan: PlanDocument,
    regulation: Regulation | None,
    award: Award,
    findings: tuple[Finding, ...] | None,
    *,
    municipality: str,
    made_on: date,
) -> bytes:
    """The plan's text as DOCX; `findings` None leaves that chapter out."""
    said = contents(plan, regulation, award, findings, municipality=municipality, made_on=made_on)
    document = new_document(said.front.title, said.front.municipality, made_on)
    _summary(document, said)
    _goals(document, said)
    heading(document, "Thema's en maatregelen", 1)
    for theme in said.themes:
        _theme(document, theme, 2)
    _money(document, said.money)
    _planning(document, said)
    _participants(document, said)
    _process(document, said)
    _findings(document, said)
    heading(document, "Bronnen en toelichting", 1)
    bullets(document, said.notes)
    return as_bytes(document)


def _summary(document: Document, said: Contents) -> None:
    front = said.front
    heading(document, front.title, 0)
    prose(document, f"{front.municipality} · {front.programme} · {front.stage} · {front.dated}", "Subtitle")
    heading(document, "Samenvatting", 1)
    prose(document, said.summary)
    figures = (Row((one.label, one.value, one.note)) for one in said.figures)
    table(document, "Wat er binnenkwam en wat ervan is gepland", ("stand van het geld", "bedrag of dag", "toelichting"), figures)
    headings = (Row((one.name, one.gist, one.measures, one.amount)) for one in said.headings)
    top = (said.level.singular, "waar het om gaat", "maatregelen", "bedrag")
    if said.headings:
        table(document, f"De {said.level.plural} in het kort", top, headings, amounts=2)


def _goals(document: Document, said: Contents) -> None:
    if said.goals or said.principles:
        heading(document, "Doelen en uitgangspunten", 1)
    for title, texts in (("Wat we willen bereiken", said.goals), ("Waar we ons aan houden", said.principles)):
        if texts:
            heading(document, title, 2)
            bullets(document, texts)


def _theme(document: Document, theme: ShownTheme, level: int) -> None:
    heading(document, theme.name, level)
    prose(document, theme.goal, "Doel")
    prose(document, theme.description)
    facts(document, [("Resultaat", theme.result), ("Bedrag in de tekst", theme.stated)])
    for below in theme.themes:
        _theme(document, below, level + 1)
    for measure in theme.measures:
        _measure(document, measure, level + 1)


def _measure(document: Document, measure: ShownMeasure, level: int) -> None:
    heading(document, measure.name, level)
    prose(document, measure.description)
    facts(document, measure_facts(measure))


def measure_facts(measure: ShownMeasure) -> Iterator[tuple[str, str]]:
    yield "Voor wie", measure.target_group
    yield "Resultaat", measure.result
    yield "Te zien aan", measure.indicator
    yield "Trekker", measure.lead
    yield "Werken mee", ", ".join(measure.partners)
    yield "Aanbod", measure.offer
    yield "Wanneer", "\n".join(f"{step.when}: {step.what}" for step in measure.planned)
    yield "Bestedingsdoel", _purposes(measure)
    yield "Kosten", measure.cost
    yield "Zo geraamd", "\n".join(map(_working, measure.workings))
    yield "Betaald uit", "\n".join(f"{one.name}: {one.amount}. {one.note}".strip() for one in measure.funding)


def _purposes(measure: ShownMeasure) -> str:
    several = len(measure.purposes) > 1
    said = [f"{one.number}. {one.name}" + (f" ({one.share})" if several else "") for one in measure.purposes]
    return "\n".join(said) + (" (voorbeeld)" if said and measure.purposes_illustrative else "")


def _working(working: Working) -> str:
    place = (working.label, working.stated_in, "" if working.counted else "telt niet mee")
    return "\n".join(filter(None, (" · ".join(filter(None, place)), *working.steps, working.note)))


def _money(document: Document, money: Money) -> None:
    heading(document, "Begroting", 1)
    budget = money.table
    rows = [row for group in budget.groups for row in _group(group)]
    rows += [Row((foot.label, *foot.cells.years, foot.cells.total), strong=True) for foot in budget.foot]
    columns = ("post", *budget.columns, "totaal")
    table(document, "De begroting in euro's", columns, rows, amounts=len(columns) - 1)
    for said in money.phasing:
        prose(document, f"De verdeling over schooljaren volgens het plan: {said}.")
    if money.explained:
        heading(document, "Wat de posten betalen", 2)
        explained = (Row((one.label, "\n".join(filter(None, (one.pays, one.note))))) for one in money.explained)
        table(document, "Wat de posten betalen", ("post", "wat ervan wordt betaald"), explained)
    heading(document, "Waar het geld vandaan komt", 2)
    sources = (
        Row((f"{one.name} (voorbeeldcijfer)" if one.illustrative else one.name, one.kind, one.stated, one.planned))
        for one in money.sources
    )
    table(document, "Bronnen van geld", ("bron", "soort", "beschikbaar", "in de begroting"), sources, amounts=2)
    if money.spent:
        heading(document, "Al uitgegeven vóór dit plan", 2)
        spent = (Row((one.label, one.note, one.when, one.source, one.amount)) for one in money.spent)
        table(document, "Al uitgegeven", ("waarvoor", "toelichting", "wanneer", "uit", "bedrag"), spent, amounts=1)


def _group(group: TableGroup) -> Iterator[Row]:
    title = _label(group.title, group.only) if group.only else group.title
    yield Row((title, *group.cells.years, group.cells.total), strong=True)
    for line in group.lines:
        yield Row((_label(line.label, line), *line.cells.years, line.cells.total))


def _label(name: str, line: TableLine) -> str:
    return " · ".join((name, *line.remarks))


def _planning(document: Document, said: Contents) -> None:
    if said.schedule.groups:
        heading(document, "Planning per kwartaal", 1)
        rows = (
            row
            for group in said.schedule.groups
            for row in (
                Row((group.title,), heading=True),
                *(Row((step.when, step.what, step.kind)) for step in group.steps),
            )
        )
        table(document, "Planning per kwartaal", ("wanneer", "wat", "soort"), rows)


def _participants(document: Document, said: Contents) -> None:
    if said.sectors:
        heading(document, "Wie doet mee", 1)
        rows = (
            row
            for sector in said.sectors
            for row in (
                Row((sector.name,), heading=True),
                *(Row((" · ".join(filter(None, (one.name, one.kind))), _names(one.leads), _names(one.joins)))
                  for one in sector.parties),
            )
        )  # fmt: skip
        table(document, "Wie doet mee, per sector", ("wie", "trekker van", "werkt mee aan"), rows)


def _names(links: tuple[Link, ...]) -> str:
    return ", ".join(link.label for link in links)


def _process(document: Document, said: Contents) -> None:
    if said.moments or said.related:
        heading(document, "Hoe het plan tot stand kwam", 1)
    if said.moments:
        rows = (Row((one.when, "\n".join(filter(None, (one.title, one.text))), one.sectors)) for one in said.moments)
        table(document, "Momenten met het veld", ("wanneer", "wat", "met"), rows)
    if said.related:
        heading(document, "Verband met andere programma's", 2)
        bullets(document, (": ".join(filter(None, (one.name, one.note))) for one in said.related))


def _findings(document: Document, said: Contents) -> None:
    if said.findings:
        heading(document, "Wat opvalt in dit plan", 1)
        prose(document, said.findings.intro)
        bullets(
            document,
            (
                f"{sentence(one.severity_label)}: {one.message} {one.solution} ({one.code})"
                for one in said.findings.found
            ),
        )
