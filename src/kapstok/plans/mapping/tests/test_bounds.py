"""However much stands in a workbook, it is read in a time that grows with it, or refused with what is too much."""

import pytest

from kapstok.core.sheets.values import Cell, Sheet, Workbook
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.apply import MOST_TOGETHER, apply
from kapstok.plans.mapping.guess import MOST_LOOKED_AT, guess
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.mapping.parties import MOST_NAMES, MOST_PARTIES, Parties, TooManyError
from kapstok.plans.mapping.planning import LONGEST_PLANNING, MOST_MOMENTS, milestones_in
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.tests.reading import draft_of, npo
from kapstok.plans.mapping.tests.writing import Value, workbook
from kapstok.plans.mapping.words import plain

COLUMNS = '[[columns]]\ncolumn = "A"\nrole = "measure"\n[[columns]]\ncolumn = "B"\nrole = "amount"\n'


def book(sheets: int, rows: int) -> Workbook:
    """Sheets of so many rows with the same header."""
    blank: list[list[Cell]] = [[None, None] for _ in range(rows - 2)]
    content: list[list[Cell]] = [["Maatregel", "Bedrag 2022-2023"], ["Voorlezen", "€ 100"], *blank]
    return Workbook("plan.xlsx", tuple(Sheet(f"Blad {number}", content) for number in range(sheets)))


def test_many_sheets_with_many_rows_are_refused_together() -> None:
    rows = MOST_TOGETHER // 3 + 1
    mapping = parse_mapping(f'sheets = ["Blad 0", "Blad 1", "Blad 2"]\nheader_rows = [1]\n{COLUMNS}')
    with pytest.raises(PlanFileError) as refused:
        apply(mapping, book(3, rows), npo())
    assert [str(problem) for problem in refused.value.problems] == [
        f"deze 3 bladen hebben samen {3 * rows} rijen; een begroting heeft er hooguit {MOST_TOGETHER}"
    ]


def test_a_guess_says_up_to_which_sheet_it_looked() -> None:
    found = guess(book(5, MOST_LOOKED_AT // 4))
    assert found
    assert found.mapping.sheets == ("Blad 0", "Blad 1", "Blad 2", "Blad 3")
    assert found.reasons[-2].endswith("rijen; we keken alleen tot en met ‘Blad 3’")


@pytest.mark.parametrize(("written", "said"), [("9" * 4000, "een heel groot getal is te hoog"), ("-1", "is te laag")])
def test_the_format_of_a_mapping_is_a_small_number(written: str, said: str) -> None:
    with pytest.raises(PlanFileError, match=said):
        parse_mapping(f'format = {written}\nsheets = ["Blad 0"]\nheader_rows = [1]\n{COLUMNS}')


def test_a_cell_with_a_flood_of_names_is_refused_where_it_stands() -> None:
    names = ", ".join(f"club {number}" for number in range(MOST_NAMES + 1))
    header = ["Thema", "Maatregel", "Partners", "2022-2023"]
    with pytest.raises(PlanFileError) as refused:
        draft_of(workbook({"Begroting": [header, ["Taal", "Voorlezen", names, 100], ["Taal", "Boeken", "x", 100]]}))
    assert str(refused.value.problems[0]).startswith(
        "blad ‘Begroting’, rij 2: hier staan meer dan 200 namen in één cel"
    )


def test_a_plan_has_a_limited_number_of_organisations() -> None:
    parties = Parties()
    with pytest.raises(TooManyError, match="meer dan 2000 trekkers en partners"):
        for number in range(MOST_PARTIES + 1):
            parties.lead_and_partners(f"club {number}", "")


def test_a_story_in_the_planning_is_kept_as_text() -> None:
    assert len(milestones_in("Q1 2023 " * (LONGEST_PLANNING // 8), "Voorlezen")) == MOST_MOMENTS
    assert milestones_in("Q1 2023 " * LONGEST_PLANNING, "Voorlezen") == ()
    header = ["Thema", "Maatregel", "Planning", "2022-2023"]
    rows: list[list[Value]] = [["Taal", "Voorlezen", "Q1 2023 " * 1000, 100], ["Taal", "Boeken", "Q1 2023", 100]]
    draft = draft_of(workbook({"Begroting": [header, *rows]}))
    assert draft.plan.measures[0].description.startswith("Planning: Q1 2023")
    assert any(remark.text.startswith("te veel om te lezen in de planning") for remark in draft.remarks)


def test_equal_names_get_numbers_in_order() -> None:
    keys = Keys(["inloop-3"])
    assert [keys.new("Inloop", "x") for _ in range(4)] == ["inloop", "inloop-2", "inloop-4", "inloop-5"]


def test_long_texts_are_compared_by_their_beginning_and_name_no_year() -> None:
    assert plain("É" * 30_000) == "e" * 200
    assert plain("a b\n" * 9_000) == ("a b " * 50)[:200]
    assert year_in("2022-2023 " * 3_000) is None
