"""What is wrong is told all at once, with its place; what does not add up is asked about."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Cell, CellError, Sheet, Workbook
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.guess import guess
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.tests import more_layouts
from kapstok.plans.mapping.tests.reading import draft_of, guessed, npo, totals
from kapstok.plans.mapping.tests.writing import Page, Value, workbook

HEADER: list[Value] = ["Thema", "Maatregel", "2022-2023", "2023-2024", "Totaal"]


def book(*rows: list[Value], header: list[Value] = HEADER) -> bytes:
    return workbook({"Begroting": [header, *rows]})


def sheet_of(*rows: Sequence[Cell | int]) -> Workbook:
    """A workbook as it comes out of reading, for what a test cannot write: errors and endless decimals."""
    width = len(HEADER)
    cells = [tuple(map(_cell, row)) for row in (HEADER, *rows)]
    return Workbook("plan.xlsx", (Sheet("Begroting", tuple((*row, *[None] * (width - len(row))) for row in cells)),))


def _cell(value: object) -> Cell:
    assert value is None or isinstance(value, str | int | Decimal | date | CellError)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def problems_of(*rows: Sequence[Cell | int]) -> list[str]:
    """What is said of these rows, read with the mapping of a good workbook of the same shape."""
    good = guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000]))
    with pytest.raises(PlanFileError) as refused:
        apply(good.mapping, sheet_of(*rows), npo())
    return [str(problem) for problem in refused.value.problems]


def test_everything_wrong_is_told_at_once() -> None:
    said = problems_of(
        ["Taal", "Voorlezen", "nog uit te zoeken", 2000, 2000],
        ["Taal", "Zomerschool", 1000, -5000, None],
        ["Taal", "Brugklas", date(2023, 5, 1), True, None],
        ["Taal", "Ouders", CellError("#REF!"), Decimal("1e15"), None],
    )
    amount = "we verwachten een bedrag, zoals 12500 of € 12.500"
    where = "blad ‘Begroting’, rij"
    assert said == [
        f"{where} 2, kolom C: hier staat ‘nog uit te zoeken’; {amount}",
        f"{where} 3, kolom D: hier staat ‘-5000’; een bedrag in een begroting is nooit negatief",
        f"{where} 4, kolom C: hier staat ‘1 mei 2023’; {amount}",
        f"{where} 4, kolom D: hier staat ‘WAAR’; {amount}",
        f"{where} 5, kolom C: hier staat ‘#REF!’; de formule geeft een fout; herstel haar, of typ het bedrag",
        f"{where} 5, kolom D: hier staat ‘1E+15’; dat is te groot voor een bedrag",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (" x ".join(["1.000.000"] * 6) + " x € 1.000.000", "dat is te groot voor een bedrag"),
        ("999999 x 999999 x 999999 x 999999 x € 999999999999,99", "dat is te groot voor een bedrag"),
        ("€ 999999999999,99 per jaar voor 99 jaar", "dat is te groot voor een bedrag"),
        ("2 x € 150.000.000", "dat kunnen we niet narekenen. Schrijf één bedrag, zoals € 12.500"),
        ("3 x € 0", "dat kunnen we niet narekenen. Schrijf één bedrag, zoals € 12.500"),
        ("Materiaal € 999999999999,99 en nog € 999999999998,99 voor boeken", "dat is te groot voor een bedrag"),
    ],
)
def test_a_product_that_cannot_be_an_amount_is_refused_where_it_stands(written: str, said: str) -> None:
    good = guessed(workbook({"Begroting": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", 1000]]}))
    content = workbook({"Begroting": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", written]]})
    with pytest.raises(PlanFileError) as refused:
        apply(good.mapping, open_workbook(content, "p.xlsx"), npo())
    (problem,) = refused.value.problems
    assert problem.place == "blad ‘Begroting’, rij 2, kolom C"
    assert problem.text.endswith(said)


def test_a_sheet_or_a_heading_that_is_named_twice_would_count_twice() -> None:
    with pytest.raises(PlanFileError) as refused:
        parse_mapping("""
