"""Reservations and commitments: ours to make, so what does not fit is refused."""

from collections.abc import Sequence
from decimal import Decimal

from kapstok.core.access import RefusedError
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.models import Document, Posting, PromiseBalance, Split
from kapstok.ledger.posting import Calendar, Entry, held
from kapstok.ledger.rules import no_room

ZERO = Decimal(0)


def promised(document: Document, splits: Sequence[Split], calendar: Calendar, *, kind: PostingKind) -> list[Entry]:
    """A promise a part. One that follows on a reservation uses that up first."""
    balances = held({split.line_id for split in splits})
    reserved = open_promises(document.promise_id, PostingKind.RESERVATION) if document.promise_id else {}
    booked = calendar.booked(document.on)
    free = {line: balance.free for line, balance in balances.items()}
    entries = []
    for split in splits:
        if split.amount <= 0:
            raise RefusedError("Een toezegging is altijd meer dan € 0. Gebruik ‘vrijgeven’ om te verlagen.")
        own = reserved.get((split.line_id, split.measure_id))
        used = min(own.open, split.amount) if own else ZERO
        if balances[split.line_id].has_ceiling and split.amount - used > free[split.line_id]:
            label = balances[split.line_id].line.label
            raise RefusedError(no_room(label, split.amount - used, free[split.line_id]))
        free[split.line_id] -= split.amount - used
        if own:
            own.used += used
        entries.append(
            Entry(
                line=split.line_id,
                kind=kind,
                amount=split.amount,
                delivered=document.delivered,
                year=booked.year,
                corrects_year=booked.corrects,
                measure=split.measure_id,
                purpose=split.purpose,
                cost_type=split.cost_type,
                uses_up=own.posting_id if own and used else None,
                used=used,
            )
        )
    return entries


def released(document: Document, splits: Sequence[Split], calendar: Calendar) -> list[Entry]:
    """Lower the promises of `document.promise`; each part says by how much on its line, as an amount above 0."""
    held({split.line_id for split in splits})
    booked = calendar.booked(document.on)
    entries = []
    for split in splits:
        promise = _promise_on(document, split)
        entries.append(
            Entry(
                line=split.line_id,
                kind=PostingKind(promise.kind),
                amount=-split.amount,
                delivered=promise.posting.delivered,
                year=booked.year,
                corrects_year=booked.corrects,
                measure=promise.posting.measure_id,
                purpose=promise.posting.purpose,
                cost_type=promise.posting.cost_type,
                adjusts=promise.posting_id,
            )
        )
    return entries


def open_promises(document: int, kind: PostingKind) -> dict[tuple[int, int | None], PromiseBalance]:
    """What is still open of a document's promises, by line and measure."""
    rows = PromiseBalance.objects.filter(posting__document=document, kind=kind).select_related("posting")
    return {(row.line_id, row.posting.measure_id): row for row in rows.order_by("posting_id")}


def _promise_on(document: Document, split: Split) -> PromiseBalance:
    of_line = PromiseBalance.objects.filter(posting__document=document.promise_id, line=split.line_id)
    found = of_line.filter(posting__measure=split.measure_id).select_related("posting").first()
    if found is None or not Posting.objects.filter(pk=found.posting_id).exists():
        raise RefusedError("Deze toezegging staat niet in deze begrotingsregel.")
    if split.amount > found.open:
        raise RefusedError("Er is van deze toezegging minder over dan u wilt vrijgeven.")
    return found
