"""What pages say about a plan as a whole: the four figures, the picture, the findings."""

from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.pictures import Coat
from kapstok.plans.addresses import Addresses
from kapstok.plans.findings import Finding, Row, RowKind, Severity
from kapstok.plans.presentation import coats, findings
from kapstok.plans.presentation.budget import sources
from kapstok.plans.presentation.coats import Kapstok, kapstok
from kapstok.plans.presentation.figures import Award, Figure, four_figures, time_to_go
from kapstok.plans.rules import budget, measures_under
from kapstok.plans.schema import LineKind, Measure, PlanDocument, Source, SourceKind
from kapstok.plans.tests.builders import estimate, line, measure, plan, theme

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
    assert [(part.amount, part.paint) for part in coat.parts] == [(Decimal(10), "tint-0"), (Decimal(45), "tint-1")]
    assert coat.url == "/diemen/npo/thema/thema/"


def test_a_heading_hangs_as_its_measures_and_what_is_not_worked_out() -> None:
    document = plan(
        themes=(theme(),),
        measures=(measure("inloop", estimate(40, high=45, times=2)), measure("zonder-bedrag")),
        lines=(line("kop", 100, theme="thema"),),
    )
    [[inloop, rest]] = hung(document)
    assert [(part.amount, part.paint) for part in inloop.parts] == [(Decimal(80), "whole"), (Decimal(10), "open")]
    assert (inloop.url, plain(inloop.amount)) == ("/diemen/npo/maatregel/inloop/", "€ 80 tot € 90")
    assert (rest.name, rest.length, rest.parts[0].paint) == ("niet uitgewerkt", Decimal(10), "open")


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


def test_hooks_that_do_not_fit_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made, asked = list[str](), 0

    class Counted(Addresses):
        def theme(self, key: str) -> str:
            made.append(key)
            return super().theme(key)

    def counted(document: PlanDocument) -> dict[str, list[Measure]]:
        nonlocal asked
        asked += 1
        return measures_under(document)

    monkeypatch.setattr(coats, "measures_under", counted)
    document = plan(
        themes=tuple(theme(f"t{i}") for i in range(40)),
        measures=tuple(measure(f"m{i}", estimate(1), theme=f"t{i}") for i in range(40)),
        lines=tuple(line(f"l{i}", 1, theme=f"t{i}") for i in range(40)),
    )
    kapstok(document, budget(document), award(), Counted("diemen", "npo"))
    assert made == [f"t{i}" for i in range(12)]
    assert asked == 1


def test_two_sources_of_one_name_have_each_their_own_amount() -> None:
    [grant, *_] = plan().sources
    same = [Source(key=key, name="School", kind=SourceKind.SCHOOL_MONEY) for key in ("a", "b")]
    document = plan(sources=(grant, *same), lines=(line("x", 100, source="a"), line("y", 200, source="b")))
    shown = [(each.name, plain(str(each.planned))) for each in sources(document, budget(document))]
    assert shown[1:] == [("School", "€ 100"), ("School", "€ 200")]


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
