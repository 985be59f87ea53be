"""What pages say about a plan: figures, the picture, findings, estimates worked out, the budget table."""

from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.pictures import Coat
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.plans.addresses import Addresses
from kapstok.plans.findings import Finding, Row, RowKind, Severity
from kapstok.plans.presentation import findings
from kapstok.plans.presentation.budget import budget_table, sources
from kapstok.plans.presentation.coats import Kapstok, kapstok
from kapstok.plans.presentation.figures import Award, Figure, four_figures, time_to_go
from kapstok.plans.presentation.measures import shown_measure, working
from kapstok.plans.presentation.planning import planning
from kapstok.plans.presentation.taking_part import by_sector, moments
from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.plans.rules import budget
from kapstok.plans.schema import Consultation, LineKind, Offer, Party, Per, PlanDocument, Precision, Purpose
from kapstok.plans.tests.builders import estimate, factor, line, measure, milestone, npo, plan, theme

TO = Addresses("diemen", "npo")
TODAY = date(2024, 2, 1)
ENDS = date(2025, 7, 31)


def award(euros: int | None = 100_000, *, about: bool = False) -> Award:
    return Award(None if euros is None else Decimal(euros), about)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def figures(document: PlanDocument, granted: Award) -> dict[str, Figure]:
    return {figure.label: figure for figure in four_figures(budget(document), granted, ENDS, TODAY)}


def picture(document: PlanDocument, granted: Award | None = None) -> Kapstok:
    return kapstok(document, budget(document), granted or award(), TO)


def hung(document: PlanDocument) -> list[list[Coat]]:
    return [[hanging.coat for hanging in hook.coats] for rail in picture(document).rack.rails for hook in rail]


# the four figures


def test_what_is_left_is_the_award_without_what_this_grant_is_to_pay() -> None:
    document = plan(lines=(line("a", 60_000), line("b", 30_000, source="eigen")))
    shown = figures(document, award())
    assert plain(shown["Gepland"].value) == "€ 60.000"
    assert plain(shown["Vrij"].value) == "€ 40.000"
    assert not shown["Vrij"].wrong


def test_planning_too_much_is_wrong_from_the_first_euro() -> None:
    shown = figures(plan(lines=(line("a", 100_001),)), award())
    assert (plain(shown["Te veel gepland"].value), shown["Te veel gepland"].wrong) == ("€ 1", True)


def test_a_line_without_an_amount_means_that_at_most_this_is_left() -> None:
    shown = figures(plan(lines=(line("a", 60_000), line("b", None))), award(about=True))
    assert plain(shown["Vrij"].value) == "hooguit ca. € 40.000"
    assert shown["Gepland"].note == "één post nog zonder bedrag"


def test_what_nobody_knows_is_not_shown_as_zero() -> None:
    shown = figures(plan(lines=(line("a", None),)), award(None))
    assert {shown[label].value for label in ("Toegekend", "Gepland", "Vrij")} == {"nog niet bekend"}


def test_an_example_figure_says_that_it_is_one() -> None:
    granted = Award(Decimal(100), illustrative=True)
    assert figures(plan(), granted)["Toegekend"].note == "voorbeeldcijfer"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 2, 1), "over 18 maanden"),
        (date(2024, 2, 2), "over 17 maanden"),
        (date(2025, 6, 30), "over 31 dagen"),
        (date(2025, 7, 30), "over 1 dag"),
        (date(2025, 7, 31), "vandaag"),
        (date(2025, 8, 1), "en die dag is voorbij"),
    ],
)
def test_how_long_the_money_may_still_be_spent(today: date, said: str) -> None:
    assert time_to_go(today, ENDS) == said


def test_without_a_regulation_nobody_knows_when_money_goes_back() -> None:
    assert four_figures(budget(plan()), award(), None, TODAY)[3].value == "nog niet bekend"


# the kapstok


def test_a_line_hangs_as_a_coat_in_the_tints_of_its_years() -> None:
    years = {"2022-2023": 10, "2023-2024": 45}
    [[coat]] = hung(plan(themes=(theme(),), lines=(line("a", 55, years, theme="thema"),)))
    assert [(part.amount, part.paint) for part in coat.parts] == [(10, "tint-0"), (45, "tint-1")]
    assert coat.url == "/diemen/npo/thema/thema/"


