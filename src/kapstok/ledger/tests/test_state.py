"""The award in parts, and when an adopted plan spends it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.ledger.kinds import ControlLevel, LineKind, SourceKind
from kapstok.ledger.planned import Window, planned_months, scaled
from kapstok.ledger.state import Amounts, GrantMoney, LineState, SourceState, shares
from kapstok.ledger.tests.builders import document
from kapstok.plans import schema

WINDOW = Window(date(2021, 7, 1), date(2025, 7, 31))


def programme(award: Decimal, *lines: tuple[LineKind, Amounts]) -> GrantMoney:
    budget = sum((amounts.budget for _, amounts in lines), Decimal(0))
    own = SourceState(id=1, grant=1, name="NPO", kind=SourceKind.GRANT, ceiling=award, budget=budget)
    rows = (
        LineState(id=at, key=str(at), label=str(at), kind=kind, source=own, amounts=amounts)
        for at, (kind, amounts) in enumerate(lines)
    )
    return GrantMoney(grant=1, regulation="npo", name="NPO", own=own, sources=(own,), lines=tuple(rows))


def on_line(budget: int, spent: int = 0, committed: int = 0, reserved: int = 0) -> Amounts:
    return Amounts(
        budget=Decimal(budget), spent=Decimal(spent), committed=Decimal(committed), reserved=Decimal(reserved)
    )


def test_what_is_in_no_plan_and_what_the_plan_keeps_apart_are_both_undivided() -> None:
    money = programme(Decimal(100), (LineKind.BUDGET, on_line(60, 10, 20, 5)), (LineKind.UNALLOCATED, on_line(30, 1)))
    assert [int(part.amount) for part in shares(money)] == [11, 20, 5, 25, 39]
    assert money.left == 89
    assert money.planned == 60


parts = st.tuples(*(st.integers(0, 10_000) for _ in range(4)))


@given(st.lists(parts, min_size=1, max_size=6), st.integers(0, 50_000))
def test_the_parts_make_the_award_and_fit_beside_each_other(lines: list[tuple[int, ...]], spare: int) -> None:
    filled = [(LineKind.BUDGET, on_line(sum(one), *one[:3])) for one in lines]
    award = Decimal(sum(sum(one) for one in lines) + spare)
    found = shares(programme(award, *filled))
    assert sum(part.amount for part in found) == award
    assert sum(part.width for part in found) <= 1000
    for before, after in pairwise(found):
        assert before.start + before.width == after.start


def planned(plan: schema.PlanDocument) -> dict[str, dict[date, Decimal]]:
    return planned_months(plan, ControlLevel.THEME, WINDOW)


def line(**facts: object) -> schema.BudgetLine:
    return schema.BudgetLine(key="taal", label="Taal", theme="taal", source="npo", **facts)


def with_line(one: schema.BudgetLine) -> schema.PlanDocument:
    return document().model_copy(update={"lines": (one,)})


def test_a_line_with_school_years_is_even_over_their_months() -> None:
    years = {SchoolYear("2022-2023"): Decimal(1_200), SchoolYear("2023-2024"): Decimal(2_400)}
    months = planned(with_line(line(amount=Decimal(3_600), years=years)))["npo:theme:taal"]
    assert months[date(2022, 8, 1)] == 100
    assert months[date(2024, 7, 1)] == 200
    assert (min(months), max(months)) == (date(2022, 8, 1), date(2024, 7, 1))


def test_a_line_without_years_begins_where_its_planning_does() -> None:
    steps = (
        schema.Milestone(quarter=Quarter("Q1 2023"), what="Uitzoeken"),
        schema.Milestone(quarter=Quarter("Q3 2023"), what="Beginnen", kind=schema.MilestoneKind.START),
    )
    plan = with_line(line(amount=Decimal(25_000)))
    begun = plan.measures[0].model_copy(update={"milestones": steps})
    months = planned(plan.model_copy(update={"measures": (begun, *plan.measures[1:])}))["npo:theme:taal"]
    assert (min(months), max(months)) == (date(2023, 7, 1), date(2025, 7, 1))
    assert months[date(2024, 1, 1)] == 1_000


def test_without_a_planning_it_begins_on_the_day_of_the_plan() -> None:
    months = planned(with_line(line(amount=Decimal(100))))["npo:theme:taal"]
    assert min(months) == date(2023, 3, 1)
    assert sum(months.values()) == 100


def test_what_was_not_divided_is_planned_nowhere() -> None:
    assert set(planned(document())) == {"npo:theme:taal", "npo:theme:sport"}


def test_what_was_moved_to_a_line_is_spent_like_the_rest() -> None:
    months = scaled({date(2023, 1, 1): Decimal(1), date(2023, 2, 1): Decimal(3)}, Decimal("100.01"))
    assert sum(months.values()) == Decimal("100.01")
    assert months[date(2023, 2, 1)] == Decimal("75.01")
    assert scaled({}, Decimal(5)) == {}
