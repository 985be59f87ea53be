"""One document with everything about it: its parts, what it did to the money, its evidence, and what hangs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from kapstok.core.access import Actor, Answer, Right
from kapstok.core.file_types import TYPES
from kapstok.grants.regulation import Regulation
from kapstok.ledger.documents.actions import PROMISED, can_be_changed, may_take_back, needs_another
from kapstok.ledger.documents.dividing import ZERO
from kapstok.ledger.documents.evidence import elsewhere
from kapstok.ledger.documents.people import who
from kapstok.ledger.documents.shapes import SHAPES
from kapstok.ledger.documents.standing import stand_of
from kapstok.ledger.kinds import (
    ALWAYS_FOUR_EYES,
    DOCUMENT_LABELS,
    POSTING_LABELS,
    UNCOVERED_LABELS,
    DocumentKind,
    DocumentStatus,
    PostingKind,
    Uncovered,
)
from kapstok.ledger.models import Document, Evidence, Posting, PromiseBalance
from kapstok.ledger.rules import may_approve

MOST_POSTINGS, MOST_BELOW = 100, 50
DOCUMENTS = Document.objects.select_related(
    "party", "grant", "decision", "promise__promise__party", "promise__party", "corrects__promise", "corrects__party"
)


@dataclass(frozen=True, slots=True)
class ShownPosting:
    pk: int
    what: str
    line: str
    amount: Decimal
    year: str
    reason: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A document in the chain. `here`: the one on this page; `depth`: how far it hangs under the first."""

    pk: int
    label: str
    text: str
    amount: Decimal
    status: str
    here: bool
    depth: int


@dataclass(frozen=True, slots=True)
class ShownFile:
    row: Evidence
    kind: str
    by: str
    also: Sequence[Document]


@dataclass(frozen=True, slots=True)
class Acts:
    """What this actor may do with it now. An answer with a reason is shown as that reason; None is not shown at all."""

    approve: Answer | None = None
    change: Answer | None = None
    withdraw: Answer | None = None
    take_back: Answer | None = None
    release: Answer | None = None
    follow_up: tuple[tuple[str, str], ...] = ()


def page_of(row: Document, regulation: Regulation | None, *, by: Actor) -> dict[str, Any]:
    postings = list(
        Posting.objects.filter(document=row).select_related("line__source", "measure", "intended")[: MOST_POSTINGS + 1]
    )
    undone = set(Posting.objects.filter(reverses__document=row).values_list("reverses", flat=True))
    files = list(row.evidence.all())
    people = who([row.prepared_by, row.entered_by, row.confirmed_by, *(file.by for file in files)])
    below = _below(row)
    left = _left(row)
    purposes = {one.number: one.name for one in regulation.purposes} if regulation else {}
    return {
        "row": row,
        "shape": SHAPES.get(DocumentKind(row.kind)),
        "label": DOCUMENT_LABELS[DocumentKind(row.kind)],
        "stand": stand_of(row),
        "splits": _splits(row, purposes),
        "postings": [_posting(one, undone) for one in postings[:MOST_POSTINGS]],
        "more_postings": len(postings) > MOST_POSTINGS,
        "uncovered": sum((one.amount for one in postings if one.uncovered and one.pk not in undone), ZERO),
        "files": _files(files, people),
        "chain": _chain(row, below),
        "left": left,
        "paid": _paid(row, below),
        "prepared_by": people[row.prepared_by],
        "entered_by": people[row.entered_by],
        "confirmed_by": people[row.confirmed_by],
        "acts": acts_on(row, by=by, left=left, stands=any(one.pk not in undone for one in postings)),
        "may_add": by.may(Right.ENTER_MONEY),
    }


def _splits(row: Document, purposes: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "row": split,
            "purpose": f"{split.purpose}. {purposes.get(split.purpose, '')}" if split.purpose else "",
        }
        for split in row.splits.select_related("line__source", "measure")
    ]


def _posting(one: Posting, undone: set[int | None]) -> ShownPosting:
    what = POSTING_LABELS[PostingKind(one.kind)]
    late = f"{one.year}, hoort bij {one.corrects_year}" if one.corrects_year else str(one.year)
    reason = UNCOVERED_LABELS[Uncovered(one.uncovered)] if one.uncovered else ""
    if one.used:
        reason = "van wat al verplicht was" if one.kind == PostingKind.EXPENSE else "van wat gereserveerd was"
    intended = f" (bedoeld voor {one.intended.label})" if one.intended else ""
    return ShownPosting(
        pk=one.pk,
        what=f"{what}, teruggedraaid" if one.reverses_id else what,
        line=f"{one.line.label}{intended}",
        amount=one.amount,
        year=late,
        reason=reason,
        undone=one.pk in undone,
    )


