from decimal import Decimal

import pytest

from kapstok.plans.schema import Activity, BudgetLine, Funding, Measure, PlanDocument
from kapstok.plans.tests.builders import activity, estimate, found, line, measure, only, plan, rows, spoken, theme

CARD, TRAINING, PLAY = (
    measure(key, estimate(euros)) for key, euros in (("kaart", 7_000), ("training", 20_000), ("spelen", 20_000))
)


def heading(amount: int, *activities: Activity, about: bool = False) -> BudgetLine:
    return line("preventie", amount, theme="thema", about=about, activities=activities)


def with_heading(*lines: BudgetLine, measures: tuple[Measure, ...] = (CARD, TRAINING, PLAY)) -> PlanDocument:
    return plan(themes=(theme(),), measures=measures, lines=lines)


NAMED = (activity("kaart", "kaart"), activity("training", "training"))
ALL = (*NAMED, activity("spelen", "spelen"))


def test_k103_a_heading_that_only_fits_with_what_it_leaves_out() -> None:
    finding = only("K103", with_heading(heading(48_000, *NAMED, activity("communicatie"), about=True)))
    assert spoken(finding) == (
        "Ca. € 48.000 voor ‘Preventie’ klopt alleen met ‘Spelen’ (€ 20.000) erbij, en dat staat er niet. "
        "Wat de begroting er noemt, kost samen € 27.000; met alle maatregelen van het thema is het € 47.000 "
        "(berekend). Zonder bedrag staan er ook: ‘Communicatie’. "
        "Noem in de begroting dezelfde onderdelen als bij de maatregelen, elk met een bedrag."
    )
    assert rows(finding) == [("line", "preventie"), ("measure", "spelen")]


@pytest.mark.parametrize(
    ("amount", "about", "fires"),
    [
        (47_000, False, False),
        (47_001, False, True),
        (49_473, True, False),
        (49_474, True, True),
        (44_650, True, False),
        (44_649, True, True),
    ],
)
def test_k103_the_margin_of_a_heading_that_names_everything(amount: int, about: bool, fires: bool) -> None:
    assert bool(found("K103", with_heading(heading(amount, *ALL, about=about)))) is fires


def test_k103_a_heading_that_differs_in_any_case() -> None:
    assert spoken(only("K103", with_heading(heading(40_000, *ALL)))) == (
        "Voor ‘Preventie’ staat € 40.000 in de begroting, maar de maatregelen kosten samen € 47.000 (berekend). "
        "Pas het bedrag aan, of de raming van de maatregelen."
    )


def test_k103_something_without_an_amount_may_be_the_difference() -> None:
    assert not found("K103", with_heading(heading(50_000, *ALL, activity("communicatie"))))
    assert found("K103", with_heading(heading(46_000, *ALL, activity("communicatie"))))


def test_k103_something_with_a_line_of_its_own_under_the_theme_is_not_the_difference() -> None:
    own = line("communicatie", 3_000, theme="thema", activities=(activity("communicatie"),))
    assert found("K103", with_heading(heading(50_000, *ALL, activity("communicatie")), own))


def test_k103_a_line_of_its_own_without_an_amount_prices_nothing() -> None:
    own = line("communicatie", None, theme="thema", activities=(activity("communicatie"),))
    assert not found("K103", with_heading(heading(50_000, *ALL, activity("communicatie")), own))


def test_k103_what_is_left_out_without_an_estimate_explains_nothing() -> None:
    finding = only("K103", with_heading(heading(30_000, *NAMED), measures=(CARD, TRAINING, measure("spelen"))))
    assert "maar de maatregelen kosten samen € 27.000 (berekend)" in spoken(finding)


def test_k103_something_without_an_amount_is_no_finding_by_itself() -> None:
    assert not found("K103", with_heading(heading(47_000, *ALL, activity("communicatie"), activity("monitoring"))))


def test_k103_an_amount_within_the_range_of_the_measures_fits() -> None:
    leader = measure("leider", estimate(40_000, high=Decimal(45_000), times=Decimal(2)), estimate(5_000, times=2))
    for amount, fires in ((89_999, True), (90_000, False), (95_000, False), (100_000, False), (100_001, True)):
        document = with_heading(heading(amount, activity("leider", "leider")), measures=(leader,))
        assert bool(found("K103", document)) is fires, amount


def test_k103_a_measure_with_a_line_of_its_own_is_not_left_out() -> None:
    assert not found("K103", with_heading(heading(27_000, *NAMED), line("spelen", 20_000, measure="spelen")))


def test_k103_only_the_part_of_this_source_counts() -> None:
    shared = measure("spelen", estimate(20_000), funding=(Funding(source="npo", amount=Decimal(5_000)),))
    assert not found("K103", with_heading(heading(32_000, *ALL), measures=(CARD, TRAINING, shared)))


@pytest.mark.parametrize(
    "lines",
    [
        (heading(99_000),),
        (line("preventie", None, theme="thema", activities=NAMED),),
        (line("preventie", 99_000, activities=NAMED),),
    ],
    ids=["names nothing", "no amount", "no theme"],
)
def test_k103_needs_a_theme_an_amount_and_names(lines: tuple[BudgetLine, ...]) -> None:
    assert not found("K103", with_heading(*lines))


def test_k103_measures_without_estimates_say_nothing() -> None:
    document = with_heading(heading(99_000, *NAMED), measures=(measure("kaart"), measure("training")))
    assert not found("K103", document)


def communication(*lines: BudgetLine) -> PlanDocument:
    return plan(themes=(theme("een"), theme("twee")), measures=(measure("kaart", theme="een"),), lines=lines)


MIXED = line("een", 10_000, theme="een", activities=(activity("praten"), activity("kaart"), activity("praten")))
OTHER = line("twee", 10_000, theme="twee", activities=(activity("praten"), activity("meten")))


def test_k109_an_activity_with_its_own_line_that_is_also_in_others() -> None:
    finding = only(
        "K109", communication(MIXED, OTHER, line("praten", 4_000, about=True, activities=[activity("praten")]))
    )
    assert spoken(finding) == (
        "‘Praten’ heeft een eigen post van ca. € 4.000, maar staat ook drie keer onder andere posten. "
        "Namelijk onder ‘Een’ (2 keer) en ‘Twee’. "
        "Kies één plek voor het geld, anders wordt het dubbel begroot of betaald."
    )
    assert rows(finding) == [("line", "praten"), ("line", "een"), ("line", "twee")]


def test_k109_named_twice_without_a_line_of_its_own_is_only_said_twice() -> None:
    assert not found("K109", communication(MIXED, OTHER))


def test_k109_its_own_line_needs_an_amount() -> None:
    assert not found("K109", communication(MIXED, line("praten", None, activities=[activity("praten")])))


def test_k109_lines_about_the_same_thing_under_other_themes_are_separate_budgets() -> None:
    own = line("praten", 4_000, theme="twee", activities=[activity("praten")])
    assert not found("K109", communication(MIXED, own))
    assert not found(
        "K109", communication(own, line("praten-een", 4_000, theme="een", activities=[activity("praten")]))
    )


def test_k109_a_line_of_a_measure_under_the_same_theme_covers_the_same_ground() -> None:
    assert found("K109", communication(MIXED, line("kaart", 4_000, measure="kaart", activities=[activity("kaart")])))
