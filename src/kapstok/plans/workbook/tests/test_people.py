"""What people do in the workbook that can be read in one way, so it is read, and what they are told about it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import NOT_CALCULATED, Area, Cell, Sheet, Workbook
from kapstok.grants.regulation import regulations
from kapstok.plans.schema import MilestoneKind, PlanDocument
from kapstok.plans.workbook.read import read_plan_workbook
from kapstok.plans.workbook.tests.editing import (
    demo,
    filled_in,
    merged,
    on,
    remarks,
    with_columns,
    with_sheet,
    workbook_of,
)
from kapstok.plans.workbook.write import template_xlsx

THEMES, BUDGET, ESTIMATES, PLANNING = "Thema's en maatregelen", "Begroting", "Ramingen", "Planning"


@pytest.fixture(scope="module")
def putten() -> Workbook:
    return workbook_of(demo("putten"))


def read(workbook: Workbook) -> PlanDocument:
    return read_plan_workbook(workbook).plan


def test_moved_columns_are_found_by_their_header(putten: Workbook) -> None:
    width = on(putten, BUDGET).width
    moved = with_columns(putten, BUDGET, list(reversed(range(width))))
    assert read(moved) == demo("putten")


def test_an_extra_column_is_left_alone_and_told(putten: Workbook) -> None:
    sheet = on(putten, BUDGET)
    rows = [[*row, "Status" if number == 3 else "klaar"] for number, row in enumerate(sheet.rows)]
    extra = with_sheet(putten, BUDGET, replace(sheet, rows=rows))
    assert read(extra) == demo("putten")
    assert remarks(extra) == ["blad “Begroting”, cel K4: de kolom “Status” kennen we niet; we slaan die over"]


def test_a_sheet_of_her_own_is_left_alone_and_told(putten: Workbook) -> None:
    own = replace(putten, sheets=(*putten.sheets, Sheet("Kladblok", [["van alles"]])))
    assert read(own) == demo("putten")
    assert remarks(own) == ["blad “Kladblok”: dit blad kennen we niet; we slaan het over"]


def test_a_column_that_was_deleted_is_read_as_empty(putten: Workbook) -> None:
    width = on(putten, BUDGET).width
    without_note = with_columns(putten, BUDGET, [place for place in range(width) if place != 7])
    assert {line.note for line in read(without_note).lines} == {""}
    assert remarks(without_note) == ["blad “Begroting”: de kolom “Toelichting” is er niet; we lezen die als leeg"]


@pytest.mark.parametrize(
    ("cell", "amount", "about"),
    [
        (Decimal("48000"), Decimal(48000), True),
        ("48.000", Decimal(48000), True),
        ("€ 1.250,50", Decimal("1250.5"), True),
        ("45k", Decimal(45000), True),
        (Decimal("33333.333333"), Decimal("33333.33"), True),
    ],
)
def test_amounts_as_people_write_them(putten: Workbook, cell: Cell, amount: Decimal, about: bool) -> None:
    line = read(filled_in(putten, BUDGET, {"F5": cell})).lines[0]
    assert (line.amount, line.about) == (amount, about)


def test_an_amount_that_says_circa_is_about(putten: Workbook) -> None:
    line = read(filled_in(putten, BUDGET, {"F5": "ca. € 48.000", "G5": None})).lines[0]
    assert (line.amount, line.about) == (Decimal(48000), True)


def test_a_range_in_one_cell_is_an_amount_and_its_upper_bound(putten: Workbook) -> None:
    sheet = on(putten, ESTIMATES)
    row = next(number for number, cells in enumerate(sheet.rows, 1) if cells[1] == "Projectleider")
    changed = read(filled_in(putten, ESTIMATES, {f"G{row}": "€ 40.000 tot € 45.000", f"H{row}": None}))
    assert changed == demo("putten")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2023, 3, 31), date(2023, 3, 31)),
        ("31-3-2023", date(2023, 3, 31)),
        ("2023-03-31", date(2023, 3, 31)),
        ("31 maart 2023", date(2023, 3, 31)),
    ],
)
def test_days_as_people_write_them(putten: Workbook, cell: Cell, expected: date) -> None:
    assert read(filled_in(putten, "Plan", {"B8": cell})).date == expected


@pytest.mark.parametrize("cell", ["q2 2023", "2e kwartaal 2023", "kwartaal 2, 2023", "2023-Q2", "Kw 2 2023"])
def test_quarters_as_people_write_them(putten: Workbook, cell: str) -> None:
    if "," in cell:
        cell = cell.replace(",", "")
    assert str(read(filled_in(putten, PLANNING, {"D5": cell, "E5": None})).milestones[0].quarter) == "Q2 2023"


def test_a_new_row_needs_no_key(putten: Workbook) -> None:
    rows = len(on(putten, "Partijen").rows) + 1
    changed = filled_in(putten, "Partijen", {f"A{rows}": "Bibliotheek & Co", f"C{rows}": "Bibliotheek"})
    party = read(changed).parties[-1]
    assert (party.key, party.name, party.sector.value) == ("bibliotheek-co", "Bibliotheek & Co", "library")


def test_two_new_rows_with_the_same_name_get_their_own_key(putten: Workbook) -> None:
    rows = len(on(putten, "Partijen").rows)
    changed = filled_in(putten, "Partijen", {f"A{rows + 1}": "Bureau", f"A{rows + 2}": "Bureau"})
    assert [party.key for party in read(changed).parties[-2:]] == ["bureau", "bureau-2"]


def test_names_are_found_without_capitals_accents_and_with_commas(putten: Workbook) -> None:
    row = next(n for n, cells in enumerate(on(putten, THEMES).rows, 1) if cells[2] == "Sociale kaart en routekaart")
    changed = read(filled_in(putten, THEMES, {f"I{row}": "gemeente putten", f"J{row}": "kukeleku, STIMENZ"}))
    unknown_name = "Agrarische Kinderopvang Kukelekú"
    assert unknown_name in {party.name for party in changed.parties}
    measure = changed.measures[0]
    assert (measure.lead, measure.partners) == ("gemeente", ("kukeleku", "stimenz"))


def test_purposes_by_number_only(putten: Workbook) -> None:
    row = next(n for n, cells in enumerate(on(putten, THEMES).rows, 1) if cells[2] == "Sociale kaart en routekaart")
    changed = read(filled_in(putten, THEMES, {f"K{row}": "1 (60 %); doel 4 (40 %)"}))
    assert [(p.number, str(p.share)) for p in changed.measures[0].purposes] == [(1, "60"), (4, "40")]


def test_a_subtotal_between_the_lines_is_not_counted(putten: Workbook) -> None:
    total = next(n for n, cells in enumerate(on(putten, BUDGET).rows, 1) if cells[0] == "Totaal")
    changed = filled_in(putten, BUDGET, {f"A{total + 1}": "Subtotaal NPO", f"F{total + 1}": Decimal(322000)})
    assert read(changed) == demo("putten")


def test_formulas_that_wait_for_a_row_are_not_a_row(putten: Workbook) -> None:
    assert read(filled_in(putten, BUDGET, {"F13": NOT_CALCULATED})) == demo("putten")


def test_a_merged_cell_holds_for_all_its_rows(putten: Workbook) -> None:
    cells: dict[str, Cell] = {"D6": None, "D7": None}
    changed = merged(filled_in(putten, BUDGET, cells), BUDGET, Area(4, 3, 6, 3))
    assert read(changed) == demo("putten")


def test_a_theme_that_only_stands_beside_its_measures_is_a_theme(putten: Workbook) -> None:
    plan = demo("putten")
    row = len(on(putten, THEMES).rows) + 1
    cells: dict[str, Cell] = {
        f"A{row}": "Taal",
        f"C{row}": "Voorlezen",
        f"C{row + 1}": "Taalcafé",
        f"A{row + 2}": "Inzet op preventie",
        f"C{row + 2}": "Nog een training",
    }
    changed = read(filled_in(putten, THEMES, cells))
    assert [theme.key for theme in changed.themes] == [*(theme.key for theme in plan.themes), "taal"]
    assert [(m.key, m.theme) for m in changed.measures[-3:]] == [
        ("voorlezen", "taal"),
        ("taalcafe", "taal"),
        ("nog-een-training", "preventie"),
    ]


def test_a_step_for_the_whole_plan_says_so(putten: Workbook) -> None:
    row = len(on(putten, PLANNING).rows) + 1
    cells: dict[str, Cell] = {f"A{row}": "Hele plan", f"B{row}": "Evaluatie", f"D{row}": "Q1 2025"}
    step = read(filled_in(putten, PLANNING, cells)).milestones[-1]
    assert (step.what, step.kind) == ("Evaluatie", MilestoneKind.PREPARE)


def test_the_template_becomes_a_plan_once_it_is_filled_in() -> None:
    template = open_workbook(template_xlsx(regulations()["npo"], made_on=date(2024, 2, 1)))
    cells: dict[str, dict[str, Any]] = {
        "Plan": {"B5": "Plan van aanpak", "B8": date(2023, 3, 31)},
        THEMES: {"A5": "Taal", "C6": "Voorlezen", "K6": "1"},
        BUDGET: {"A5": "Voorlezen", "C5": "Voorlezen", "D5": "NPO-uitkering", "G5": Decimal(500), "K5": Decimal(500)},
    }
    for title, values in cells.items():
        template = filled_in(template, title, values)
    plan = read(template)
    assert (plan.slug, plan.measures[0].theme, plan.lines[0].measure) == ("npo", "taal", "voorlezen")
    assert [(str(year), amount) for year, amount in plan.lines[0].years.items()] == [("2021-2022", Decimal(500))]
