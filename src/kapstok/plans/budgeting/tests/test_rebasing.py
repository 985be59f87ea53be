"""What was typed is put over a plan that others changed meanwhile, and nothing of either is lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests import cast

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.cells import Cell, cell_text
from kapstok.plans.budgeting.rebasing import Gone, rebased
from kapstok.plans.budgeting.sheet import Typed, base_of, cell_name, read_typed
from kapstok.plans.schema import PlanDocument

COLUMNS = (SchoolYear("2022-2023"), SchoolYear("2023-2024"))
PLAN = cast.many_measures(3)
KEYS = [line.key for line in PLAN.lines]
amounts = st.integers(0, 5000).map(lambda euros: cell_text(Cell(Decimal(euros))))
grids = st.lists(st.lists(amounts | st.just("") | st.just("veel"), min_size=3, max_size=3), min_size=3, max_size=3)


def typed(grid: list[list[str]]) -> Typed:
    form = {cell_name(row, at): text for row, cells in enumerate(grid) for at, text in enumerate(cells)}
    return read_typed(form, base_of(PLAN, COLUMNS, KEYS))


def with_first(amount: int) -> PlanDocument:
    """Somebody else gives the first line another amount."""
    first = PLAN.lines[0].model_copy(update={"amount": Decimal(amount)})
    return PLAN.model_copy(update={"lines": (first, *PLAN.lines[1:])})


@given(grids)
def test_over_a_plan_that_nobody_changed_it_stands_as_it_was_typed(grid: list[list[str]]) -> None:
    mine = typed(grid)
    again = rebased(mine, PLAN, COLUMNS, KEYS)
    assert (again.typed.rows, again.typed.wrong, again.gone) == (mine.rows, mine.wrong, ())
    for one in mine.wrong:
        assert again.typed.texts[one.key][one.column] == "veel"


@given(grids)
def test_what_others_changed_is_taken_over_or_waits_for_a_choice(grid: list[list[str]]) -> None:
    mine = typed(grid)
    again = rebased(mine, with_first(77), COLUMNS, KEYS).typed
    key = KEYS[0]
    if mine.rows[key] == mine.base.rows[key]:
        assert again.rows[key][-1] == Cell(Decimal(77))
    elif again.rows[key] != mine.rows[key]:
        assert again.rows[key][:-1] == mine.rows[key][:-1]
    assert {one: again.rows[one] for one in KEYS[1:]} == {one: mine.rows[one] for one in KEYS[1:]}


def test_a_line_that_is_gone_is_named_with_what_was_typed_in_it() -> None:
    grid = [["", "", "10"], ["", "", "10"], ["", "", "25"]]
    less = PLAN.model_copy(update={"lines": PLAN.lines[:2]})
    again = rebased(typed(grid), less, COLUMNS, KEYS[:2])
    assert again.gone == (Gone("Maatregel 2", "€\u00a025"),)
    assert list(again.typed.rows) == KEYS[:2]
