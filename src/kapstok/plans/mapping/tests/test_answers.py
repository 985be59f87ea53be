"""What she answers is read as if it stood in her workbook, and every answer can be given again."""

from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.sheets.reading import open_workbook
from kapstok.plans.mapping.answers import answered
from kapstok.plans.mapping.asked import Asked
from kapstok.plans.mapping.tests.layouts import diemen_budget, putten_measures
from kapstok.plans.mapping.tests.more_layouts import in_thousands
from kapstok.plans.mapping.tests.reading import npo
from kapstok.plans.mapping.tests.writing import Rows, workbook
from kapstok.plans.mapping.trying import TryOut, read_through
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument

DAY = date(2023, 3, 1)
HEAD = ["Thema", "Maatregel", "Kosten"]
Outcome = tuple[TryOut, tuple[Asked, ...]]


def sheet(*rows: list[str | int]) -> bytes:
    content: Rows = [HEAD, *rows]
    return workbook({"Begroting": content})


def again(content: bytes, answers: dict[str, str] | None = None) -> Outcome:
    book = open_workbook(content, "begroting.xlsx")
    return answered(read_through(book, npo(), None, DAY), book, npo(), answers or {}, day=DAY)


def choose(content: bytes, **chosen: str) -> Outcome:
    """Answer by cell: the text of an option, or a number. `B21=` for the question about that cell."""
    answers: dict[str, str] = {}
    for cell, text in chosen.items():
        one = next(one for one in again(content, answers)[1] if about(one, cell) and (text in spoken(one) or one.unit))
        answers[one.key] = str(spoken(one).index(text)) if one.options else text
    return again(content, answers)


def about(one: Asked, cell: str) -> bool:
    return f"{one.question.place.column}{one.question.place.row}" == cell


def spoken(one: Asked) -> list[str]:
    return [option.replace("\u00a0", " ") for option in one.options]


def plan_of(outcome: Outcome) -> PlanDocument:
    assert outcome[0].draft
    return outcome[0].draft.plan


def planned(outcome: Outcome) -> Decimal:
    return budget(plan_of(outcome)).from_grant


@pytest.mark.parametrize(
    ("cell", "option", "euros"),
    [
        ("1,250", "€ 1,250", "1.25"),
        ("1250.50", "€ 125050", "125050"),
        ("40-45k", "€ 40 tot 45k", "45000"),
        ("2 à 5.000", "van € 2 tot € 5.000", "5000"),
        ("40.000 - 45.000", "€ 40.000", "40000"),
        ("€ 2.500 per school", "15", "37500"),
        ("ca. 2.600 euro per maand, dus rond 30.000 euro per jaar", "ca. € 2.600 per maand", "31200"),
    ],
)
def test_an_answer_about_an_amount_changes_the_amount(cell: str, option: str, euros: str) -> None:
    outcome = choose(sheet(["Taal", "Voorlezen", cell], ["Taal", "Boeken", 100]), C2=option)
    assert planned(outcome) == Decimal(euros) + 100
    assert next(one for one in outcome[1] if one.applied).answer.replace("\u00a0", " ") == option


@pytest.mark.parametrize("content", [diemen_budget(), putten_measures(), in_thousands()])
def test_without_an_answer_nothing_changes(content: bytes) -> None:
    book = open_workbook(content, "begroting.xlsx")
    tried = read_through(book, npo(), None, DAY)
    outcome = answered(tried, book, npo(), {"onbekend": "1", "": "", "nog een": "\x00"}, day=DAY)
    assert outcome[0] is tried
    assert all(one.answer == one.question.assumed and not one.hint for one in outcome[1])


def test_every_answer_stays_among_the_questions_and_can_be_taken_back() -> None:
    content = putten_measures()
    first = again(content)
    last = {one.key: str(len(one.options) - 1) for one in first[1] if one.options}
    changed = again(content, last)
    assert planned(changed) != planned(first)
    assert {one.key for one in changed[1]} >= {one.key for one in first[1]}
    assert all(one.said == last[one.key] for one in changed[1] if one.key in last)
    assert planned(again(content, dict.fromkeys(last, "9"))) == planned(first)


def test_the_years_go_first_and_the_ends_of_a_range_follow() -> None:
    content = sheet(["Taal", "Voorlezen", "40.000 - 45.000 per jaar"], ["Taal", "Boeken", 100])
    _, asked = again(content)
    answers = {one.key: "1" if "jaren" in one.question.text else "0" for one in asked}
    outcome = again(content, answers)
    assert outcome[0].mapping
    assert outcome[0].mapping.years_covered == 2
    assert planned(outcome) == 80_100


def test_of_a_range_both_ends_stay_in_the_estimate() -> None:
    """So that the checks still say what it may cost at most."""
    content = sheet(["Taal", "Voorlezen", "40.000 - 45.000"], ["Taal", "Boeken", 100])
    plan = plan_of(choose(content, C2="€ 40.000"))
    assert [(line.amount, line.about) for line in plan.lines] == [(Decimal(40_000), True), (Decimal(100), False)]
    assert [(each.amount, each.high) for each in plan.measures[0].estimates] == [(Decimal(40_000), Decimal(45_000))]


def test_one_end_of_a_range_leaves_the_other_amounts_in_the_text() -> None:
    assert planned(choose(putten_measures(), B21="€ 40.000")) == planned(again(putten_measures())) - 5_000


def test_a_total_that_is_wrong_is_put_right() -> None:
    content = sheet(["Taal", "Voorlezen", 100], ["Sport", "Club", 50], ["Totaal", "", 160])
    outcome = choose(content, C4="het totaal is fout")
    assert plan_of(outcome).stated_total == 150
    assert [one.hint for one in outcome[1]] == [""]


def test_what_is_missing_from_her_file_is_hers_to_add() -> None:
    content = sheet(["Taal", "Voorlezen", 100], ["Sport", "Club", 50], ["Totaal", "", 160])
    outcome = choose(content, C4="er ontbreekt een regel, of er telt een regel te veel")
    assert planned(outcome) == 150
    assert "pas het daar aan" in outcome[1][0].hint


def test_calendar_years_become_the_school_years_that_she_chose() -> None:
    outcome = choose(in_thousands(), C3="schooljaar 2022-2023", D3="schooljaar 2023-2024")
    assert {str(year) for line in plan_of(outcome).lines for year in line.years} == {"2022-2023", "2023-2024"}
    assert planned(outcome) == planned(again(in_thousands()))


def test_two_columns_never_hold_the_same_school_year() -> None:
    outcome = choose(in_thousands(), D3="schooljaar 2023-2024")
    assert planned(outcome) == planned(again(in_thousands()))
    assert [one.hint for one in outcome[1]] == [
        "",
        "Er is nog een kolom met schooljaar 2023-2024. Kies ook daar het goede schooljaar.",
    ]


def test_what_is_no_number_is_no_answer() -> None:
    content = sheet(["Taal", "Voorlezen", "€ 2.500 per school"], ["Taal", "Boeken", 100])
    [one] = again(content)[1]
    for said in ("0", "-3", "veel", "1000000", "1.5"):
        assert planned(again(content, {one.key: said})) == 100


def test_a_question_with_one_way_to_read_it_is_only_told() -> None:
    _, asked = again(putten_measures())
    assert [one.options for one in asked if "Is dat wat het kost?" in one.question.text] == [()] * 4
