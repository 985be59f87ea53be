"""Dividing what a document costs over its rows, to the cent. Pure; amounts in euros."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.money import CENT, apportion, instalments

ZERO = Decimal(0)
RATES = (Decimal(21), Decimal(9), Decimal(0))  # percent


@dataclass(frozen=True, slots=True)
class Division:
    """What each row gets, and what is `left` of the cost: above 0 too little was divided, below 0 too much."""

    amounts: tuple[Decimal, ...]
    left: Decimal

    @property
    def fits(self) -> bool:
        return self.left == 0


def divided(cost: Decimal, typed: Sequence[Decimal | None]) -> Division:
    """The rows as they were typed; one that was left empty takes what the others leave, if they leave anything."""
    left = cost - sum((amount for amount in typed if amount is not None), ZERO)
    empty = [at for at, amount in enumerate(typed) if amount is None]
    amounts = [amount or ZERO for amount in typed]
    if len(empty) == 1 and left * (cost or 1) > 0:
        amounts[empty[0]], left = left, ZERO
    return Division(tuple(amounts), left)


def evenly(cost: Decimal, rows: int) -> list[Decimal]:
    """The cost in equal parts; the extra cents are in the first."""
    return instalments(cost, rows) if rows else []


def by_purpose(amount: Decimal, shares: Mapping[int, Decimal]) -> list[tuple[int | None, Decimal]]:
    """An amount over the purposes of a measure, as its plan divides them; whole when the plan does not say."""
    weights = {number: share for number, share in shares.items() if share > 0}
    if not weights or not amount:
        return [(None, amount)]
    return [(number, part) for number, part in apportion(amount, weights).items() if part]


def alike(amount: Decimal, parts: Sequence[Decimal]) -> list[Decimal]:
    """An amount in the proportions of these parts, which are all above 0 or all below."""
    weights = {at: abs(part) for at, part in enumerate(parts)}
    return list(apportion(amount, weights).values())


def vat_at(net: Decimal, rate: Decimal) -> Decimal:
    """VAT in euros at a rate in percent, half a cent up."""
    return (net * rate / 100).quantize(CENT, ROUND_HALF_UP)
