"""What pages say about the rows of a plan: measures worked out, the budget table, the planning, who takes part."""

from datetime import date
from decimal import Decimal

import pytest

from kapstok.parties.kinds import PartyKind, Sector
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.budget import budget_table, sources
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.measures import shown_measure, working
from kapstok.plans.presentation.planning import planning
from kapstok.plans.presentation.taking_part import by_sector, moments
from kapstok.plans.presentation.words import LONGEST_WHOLE, count_text, listed, opening, sentence
from kapstok.plans.rules import budget
from kapstok.plans.schema import Consultation, LineKind, Offer, Party, Per, Precision, Purpose
from kapstok.plans.tests.builders import estimate, factor, line, measure, milestone, npo, plan, theme

TO = Addresses("diemen", "npo")
TODAY = date(2024, 2, 1)
ENDS = date(2025, 7, 31)


def award(euros: int = 100_000) -> Award:
    return Award(Decimal(euros))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# measures


def steps(*arguments: object, **changes: object) -> list[str]:
    return [plain(step) for step in working(estimate(*arguments, **changes)).steps]  # type: ignore[arg-type]


def test_a_product_is_written_out_with_the_price_in_euros() -> None:
    price = factor("86.67", "euro per uur", price=True, derived=True)
    hours = (factor(2, "uur per maand"), factor(15, "locaties"), factor(12, "maanden"))
    assert steps(30_000, *hours, price, about=True, per=Per.YEAR, times=2, unit="uur") == [
        "2 uur per maand × 15 locaties × 12 maanden × € 86,67 per uur (afgeleid) = € 31.201,20 per jaar (berekend)",
        "Het plan zegt ca. € 30.000 per jaar",
        "2 jaar × € 30.000 = ca. € 60.000",
    ]


def test_a_product_without_a_price_counts_its_unit() -> None:
    found = steps(None, factor(2, "uur per week"), factor(40, "weken"), per=Per.YEAR, unit="uur")
    assert found == ["2 uur per week × 40 weken = 80 uur per jaar (berekend)"]


def test_a_price_of_less_than_a_cent_is_written_whole() -> None:
    assert "€ 0,125 per kopie" in steps(None, factor(8, "kopieën"), factor("0.125", "euro per kopie", price=True))[0]


def test_a_range_stays_a_range() -> None:
    assert steps(40_000, high=45_000, per=Per.YEAR, times=2) == [
        "Het plan zegt € 40.000 tot € 45.000 per jaar",
        "2 jaar × € 40.000 tot € 45.000 = € 80.000 tot € 90.000",
    ]


def test_a_measure_names_its_purposes_as_the_regulation_does() -> None:
    purposes = (Purpose(number=6, share=Decimal(50)), Purpose(number=9, share=Decimal(50)))
    document = plan(themes=(theme(),), measures=(measure("huur", purposes=purposes, offer=Offer.CHOICE),))
    shown = shown_measure(document, document.measures[0], npo(), TO)
    assert [(p.name, p.share, p.reported_separately) for p in shown.purposes] == [
        ("Tijdelijke extra huur", "50\u00a0%", True),
        ("dit doel staat niet in de regeling", "50\u00a0%", False),
    ]
    assert (shown.cost, shown.lead, shown.offer) == ("", "", "keuzeaanbod, een school kiest zelf")


# the budget


def test_the_table_has_a_column_for_what_is_not_spread_only_beside_years() -> None:
    spread, whole = line("a", 10, {"2022-2023": 10}), line("b", 5)
    assert budget_table(plan(lines=(whole,)), budget(plan(lines=(whole,))), award(), TO).columns == ()
    both = plan(lines=(spread, whole))
    table = budget_table(both, budget(both), award(), TO)
    assert table.columns == ("2022-2023", "Niet per jaar")
    assert [plain(cell) for cell in table.foot[0].cells.years] == ["€ 10", "€ 5"]


def test_the_foot_holds_the_award_and_the_difference() -> None:
    document = plan(lines=(line("a", 100_200), line("b", 50, source="eigen")))
    foot = budget_table(document, budget(document), award(), TO).foot
    assert [(row.label, plain(row.cells.total), row.wrong) for row in foot] == [
        ("Totaal gepland", "€ 100.250", False),
        ("Waarvan uit de NPO-uitkering", "€ 100.200", False),
        ("Toegekend", "€ 100.000", False),
        ("Te veel gepland", "€ 200", True),
    ]


