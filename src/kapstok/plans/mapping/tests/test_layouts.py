"""Each layout gives the right plan by the guess alone, and its mapping is recognised after rows were added."""

from collections.abc import Callable

import pytest

from kapstok.core.money import NBSP
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Sheet, Workbook
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.recognise import recognised
from kapstok.plans.mapping.saving import mapping_as_toml, parse_mapping
from kapstok.plans.mapping.tests import layouts, more_layouts
from kapstok.plans.mapping.tests.reading import Totals, draft_of, guessed, npo, totals
from kapstok.plans.mapping.values import Orientation

TWO_THEMES: Totals = {
    "Taal": {"totaal": 55000, "2022-2023": 12000, "2023-2024": 43000},
    "Welbevinden": {"totaal": 15000, "2022-2023": 7500, "2023-2024": 7500},
}

LAYOUTS: list[tuple[Callable[[], bytes], Orientation, Totals]] = [
    (
        layouts.diemen_budget,
        Orientation.ROWS,
        {
            "0-4 jaar": {"totaal": 115000, "2022-2023": 11500, "2023-2024": 51750, "2024-2025": 51750},
            "4-12 jaar": {"totaal": 80000, "2022-2023": 8000, "2023-2024": 36000, "2024-2025": 36000},
            "12 plus": {"totaal": 75000, "2022-2023": 7500, "2023-2024": 33750, "2024-2025": 33750},
            "": {"totaal": 45000, "2022-2023": 40000, "2023-2024": 2500, "2024-2025": 2500},
        },
    ),
    (
        layouts.diemen_overview,
        Orientation.THEME_COLUMNS,
        {
            "Leeftijdsgroep 0-4": {"totaal": 115000},
            "Leeftijdsgroep 4-12": {"totaal": 80000},
            "Leeftijdsgroep 12+": {"totaal": 75000},
        },
    ),
    (
        layouts.putten_budget,
        Orientation.ROWS,
        {
            "Inzet op preventie": {"totaal": 48000},
            "Laagdrempelige ondersteuning op/via scholen": {"totaal": 60000},
            "Bevorderen doorgaande lijn 0-7 jaar": {"totaal": 20000},
            "Stimuleren van samenwerking onderwijs en jeugdhulp": {"totaal": 100000},
            "": {"totaal": 94000},
        },
    ),
    (
        layouts.putten_measures,
        Orientation.ROWS,
        {
            "Inzet op preventie": {"totaal": 24000},
            "Laagdrempelige ondersteuning op/ via school": {"totaal": 30000},
            "Bevorderen van doorgaande lijn 0 – 7 jaar": {"totaal": 20000},
            "Stimuleren van samenwerking onderwijs en jeugdhulp": {"totaal": 50000},
        },
    ),
    (
        more_layouts.years_as_rows,
        Orientation.YEAR_ROWS,
        {
            "Taal": {"totaal": 55000, "2022-2023": 12000, "2023-2024": 43000},
            "Welbevinden": {"totaal": 22500, "2022-2023": 7500, "2023-2024": 7500, "2024-2025": 7500},
        },
    ),
    (more_layouts.pivot, Orientation.PIVOT, TWO_THEMES),
    (more_layouts.pivot_without_indent, Orientation.PIVOT, TWO_THEMES),
    (
        more_layouts.two_grants_in_columns,
        Orientation.ROWS,
        {
            "Taal": {"totaal": 52000, "2022-2023": 15000, "2023-2024": 37000},
            "Welbevinden": {"totaal": 17500, "2022-2023": 7500, "2023-2024": 10000},
        },
    ),
    (more_layouts.two_grants_in_rows, Orientation.ROWS, {"Taal": {"totaal": 65000}, "Welbevinden": {"totaal": 0}}),
    (
        more_layouts.merged_themes,
        Orientation.ROWS,
        {
            "Taal": {"totaal": 55000, "2022-2023": 12000, "2023-2024": 43000},
            "Welbevinden": {"totaal": 25000, "2022-2023": 12500, "2023-2024": 12500},
        },
    ),
    (
        more_layouts.amounts_as_text,
        Orientation.ROWS,
        {
            "Taal": {"totaal": 55000, "2022-2023": 12000, "2023-2024": 43000},
            "Welbevinden": {"totaal": 37500, "2022-2023": 7500, "2023-2024": 30000},
        },
    ),
    (more_layouts.themes_on_sheets, Orientation.ROWS, TWO_THEMES),
    (
        more_layouts.in_thousands,
        Orientation.ROWS,
        {
            "Taal": {"totaal": 55000, "2023-2024": 12000, "2024-2025": 43000},
            "Welbevinden": {"totaal": 15000, "2023-2024": 7500, "2024-2025": 7500},
        },
    ),
]
NAMES = [layout.__name__ for layout, _, _ in LAYOUTS]


