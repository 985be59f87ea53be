from typing import Any

import pytest

from kapstok.plans.findings import Severity
from kapstok.plans.schema import Level
from kapstok.plans.tests.builders import found, line, measure, only, plan, rows, spoken, theme

YEARS = {"2022-2023": 4_000, "2023-2024": 6_000}


def test_k104_years_that_are_not_their_line() -> None:
    finding = only("K104", plan(lines=(line("taal", 10_001, YEARS), line("sport", 10_000, YEARS))))
    assert finding.severity is Severity.ERROR
    assert spoken(finding) == (
        "Bij 1 begrotingsregel zijn de schooljaren samen een ander bedrag dan er staat. "
        "‘Taal’: de jaren zijn samen € 10.000 (berekend), er staat € 10.001. Verbeter een jaar of het bedrag."
    )
    assert rows(finding) == [("line", "taal")]


def test_k104_a_line_without_years_has_nothing_to_add_up() -> None:
    assert not found("K104", plan(lines=(line("taal", 10_000),)))


def test_k104_many_lines_are_one_finding_that_names_the_first() -> None:
    wrong = tuple(line(f"regel-{number}", 9_000, YEARS) for number in range(7))
    finding = only("K104", plan(lines=wrong))
    assert finding.message.startswith("Bij 7 begrotingsregels ")
    assert "En nog 2." in finding.solution
    assert len(finding.rows) == 7


@pytest.mark.parametrize(("amount", "fires"), [(10_500, False), (10_527, True)])
def test_k104_an_about_amount_has_a_margin(amount: int, fires: bool) -> None:
    assert bool(found("K104", plan(lines=(line("taal", amount, YEARS, about=True),)))) is fires


def test_k104_a_total_of_a_theme_counts_the_themes_below_and_the_lines_of_measures() -> None:
    themes = (theme("jong", stated_total=30_000), theme("peuters", parent="jong", stated_total=10_000))
    document: dict[str, Any] = {
        "levels": (
            Level(singular="leeftijdsgroep", plural="leeftijdsgroepen"),
            Level(singular="thema", plural="thema's"),
        ),
        "measures": (measure("lezen", theme="peuters"),),
    }
    lines = (line("a", 20_000, theme="jong"), line("b", 10_000, measure="lezen"))
    assert not found("K104", plan(themes=themes, lines=lines, **document))
    finding = only("K104", plan(themes=themes, lines=(lines[0], line("b", 9_000, measure="lezen")), **document))
    assert spoken(finding) == (
        "Bij 2 leeftijdsgroepen klopt het totaal niet met de regels eronder. "
        "‘Jong’: de regels zijn samen € 29.000 (berekend), er staat € 30.000. "
        "‘Peuters’: de regels zijn samen € 9.000 (berekend), er staat € 10.000. Verbeter een regel of het totaal."
    )
    assert rows(finding) == [("theme", "jong"), ("theme", "peuters")]


def test_k104_a_total_of_the_plan() -> None:
    finding = only("K104", plan(stated_total=12_000, lines=(line("taal", 10_000),)))
    assert spoken(finding) == (
        "De begroting is samen € 10.000, maar het plan noemt € 12.000 als totaal. "
        "Dat scheelt € 2.000 (berekend). Verbeter een regel of het totaal."
    )
    assert rows(finding) == [("plan", "Plan")]


@pytest.mark.parametrize(("stated", "fires"), [(10_000, False), (15_000, False), (12_000, True)])
def test_k104_a_total_may_be_of_the_grant_alone_or_of_all_money(stated: int, fires: bool) -> None:
    lines = (line("taal", 10_000), line("sport", 5_000, source="eigen"))
    assert bool(found("K104", plan(stated_total=stated, lines=lines))) is fires


@pytest.mark.parametrize(("stated", "fires"), [(12_000, False), (10_000, False), (9_999, True)])
def test_k104_while_an_amount_is_missing_only_too_much_is_wrong(stated: int, fires: bool) -> None:
    document = plan(stated_total=stated, lines=(line("taal", 10_000), line("sport", None)))
    assert bool(found("K104", document)) is fires


def test_k104_without_lines_there_is_nothing_to_add_up() -> None:
    assert not found("K104", plan(stated_total=12_000, themes=(theme(stated_total=5_000),)))
