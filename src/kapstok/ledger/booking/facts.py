"""What happened: always booked. What its line cannot pay stands under “te dekken” until somebody covers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kapstok.grants.eligibility import not_eligible
from kapstok.ledger.booking.promises import Promises, nearest, open_promises, taken_from
from kapstok.ledger.kinds import LineKind, PostingKind, SourceKind, Uncovered
from kapstok.ledger.models import Document, Line, LineBalance, Split
from kapstok.ledger.posting import Calendar, Entry, held
from kapstok.ledger.rules import ZERO, Room, after, charge, outside_window, why_uncovered


def charged(document: Document, splits: Sequence[Split], calendar: Calendar) -> list[Entry]:
    """The expense of each part: on its own line, using up its own commitment first, and the rest to be covered."""
    booked = calendar.booked(document.delivered)
    wholes = [
        Entry(
            line=split.line_id,
            kind=PostingKind.EXPENSE,
            amount=split.amount,
            delivered=document.delivered,
            year=booked.year,
            corrects_year=booked.corrects,
            measure=split.measure_id,
            purpose=split.purpose,
            cost_type=split.cost_type,
        )
        for split in splits
    ]
    return charges(wholes, grant=document.grant_id, promise=document.promise_id)


def charges(wholes: Sequence[Entry], *, grant: int, promise: int | None) -> list[Entry]:
    """These expenses, each over its line and what is to be covered. `promise`: the document they are part of."""
    to_cover = Line.objects.get(source__grant=grant, kind=LineKind.TO_COVER)
    balances = held({whole.line for whole in wholes} | {to_cover.pk})
    promises = open_promises(promise, PostingKind.COMMITMENT) if promise else {}
    desk = Desk(to_cover.pk, balances, not_eligible(grant))
    return [entry for whole in wholes for entry in desk.entries(whole, promises)]


@dataclass(slots=True)
class Desk:
    """Facts being charged, of one programme: what the lines and promises have left goes down part by part.

    `refused`: the cost types that the grant may not pay. Callers hold the lines.
    """

    to_cover: int
    balances: dict[int, LineBalance]
    refused: frozenset[str]
    rooms: dict[int, Room] = field(init=False)

    def __post_init__(self) -> None:
        self.rooms = {line: Room(balance.free, balance.expense) for line, balance in self.balances.items()}

    def entries(self, whole: Entry, promises: Promises) -> Iterator[Entry]:
        """The postings of this expense; `promises`: what is open of the order that it is part of."""
        line = self.balances[whole.line].line
        refused = whole.cost_type in self.refused and line.source.kind == SourceKind.GRANT
        if why := why_uncovered(refused, outside_window(whole.delivered, line.source.starts, line.source.ends)):
            yield self._uncovered(whole, why)
        elif self.balances[whole.line].has_ceiling:
            yield from self._as_far_as_it_goes(whole, promises)
        else:
            yield whole

    def _as_far_as_it_goes(self, whole: Entry, promises: Promises) -> Iterator[Entry]:
        own = nearest(promises, whole.line, whole.measure, whole.purpose)
        room = replace(self.rooms[whole.line], open=sum((one.open for one in own), ZERO))
        done = charge(whole.amount, room)
        self.rooms[whole.line] = after(room, done)
        fresh = done.covered - done.used
        for promise, used in taken_from(own, done.used):
            yield replace(whole, amount=used + fresh, uses_up=promise.posting_id, used=used)
            fresh = ZERO
        if fresh:
            yield replace(whole, amount=fresh)
        if done.rest:
            yield self._uncovered(replace(whole, amount=done.rest), Uncovered.NO_ROOM)

    def _uncovered(self, entry: Entry, why: Uncovered) -> Entry:
        return replace(entry, line=self.to_cover, intended=entry.line, uncovered=why)
