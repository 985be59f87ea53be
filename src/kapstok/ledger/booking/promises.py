"""Reservations and commitments: ours to make, so what does not fit is refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kapstok.core.access import RefusedError
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.models import Document, PromiseBalance, Split
from kapstok.ledger.posting import Calendar, Entry, held
from kapstok.ledger.rules import no_room

ZERO = Decimal(0)
Promises = Mapping[tuple[int, int | None], Sequence[PromiseBalance]]


def promised(document: Document, splits: Sequence[Split], calendar: Calendar, *, kind: PostingKind) -> list[Entry]:
    """A promise a part. One that follows on a reservation uses that up first."""
    balances = held({split.line_id for split in splits})
    reserved = open_promises(document.promise_id, PostingKind.RESERVATION) if document.promise_id else {}
    booked = calendar.booked(document.on)
    free = {line: balance.free for line, balance in balances.items()}
    entries: list[Entry] = []
    for split in splits:
        if split.amount <= 0:
            raise RefusedError("Een toezegging is altijd meer dan € 0. Gebruik ‘vrijgeven’ om te verlagen.")
        own = nearest(reserved, split.line_id, split.measure_id, split.purpose)
        used = min(sum((one.open for one in own), ZERO), split.amount)
        if balances[split.line_id].has_ceiling and split.amount - used > free[split.line_id]:
            label = balances[split.line_id].line.label
            raise RefusedError(no_room(label, split.amount - used, free[split.line_id]))
        free[split.line_id] -= split.amount - used
        whole = Entry(
            line=split.line_id,
            kind=kind,
            amount=split.amount,
            delivered=document.delivered,
            year=booked.year,
            corrects_year=booked.corrects,
            measure=split.measure_id,
            purpose=split.purpose,
            cost_type=split.cost_type,
        )
        entries += [replace(whole, amount=each, uses_up=of, used=took) for each, of, took in _parts(whole, own, used)]
    return entries


def _parts(whole: Entry, own: Sequence[PromiseBalance], used: Decimal) -> Iterator[tuple[Decimal, int | None, Decimal]]:
    """The amount, what it uses up, and for how much: one posting for each promise that it takes the place of."""
    fresh = whole.amount - used
    for promise, took in taken_from(own, used):
        yield took + fresh, promise.posting_id, took
        fresh = ZERO
    if fresh:
        yield fresh, None, ZERO


def released(document: Document, splits: Sequence[Split], calendar: Calendar) -> list[Entry]:
    """Lower the promises of `document.promise`; each part says by how much on its line, as an amount above 0."""
    held({split.line_id for split in splits})
    booked = calendar.booked(document.on)
    promises = open_promises(document.promise_id or 0)
    return [
        Entry(
            line=split.line_id,
            kind=PostingKind(promise.kind),
            amount=-amount,
            delivered=promise.posting.delivered,
            year=booked.year,
            corrects_year=booked.corrects,
            measure=promise.posting.measure_id,
            purpose=promise.posting.purpose,
            cost_type=promise.posting.cost_type,
            adjusts=promise.posting_id,
        )
        for split in splits
        for promise, amount in _let_go(promises, split)
    ]


def _let_go(promises: Promises, split: Split) -> list[tuple[PromiseBalance, Decimal]]:
    own = nearest(promises, split.line_id, split.measure_id, split.purpose)
    if not own:
        raise RefusedError("Deze toezegging staat niet in deze begrotingsregel.")
    if split.amount > sum((one.open for one in own), ZERO):
        raise RefusedError("Er is van deze toezegging minder over dan u wilt vrijgeven.")
    return taken_from(own, split.amount)


def open_promises(document: int, kind: PostingKind | None = None) -> Promises:
    """What is still open of a document's promises, by line and measure; of all kinds when none is named."""
    rows = PromiseBalance.objects.filter(posting__document=document).select_related("posting")
    rows = rows.filter(kind=kind) if kind else rows
    found: dict[tuple[int, int | None], list[PromiseBalance]] = {}
    for row in rows.order_by("posting_id"):
        found.setdefault((row.line_id, row.posting.measure_id), []).append(row)
    return found


def nearest(promises: Promises, line: int, measure: int | None, purpose: int | None) -> list[PromiseBalance]:
    """The promises that a part of this line and measure takes the place of: those for its purpose first."""
    return sorted(promises.get((line, measure), ()), key=lambda one: one.posting.purpose != purpose)


def taken_from(promises: Iterable[PromiseBalance], amount: Decimal) -> list[tuple[PromiseBalance, Decimal]]:
    """This many euros from the first, then the next; they have that much less open afterwards."""
    taken = []
    for promise in promises:
        took = min(promise.open, amount)
        if took:
            promise.used += took
            amount -= took
            taken.append((promise, took))
    return taken
