"""When the cost of a subsidy counts: how its maximum is divided over days. Pure; amounts in euros.

Which way is right follows from the municipality's own accounts, so a controller chooses it for each instrument.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from kapstok.core.money import apportion

ZERO = Decimal(0)


def over_period(amount: Decimal, starts: date, ends: date) -> dict[date, Decimal]:
    """An amount divided over the months of a period by their days in it, on the last of those days of each month."""
    days: dict[date, Decimal] = {}
    first = starts
    while first <= ends:
        last = min(first.replace(day=monthrange(first.year, first.month)[1]), ends)
        days[last] = Decimal((last - first).days + 1)
        first = last + timedelta(days=1)
    return apportion(amount, days)


def at_advances(advances: Sequence[tuple[date, Decimal]], maximum: Decimal) -> dict[date, Decimal]:
    """What was paid in advance, by day, as far as it is not above the maximum: what is above it has to come back."""
    found: dict[date, Decimal] = {}
    left = maximum
    for day, amount in sorted(advances):
        counted = min(amount, left)
        found[day] = found.get(day, ZERO) + counted
        left -= counted
    return found


def divided(amounts: Mapping[date, Decimal], parts: Mapping[int, Decimal]) -> dict[tuple[int, date], Decimal]:
    """Each day's amount divided over the parts of the subsidy; amounts of nothing are left out.

    What was counted up to a day is divided, not the day by itself: then each part ends at its own amount to the cent.
    """
    found: dict[tuple[int, date], Decimal] = {}
    total, before = ZERO, dict.fromkeys(parts, ZERO)
    for day, amount in sorted(amounts.items()):
        total += amount
        now = apportion(total, parts)
        found |= {(part, day): now[part] - before[part] for part in parts if now[part] != before[part]}
        before = now
    return found
