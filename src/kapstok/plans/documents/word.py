"""The text of the plan for a word processor: the same contents as the PDF, without the pictures."""

from collections.abc import Iterator
from datetime import date

from kapstok.core.documents.word import Row, Text, as_bytes, new_document
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
    text = Text()
    _summary(text, said)
    _goals(text, said)
    text.heading("Thema's en maatregelen", 1)
    for theme in said.themes:
        _theme(text, theme, 2)
    _money(text, said.money)
    _planning(text, said)
    _participants(text, said)
    _process(text, said)
    _findings(text, said)
    text.heading("Bronnen en toelichting", 1)
    text.bullets(said.notes)
    document = new_document(said.front.title, said.front.municipality, made_on)
    text.put_in(document)
    return as_bytes(document)


def _summary(text: Text, said: Contents) -> None:
    front = said.front
    text.heading(front.title, 0)
    text.prose(f"{front.municipality} · {front.programme} · {front.stage} · {front.dated}", "Subtitle")
    text.heading("Samenvatting", 1)
    text.prose(said.summary)
    figures = (Row((one.label, one.value, one.note)) for one in said.figures)
    text.table(
        "Wat er binnenkwam en wat ervan is gepland",
        ("stand van het geld", "bedrag of dag", "toelichting"),
        figures,
        widths=(3, 3, 4),
    )
    headings = (Row((one.name, one.gist, one.measures, one.amount)) for one in said.headings)
    top = (said.level, "waar het om gaat", "maatregelen", "bedrag")
    if said.headings:
        text.table(f"De {said.levels} in het kort", top, headings, widths=(4, 7, 3, 3), amounts=2)


def _goals(text: Text, said: Contents) -> None:
    if said.goals or said.principles:
        text.heading("Doelen en uitgangspunten", 1)
    for title, texts in (("Wat we willen bereiken", said.goals), ("Waar we ons aan houden", said.principles)):
        if texts:
            text.heading(title, 2)
            text.bullets(texts)


def _theme(text: Text, theme: ShownTheme, level: int) -> None:
    text.heading(theme.name, level)
    text.prose(theme.goal, "Doel")
    text.prose(theme.description)
    text.facts([("Resultaat", theme.result), ("Bedrag in de tekst", theme.stated)])
    for below in theme.themes:
        _theme(text, below, level + 1)
    for measure in theme.measures:
        _measure(text, measure, level + 1)


def _measure(text: Text, measure: ShownMeasure, level: int) -> None:
    text.heading(measure.name, level)
    text.prose(measure.description)
    text.facts(measure_facts(measure))


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


def _money(text: Text, money: Money) -> None:
    text.heading("Begroting", 1)
    budget = money.table
    rows = [row for group in budget.groups for row in _group(group)]
    rows += [Row((foot.label, *foot.cells.years, foot.cells.total), strong=True) for foot in budget.foot]
    columns = ("post", *budget.columns, "totaal")
    text.table("De begroting in euro's", columns, rows, widths=(4, *[2] * (len(columns) - 1)), amounts=len(columns) - 1)
    for said in money.phasing:
        text.prose(f"De verdeling over schooljaren volgens het plan: {said}.")
    if money.explained:
        text.heading("Wat de posten betalen", 2)
        explained = (Row((one.label, "\n".join(filter(None, (one.pays, one.note))))) for one in money.explained)
        text.table("Wat de posten betalen", ("post", "wat ervan wordt betaald"), explained, widths=(3, 7))
    text.heading("Waar het geld vandaan komt", 2)
    sources = (
        Row((f"{one.name} (voorbeeldcijfer)" if one.illustrative else one.name, one.kind, one.stated, one.planned))
        for one in money.sources
    )
    text.table(
        "Bronnen van geld", ("bron", "soort", "beschikbaar", "in de begroting"), sources, widths=(4, 3, 3, 3), amounts=2
    )
    if money.spent:
        text.heading("Al uitgegeven vóór dit plan", 2)
        spent = (Row((one.label, one.note, one.when, one.source, one.amount)) for one in money.spent)
        text.table(
            "Al uitgegeven",
            ("waarvoor", "toelichting", "wanneer", "uit", "bedrag"),
            spent,
            widths=(4, 5, 3, 3, 2),
            amounts=1,
        )


def _group(group: TableGroup) -> Iterator[Row]:
    title = _label(group.title, group.only) if group.only else group.title
    yield Row((title, *group.cells.years, group.cells.total), strong=True)
    for line in group.lines:
        yield Row((_label(line.label, line), *line.cells.years, line.cells.total))


def _label(name: str, line: TableLine) -> str:
    return " · ".join((name, *line.remarks))


def _planning(text: Text, said: Contents) -> None:
    if said.schedule.groups:
        text.heading("Planning per kwartaal", 1)
        rows = (
            row
            for group in said.schedule.groups
            for row in (
                Row((group.title,), heading=True),
                *(Row((step.when, step.what, step.kind)) for step in group.steps),
            )
        )
        text.table("Planning per kwartaal", ("wanneer", "wat", "soort"), rows, widths=(3, 7, 2))


def _participants(text: Text, said: Contents) -> None:
    if said.sectors:
        text.heading("Wie doet mee", 1)
        rows = (
            row
            for sector in said.sectors
            for row in (
                Row((sector.name,), heading=True),
                *(Row((" · ".join(filter(None, (one.name, one.kind))), _names(one.leads), _names(one.joins)))
                  for one in sector.parties),
            )
        )  # fmt: skip
        text.table("Wie doet mee, per sector", ("wie", "trekker van", "werkt mee aan"), rows, widths=(4, 4, 4))


def _names(links: tuple[Link, ...]) -> str:
    return ", ".join(link.label for link in links)


def _process(text: Text, said: Contents) -> None:
    if said.moments or said.related:
        text.heading("Hoe het plan tot stand kwam", 1)
    if said.moments:
        rows = (Row((one.when, "\n".join(filter(None, (one.title, one.text))), one.sectors)) for one in said.moments)
        text.table("Momenten met het veld", ("wanneer", "wat", "met"), rows, widths=(3, 7, 3))
    if said.related:
        text.heading("Verband met andere programma's", 2)
        text.bullets(": ".join(filter(None, (one.name, one.note))) for one in said.related)


def _findings(text: Text, said: Contents) -> None:
    if said.findings:
        text.heading("Wat opvalt in dit plan", 1)
        text.prose(said.findings.intro)
        text.bullets(
            (
                f"{sentence(one.severity_label)}: {one.message} {one.solution} ({one.code})"
                for one in said.findings.found
            ),
        )
