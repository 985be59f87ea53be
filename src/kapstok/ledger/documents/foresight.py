"""What a document would do to the money, worked out by the same code that books it, and then taken back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kapstok.core.access import Actor, RefusedError
from kapstok.ledger.booking import entries_of
from kapstok.ledger.documents.dividing import ZERO
from kapstok.ledger.documents.programme import Programme
from kapstok.ledger.drafts import Draft
from kapstok.ledger.kinds import UNCOVERED_LABELS, PostingKind, Uncovered
from kapstok.ledger.models import Document, Split
from kapstok.ledger.posting import Entry


@dataclass(frozen=True, slots=True)
class Effect:
    """On one budget line. `free` and `left`: what it has before and after; `used`: what was promised for it before."""

    label: str
    source: str
    amount: Decimal
    used: Decimal
    free: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Uncharged:
    """What no line can pay, and why."""

    amount: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """`refused`: why it would not be booked at all; `years`: the financial years it would be booked in."""

    effects: tuple[Effect, ...] = ()
    to_cover: tuple[Uncharged, ...] = ()
    years: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    refused: str = ""

    @property
    def used(self) -> Decimal:
        return sum((one.used for one in self.effects), ZERO)

    @property
    def uncovered(self) -> Decimal:
        return sum((one.amount for one in self.to_cover), ZERO)


def foresight(draft: Draft, programme: Programme, *, by: Actor) -> Foresight:
    """What entering this draft would do now. Nothing stays of it, no lock either."""
    document, splits = _unsaved(draft)
    with transaction.atomic():
        try:
            entries = entries_of(document, splits, by=by)
        except RefusedError as refused:
            return Foresight(refused=str(refused))
        finally:
            transaction.set_rollback(True)
    return seen(entries, programme)


def seen(entries: Sequence[Entry], programme: Programme) -> Foresight:
    per_line: dict[int, list[Entry]] = defaultdict(list)
    uncovered: dict[Uncovered, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        if entry.uncovered:
            uncovered[entry.uncovered] += entry.amount
        else:
            per_line[entry.line].append(entry)
    return Foresight(
        effects=tuple(_effects(per_line, programme)),
        to_cover=tuple(Uncharged(amount, UNCOVERED_LABELS[why]) for why, amount in uncovered.items()),
        years=tuple(sorted({entry.year for entry in entries})),
        late=tuple(sorted({entry.corrects_year for entry in entries if entry.corrects_year})),
    )


def _effects(per_line: Mapping[int, list[Entry]], programme: Programme) -> list[Effect]:
    return [
        Effect(
            label=line.label,
            source=line.source.name,
            amount=sum((entry.amount for entry in entries), ZERO),
            used=sum((entry.used for entry in entries), ZERO),
            free=line.balance.free,
            left=line.balance.free - sum((_taken(entry) for entry in entries), ZERO),
        )
        for pk, entries in per_line.items()
        if (line := programme.lines.get(pk)) is not None
    ]


def _taken(entry: Entry) -> Decimal:
    """What a posting takes from what its line has free."""
    match entry.kind:
        case PostingKind.RESERVATION | PostingKind.COMMITMENT | PostingKind.EXPENSE:
            return entry.amount - entry.used
        case _:
            return ZERO


def _unsaved(draft: Draft) -> tuple[Document, list[Split]]:
    document = Document(
        kind=draft.kind,
        grant_id=draft.grant,
        on=draft.on,
        delivered=draft.delivered,
        promise_id=draft.promise,
        decision_id=draft.decision,
        why=draft.why,
    )
    splits = [
        Split(
            line_id=part.line,
            measure_id=part.measure,
            purpose=part.purpose,
            cost_type=part.cost_type,
            amount=part.amount,
        )
        for part in draft.parts
    ]
    return document, splits