@pytest.mark.parametrize(("layout", "orientation", "expected"), LAYOUTS, ids=NAMES)
def test_the_guess_alone_gives_the_plan(
    layout: Callable[[], bytes], orientation: Orientation, expected: Totals
) -> None:
    content = layout()
    assert guessed(content).mapping.orientation is orientation
    assert totals(draft_of(content).plan) == expected


@pytest.mark.parametrize(("layout", "orientation", "expected"), LAYOUTS, ids=NAMES)
def test_a_saved_mapping_is_recognised_after_rows_were_added(
    layout: Callable[[], bytes], orientation: Orientation, expected: Totals
) -> None:
    content = layout()
    saved = parse_mapping(mapping_as_toml(guessed(content).mapping))
    later = _with_rows_above(open_workbook(content, "later.xlsx"))
    found = recognised(later, [saved])
    assert found is not None
    assert (found.fingerprint, found.orientation) == (saved.fingerprint, orientation)
    assert found.header_rows == tuple(row + 2 for row in saved.header_rows)
    assert totals(apply(saved, later, npo()).plan) == expected


def _with_rows_above(workbook: Workbook) -> Workbook:
    return Workbook(workbook.name, tuple(_lower(sheet) for sheet in workbook.sheets))


def _lower(sheet: Sheet) -> Sheet:
    """The sheet with a note and a blank row put in at the top."""
    note = ("Bijgewerkt in juni", *[None] * (sheet.width - 1))
    merged = tuple(
        type(area)(area.first_row + 2, area.first_column, area.last_row + 2, area.last_column) for area in sheet.merged
    )
    hidden = frozenset(row + 2 for row in sheet.hidden_rows)
    return Sheet(sheet.name, (note, (None,) * sheet.width, *sheet.rows), merged, hidden, sheet.hidden)


def test_a_mapping_is_not_recognised_in_another_workbook() -> None:
    saved = guessed(more_layouts.two_grants_in_rows()).mapping
    assert recognised(open_workbook(layouts.diemen_budget(), "diemen.xlsx"), [saved]) is None


def test_diemen_as_it_stands_in_its_document() -> None:
    draft = draft_of(layouts.diemen_budget())
    assert draft.plan.stated_total == 315000
    assert draft.plan.grant_source.amount == 314800
    assert draft.plan.title == "Concept begroting"
    assert {theme.name: theme.stated_total for theme in draft.plan.themes if not theme.parent} == {
        "0-4 jaar": 115000,
        "4-12 jaar": 80000,
        "12 plus": 75000,
    }
    assert {line.label: str(line.kind) for line in draft.plan.lines if not line.theme} == {
        "Coördinatie/onvoorzien": "coordination",
        "Reeds ingezet voor FlexVloot Florente Basisscholen": "spent_before",
    }
    assert draft.questions == ()


