"""How a fact is charged, what a transfer shifts, and when a cost counts. Pure; amounts in euros."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.access import Answer
from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.ledger.kinds import ALWAYS_FOUR_EYES, DocumentKind, LineKind, Uncovered
from kapstok.plans.statuses import MandateScope

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Room:
    """What a line still has: `free` of its budget, `spent` already, `open` of the promise that the fact is part of."""

    free: Decimal
    spent: Decimal
    open: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Charge:
    """A fact divided: `covered` by the line, of which `used` was promised before; the `rest` has to be covered."""

    covered: Decimal
    used: Decimal
    rest: Decimal


def charge(amount: Decimal, room: Room) -> Charge:
    """Divide a fact over its line and what is to be covered; together they are always the amount.

    It first uses up its own promise. A negative amount (a credit note) takes back at most what the line spent.
    """
    if amount < 0:
        covered = max(amount, -max(room.spent, ZERO))
        return Charge(covered, ZERO, amount - covered)
    covered = max(min(amount, room.free + room.open), ZERO)
    return Charge(covered, min(covered, room.open), amount - covered)


def after(room: Room, charged: Charge) -> Room:
    """What the line has left once that is charged."""
    return Room(
        free=room.free - (charged.covered - charged.used),
        spent=room.spent + charged.covered,
        open=room.open - charged.used,
    )


def outside_window(delivered: date, starts: date | None, ends: date | None) -> bool:
    return bool((starts and delivered < starts) or (ends and delivered > ends))


def sums_to(amounts: Iterable[Decimal], cost: Decimal) -> Answer:
    """Do the parts make the whole, to the cent?"""
    total = sum(amounts, ZERO)
    if total == cost:
        return Answer(True)
    what = "te weinig" if total < cost else "te veel"
    return Answer(
        False,
        f"De verdeling is samen {format_euro(total, cents=True)}, maar het bedrag is {format_euro(cost, cents=True)}: "
        f"{format_euro(abs(cost - total), cents=True)} {what}.",
    )


def may_approve(kind: DocumentKind, prepared_by: str, by: str, *, four_eyes: bool) -> Answer:
    """Four eyes: compulsory for some acts, the municipality's setting for the rest. The server's commands may."""
    if prepared_by != by or not (four_eyes or kind in ALWAYS_FOUR_EYES):
        return Answer(True)
    return Answer(False, "U hebt dit zelf voorbereid. Een collega moet het nakijken en akkoord geven.")


def no_room(label: str, wanted: Decimal, free: Decimal) -> str:
    left = f"nog {format_euro(free, cents=True)} vrij" if free > 0 else "niets meer vrij"
    return f"“{label}” heeft {left}. Dit vraagt {format_euro(wanted, cents=True)}."


def closed_window(label: str, delivered: date, starts: date | None, ends: date | None) -> str:
    last = f"tot en met {format_date(ends)}" if ends else f"vanaf {format_date(starts)}" if starts else ""
    return f"“{label}” betaalt alleen wat geleverd is {last}; dit is van {format_date(delivered)}."


@dataclass(frozen=True, slots=True)
class Side:
    """A line in a transfer, with what it gets (or below 0 gives)."""

    kind: LineKind
    theme: int | None
    amount: Decimal


def transfer_scope(sides: Sequence[Side]) -> MandateScope:
    """What the mandate table calls this transfer: out of what was not divided, within one theme, or between themes."""
    giving = [side for side in sides if side.amount < 0]
    if giving and all(side.kind == LineKind.UNALLOCATED for side in giving):
        return MandateScope.FROM_UNALLOCATED
    themes = {side.theme for side in sides}
    return MandateScope.WITHIN_THEME if len(themes) == 1 and None not in themes else MandateScope.BETWEEN_THEMES


def shifted(sides: Iterable[Side]) -> Decimal:
    """Euros that change place."""
    return sum((side.amount for side in sides if side.amount > 0), ZERO)


def cost_at_rate(hours: Decimal, rate: Decimal) -> Decimal:
    """Own hours in euros, half a cent up."""
    return (hours * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def why_uncovered(not_eligible: bool, outside: bool) -> Uncovered | None:
    """What keeps a fact off the grant altogether; what does not fit is another matter."""
    if not_eligible:
        return Uncovered.NOT_ELIGIBLE
    return Uncovered.OUTSIDE_WINDOW if outside else None
