"""Dividing an amount exactly over all schools, against the plain way that does not sum exactly per row."""

from decimal import ROUND_HALF_UP, Decimal

from bench.timing import Ratio, compare
from kapstok.core.money import apportion

SCHOOLS = 10_000
TOTAL = Decimal("8500000.00")
CENT = Decimal("0.01")


def ratios() -> list[Ratio]:
    pupils = {f"{i:02}AA{i % 7:02}-{i}": Decimal(20 + i * 37 % 900) for i in range(SCHOOLS)}
    return [
        compare(
            f"apportion over {SCHOOLS} schools / a plain cumulative sum",
            lambda: apportion(TOTAL, pupils),
            lambda: cumulative(TOTAL, pupils),
            goal=5,
        )
    ]


def cumulative(total: Decimal, weights: dict[str, Decimal]) -> dict[str, Decimal]:
    """Round the running total and take differences: sums exactly, but depends on the order of the rows."""
    whole, so_far, given, shares = sum(weights.values()), Decimal(0), Decimal(0), {}
    for key, weight in weights.items():
        so_far += weight
        upto = (total * so_far / whole).quantize(CENT, ROUND_HALF_UP)
        shares[key] = upto - given
        given = upto
    return shares