def test_putten_keeps_about_the_notes_and_the_activities() -> None:
    plan = draft_of(layouts.putten_budget()).plan
    prevention = plan.lines[0]
    assert (prevention.about, prevention.note) == (True, "voor 2 jaar")
    assert [activity.label for activity in prevention.activities] == [
        "Sociale kaart en routekaart updaten en communicatietraject",
        "Weerbaarheidstrainingen op scholen",
        "Trainingen voor docenten, IB-ers: gespreksvaardigheden",
        "Communicatie",
        "Uitvoering monitoring/ evaluatie",
    ]
    assert [str(line.kind) for line in plan.lines] == [
        "planned",
        "planned",
        "reservation",
        "planned",
        "planned",
        "unallocated",
    ]
    assert plan.stated_total == 322000


def test_putten_asks_about_amounts_inside_sentences() -> None:
    draft = draft_of(layouts.putten_measures())
    asked = {
        question.place.row: question.assumed.replace(NBSP, " ")
        for question in draft.questions
        if "tekst" in question.text
    }
    assert asked[7] == "€ 10.000 per jaar"
    assert asked[13] == "ca. € 30.000 per jaar"
    assert asked[21] == "€ 40.000 tot € 45.000 per jaar + € 5.000 per jaar"
    assert [question for question in draft.questions if question.text == "Over hoeveel jaren gaat het plan?"]


def test_putten_has_leads_partners_and_quarters() -> None:
    plan = draft_of(layouts.putten_measures()).plan
    names = {party.key: party.name for party in plan.parties}
    card = plan.measures[0]
    assert names[str(card.lead)] == "Gemeente"
    assert [names[key] for key in card.partners] == ["onderwijs", "huisartsen", "JGZ", "Putten voor Elkaar"]
    assert [(str(m.quarter), m.what, str(m.kind)) for m in card.milestones] == [("Q2 2023", "gereed", "deliver")]
    assert [str(m.quarter) for m in plan.measures[1].milestones] == ["Q1 2023", "Q2 2023", "Q3 2023"]
    assert plan.themes[0].result.startswith("Beoogd resultaat hierbij is: het tijdig signaleren")


def test_two_grants_are_two_sources() -> None:
    plan = draft_of(more_layouts.two_grants_in_columns()).plan
    assert [(source.name, str(source.kind)) for source in plan.sources] == [
        ("NPO-uitkering", "grant"),
        ("OAB", "other_grant"),
    ]
    assert sum(line.amount or 0 for line in plan.lines if line.source == "npo") == 57000
    assert sum(line.amount or 0 for line in plan.lines if line.source == "oab") == 12500


def test_merged_cells_notes_and_hidden_rows() -> None:
    draft = draft_of(more_layouts.merged_themes())
    assert draft.plan.title == "Bestedingsplan NPO gemeente Voorbeeldstad"
    assert draft.questions == ()
    remarks = [str(remark.place) + ": " + remark.text for remark in draft.remarks]
    assert any("rij 9: deze rij is verborgen" in remark for remark in remarks)
    assert any("rij 12: hoort niet bij de tabel" in remark for remark in remarks)


def test_a_number_in_the_planning_is_the_date_it_was() -> None:
    draft = draft_of(more_layouts.two_grants_in_rows())
    quarters = {measure.name: str(measure.milestones[0].quarter) for measure in draft.plan.measures}
    assert quarters == {"Voorleesexpress": "Q3 2023", "Zomerschool": "Q3 2023", "Rots en Water": "Q4 2023"}
    assert any("lazen we als de datum 01-07-2023" in remark.text for remark in draft.remarks)


def test_calendar_years_are_asked_about() -> None:
    questions = draft_of(more_layouts.in_thousands()).questions
    assert [question.place.column for question in questions] == ["C", "D"]
    assert questions[0].ways == ("schooljaar 2023-2024", "schooljaar 2022-2023")


def test_the_reasons_name_column_heading_and_content() -> None:
    reasons = guessed(layouts.diemen_budget()).reasons
    assert "kolom D heet ‘Schooljaar 2023-2024’ en bevat bedragen voor schooljaar 2023-2024" in reasons
