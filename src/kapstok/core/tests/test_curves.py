"""The picture of what grows: everything stays on the sheet, and no word stands over another."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.curves import NARROW, WIDE, Curves, Frame, curves, nice

FIRST, LAST = date(2023, 1, 1), date(2025, 7, 31)
AMOUNTS = st.lists(st.decimals(0, 322_000, places=2), min_size=1, max_size=8)


def drawn(frame: Frame, amounts: list[Decimal], today: date = date(2024, 2, 1)) -> Curves:
    dots = [(FIRST + timedelta(days=100 * at), amount) for at, amount in enumerate(amounts)]
    words = [(str(amount), amount) for amount in amounts[:4]]
    return curves(frame, [("spent", dots)], (dots, dots), Decimal(322_000), (FIRST, LAST), today, words)


@given(AMOUNTS, st.sampled_from([WIDE, NARROW]))
def test_all_stays_on_the_sheet(amounts: list[Decimal], frame: Frame) -> None:
    found = drawn(frame, amounts)
    for place in f"{found.lines[0].points} {found.band}".split():
        x, y = map(int, place.split(","))
        assert frame.left <= x <= frame.end
        assert frame.top <= y <= frame.floor


@given(AMOUNTS)
def test_no_word_stands_over_another(amounts: list[Decimal]) -> None:
    assert all(after.at - before.at >= 17 for before, after in pairwise(drawn(WIDE, amounts).ends))


def test_round_amounts_stand_beside_it_and_quarters_under_it() -> None:
    found = drawn(WIDE, [Decimal(0)])
    assert [level.words for level in found.levels] == ["0", "100", "200", "322"]
    assert found.ticks[0].words == "Q1 23"
    assert len(drawn(NARROW, [Decimal(0)]).ticks) <= NARROW.most_ticks


def test_a_day_outside_it_is_not_marked() -> None:
    assert drawn(WIDE, [Decimal(0)], date(2026, 1, 1)).today is None


@pytest.mark.parametrize(("step", "found"), [("0", 1), ("1.2", 2), ("80.5", 100), ("4001", 5000)])
def test_steps_are_round(step: str, found: int) -> None:
    assert nice(Decimal(step)) == found
