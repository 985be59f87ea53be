"""The tables of the pages as workbooks have them: made from what the page shows, so that they cannot differ."""

from collections.abc import Iterator

from kapstok.core.sheets.writing import Form, Heading, Value
from kapstok.core.tables import Table
from kapstok.plans.presentation.budget import BudgetTable, Cells, Source, TableLine
from kapstok.plans.presentation.findings import Link
from kapstok.plans.presentation.planning import Planning
from kapstok.plans.presentation.taking_part import SectorGroup

Row = tuple[Value, ...]
SUBTOTAL, LINE, TOTAL = "subtotaal", "post", "totaal"


def budget(table: BudgetTable) -> Table:
    """The first column says of each row what it is: who filters on "post" counts nothing twice."""
    amounts = (Heading(column, Form.EUROS) for column in (*table.columns, "Totaal"))
    headings = (Heading("Soort"), Heading("Waarvoor"), *amounts, Heading("Toelichting"))
    return Table("begroting", "Begroting", headings, tuple(_budget(table)))


def _budget(table: BudgetTable) -> Iterator[Row]:
    for group in table.groups:
        if group.only:
            yield _line(group.title, group.only)
            continue
        yield _amounts(SUBTOTAL, group.title, group.cells)
        yield from (_line(line.label, line) for line in group.lines)
    yield from (_amounts(TOTAL, foot.label, foot.cells) for foot in table.foot)


def _line(label: str, line: TableLine) -> Row:
    activities = [f"Waarvoor: {'; '.join(line.activities)}."] if line.activities else []
    return _amounts(LINE, label, line.cells, *line.remarks, *activities, line.note)


def _amounts(kind: str, label: str, cells: Cells, *remarks: str) -> Row:
    about = "ongeveer" if cells.total.about else ""
    said = " · ".join(filter(None, (about, *remarks)))
    return (kind, label, *(amount.value for amount in (*cells.years, cells.total)), said)


def sources(found: tuple[Source, ...]) -> Table:
    headings = (
        Heading("Bron"),
        Heading("Soort"),
        Heading("Volgens het plan", Form.EUROS),
        Heading("In de begroting", Form.EUROS),
        Heading("Toelichting"),
    )
    rows = ((one.name, one.kind, one.stated.value, one.planned.value, _certainty(one)) for one in found)
    return Table("geldbronnen", "Geldbronnen", headings, tuple(rows))


def _certainty(source: Source) -> str:
    said = ("ongeveer" if source.stated.about else "", "voorbeeldcijfer" if source.illustrative else "")
    return " · ".join(filter(None, said))


def planning(shown: Planning) -> Table:
    """A row for each step; a step of the whole plan has its name in the column of what is done."""
    headings = tuple(map(Heading, ("Onderdeel", "Wat", "Soort", "Wanneer")))
    rows = (
        (row.name if row.url else group.title, step.what, step.kind, step.when)
        for group in shown.groups
        for row in group.rows
        for step in row.planned
    )
    return Table("planning", "Planning", headings, tuple(rows))


def participants(groups: tuple[SectorGroup, ...]) -> Table:
    headings = tuple(map(Heading, ("Sector", "Naam", "Soort", "Trekt", "Doet mee met")))
    rows = (
        (sector.name, party.name, party.kind, _names(party.leads), _names(party.joins))
        for sector in groups
        for party in sector.parties
    )
    return Table("deelnemers", "Wie doet mee", headings, tuple(rows))


def _names(links: tuple[Link, ...]) -> str:
    return "; ".join(link.label for link in links)