sheets = ["B", "A", "B"]
header_rows = [1, 1]
columns = [{column = "A", role = "theme"}, {column = "C", role = "amount"}]
""")
    assert [problem.text for problem in refused.value.problems] == [
        "blad ‘B’ staat er meer dan één keer (sheets)",
        "rij 1 staat er meer dan één keer (header_rows)",
    ]


def test_of_a_very_long_text_only_the_beginning_is_read() -> None:
    good = guessed(workbook({"Begroting": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", 1000]]}))
    told = "We vragen € 5.000. " + "Daar doen we veel voor. " * 300 + "En € 7.000."
    content = workbook({"Begroting": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", told]]})
    draft = apply(good.mapping, open_workbook(content, "p.xlsx"), npo())
    assert totals(draft.plan) == {"Taal": {"totaal": 5000}}
    assert "deze tekst is te lang; we lezen de eerste 5.000 tekens" in [remark.text for remark in draft.remarks]


def test_a_renamed_heading_is_named_with_what_was_expected() -> None:
    saved = guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000])).mapping
    renamed = open_workbook(
        book(["Taal", "Voorlezen", 1000, 2000, 3000], header=["Thema", "Wat", *HEADER[2:]]), "p.xlsx"
    )
    with pytest.raises(PlanFileError) as refused:
        apply(saved, renamed, npo())
    expected = "we verwachten de kop ‘Maatregel’. Wijs de kolommen opnieuw aan"
    assert [str(problem) for problem in refused.value.problems] == [
        f"blad ‘Begroting’, rij 1, kolom B: hier staat ‘Wat’; {expected}"
    ]


def test_moved_columns_are_found_again() -> None:
    saved = guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000])).mapping
    moved = book(["x", "Voorlezen", "Taal", 1000, 2000, 3000], header=["Nr", "Maatregel", "Thema", *HEADER[2:]])
    draft = apply(saved, open_workbook(moved, "p.xlsx"), npo())
    assert totals(draft.plan) == {"Taal": {"totaal": 3000, "2022-2023": 1000, "2023-2024": 2000}}
    assert any("kolommen zijn verplaatst" in remark.text for remark in draft.remarks)


def test_a_missing_sheet_is_told() -> None:
    saved = guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000])).mapping
    other = open_workbook(workbook({"Blad1": [["leeg"]]}), "p.xlsx")
    with pytest.raises(PlanFileError, match="dit blad is er niet; wel zijn er ‘Blad1’"):
        apply(saved, other, npo())


def test_a_subtotal_that_does_not_fit_is_asked_about_and_not_counted() -> None:
    draft = draft_of(
        book(
            ["Taal", "Voorlezen", 1000, 2000, 3000],
            ["Taal", "Zomerschool", 500, 500, 1000],
            ["Totaal Taal", None, 1500, 2600, 4100],
            ["Ouders", "Ouderkamer", 100, 100, 200],
            ["Totaal", None, 1600, 2600, 4200],
        )
    )
    assert totals(draft.plan)["Taal"] == {"totaal": 4000, "2022-2023": 1500, "2023-2024": 2500}
    asked = [(question.place.row, question.place.column) for question in draft.questions]
    assert asked == [(4, "D"), (4, "E")]
    assert "2 tot en met 3 komen samen op € 2.500, een verschil van € 100" in draft.questions[0].text.replace(
        "\u00a0", " "
    )


def test_a_row_total_that_does_not_fit_is_asked_about() -> None:
    draft = draft_of(book(["Taal", "Voorlezen", 1000, 2000, 3500]))
    assert [str(question.place) for question in draft.questions] == ["blad ‘Begroting’, rij 2, kolom E"]
    assert draft.plan.lines[0].amount == 3500


def test_totals_without_a_label_are_not_lines() -> None:
    draft = draft_of(
        book(
            ["Taal", "Voorlezen", 1000, 2000, 3000],
            ["Taal", "Zomerschool", 500, 500, 1000],
            [None, None, 1500, 2500, 4000],
            ["Ouders", "Ouderkamer", 100, 100, 200],
        )
    )
    assert totals(draft.plan) == {
        "Taal": {"totaal": 4000, "2022-2023": 1500, "2023-2024": 2500},
        "Ouders": {"totaal": 200, "2022-2023": 100, "2023-2024": 100},
    }
    assert draft.questions == ()


def test_what_is_left_is_no_line_and_what_stands_below_the_grand_total_neither() -> None:
    draft = draft_of(
        book(
            ["Taal", "Voorlezen", 1000, 2000, 3000],
            ["Totaal generaal", None, 1000, 2000, 3000],
            ["Beschikbaar", None, None, None, 5000],
            ["Restant", None, None, None, 2000],
        )
    )
    assert draft.plan.grant_source.amount == 5000
    assert totals(draft.plan) == {"Taal": {"totaal": 3000, "2022-2023": 1000, "2023-2024": 2000}}
    assert draft.questions == ()


def test_an_amount_for_one_is_asked_about() -> None:
    draft = draft_of(book(["Taal", "Voorlezen", "€ 2.500 per school", 2000, None], ["Taal", "Zomer", 100, 100, 200]))
    assert [question.assumed for question in draft.questions] == ["nog geen bedrag"]
    assert draft.plan.lines[0].amount == 2000


def test_a_hidden_sheet_is_not_guessed_and_an_empty_workbook_gives_no_guess() -> None:
    assert guess(open_workbook(workbook({"Blad1": [[None]]}), "leeg.xlsx")) is None
    prose = workbook({"Blad1": [["Dit is een brief"], ["zonder tabel, over 2023"]]})
    assert guess(open_workbook(prose, "brief.xlsx")) is None


def test_amounts_that_a_formula_left_unfinished_are_rounded_to_cents() -> None:
    cells = sheet_of(["Taal", "Zomer", Decimal("333.3333333")])
    draft = apply(guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000])).mapping, cells, npo())
    assert draft.plan.lines[0].amount == Decimal("333.33")
    assert any("afgerond op" in remark.text for remark in draft.remarks)


def test_a_sheet_that_is_no_budget_is_refused_before_it_is_read() -> None:
    good = guessed(book(["Taal", "Voorlezen", 1000, 2000, 3000]))
    row: list[Cell | int] = ["Taal", "Voorlezen", 1]
    with pytest.raises(PlanFileError, match="dit blad heeft 6001 rijen; een begroting heeft er hooguit 5000"):
        apply(good.mapping, sheet_of(*[row] * 6000), npo())


def test_an_empty_column_between_labels_and_themes() -> None:
    rows: list[list[Value]] = [[None, None, "Taal", "Ouders"], ["Doelstelling", None, "Lezen", "Praten"]]
    content = workbook({"Blad1": [*rows, ["Budget", None, 1000, 500]]})
    assert guessed(content).mapping.label_column == "A"
    assert totals(draft_of(content).plan) == {"Taal": {"totaal": 1000}, "Ouders": {"totaal": 500}}


def test_an_amount_merged_over_rows_counts_once() -> None:
    page = Page(
        [HEADER, ["Taal", "Voorlezen", 1000, 2000, 3000], ["Taal", "Zomerschool", None, 50, 50]], merged=["C2:C3"]
    )
    draft = draft_of(workbook({"Begroting": page}))
    assert totals(draft.plan) == {"Taal": {"totaal": 3050, "2022-2023": 1000, "2023-2024": 2050}}


def test_names_that_occur_twice_get_keys_of_their_own() -> None:
    plan = draft_of(more_layouts.themes_on_sheets()).plan
    keys = [line.key for line in plan.lines] + [measure.key for measure in plan.measures]
    assert len({line.key for line in plan.lines}) == len(plan.lines)
    assert all(keys)
