"""Dividing an amount over rows: it sums, or the page says by how much it does not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.ledger.documents.dividing import alike, by_purpose, divided, evenly, vat_at
from kapstok.ledger.documents.fields import typed
from kapstok.ledger.documents.filled import pressed, rows_in, with_rows, with_vat
from kapstok.ledger.documents.rows import RowValues
from kapstok.ledger.rules import sums_to

ZERO = Decimal(0)
EUROS = st.decimals(min_value=0, max_value=10**9, places=2)
ROWS = st.lists(st.none() | EUROS, min_size=1, max_size=8)


@given(EUROS, ROWS)
def test_rows_sum_to_the_cost_or_it_is_said_by_how_much_they_do_not(cost: Decimal, rows: list[Decimal | None]) -> None:
    found = divided(cost, rows)
    assert sum(found.amounts) + found.left == cost
    assert found.fits == bool(sums_to(found.amounts, cost))
    for amount, wanted in zip(found.amounts, rows, strict=True):
        assert wanted is None or amount == wanted


@given(EUROS, st.lists(EUROS, max_size=7))
def test_one_empty_row_takes_what_is_left_and_never_less_than_nothing(cost: Decimal, rows: list[Decimal]) -> None:
    found = divided(cost, [*rows, None])
    assert found.amounts[-1] == max(cost - sum(rows), ZERO)


@given(EUROS, st.integers(1, 40))
def test_what_is_divided_evenly_fits(cost: Decimal, rows: int) -> None:
    parts = evenly(cost, rows)
    assert divided(cost, list(parts)).fits
    assert max(parts) - min(parts) <= Decimal("0.01")


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.dictionaries(st.integers(1, 9), st.decimals(min_value=0, max_value=100, places=2), max_size=5),
)
def test_purposes_sum_to_their_row_and_none_is_empty(amount: Decimal, shares: dict[int, Decimal]) -> None:
    parts = by_purpose(amount, shares)
    assert sum(part for _, part in parts) == amount
    assert all(part for _, part in parts) or amount == 0
    assert {number for number, _ in parts} <= {number for number, share in shares.items() if share} | {None}


@given(EUROS, st.lists(EUROS.filter(bool), min_size=1, max_size=6), st.booleans())
def test_a_payment_is_divided_as_its_invoice(amount: Decimal, parts: list[Decimal], credit: bool) -> None:
    assert sum(alike(amount, [-part if credit else part for part in parts])) == amount


@given(EUROS)
def test_an_amount_is_typed_as_it_is_read(amount: Decimal) -> None:
    sent = with_rows({}, [RowValues(amount=typed(amount)), RowValues()])
    again = pressed("even", sent, amount)
    assert rows_in(pressed("less:1", again, amount))[0].amount == rows_in(again)[0].amount


@pytest.mark.parametrize(
    ("net", "rate", "vat"), [("1000", 21, "210"), ("99.95", 9, "9.00"), ("0.05", 21, "0.01"), ("12.50", 0, "0")]
)
def test_vat_is_rounded_half_a_cent_up(net: str, rate: int, vat: str) -> None:
    assert vat_at(Decimal(net), Decimal(rate)) == Decimal(vat)


def test_vat_follows_the_net_amount_until_somebody_types_it() -> None:
    first = with_vat({"net": "1.000", "vat_rate": "21", "vat": "", "vat_was": ""})
    assert (first["vat"], first["vat_was"]) == ("210", "210")
    assert with_vat(first | {"net": "2.000"})["vat"] == "420"
    by_hand = with_vat(first | {"vat": "209,99"})
    assert (by_hand["vat"], by_hand["vat_rate"]) == ("209,99", "anders")
    assert with_vat(by_hand | {"net": "2.000"})["vat"] == "209,99"


@pytest.mark.parametrize("act", ["more:deel", "less:0", "less:99", "less:²", "even", "", "less:", "more"])
def test_a_button_never_leaves_less_than_one_row(act: str) -> None:
    rows = rows_in(pressed(act, with_rows({}, [RowValues(place="m1")]), Decimal(5)))
    assert rows[0].place == "m1"
    assert len(rows) == (2 if act.startswith("more") else 1)
