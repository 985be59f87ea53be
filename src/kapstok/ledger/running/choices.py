"""What a cost can be covered from, with what that leaves: worked out before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.ledger.covering import lines_that_can_cover
from kapstok.ledger.models import Posting
from kapstok.ledger.rules import Room, charge

ZERO = Decimal(0)
OWN_MEANS = "eigen"
MOST_LINES = 40  # to choose from


@dataclass(frozen=True, slots=True)
class Way:
    """One way to cover a cost, in euros. `free` is None where there is no limit. `meant`: the line it was meant for."""

    key: str
    label: str
    source: str
    free: Decimal | None
    covers: Decimal
    rest: Decimal
    meant: bool = False

    @property
    def left(self) -> Decimal | None:
        """What the line has free afterwards."""
        return None if self.free is None else self.free - self.covers


def ways(posting: Posting, most: Decimal | None = None) -> list[Way]:
    """The line it was meant for first, own means last. `most`: no more than this is to be covered now."""
    wanted = _signed(posting.amount, most)
    found = []
    for balance in lines_that_can_cover(posting)[:MOST_LINES]:
        done = charge(wanted, Room(balance.free, balance.expense))
        line = balance.line
        meant = line.pk == posting.intended_id
        rest = posting.amount - done.covered
        found.append(Way(str(line.pk), line.label, line.source.name, balance.free, done.covered, rest, meant))
    if wanted < 0:  # what is given back goes to a line that spent
        return found
    own = Way(OWN_MEANS, "Eigen middelen van de gemeente", "Eigen middelen", None, wanted, posting.amount - wanted)
    return [*found, own]


def chosen(of: Sequence[Way], key: str) -> Way | None:
    return next((way for way in of if way.key == key), None)


def _signed(amount: Decimal, most: Decimal | None) -> Decimal:
    whole = abs(amount) if most is None else min(most, abs(amount))
    return whole if amount > 0 else -whole
