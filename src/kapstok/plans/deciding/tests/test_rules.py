"""Which steps a plan can take, and which body may shift which euros."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import cast

from kapstok.plans.deciding.rules import Allowed, may_step, shifted, within_mandate
from kapstok.plans.moves import moved
from kapstok.plans.schema import BudgetLine, LineKind, Measure, PlanDocument, Theme
from kapstok.plans.statuses import MEANINGS, STEPS, Body, MandateScope, Status, steps_from

WITHIN, BETWEEN, FREE = MandateScope.WITHIN_THEME, MandateScope.BETWEEN_THEMES, MandateScope.FROM_UNALLOCATED


def plan(walk_in: int, reading: int, swimming: int, free: int = 0) -> PlanDocument:
    """Two measures under “Taal”, one under “Sport”, and what is not divided yet; euros."""
    amounts = {"inloop": walk_in, "voorlezen": reading, "zwemmen": swimming}
    lines = [
        BudgetLine(key=key, label=key, measure=key, source="npo", amount=Decimal(amount))
        for key, amount in amounts.items()
    ]
    lines.append(BudgetLine(key="vrij", label="Vrij", source="npo", amount=Decimal(free), kind=LineKind.UNALLOCATED))
    return cast.plan(
        themes=(Theme(key="taal", name="Taal"), Theme(key="sport", name="Sport")),
        measures=(
            Measure(key="inloop", theme="taal", name="Inloop"),
            Measure(key="voorlezen", theme="taal", name="Voorlezen"),
            Measure(key="zwemmen", theme="sport", name="Zwemmen"),
        ),
        lines=tuple(lines),
    )


def shifts(before: PlanDocument, after: PlanDocument) -> dict[MandateScope, Decimal]:
    return shifted(moved(before, after), before, after)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (plan(100, 100, 100), {}),
        (plan(60, 140, 100), {WITHIN: 40}),
        (plan(60, 100, 140), {BETWEEN: 40}),
        (plan(40, 120, 140), {WITHIN: 20, BETWEEN: 40}),
    ],
)
def test_what_an_amendment_shifts(after: PlanDocument, expected: dict[MandateScope, int]) -> None:
    assert shifts(plan(100, 100, 100), after) == expected


def test_money_that_was_not_divided_yet_is_told_apart() -> None:
    assert shifts(plan(100, 100, 100, 50), plan(130, 100, 100, 20)) == {FREE: 30}
    assert shifts(plan(100, 100, 100, 50), plan(130, 90, 110, 20)) == {WITHIN: 10, FREE: 30}


euros = st.integers(min_value=0, max_value=1_000)


@given(st.tuples(euros, euros, euros, euros), st.tuples(euros, euros, euros, euros))
def test_never_less_is_shifted_than_came_somewhere_from_elsewhere_in_the_plan(
    was: tuple[int, int, int, int], becomes: tuple[int, int, int, int]
) -> None:
    before, after = plan(*was), plan(*becomes)
    came = sum(max(new - old, 0) for old, new in zip(was[:3], becomes[:3], strict=True))
    found = shifts(before, after)
    assert all(amount > 0 for amount in found.values())
    assert sum(found.values()) >= came


TABLE = [
    Allowed(Body.MUNICIPAL_EXECUTIVE, WITHIN, None),
    Allowed(Body.MUNICIPAL_EXECUTIVE, BETWEEN, Decimal(10_000)),
    Allowed(Body.MANDATE_HOLDER, WITHIN, Decimal(1_000)),
]


@pytest.mark.parametrize(
    ("moves", "body", "why"),
    [
        ({BETWEEN: Decimal(10_000)}, Body.MUNICIPAL_EXECUTIVE, ""),
        ({BETWEEN: Decimal("10000.01")}, Body.MUNICIPAL_EXECUTIVE, "tot € 10.000 schuiven"),
        ({WITHIN: Decimal(999_999)}, Body.MUNICIPAL_EXECUTIVE, ""),
        ({WITHIN: Decimal(1_001)}, Body.MANDATE_HOLDER, "tot € 1.000 schuiven"),
        ({FREE: Decimal(1)}, Body.MANDATE_HOLDER, "staat niet"),
        ({FREE: Decimal(999_999)}, Body.COUNCIL, ""),
        ({}, Body.MANDATE_HOLDER, ""),
    ],
)
def test_who_may_decide_on_a_shift(moves: dict[MandateScope, Decimal], body: Body, why: str) -> None:
    answer = within_mandate(moves, TABLE, body)
    assert bool(answer) == (not why)
    assert why in answer.why.replace("\u00a0", " ")


def test_each_status_has_a_meaning_and_a_way_on() -> None:
    assert set(MEANINGS) == set(Status)
    assert all(steps_from(status) for status in Status)


def test_a_step_that_needs_a_decision_is_not_taken_without_one() -> None:
    assert not may_step(Status.PROPOSED, Status.ADOPTED, None)
    assert not may_step(Status.PROPOSED, Status.ADOPTED, Body.LEA)
    assert may_step(Status.PROPOSED, Status.ADOPTED, Body.MUNICIPAL_EXECUTIVE)


@given(st.sampled_from(Status), st.sampled_from(Status), st.none() | st.sampled_from(Body))
def test_only_the_table_says_what_follows_what(frm: Status, to: Status, body: Body | None) -> None:
    steps = [step for step in STEPS if (step.frm, step.to) == (frm, to)]
    allowed = any(not step.bodies or body in step.bodies for step in steps)
    answer = may_step(frm, to, body)
    assert bool(answer) == allowed
    assert allowed or answer.why
