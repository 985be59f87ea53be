"""Each kind of row in a plan, for who reads what changed: its facets, under which label and in which words. Pure."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from kapstok.core.money import format_euro, format_number, format_range
from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS
from kapstok.plans import schema as s
from kapstok.plans.difference_words import Facet, Names, RowKind, What, day, text, word, yes
from kapstok.plans.presentation import taking_part
from kapstok.plans.presentation.measures import working
from kapstok.plans.presentation.planning import when
from kapstok.plans.presentation.words import (
    LINE_KINDS,
    MILESTONE_KINDS,
    OFFERS,
    SOURCE_KINDS,
    STAGES,
    TIMES,
    amount_text,
    listed,
)

WHOLE_PLAN = "het hele plan"


def _stated_total() -> Facet:
    return Facet("Bedrag in de tekst", ("stated_total",), lambda row, _: _euros(row.stated_total))


def _euros(amount: Decimal | None) -> str:
    return "" if amount is None else format_euro(amount)


def _amount(row: s.BudgetLine | s.Source | s.Funding, _: Names | None = None) -> str:
    return str(amount_text(row.amount, about=row.about))


def _by_year(label: str, field: str, words: Callable[[Decimal], str]) -> Facet:
    return Facet(label, (field,), lambda row, _: _years(getattr(row, field), words))


def _years(years: Mapping[Any, Decimal], words: Callable[[Decimal], str]) -> str:
    return "; ".join(f"{year}: {words(years[year])}" for year in sorted(years))


def _percent(share: Decimal) -> str:
    return f"{format_number(share)} %"


def _phasing(plan: s.PlanDocument, _: Names) -> str:
    return "\n".join(" – ".join(filter(None, (each.stated_in, _years(each.shares, _percent)))) for each in plan.phasing)


PLAN = (
    text("Titel", "title"),
    text("Regeling", "regulation"),
    word("Fase", "stage", STAGES),
    day("Datum", "date"),
    text("Over de datum", "date_note"),
    day("Vastgesteld op", "adopted_on"),
    text("Document", "document"),
    text("Samenvatting", "summary"),
    _stated_total(),
    Facet("Niveaus", ("levels",), lambda plan, _: "; ".join(f"{one.singular}, {one.plural}" for one in plan.levels)),
    Facet("Doelen", ("goals",), lambda plan, _: "\n".join(plan.goals)),
    Facet("Uitgangspunten", ("principles",), lambda plan, _: "\n".join(plan.principles)),
    Facet(
        "Andere agenda's",
        ("agendas",),
        lambda plan, _: "\n".join(": ".join(filter(None, (one.name, one.note))) for one in plan.agendas),
    ),
    Facet("Deelnemers", ("participants",), lambda plan, of: listed([of.parties[key] for key in plan.participants])),
    Facet("Fasering", ("phasing",), _phasing),
    text("Adres", "slug"),
    Facet("Vorm van het bestand", ("format",), lambda plan, _: str(plan.format)),
)

THEMES = RowKind(
    What.THEME,
    "themes",
    lambda theme: str(theme.name),
    lambda theme, of: f"onder {of.themes[theme.parent]}" if theme.parent else "",
    (
        text("Naam", "name"),
        Facet("Valt onder", ("parent",), lambda theme, of: of.themes[theme.parent] if theme.parent else ""),
        text("Doel", "goal"),
        text("Resultaat", "result"),
        text("Omschrijving", "description"),
        _stated_total(),
    ),
)


def _funding(measure: s.Measure, of: Names) -> str:
    return "\n".join(
        " – ".join(filter(None, (f"{of.sources[one.source]}: {_amount(one)}", one.note))) for one in measure.funding
    )


def _purposes(measure: s.Measure, _: Names) -> str:
    return "; ".join(f"{one.number} ({_percent(one.share)})" for one in measure.purposes)


MEASURES = RowKind(
    What.MEASURE,
    "measures",
    lambda measure: str(measure.name),
    lambda measure, of: f"onder {of.themes[measure.theme]}",
    (
        text("Naam", "name"),
        Facet("Thema", ("theme",), lambda measure, of: of.themes[measure.theme]),
        text("Omschrijving", "description"),
        text("Doelgroep", "target_group"),
        text("Resultaat", "result"),
        text("Indicator", "indicator"),
        word("Aanbod", "offer", OFFERS),
        Facet("Trekker", ("lead",), lambda measure, of: of.parties[measure.lead] if measure.lead else ""),
        Facet("Wie doen mee", ("partners",), lambda measure, of: listed([of.parties[key] for key in measure.partners])),
        Facet("Doelen van de regeling", ("purposes",), _purposes),
        yes("Doel gekozen als voorbeeld", "purposes_illustrative"),
        Facet("Wie betaalt mee", ("funding",), _funding),
        Facet("Soorten kosten", ("cost_types",), lambda measure, _: listed(measure.cost_types)),
    ),
)


def _stated(estimate: s.Estimate, _: Names) -> str:
    if estimate.amount is None:
        return ""
    return format_range(estimate.amount, estimate.high or estimate.amount, estimate.about)


def _worked_out(estimate: s.Estimate, _: Names) -> str:
    steps = working(estimate.model_copy(update={"amount": None, "high": None, "times": Decimal(1)})).steps
    return "; ".join(steps)


ESTIMATES = RowKind(
    What.ESTIMATE,
    "estimates",
    lambda estimate: estimate.label or "zonder naam",
    lambda estimate, _: "; ".join(working(estimate).steps),
    (
        text("Naam", "label"),
        Facet("Bedrag", ("amount", "high", "about"), _stated),
        Facet("Berekening", ("factors", "unit"), _worked_out),
        Facet("Hoe vaak", ("per", "times"), lambda each, _: f"{format_number(each.times)} {TIMES[each.per]}"),
        yes("Telt mee", "counted"),
        text("Staat in", "stated_in"),
        text("Toelichting", "note"),
    ),
)

STEPS = RowKind(
    What.STEP,
    "milestones",
    lambda step: str(step.what),
    lambda step, _: f"{when(step)}, {MILESTONE_KINDS[step.kind]}",
    (
        text("Stap", "what"),
        Facet("Wanneer", ("quarter", "until"), lambda step, _: when(step)),
        word("Soort", "kind", MILESTONE_KINDS),
    ),
)


def _place(line: s.BudgetLine, of: Names) -> str:
    if line.measure:
        return f"maatregel {of.measures[line.measure]}"
    return f"thema {of.themes[line.theme]}" if line.theme else WHOLE_PLAN


def _activities(line: s.BudgetLine, of: Names) -> str:
    return "\n".join(
        f"{one.label} ({', '.join(filter(None, (one.topic, of.measures[one.measure] if one.measure else '')))})"
        for one in line.activities
    )


LINES = RowKind(
    What.LINE,
    "lines",
    lambda line: str(line.label),
    lambda line, of: f"{_amount(line)} uit {of.sources[line.source]}, voor {_place(line, of)}",
    (
        text("Naam", "label"),
        Facet("Waarvoor", ("theme", "measure"), _place),
        Facet("Geldbron", ("source",), lambda line, of: of.sources[line.source]),
        word("Soort", "kind", {**LINE_KINDS, s.LineKind.PLANNED: "gepland"}),
        Facet("Bedrag", ("amount", "about"), _amount),
        _by_year("Per schooljaar", "years", format_euro),
        Facet("Activiteiten", ("activities",), _activities),
        yes("Voorbeeldcijfer", "illustrative"),
        text("Toelichting", "note"),
    ),
)

SOURCES = RowKind(
    What.SOURCE,
    "sources",
    lambda source: str(source.name),
    lambda source, _: f"{_amount(source)}, {SOURCE_KINDS[source.kind]}",
    (
        text("Naam", "name"),
        word("Soort", "kind", SOURCE_KINDS),
        Facet("Beschikbaar", ("amount", "about"), _amount),
        yes("Voorbeeldcijfer", "illustrative"),
    ),
)

PARTIES = RowKind(
    What.PARTY,
    "parties",
    lambda party: str(party.name),
    lambda party, _: f"{PARTY_KIND_LABELS[party.kind]}, {SECTOR_LABELS[party.sector]}",
    (
        text("Naam", "name"),
        word("Soort", "kind", PARTY_KIND_LABELS),
        word("Sector", "sector", SECTOR_LABELS),
    ),
)

MOMENTS = RowKind(
    What.MOMENT,
    "consultations",
    lambda moment: str(moment.title),
    lambda moment, _: taking_part.when(moment),
    (
        text("Onderwerp", "title"),
        Facet("Wanneer", ("starts", "ends", "precision"), lambda moment, _: taking_part.when(moment)),
        text("Wat kwam eruit", "text"),
        Facet("Sectoren", ("sectors",), lambda moment, _: listed([SECTOR_LABELS[one] for one in moment.sectors])),
    ),
)

SPENT_BEFORE = RowKind(
    What.SPENT_BEFORE,
    "spent_before",
    lambda spent: str(spent.label),
    lambda spent, of: f"{format_euro(spent.amount)} uit {of.sources[spent.source]}",
    (
        text("Waaraan", "label"),
        Facet("Bedrag", ("amount",), lambda spent, _: format_euro(spent.amount)),
        Facet("Geldbron", ("source",), lambda spent, of: of.sources[spent.source]),
        day("Datum", "on"),
        Facet("Begrotingsregel", ("line",), lambda spent, of: of.lines[spent.line] if spent.line else ""),
        text("Toelichting", "note"),
    ),
)
