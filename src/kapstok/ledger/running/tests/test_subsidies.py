"""A subsidy from decision to determination: when its cost counts, and what is left of its commitment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.access import RefusedError
from kapstok.core.tenancy import inside
from kapstok.ledger.covering import cover_from_own_means
from kapstok.ledger.entering import enter, take_back
from kapstok.ledger.kinds import Recognition
from kapstok.ledger.models import LineBalance, Posting
from kapstok.ledger.recognition import at_advances, over_period
from kapstok.ledger.running.tests.money import (
    BY,
    FIRST,
    SECOND,
    STARTS,
    balance,
    determine,
    fresh,
    spent_by_day,
    stand,
    subsidy,
    subsidy_draft,
    to_cover,
    whole,
)
from kapstok.ledger.subsidies import ask_determination, ask_subsidy, pay_advance, plan_advance, recognise
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2021, 7, 1), date(2025, 7, 31))


@given(amount=st.integers(0, 10_000_000), one=DAYS, other=DAYS)
def test_over_a_period_the_months_sum_to_the_whole(amount: int, one: date, other: date) -> None:
    euros, starts, ends = Decimal(amount).scaleb(-2), min(one, other), max(one, other)
    found = over_period(euros, starts, ends)
    assert sum(found.values()) == euros
    assert all(starts <= day <= ends for day in found)
    assert len({(day.year, day.month) for day in found}) == len(found)


def test_a_month_counts_by_its_days() -> None:
    found = over_period(Decimal(61), date(2023, 7, 2), date(2023, 8, 31))
    assert found == {date(2023, 7, 31): Decimal(30), date(2023, 8, 31): Decimal(31)}


def test_what_was_advanced_above_the_maximum_does_not_count() -> None:
    paid = [(date(2023, 9, 1), Decimal(600)), (date(2023, 10, 1), Decimal(600))]
    assert list(at_advances(paid, Decimal(1_000)).values()) == [600, 400]


def test_a_decision_is_a_commitment_that_a_colleague_approves(diemen: Municipality) -> None:
    with inside(diemen):
        asked = ask_subsidy(subsidy_draft(("taal", 12_000), recognition=Recognition.AT_DETERMINATION), by=FIRST)
        with pytest.raises(RefusedError, match="Een collega"):
            enter(asked, by=FIRST)
        enter(asked, by=SECOND)
        assert stand("taal") == [60_000, 12_000, 0]


def test_a_decision_that_does_not_fit_is_refused_at_once(diemen: Municipality) -> None:
    with inside(diemen), pytest.raises(RefusedError, match=r"nog €\s30\.000,00 vrij"):
        ask_subsidy(subsidy_draft(("sport", 30_001)), by=FIRST)


@pytest.mark.parametrize(
    ("recognition", "counted"),
    [
        (Recognition.UNKNOWN, 0),
        (Recognition.AT_AWARD, 12_000),
        (Recognition.AT_ADVANCE, 0),
        (Recognition.AT_DETERMINATION, 0),
    ],
)
def test_what_counts_at_the_decision(diemen: Municipality, recognition: Recognition, counted: int) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000), recognition=recognition)
        assert recognise(row, as_of=date(2024, 6, 1), by=BY) == 0
        assert stand("taal") == [60_000, 12_000 - counted, counted]


def test_over_the_period_each_month_counts_once(diemen: Municipality, settings: Any) -> None:
    settings.KAPSTOK_TODAY = STARTS
    with inside(diemen):
        row = subsidy(("taal", 10_000), ("sport", 5_300), recognition=Recognition.OVER_PERIOD)
        with pytest.raises(RefusedError, match="tot en met vandaag"):
            recognise(row, as_of=date(2023, 9, 30), by=BY)
        settings.KAPSTOK_TODAY = date(2024, 1, 1)
        assert recognise(row, as_of=date(2023, 9, 30), by=BY) == 6_100
        assert recognise(row, as_of=date(2023, 9, 30), by=BY) == 0
        assert recognise(row, as_of=date(2023, 8, 31), by=BY) == 0
        recognise(row, as_of=date(2024, 1, 1), by=BY)
        assert [stand("taal"), stand("sport")] == [[60_000, 0, 10_000], [30_000, 0, 5_300]]


def test_at_each_advance_and_no_more_than_the_maximum(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 1_000), recognition=Recognition.AT_ADVANCE)
        for day in (date(2023, 9, 1), date(2023, 10, 1)):
            assert pay_advance(plan_advance(row, on=day, amount=Decimal(600), by=BY), on=day, by=BY)
        assert (stand("taal"), whole(balance("taal").paid)) == ([60_000, 0, 1_000], [1_200])


def test_an_advance_that_is_taken_back_counts_no_more(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 1_000), recognition=Recognition.AT_ADVANCE)
        day = date(2023, 9, 1)
        advance = plan_advance(row, on=day, amount=Decimal(600), by=BY)
        pay_advance(advance, on=day, by=BY)
        take_back(advance, why="verkeerd", by=BY)
        assert recognise(row, as_of=day, by=BY) == -600
        assert whole(balance("taal").expense, balance("taal").paid) == [0, 0]


def test_determined_lower_takes_cost_back_and_frees_the_rest(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000))
        determine(row, 9_000)
        assert stand("taal") == [60_000, 0, 9_000]
        assert fresh(row.document).determined == 9_000
        assert fresh(row.document).determined_on == date(2024, 1, 15)
        last = Posting.objects.filter(kind="expense").latest("id")
        assert whole(last.amount) == [-3_000]
        assert (last.delivered, last.year) == (date(2023, 8, 1), 2023)


def test_determined_after_nothing_was_counted(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 8_000), ("sport", 4_000), recognition=Recognition.AT_DETERMINATION)
        determine(row, 9_000)
        assert [stand("taal"), stand("sport")] == [[60_000, 0, 6_000], [30_000, 0, 3_000]]
        assert set(spent_by_day()) == {date(2023, 12, 31)}


def test_a_determination_above_the_maximum_is_refused(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000))
        with pytest.raises(RefusedError, match=r"€\s0,01 meer dan het maximum van €\s12\.000,00"):
            ask_determination(row, amount=Decimal("12000.01"), on=date(2024, 1, 15), reference="", why="", by=FIRST)


def test_nothing_is_determined_while_nobody_chose_when_its_cost_counts(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000), recognition=Recognition.UNKNOWN)
        with pytest.raises(RefusedError, match="Kies eerst bij Afspraken"):
            determine(row, 9_000)


def test_determined_again_books_the_difference_alone(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000))
        determine(row, 9_000)
        with pytest.raises(RefusedError, match="al vastgesteld"):
            determine(fresh(row.document), 10_000)
        determine(fresh(row.document), 10_000, why="bezwaar gegrond")
        assert stand("taal") == [60_000, 0, 10_000]
        assert fresh(row.document).determined == 10_000


def test_what_still_had_to_be_covered_is_taken_back_first(diemen: Municipality) -> None:
    """The decision was taken before the window: its cost is to be covered, and part of it was by own means."""
    with inside(diemen):
        row = subsidy(("taal", 12_000), on=date(2021, 6, 1), delivered=date(2021, 6, 1))
        assert (stand("taal"), to_cover()) == ([60_000, 12_000, 0], 12_000)
        uncovered = Posting.objects.get(kind="expense")
        cover_from_own_means(uncovered, why="te vroeg", by=BY, most=Decimal(5_000))
        determine(row, 4_000)
        assert (stand("taal"), to_cover()) == ([60_000, 0, 0], 0)
        assert LineBalance.objects.get(line__source__kind="own_means").expense == 4_000


def test_a_determination_is_not_taken_back_but_done_again(diemen: Municipality) -> None:
    with inside(diemen):
        row = subsidy(("taal", 12_000))
        found = determine(row, 9_000)
        with pytest.raises(RefusedError, match="opnieuw vast"):
            take_back(found, why="fout", by=BY)


@pytest.mark.parametrize("recognition", [one for one in Recognition if one is not Recognition.UNKNOWN])
@pytest.mark.parametrize("amount", [0, 1, 6_101, 15_300])
def test_whatever_was_counted_the_cost_becomes_what_was_determined(
    diemen: Municipality, recognition: Recognition, amount: int
) -> None:
    with inside(diemen):
        row = subsidy(("taal", 10_000), ("sport", 5_300), recognition=recognition)
        day = date(2023, 9, 1)
        pay_advance(plan_advance(row, on=day, amount=Decimal(5_000), by=BY), on=day, by=BY)
        recognise(row, as_of=date(2023, 10, 31), by=BY)
        determine(row, amount)
        both = [balance("taal"), balance("sport")]
        assert sum(one.expense for one in both) + to_cover() == amount
        assert sum(one.committed for one in both) == 0
