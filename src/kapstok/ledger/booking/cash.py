"""Cash: what came in, what went back, what was paid. It has no ceiling and follows the financial system."""

from collections.abc import Sequence

from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.models import Document, Split
from kapstok.ledger.posting import Calendar, Entry, held


def moved_cash(document: Document, splits: Sequence[Split], calendar: Calendar, *, kind: PostingKind) -> list[Entry]:
    """What a source received or gave back, on its cash line, or what was paid for a line, gross."""
    held({split.line_id for split in splits})
    booked = calendar.booked(document.on)
    return [
        Entry(
            line=split.line_id,
            kind=kind,
            amount=split.amount,
            delivered=document.on,
            year=booked.year,
            corrects_year=booked.corrects,
            measure=split.measure_id,
            purpose=split.purpose,
            cost_type=split.cost_type,
        )
        for split in splits
    ]
