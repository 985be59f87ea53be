"""What is wrong in a workbook is told with sheet, cell and column, what was found and expected; all of it at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.core.sheets.tests import corpus
from kapstok.core.sheets.values import NOT_CALCULATED, Cell, CellError, Workbook
from kapstok.plans.files import PlanFileError, plan_in_workbook, read_plan
from kapstok.plans.workbook.tests.editing import demo, filled_in, on, problems, with_columns, with_sheet, workbook_of

BUDGET = "Begroting"


@pytest.fixture(scope="module")
def putten() -> Workbook:
    return workbook_of(demo("putten"))


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        (BUDGET, "F5", "veel", "‘veel’ is geen bedrag dat we kunnen lezen"),
        (BUDGET, "F5", Decimal(-5), "-5 is lager dan 0; een bedrag is nooit negatief"),
        (BUDGET, "F5", Decimal(10) ** 13, "hooguit 12 cijfers voor de komma"),
        (BUDGET, "F5", Decimal(10) ** 300, "veel te groot getal"),
        (BUDGET, "F5", date(2023, 3, 31), "hier staat een datum (31 maart 2023)"),
        (BUDGET, "F5", "€ 40.000 tot € 45.000", "hier staan twee bedragen"),
        (BUDGET, "F5", CellError("#REF!"), "deze formule geeft #REF!"),
        (BUDGET, "F5", NOT_CALCULATED, "nog geen uitkomst; open de werkmap in Excel"),
        (BUDGET, "D5", "NPO-geld", "geldbron “NPO-geld” is niet bekend"),
        (BUDGET, "D5", "NPO uitkering", "Bedoelt u “NPO-uitkering”?"),
        (BUDGET, "D5", None, "deze cel is leeg; vul in: geldbron"),
        (BUDGET, "E5", "subsidie", "kies uit: gepland, coördinatie"),
        (BUDGET, "G5", "misschien", "verwacht wordt ja of nee"),
        (BUDGET, "A10", "x" * 201, "is langer dan 200 tekens"),
        (BUDGET, "A10", date(2023, 2, 3), "zet er ' voor als het tekst moet zijn"),
        ("Plan", "B8", Decimal(45016), "Is dat 31 maart 2023? Maak de cel op als datum"),
        ("Plan", "B8", "eind maart", "“eind maart” is geen datum"),
        ("Plan", "B8", None, "dit ontbreekt; vul in: datum"),
        ("Planning", "D5", "voorjaar 2023", "is geen kwartaal"),
        ("Planning", "E5", "Q1 2022", "eindigt (Q1 2022) voordat zij begint (Q1 2023)"),
        ("Planning", "A5", None, "deze cel is leeg; vul in: maatregel"),
        ("Ramingen", "C7", Decimal(0), "het moet meer dan 0 zijn"),
        ("Ramingen", "C7", "twee", "“twee” is geen getal"),
        ("Thema's en maatregelen", "K6", "Samenwerking", "begint niet met het nummer van een doel"),
        ("Thema's en maatregelen", "K6", "4; 4", "“4” staat er meer dan één keer"),
        ("Thema's en maatregelen", "D6", "Een doel", "dit hoort bij een thema"),
        ("Geldbronnen", "B5", "andere uitkering", "precies één geldbron heeft als soort “deze uitkering”"),
        ("Partijen", "E6", "kindcentrum-putten", "ook op rij 5; maak de cel leeg"),
    ],
)
def test_one_wrong_cell_gives_one_message_with_its_place(
    putten: Workbook, sheet: str, cell: str, value: Cell, said: str
) -> None:
    told = problems(filled_in(putten, sheet, {cell: value}))
    assert len(told) == 1
    assert told[0].startswith(f"blad “{sheet}”")
    assert said in told[0]
    assert f", cel {cell} (" in told[0] or f", rij {cell[1:]}" in told[0] or sheet == "Geldbronnen"


def test_all_mistakes_are_told_at_once(putten: Workbook) -> None:
    wrong = filled_in(putten, BUDGET, {"F5": "veel", "D6": "niemand", "A10": "x" * 300})
    wrong = filled_in(wrong, "Planning", {"E5": "Q1 2022"})
    wrong = filled_in(wrong, "Plan", {"B8": "ooit"})
    places = [told.split(" (")[0] for told in problems(wrong)]
    assert sorted(places) == sorted(
        [
            "blad “Plan”, cel B8",
            "blad “Begroting”, cel F5",
            "blad “Begroting”, cel D6",
            "blad “Begroting”, cel A10",
            "blad “Planning”, rij 5: de planning eindigt",
        ]
    )


def test_a_renamed_header_names_the_one_that_is_gone(putten: Workbook) -> None:
    assert problems(filled_in(putten, BUDGET, {"D4": "Wie betaalt"})) == [
        "blad “Begroting”: de kolom “Geldbron” is er niet. Wel gevonden: “Wie betaalt”. Geef de kop zijn naam terug"
    ]


def test_a_header_that_stands_there_twice(putten: Workbook) -> None:
    assert any("staat er twee keer" in told for told in problems(filled_in(putten, BUDGET, {"I4": "Totaal"})))


def test_a_renamed_sheet_names_the_one_that_is_gone(putten: Workbook) -> None:
    sheet = on(putten, "Ramingen")
    renamed = with_sheet(putten, "Ramingen", type(sheet)("Ramingen oud", sheet.rows))
    assert problems(renamed) == [
        "blad “Ramingen”: dit blad is er niet. Wel gevonden: “Ramingen oud”. Heet het nu zo? Geef het zijn naam terug."
    ]


def test_a_column_with_amounts_that_was_deleted(putten: Workbook) -> None:
    width = on(putten, BUDGET).width
    told = problems(with_columns(putten, BUDGET, [place for place in range(width) if place != 5]))
    assert told == ["blad “Begroting”: de kolom “Totaal” is er niet. Geef de kop zijn naam terug"]


class TestFiles:
    def test_a_workbook_is_recognised_by_what_is_in_it(self, tmp_path: Path) -> None:
        from kapstok.grants.regulation import regulations
        from kapstok.plans.workbook.write import plan_as_xlsx

        odd_name = tmp_path / "plan.toml"
        odd_name.write_bytes(plan_as_xlsx(demo("putten"), regulations()["npo"], made_on=date(2024, 2, 1)))
        assert read_plan(odd_name) == demo("putten")

    def test_a_text_that_is_called_a_workbook(self, tmp_path: Path) -> None:
        odd_name = tmp_path / "plan.xlsx"
        odd_name.write_text("Thema;Bedrag\n")
        with pytest.raises(PlanFileError, match="tekstbestand"):
            read_plan(odd_name)

    def test_a_workbook_of_her_own_is_told_what_can_be_done(self) -> None:
        own = corpus.by_hand('<row r="1"><c r="A1" t="str"><v>Thema</v></c></row>')
        with pytest.raises(PlanFileError, match="geen werkmap van Kapstok"):
            plan_in_workbook(own, "eigen.xlsx")