def _files(rows: list[Evidence], people: Mapping[str, str]) -> list[ShownFile]:
    also = elsewhere(rows) if rows else {}
    return [
        ShownFile(row, TYPES[row.content_type].label, people[row.by], also.get(row.sha256, ()))
        for row in rows
        if row.content_type in TYPES
    ]


def _below(row: Document) -> list[Document]:
    """What hangs under it, and under that: invoices of an order, payments of those. One query."""
    under = Q(promise=row) | Q(corrects=row) | Q(promise__promise=row) | Q(corrects__promise=row)
    rows = Document.objects.filter(under).select_related("party").order_by("on", "pk")
    return list(rows.distinct()[:MOST_BELOW])


def _chain(row: Document, below: list[Document]) -> list[Link]:
    """From the first to the last: the order, its invoices, their payments. Empty when it stands alone."""
    up: list[Document] = []
    at: Document | None = row.promise or row.corrects
    while at is not None and len(up) < 2:
        up.insert(0, at)
        at = at.promise
    found = [_link(one, depth, row) for depth, one in enumerate([*up, row])]
    direct = [one for one in below if row.pk in (one.promise_id, one.corrects_id)]
    for one in direct:
        found.append(_link(one, len(up) + 1, row))
        nested = [two for two in below if one.pk in (two.promise_id, two.corrects_id) and two not in direct]
        found += [_link(two, len(up) + 2, row) for two in nested]
    return found if len(found) > 1 else []


def _link(one: Document, depth: int, here: Document) -> Link:
    label = DOCUMENT_LABELS[DocumentKind(one.kind)].capitalize()
    amount = one.gross if one.kind == DocumentKind.PAYMENT else one.cost
    return Link(one.pk, label, str(one), amount, stand_of(one).label, one.pk == here.pk, depth)


def _left(row: Document) -> Decimal | None:
    """What is still open of a promise, in euros."""
    if row.kind not in PROMISED | {DocumentKind.SUBSIDY} or row.status != DocumentStatus.ENTERED:
        return None
    return sum((one.open for one in PromiseBalance.objects.filter(posting__document=row)), ZERO)


def _paid(row: Document, below: list[Document]) -> Decimal | None:
    if row.kind not in (DocumentKind.INVOICE, DocumentKind.MUNICIPALITY_OUT):
        return None
    of_this = [one for one in below if one.promise_id == row.pk and one.kind == DocumentKind.PAYMENT]
    return sum((one.net for one in of_this if one.status == DocumentStatus.ENTERED), ZERO)


def acts_on(row: Document, *, by: Actor, left: Decimal | None, stands: bool) -> Acts:
    kind = DocumentKind(row.kind)
    enters = by.may(Right.ENTER_MONEY)
    match row.status:
        case DocumentStatus.PREPARED:
            return Acts(
                approve=approval(row, by=by),
                change=enters if can_be_changed(kind) else None,
                withdraw=enters,
            )
        case DocumentStatus.ENTERED:
            alone = kind in (DocumentKind.ADOPTION, DocumentKind.COVER, DocumentKind.CORRECTION)
            return Acts(
                take_back=may_take_back(row, by=by) if stands and not alone else None,
                release=enters if left and kind in PROMISED else None,
                follow_up=_follow_up(kind, left) if enters else (),
            )
        case _:
            return Acts()


def approval(row: Document, *, by: Actor, four_eyes: bool | None = None) -> Answer:
    """May this actor approve it? `four_eyes`: the municipality's setting, looked up when it is not given."""
    kind = DocumentKind(row.kind)
    needed = needs_another(kind) if four_eyes is None else four_eyes or kind in ALWAYS_FOUR_EYES
    own = row.prepared_by == str(by)
    right = by.may(Right.ENTER_MONEY if own else Right.APPROVE_MONEY)
    return may_approve(kind, row.prepared_by, str(by), four_eyes=needed) if right else right


def _follow_up(kind: DocumentKind, left: Decimal | None) -> tuple[tuple[str, str], ...]:
    """The documents that can be made of this one: their kind, and what the button says."""
    match kind:
        case DocumentKind.ORDER if left:
            return ((DocumentKind.INVOICE, "Boek een factuur op deze opdracht"),)
        case DocumentKind.SUBSIDY if left:
            return ((DocumentKind.INVOICE, "Boek een factuur op dit besluit"),)
        case DocumentKind.RESERVATION if left:
            return ((DocumentKind.ORDER, "Maak er een opdracht van"),)
        case DocumentKind.INVOICE:
            return ((DocumentKind.PAYMENT, "Leg een betaling vast"), (DocumentKind.CREDIT_NOTE, "Boek een creditnota"))
        case DocumentKind.MUNICIPALITY_OUT:
            return ((DocumentKind.PAYMENT, "Leg een betaling vast"),)
        case _:
            return ()
