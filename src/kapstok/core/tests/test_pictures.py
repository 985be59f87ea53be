"""The kapstok picture and the strips of quarters."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import Quarter
from kapstok.core.pictures import (
    LONGEST_BAR,
    LONGEST_COAT,
    MOST_COATS,
    MOST_UNITS,
    STRIP_WIDTH,
    Coat,
    Hook,
    Part,
    Step,
    hang,
    scale,
    strip,
)

TODAY = date(2024, 2, 1)


def coat(*amounts: int) -> Coat:
    return Coat("jas", "", "/", tuple(Part(Decimal(amount), f"tint-{i}") for i, amount in enumerate(amounts)))


def hook(*coats: Coat) -> Hook:
    return Hook("haak", "", "/haak/", coats)


def step(first: str, last: str | None = None, paint: str = "start") -> Step:
    return Step(Quarter(first), Quarter(last or first), paint)


coats = st.lists(st.integers(0, 10**9), max_size=4).map(lambda amounts: coat(*amounts))
hooks = st.lists(st.lists(coats, min_size=1, max_size=9).map(lambda found: hook(*found)), max_size=20)


@given(hooks)
def test_nothing_is_drawn_beyond_the_longest_coat_and_parts_touch(found: list[Hook]) -> None:
    for rail in hang(found).rails:
        for hung in (hanging for one in rail for hanging in one.coats):
            for blocks, longest, slack in ((hung.tall, LONGEST_COAT, 8), (hung.long, LONGEST_BAR, 32)):
                assert blocks[-1].start + blocks[-1].size <= longest + slack
                for above, below in pairwise(blocks):
                    assert below.start == above.start + above.size


@given(hooks)
def test_every_hook_hangs_once_and_in_order_and_rails_are_never_too_full(found: list[Hook]) -> None:
    rails = hang(found).rails
    assert [one.hook.title for rail in rails for one in rail] == [one.title for one in found]
    assert all(sum(one.units for one in rail) <= MOST_UNITS for rail in rails)


def test_length_is_money_on_one_scale() -> None:
    rail = hang([hook(coat(100), coat(50)), hook(coat(25))]).rails[0]
    assert [hanging.height for one in rail for hanging in one.coats] == [190, 95, 48]


def test_a_small_amount_is_still_seen() -> None:
    small = hang([hook(coat(1_000_000), coat(1))]).rails[0][0].coats[1]
    assert small.height == 2


def test_a_coat_of_unknown_length_hangs_there_empty() -> None:
    hung = hang([hook(coat(), coat(0))]).rails[0][0].coats
    assert [[block.paint for block in one.tall] for one in hung] == [["unknown"], ["unknown"]]


def test_what_does_not_fit_on_a_hook_hangs_together_and_leads_to_its_theme() -> None:
    crowded = hang([hook(*(coat(10) for _ in range(9)))]).rails[0][0]
    assert len(crowded.coats) == MOST_COATS
    assert (crowded.coats[-1].coat.name, crowded.coats[-1].coat.url) == ("nog 4", "/haak/")
    assert crowded.coats[-1].coat.length == 40
    assert crowded.coats[-1].coat.amount == "€\u00a040"


@pytest.mark.parametrize(("count", "rails"), [(1, [1]), (4, [4]), (8, [8]), (12, [6, 6])])
def test_hooks_are_spread_over_rails_evenly(count: int, rails: list[int]) -> None:
    assert [len(rail) for rail in hang([hook(coat(1))] * count).rails] == rails


def test_the_scale_runs_over_whole_years_and_knows_today() -> None:
    on = scale([step("Q2 2023", "Q3 2024")], TODAY)
    assert (on.quarters[0], on.quarters[-1]) == (Quarter("Q1 2023"), Quarter("Q4 2024"))
    assert [(mark.year, mark.x) for mark in on.years] == [(2023, 0), (2024, STRIP_WIDTH // 2)]
    assert on.today == STRIP_WIDTH * 396 // 731


@pytest.mark.parametrize("today", [date(2022, 12, 31), date(2024, 1, 1)])
def test_today_is_not_drawn_when_it_lies_outside(today: date) -> None:
    assert scale([step("Q2 2023")], today).today is None


def test_a_planning_without_steps_or_over_a_lifetime_is_not_drawn() -> None:
    assert scale([], TODAY).quarters == ()
    forever = scale([step("Q1 1000", "Q4 2999")], TODAY)
    assert strip([step("Q1 1000", "Q4 2999")], forever).height == 0


def test_steps_that_overlap_are_drawn_below_each_other_and_doubles_once() -> None:
    steps = [step("Q1 2023", "Q3 2023"), step("Q2 2023", paint="monitor"), step("Q4 2023"), step("Q4 2023")]
    drawn = strip(steps, scale(steps, TODAY))
    assert [box.y for box in drawn.boxes] == [3, 20, 3]
    assert drawn.height == 34


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 6)), min_size=1, max_size=8))
def test_boxes_in_one_lane_never_overlap(spans: list[tuple[int, int]]) -> None:
    quarters = Quarter.range(Quarter("Q1 2020"), Quarter("Q4 2026"))
    steps = [Step(quarters[first], quarters[first + length], "start") for first, length in spans]
    boxes = strip(steps, scale(steps, TODAY)).boxes
    for one in boxes:
        for other in boxes:
            if one is not other and one.y == other.y:
                assert one.x + one.width < other.x or other.x + other.width < one.x
