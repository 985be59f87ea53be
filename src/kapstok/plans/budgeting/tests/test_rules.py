"""The arithmetic of the grid: what is read, which total goes with it, and how two people's amounts come together."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import cast

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.cells import EMPTY, Cell, cell_text, read_cell
from kapstok.plans.budgeting.rules import (
    Clash,
    Row,
    columns_of,
    in_years,
    merge,
    parts_of,
    row_of,
    rows_of,
    settled,
    with_rows,
)
from kapstok.plans.schema import BudgetLine, PlanDocument
from kapstok.plans.tests.strategies import plans

YEARS = (SchoolYear("2023-2024"), SchoolYear("2024-2025"))

amounts = st.integers(0, 10**13).map(lambda cents: Decimal(cents).scaleb(-2))
years = st.one_of(st.just(EMPTY), amounts.map(Cell))
totals = st.one_of(st.just(EMPTY), st.builds(Cell, amounts, st.booleans()))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """As a plan may have them: amounts per year never without a total."""
    typed = (draw(years), draw(years), draw(totals))
    return settled((EMPTY,) * 3, typed)


def row(*texts: str) -> Row:
    return tuple(read_cell(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("€ 1.250,50", Cell(Decimal("1250.50"))),
        ("1250", Cell(Decimal(1250))),
        ("45k", Cell(Decimal(45_000))),
        ("ca. 48.000", Cell(Decimal(48_000), about=True)),
        (" \u00a0€\u00a02.000 ", Cell(Decimal(2_000))),
        ("", EMPTY),
        ("-", EMPTY),
        ("0", Cell(Decimal(0))),
    ],
)
def test_amounts_are_read_as_people_and_spreadsheets_write_them(text: str, cell: Cell) -> None:
    assert read_cell(text) == cell


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "geen bedrag"),
        ("40.000 tot 45.000", "twee grenzen"),
        ("-5", "minder dan 0"),
        ("1.5", "punt voor de centen"),
    ],
)
def test_what_is_not_one_amount_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_cell(text)


@given(totals)
def test_a_cell_reads_back_what_it_shows(cell: Cell) -> None:
    assert read_cell(cell_text(cell)) == cell


@pytest.mark.parametrize(
    ("base", "typed", "total"),
    [
        (("100", "200", "300"), ("150", "200", "300"), "350"),
        (("100", "200", "300"), ("150", "200", "400"), "400"),
        (("100", "200", "999"), ("150", "200", "999"), "999"),
        (("", "", "300"), ("100", "", "300"), "300"),
        (("", "", ""), ("100", "", ""), "100"),
        (("100", "200", "300"), ("", "", "300"), "300"),
        (("100", "200", "300"), ("100", "200", ""), "300"),
        (("100", "200", "ca. 300"), ("150", "200", "ca. 300"), "ca. 350"),
        (("", "", ""), ("ca. 100", "50", ""), "ca. 150"),
    ],
)
def test_the_total_follows_its_years_until_somebody_types_another(
    base: tuple[str, ...], typed: tuple[str, ...], total: str
) -> None:
    assert settled(row(*base), row(*typed))[-1] == read_cell(total)


@given(rows(), rows())
def test_alone_i_get_what_i_typed_and_untouched_i_take_what_others_typed(base: Row, other: Row) -> None:
    mine = settled(base, other)
    assert merge({"a": base}, {"a": mine}, {"a": base}).rows == {"a": mine}
    assert merge({"a": base}, {"a": base}, {"a": mine}).rows == {"a": mine}
    assert not merge({"a": base}, {"a": base}, {"a": mine}).clashes


@given(rows(), rows(), rows())
def test_nothing_that_anybody_typed_in_a_year_is_lost(base: Row, mine: Row, theirs: Row) -> None:
    merged = merge({"a": base}, {"a": mine}, {"a": theirs})
    clashes = {clash.column: clash for clash in merged.clashes}
    for at, cell in enumerate(merged.rows["a"][:-1]):
        if mine[at] != base[at]:
            assert cell == mine[at]
        if theirs[at] not in (base[at], cell):
            assert clashes[at].theirs == theirs[at]
    assert in_years(merged.rows["a"]) is None or merged.rows["a"][-1].amount is not None


def test_two_people_in_two_years_of_one_line_do_not_clash() -> None:
    base, mine, theirs = row("100", "200", "300"), row("150", "200", "350"), row("100", "250", "350")
    merged = merge({"a": base}, {"a": mine}, {"a": theirs})
    assert merged.rows["a"] == row("150", "250", "400")
    assert merged.clashes == ()


def test_two_amounts_in_one_cell_are_told_apart() -> None:
    base, mine, theirs = row("100", "", "100"), row("150", "", "150"), row("120", "", "120")
    merged = merge({"a": base}, {"a": mine}, {"a": theirs})
    assert merged.clashes == (Clash("a", 0, read_cell("150"), read_cell("120")),)


def test_a_line_that_was_removed_is_only_missed_by_who_changed_it() -> None:
    one, other = row("1", "", "1"), row("2", "", "2")
    assert merge({"a": one, "b": one}, {"a": other, "b": one}, {}).gone == ("a",)


@given(plans())
def test_a_plan_with_its_own_amounts_is_the_same_plan(plan: PlanDocument) -> None:
    columns = columns_of(plan, None)
    assert with_rows(plan, columns, rows_of(plan, columns)) == plan


@given(rows())
def test_a_plan_with_new_amounts_says_them(new: Row) -> None:
    changed = with_rows(cast.plan(), YEARS, {"voorlezen": new})
    assert row_of(PlanDocument.model_validate(changed.model_dump()).lines[0], YEARS) == new


def test_amounts_in_years_that_are_no_column_stay() -> None:
    before = {SchoolYear("2021-2022"): Decimal(5), YEARS[0]: Decimal(1)}
    line = BudgetLine(key="a", label="A", source="npo", amount=Decimal(6), years=before)
    changed = with_rows(cast.plan(lines=(line,)), YEARS, {"a": row("", "7", "6")})
    assert changed.lines[0].years == {SchoolYear("2021-2022"): Decimal(5), YEARS[1]: Decimal(7)}


def test_there_is_a_column_for_every_year_to_the_last_day() -> None:
    assert [str(year) for year in columns_of(cast.plan(), date(2025, 7, 31))] == [
        "2022-2023",
        "2023-2024",
        "2024-2025",
    ]


@given(st.lists(st.lists(st.integers().map(str), max_size=30)), st.integers(1, 20))
def test_pages_hold_every_line_once_and_in_order(groups: list[list[str]], most: int) -> None:
    parts = parts_of(groups, most)
    assert [key for part in parts for key in part] == [key for group in groups for key in group]
    assert all(len(part) <= most for part in parts)
