"""The parts of a measure, of a theme and of a plan itself: what two people can change without being in each other's
way. Pure; every field is in one part."""

from collections.abc import Callable, Sequence
from typing import Any

from kapstok.plans.difference_kinds import ESTIMATES, MEASURES, PLAN, SOURCES, STEPS, THEMES
from kapstok.plans.difference_words import Facet, Names, RowKind
from kapstok.plans.editing.merging import Part, Parts
from kapstok.plans.schema import PlanDocument


def _part(label: str, facets: Sequence[Facet], *fields: str) -> Part:
    """In the words that a list of differences has for it."""
    facet = next(facet for facet in facets if facet.fields[0] == fields[0])
    return Part(label, fields, lambda value, plan: facet.words(value, Names(plan)))


def _rows(label: str, kind: RowKind) -> Part:
    return Part(label, (kind.rows,), _in_rows(kind))


def _in_rows(kind: RowKind) -> Callable[[Any, PlanDocument], str]:
    def words(value: Any, plan: PlanDocument) -> str:
        names = Names(plan)
        return "\n".join(f"{kind.name(row)}: {kind.brief(row, names)}" for row in getattr(value, kind.rows))

    return words


MEASURE: Parts = {
    "name": _part("Naam", MEASURES.facets, "name"),
    "theme": _part("Thema", MEASURES.facets, "theme"),
    "description": _part("Omschrijving", MEASURES.facets, "description"),
    "target_group": _part("Doelgroep", MEASURES.facets, "target_group"),
    "result": _part("Beoogd resultaat", MEASURES.facets, "result"),
    "indicator": _part("Indicator", MEASURES.facets, "indicator"),
    "offer": _part("Soort aanbod", MEASURES.facets, "offer"),
    "lead": _part("Trekker", MEASURES.facets, "lead"),
    "partners": _part("Partners", MEASURES.facets, "partners"),
    "purposes": _part("Bestedingsdoelen", MEASURES.facets, "purposes", "purposes_illustrative"),
    "cost_types": _part("Soorten kosten", MEASURES.facets, "cost_types"),
    "estimates": _rows("Ramingen", ESTIMATES),
    "milestones": _rows("Planning", STEPS),
    "funding": _part("Wie het betaalt", MEASURES.facets, "funding"),
}

THEME: Parts = {
    "name": _part("Naam", THEMES.facets, "name"),
    "parent": _part("Valt onder", THEMES.facets, "parent"),
    "goal": _part("Doel", THEMES.facets, "goal"),
    "result": _part("Beoogd resultaat", THEMES.facets, "result"),
    "description": _part("Omschrijving", THEMES.facets, "description"),
    "stated_total": _part("Bedrag in de tekst", THEMES.facets, "stated_total"),
}

PARTICULARS: Parts = {
    "title": _part("Titel", PLAN, "title"),
    "stage": _part("Fase", PLAN, "stage"),
    "date": _part("Datum", PLAN, "date"),
    "date_note": _part("Over de datum", PLAN, "date_note"),
    "document": _part("Document", PLAN, "document"),
    "summary": _part("Samenvatting", PLAN, "summary"),
    "goals": _part("Doelen", PLAN, "goals"),
    "principles": _part("Uitgangspunten", PLAN, "principles"),
    "agendas": _part("Andere agenda's", PLAN, "agendas"),
    "levels": _part("Namen van de niveaus", PLAN, "levels"),
    "stated_total": _part("Bedrag in de tekst", PLAN, "stated_total"),
    "sources": _rows("Geldbronnen", SOURCES),
}
