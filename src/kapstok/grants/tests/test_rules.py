from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.periods import add_months
from kapstok.grants.regulation import Regulation, regulations
from kapstok.grants.rules import formula_amount, payment_schedule

NPO = regulations()["npo"]
OAB = regulations()["oab"]
awards = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)


@pytest.mark.parametrize(
    ("pupils", "score", "amount"),
    [
        ("1", "0", "118.11"),
        ("0", "1", "22.64"),
        ("2000", "100", "238484.00"),
        ("2000", "12.34", "236499.38"),
        ("2000", "-12.34", "236220.00"),
    ],
)
def test_the_npo_formula(pupils: str, score: str, amount: str) -> None:
    """€ 118,11 a pupil and € 22,64 a point of a score above 0 (nponderwijs.nl, Financiering)."""
    counts = {"pupils": Decimal(pupils), "disadvantage_score": Decimal(score)}
    assert formula_amount(NPO, counts) == Decimal(amount)


@pytest.mark.parametrize(
    ("regulation", "counts", "message"),
    [
        (NPO, {"pupils": "2000"}, "Vul ook in: disadvantage_score"),
        (NPO, {"pupils": "1", "disadvantage_score": "1", "toddlers": "3"}, "telt niet mee voor NPO: toddlers"),
        (NPO, {"pupils": "-1", "disadvantage_score": "1"}, "leerling kan niet kleiner zijn dan 0"),
        (NPO, {"pupils": "1.5", "disadvantage_score": "1"}, "leerling moet een heel getal zijn"),
        (NPO, {"pupils": "NaN", "disadvantage_score": "1"}, "leerling moet een heel getal zijn, niet NaN"),
        (NPO, {"pupils": "1", "disadvantage_score": "Infinity"}, "achterstandspunt moet een getal zijn"),
        (OAB, {"pupils": "1"}, "OAB 2019-2022: Het bedrag volgt elk jaar uit een formule"),
    ],
)
def test_counts_that_cannot_be_used_are_refused(regulation: Regulation, counts: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        formula_amount(regulation, {key: Decimal(count) for key, count in counts.items()})


def test_the_payments_of_putten() -> None:
    """€ 322.000 in 24 equal monthly terms; the first payment, in December 2021, is for five of them."""
    payments = payment_schedule(NPO, Decimal(322_000))
    first, second, last = payments[0], payments[1], payments[-1]
    assert len(payments) == 20
    assert sum(payment.amount for payment in payments) == Decimal("322000.00")
    assert (first.due, first.first_month, first.last_month) == (date(2021, 12, 1), date(2021, 8, 1), date(2021, 12, 1))
    assert first.amount == Decimal("67083.33")
    assert (second.due, second.first_month, second.amount) == (date(2022, 1, 1), date(2022, 1, 1), Decimal("13416.67"))
    assert last.due == last.last_month == date(2023, 7, 1)


@given(awards)
def test_payments_sum_to_the_award_and_cover_each_month_once(award: Decimal) -> None:
    payments = payment_schedule(NPO, award)
    assert sum(payment.amount for payment in payments) == award
    assert all(add_months(one.last_month, 1) == other.first_month for one, other in pairwise(payments))
    assert all(one.due < other.due for one, other in pairwise(payments))
    assert max(payment.amount for payment in payments[1:]) - min(payment.amount for payment in payments[1:]) <= Decimal(
        "0.01"
    )


def test_no_schedule_when_it_is_not_known() -> None:
    assert payment_schedule(OAB, Decimal(100_000)) == []
    assert OAB.payment_unknown