def test_deductions_without_an_amount_are_not_yet_known() -> None:
    document = plan(lines=(line("a", None, kind=LineKind.DEDUCTION),))
    [group] = budget_table(document, budget(document), award(), TO).groups
    assert [row.cells.total for row in group.lines] == ["nog niet bekend"]
    assert group.lines[0].remarks == ("gaat eerst van het totaal af",)
    assert group.cells.total == "nog niet bekend"


def test_a_theme_that_is_budgeted_as_a_whole_stands_there_once() -> None:
    document = plan(themes=(theme(),), lines=(line("kop", 10, theme="thema"),))
    [group] = budget_table(document, budget(document), award(), TO).groups
    assert group.lines == ()
    assert group.only is not None
    assert group.only.key == "kop"


def test_a_source_tells_what_the_plan_says_and_what_is_in_the_budget() -> None:
    document = plan(lines=(line("a", 10),))
    grant, own = sources(document, budget(document))
    assert (plain(grant.stated), plain(grant.planned)) == ("€ 100.000", "€ 10")
    assert (own.stated, own.planned) == ("nog niet bekend", "–")


# planning, and who takes part


def test_the_planning_has_the_plan_first_and_then_its_measures() -> None:
    document = plan(
        themes=(theme(),),
        measures=(measure("a", milestones=(milestone("Q3 2023"), milestone("Q1 2023", until="Q2 2023"))), measure("b")),
        milestones=(milestone("Q4 2023"),),
    )
    whole, measures = planning(document, TO, TODAY).groups
    assert [row.name for row in whole.rows] == ["prepare Q4 2023"]
    assert [step.when for step in measures.rows[0].planned] == ["Q1 2023 tot en met Q2 2023", "Q3 2023"]
    assert [row.name for row in measures.rows] == ["A"]


def test_parties_stand_under_their_sector_with_what_they_do() -> None:
    parties = (
        Party(key="school", name="School", sector=Sector.EDUCATION),
        Party(key="coach", name="Coach", kind=PartyKind.ROLE, sector=Sector.YOUTH_CARE),
    )
    document = plan(
        parties=parties,
        participants=("school",),
        themes=(theme(),),
        measures=(measure("a", lead="school", partners=("coach",)),),
    )
    assert [group.name for group in by_sector(document, TO)] == ["Onderwijs"]
    education, care = by_sector(document, TO, all_named=True)
    assert [link.label for link in education.parties[0].leads] == ["A"]
    assert (care.parties[0].kind, care.parties[0].joins[0].url) == ("rol", "/diemen/npo/maatregel/a/")


@pytest.mark.parametrize(
    ("moment", "when", "machine"),
    [
        (Consultation(starts=date(2022, 3, 22), title="A"), "22 mrt 2022", "2022-03-22"),
        (Consultation(starts=date(2022, 4, 1), precision=Precision.MONTH, title="A"), "april 2022", "2022-04"),
        (
            Consultation(starts=date(2023, 2, 1), ends=date(2023, 3, 31), precision=Precision.MONTH, title="A"),
            "februari tot en met maart 2023",
            "2023-02",
        ),
        (
            Consultation(starts=date(2022, 12, 1), ends=date(2023, 1, 31), precision=Precision.MONTH, title="A"),
            "december 2022 tot en met januari 2023",
            "2022-12",
        ),
    ],
)
def test_a_moment_is_told_as_precisely_as_it_is_known(moment: Consultation, when: str, machine: str) -> None:
    [shown] = moments(plan(consultations=(moment,)))
    assert (shown.when, shown.machine_date) == (when, machine)


# words


def test_small_words() -> None:
    assert [count_text(count, "fout", "fouten") for count in (1, 3, 13)] == ["één fout", "drie fouten", "13 fouten"]
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a en b", "a, b en c"]
    assert [sentence(text) for text in ("één fout", "drie", "")] == ["Eén fout", "Drie", ""]


def test_a_short_summary_is_read_at_once() -> None:
    assert opening("Eén zin. Nog een zin.") == ("Eén zin. Nog een zin.", "")
    assert opening("") == ("", "")


def test_a_long_summary_opens_with_its_first_sentences_and_loses_nothing() -> None:
    sentences = [f"Zin {i} gaat over de 3.915 leerlingen van de gemeente en wat zij missen." for i in range(8)]
    first, rest = opening(" ".join(sentences))
    assert first == " ".join(sentences[:2])
    assert f"{first} {rest}" == " ".join(sentences)


def test_one_endless_sentence_is_never_cut() -> None:
    endless = "woord " * LONGEST_WHOLE
    assert opening(endless) == (endless.strip(), "")
