"""What moved between measures: the sums are those of the plan."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import given, settings

from kapstok.plans.difference_words import What
from kapstok.plans.moves import moved
from kapstok.plans.rules import budget, total
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests import builders as b
from kapstok.plans.tests.edits import pairs

laws = settings(max_examples=40, deadline=None)


@given(pair=pairs())
@laws
def test_moves_sum_to_the_difference_of_the_totals(pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair
    moves = moved(before, after)
    assert sum(move.amount for move in moves) == total(after.lines) - total(before.lines)
    assert all(move.amount for move in moves)


@given(pair=pairs())
@laws
def test_moves_sum_for_each_source(pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair
    found: dict[str, Decimal] = defaultdict(Decimal)
    for move in moved(before, after):
        found[move.source] += move.amount
    was, now = dict(budget(before).by_source), dict(budget(after).by_source)
    for source in was | now:
        assert found[source] == now.get(source, 0) - was.get(source, 0)


def test_from_one_measure_to_another() -> None:
    def plan(inloop: int, kamp: int) -> PlanDocument:
        return b.plan(
            themes=(b.theme(),),
            measures=(b.measure("inloop"), b.measure("kamp")),
            lines=(b.line("a", inloop, measure="inloop"), b.line("b", kamp, measure="kamp"), b.line("c", 5)),
        )

    found = moved(plan(1000, 200), plan(700, 500))
    assert [(move.what, move.name, move.source_name, move.amount) for move in found] == [
        (What.MEASURE, "Inloop", "NPO-uitkering", Decimal(-300)),
        (What.MEASURE, "Kamp", "NPO-uitkering", Decimal(300)),
    ]


def test_a_measure_that_is_gone_keeps_its_name_and_comes_last() -> None:
    themes = (b.theme(),)
    before = b.plan(themes=themes, measures=(b.measure("inloop"),), lines=(b.line("a", 100, measure="inloop"),))
    found = moved(before, b.plan(themes=themes, lines=(b.line("a", 80, theme="thema"), b.line("rest", 20))))
    assert [(move.name, move.amount) for move in found] == [
        ("het hele plan", Decimal(20)),
        ("Thema", Decimal(80)),
        ("Inloop", Decimal(-100)),
    ]


def test_from_the_grant_to_own_means() -> None:
    found = moved(b.plan(lines=(b.line("a", 100),)), b.plan(lines=(b.line("a", 100, source="eigen"),)))
    assert [(move.source_name, move.before, move.after) for move in found] == [
        ("Eigen middelen", Decimal(0), Decimal(100)),
        ("NPO-uitkering", Decimal(100), Decimal(0)),
    ]