def test_a_heading_hangs_as_its_measures_and_what_is_not_worked_out() -> None:
    document = plan(
        themes=(theme(),),
        measures=(measure("inloop", estimate(40, high=45, times=2)), measure("zonder-bedrag")),
        lines=(line("kop", 100, theme="thema"),),
    )
    [[inloop, rest]] = hung(document)
    assert [(part.amount, part.paint) for part in inloop.parts] == [(80, "whole"), (10, "open")]
    assert (inloop.url, plain(inloop.amount)) == ("/diemen/npo/maatregel/inloop/", "€ 80 tot € 90")
    assert (rest.name, rest.length, rest.parts[0].paint) == ("niet uitgewerkt", 10, "open")


def test_measures_that_cost_more_than_their_heading_leave_no_rest() -> None:
    document = plan(
        themes=(theme(),), measures=(measure("duur", estimate(120)),), lines=(line("kop", 100, theme="thema"),)
    )
    assert [[coat.name for coat in coats] for coats in hung(document)] == [["Duur"]]


def test_money_without_a_purpose_looks_different() -> None:
    [[coat]] = hung(plan(lines=(line("rest", 10, kind=LineKind.UNALLOCATED),)))
    assert [part.paint for part in coat.parts] == ["open"]
    assert coat.url == "/diemen/npo/begroting/#regel-rest"


def test_a_theme_without_money_still_has_its_hook() -> None:
    [[coat]] = hung(plan(themes=(theme(),)))
    assert (coat.name, coat.parts) == ("nog geen bedrag", ())


def test_what_another_source_pays_is_told() -> None:
    [[coat]] = hung(plan(lines=(line("a", 10, source="eigen"),)))
    assert (coat.name, coat.parts[0].paint) == ("A (uit Eigen middelen)", "other")


def test_the_rail_says_what_it_cannot_carry() -> None:
    document = plan(lines=(line("a", 100_200),))
    assert plain(picture(document).over) == "€ 200 meer dan de lat draagt"
    assert picture(document, award(100_200)).over == ""


def test_more_hooks_than_fit_are_counted() -> None:
    themes = tuple(theme(f"thema-{i}") for i in range(14))
    assert picture(plan(themes=themes)).more_hooks == 2


# findings


def finding(severity: Severity, *rows: Row) -> Finding:
    return Finding("K101", severity, "Te veel.", "Minder.", rows)


def test_findings_are_counted_in_words_with_the_day_of_the_plan() -> None:
    found = [finding(Severity.ERROR), finding(Severity.INFO), finding(Severity.INFO)]
    said = findings.counted(found, date(2023, 3, 31))
    assert said == "Nagerekend op de datum van het plan, 31 maart 2023. Eén fout en twee opmerkingen."
    assert findings.counted([], date(2023, 3, 31)).endswith("Er viel niets op.")


@pytest.mark.parametrize(
    ("row", "url"),
    [
        (Row(RowKind.THEME, "taal", "Taal"), "/diemen/npo/thema/taal/"),
        (Row(RowKind.MEASURE, "bij", "Bij"), "/diemen/npo/maatregel/bij/"),
        (Row(RowKind.LINE, "post", "Post"), "/diemen/npo/begroting/#regel-post"),
        (Row(RowKind.SPENT_BEFORE, "", "Klas"), "/diemen/npo/begroting/#al-besteed"),
        (Row(RowKind.MILESTONE, "", "Start"), "/diemen/#planning"),
    ],
)
def test_a_finding_leads_to_its_rows(row: Row, url: str) -> None:
    [shown] = findings.shown([finding(Severity.INFO, row, row, Row(RowKind.PLAN, "", "Plan"))], TO)
    assert [link.url for link in shown.rows] == [url]


def test_a_long_list_of_rows_is_cut_and_counted() -> None:
    rows = [Row(RowKind.MEASURE, f"m-{i}", f"M {i}") for i in range(9)]
    [shown] = findings.shown([finding(Severity.INFO, *rows)], TO)
    assert (len(shown.rows), shown.more) == (6, 3)


def test_a_theme_shows_the_findings_of_all_that_hangs_under_it() -> None:
    document = plan(themes=(theme(), theme("ander")), measures=(measure("a"),), lines=(line("post", 1, measure="a"),))
    mine = finding(Severity.INFO, Row(RowKind.LINE, "post", "Post"))
    other = finding(Severity.INFO, Row(RowKind.THEME, "ander", "Ander"))
    assert len(findings.of_theme(document, [mine, other], "thema", TO)) == 1


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
        ("Tijdelijke extra huur", "50 %", True),
        ("dit doel staat niet in de regeling", "50 %", False),
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
