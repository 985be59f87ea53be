"""A workbook put into a plan: only what it speaks of changes, and the second time nothing does."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import cast

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.plans.schema import BudgetLine, Estimate, Measure, Milestone, Party, PlanDocument, Theme
from kapstok.plans.tests.strategies import plans
from kapstok.plans.uploading.doubts import doubts, pointed_out
from kapstok.plans.uploading.likeness import alike
from kapstok.plans.uploading.merging import Choices, Offered, merge

NOTHING = Choices()


def offered(**changes: object) -> Offered:
    return Offered(cast.plan(slug="werkmap", title="Werkmap", date=date(2022, 10, 10), **changes))


def line(key: str, amount: int | None, **more: object) -> BudgetLine:
    return BudgetLine.model_validate({"key": key, "label": key, "source": "npo", "amount": amount, **more})


def with_measure(**more: object) -> PlanDocument:
    rich = {"key": "voorlezen", "theme": "taal", "name": "Voorlezen", **more}
    party = Party(key="gemeente", name="Gemeente")
    return cast.plan(measures=(Measure.model_validate(rich),), parties=(party,))


def holds(plan: PlanDocument) -> PlanDocument:
    return PlanDocument.model_validate(plan.model_dump())


@given(plans())
@settings(max_examples=50)
def test_a_plan_put_into_itself_stays_as_it_is(plan: PlanDocument) -> None:
    years = frozenset(year for each in plan.lines for year in each.years)
    same = {f"theme:{t.key}": t.key for t in plan.themes} | {f"measure:{m.key}": m.key for m in plan.measures}
    same |= {f"line:{each.key}": each.key for each in plan.lines}
    assert merge(plan, Offered(plan, years), Choices(same=same)).plan == plan


@given(plans(), plans())
@settings(max_examples=15)
def test_no_amount_in_the_workbook_is_lost_and_nothing_leaves_unasked(plan: PlanDocument, said: PlanDocument) -> None:
    merged = merge(plan, Offered(said), NOTHING)
    amounts = {each.key: each.amount for each in merged.plan.lines}
    for each in said.lines:
        if each.amount is not None:
            assert amounts[merged.matches.lines[each.key]] == each.amount
    for name in ("themes", "measures", "lines", "parties", "sources"):
        before, after = ({row.key for row in getattr(one, name)} for one in (plan, merged.plan))
        assert before <= after
    taken = list(merged.matches.lines.values())
    assert len(set(taken)) == len(taken)


def test_texts_that_the_workbook_does_not_have_stay() -> None:
    plan = with_measure(description="Lang verhaal", lead="gemeente", result="Meer lezen")
    foreign = offered(
        measures=(Measure(key="m", theme="taal", name="  VOORLEZEN ", result="Veel meer lezen"),),
        lines=(line("x", 1200, measure="m"),),
    )
    merged = merge(plan, foreign, NOTHING).plan
    assert merged.measures[0] == plan.measures[0].model_copy(update={"result": "Veel meer lezen"})
    assert merged.lines[0] == plan.lines[0].model_copy(update={"amount": Decimal(1200)})
    assert (merged.slug, merged.title, merged.date) == (plan.slug, plan.title, plan.date)


def test_the_second_time_nothing_changes() -> None:
    foreign = offered(
        themes=(Theme(key="a", name="Taal"), Theme(key="b", name="Sport")),
        measures=(Measure(key="m", theme="a", name="Voorlezen"), Measure(key="n", theme="b", name="Zwemmen")),
        lines=(line("x", 1200, measure="m"), line("y", 50, measure="n"), line("z", 7)),
    )
    once = merge(cast.plan(), foreign, NOTHING).plan
    assert [measure.name for measure in once.measures] == ["Voorlezen", "Zwemmen"]
    assert merge(holds(once), foreign, NOTHING).plan == once


def test_an_empty_cell_says_nothing() -> None:
    foreign = offered(lines=(line("voorlezen", None, measure="voorlezen"),))
    assert merge(cast.plan(), foreign, NOTHING).plan == cast.plan()


def test_a_column_of_a_year_speaks_of_that_year_only() -> None:
    one, two = SchoolYear("2022-2023"), SchoolYear("2023-2024")
    there = line("voorlezen", 1000, measure="voorlezen", years={str(one): 400, str(two): 600})
    said = line("voorlezen", 1000, measure="voorlezen", years={str(one): 1000})
    plan = cast.plan(lines=(there,))
    with_both = Offered(cast.plan(lines=(said,)), frozenset({one, two}))
    assert merge(plan, with_both, NOTHING).plan.lines[0].years == {one: Decimal(1000)}
    with_one = Offered(cast.plan(lines=(said,)), frozenset({one}))
    assert merge(plan, with_one, NOTHING).plan.lines[0].years == {one: Decimal(1000), two: Decimal(600)}


def test_an_estimate_that_comes_to_the_same_keeps_its_own_words() -> None:
    told = Estimate(label="Uren", amount=Decimal(1000), stated_in="§ 3")
    plan = with_measure(estimates=(told,), milestones=(Milestone(quarter=Quarter("Q1 2023"), what="Begin"),))
    again = Measure(
        key="voorlezen", theme="taal", name="Voorlezen", estimates=(Estimate(amount=Decimal(1000)),),
        milestones=(Milestone(quarter=Quarter("Q1 2023"), what="Voorlezen"),),
    )  # fmt: skip
    assert merge(plan, offered(measures=(again,)), NOTHING).plan.measures == plan.measures


def test_what_is_not_in_the_workbook_is_kept_until_it_is_told_to_leave() -> None:
    foreign = offered(measures=(Measure(key="n", theme="taal", name="Zwemmen"),), lines=(line("y", 50, measure="n"),))
    kept = merge(cast.plan(), foreign, NOTHING)
    assert kept.missing == ("measure:voorlezen",)
    assert [measure.name for measure in kept.plan.measures] == ["Voorlezen", "Zwemmen"]
    left = merge(cast.plan(), foreign, Choices(leave=frozenset({"measure:voorlezen"}))).plan
    assert [each.label for each in left.lines] == ["y"]


def test_only_what_is_missing_can_leave() -> None:
    foreign = offered()
    assert merge(cast.plan(), foreign, Choices(leave=frozenset({"measure:voorlezen"}))).plan == cast.plan()


def called_otherwise(theme: str, measure: str) -> Offered:
    return offered(
        themes=(Theme(key="t", name=theme),),
        measures=(Measure(key="m", theme="t", name=measure),),
        lines=(line("boekjes", 900, measure="m"),),
    )


def test_she_points_out_that_it_is_called_otherwise() -> None:
    foreign = called_otherwise("Lezen", "Boekjes")
    assert merge(cast.plan(), foreign, NOTHING).matches.new == {"theme:t", "measure:m", "line:boekjes"}
    pointed = merge(cast.plan(), foreign, Choices(same={"theme:t": "taal", "measure:m": "voorlezen"}))
    assert pointed.matches.new == set()
    assert pointed.plan.lines[0].amount == 900
    assert pointed.plan.measures == cast.plan().measures


def test_what_shares_its_words_is_taken_to_be_the_same_until_she_says_no() -> None:
    foreign = called_otherwise("Taal en lezen", "Samen voorlezen")
    guessed = merge(cast.plan(), foreign, NOTHING)
    assert guessed.matches.guessed == {"theme:t", "measure:m"}
    assert [each.amount for each in guessed.plan.lines] == [900]
    [theme, measure] = doubts(cast.plan(), foreign.plan, guessed.matches, {})
    assert (theme.chosen, measure.chosen, measure.name) == ("taal", "voorlezen", "Samen voorlezen")
    same = pointed_out([theme, measure], {"theme:t": "taal", "measure:m": ""}, {})
    assert same == {"measure:m": "new"}
    beside = merge(cast.plan(), foreign, Choices(same=same)).plan
    assert [(each.name, each.theme) for each in beside.measures] == [("Voorlezen", "taal"), ("Samen voorlezen", "taal")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0-4 jaar", "0 tot 4 jaar"),
        ("Executieve functies basisscholen", "Executieve functies"),
        ("Bevorderen doorgaande lijn 0-7 jaar", "Doorgaande lijn 0-7 jaar"),
        ("Laagdrempelige ondersteuning op/via scholen", "Ondersteuning op school"),
        ("Coördinatie/onvoorzien", "Coördinatie en onvoorzien"),
    ],
)
def test_names_as_municipalities_vary_them_are_alike(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("0-4 jaar", "4-12 jaar"), ("Training weerbaarheid", "Training voor docenten"), ("", "Taal")]
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


@given(st.sampled_from(["taal", "nergens", ""]))
def test_what_is_pointed_out_twice_counts_once(key: str) -> None:
    foreign = offered(themes=(Theme(key="a", name="A"), Theme(key="b", name="B")), measures=(), lines=())
    merged = merge(cast.plan(), foreign, Choices(same={"theme:a": key, "theme:b": key}))
    holds(merged.plan)
