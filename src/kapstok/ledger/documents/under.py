"""What a new document can be part of: an open order of the same party, an invoice that has to be paid."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from kapstok.core.money import format_euro
from kapstok.ledger.documents.dividing import ZERO
from kapstok.ledger.documents.shapes import Shape
from kapstok.ledger.kinds import DOCUMENT_LABELS, DocumentKind, DocumentStatus, PostingKind
from kapstok.ledger.models import Document, PromiseBalance

MOST = 30
PROMISING = frozenset({DocumentKind.ORDER, DocumentKind.SUBSIDY, DocumentKind.RESERVATION})


@dataclass(frozen=True, slots=True)
class Above:
    """A document that a new one can be part of. `left`: euros that are still open of it."""

    pk: int
    kind: DocumentKind
    text: str
    left: Decimal

    @property
    def words(self) -> str:
        left = format_euro(self.left, cents=True)
        match self.kind:
            case DocumentKind.ORDER | DocumentKind.SUBSIDY | DocumentKind.RESERVATION:
                return f"{self.text} · nog {left} open"
            case _:
                return f"{self.text} · nog {left} te betalen"


def above(shape: Shape, grant: int, party: int | None, chosen: int | None = None) -> list[Above]:
    """Of this party, newest first; `chosen` always. One query."""
    if not shape.under or (party is None and chosen is None and DocumentKind.RESERVATION not in shape.under):
        return []
    rows = Document.objects.filter(grant=grant, kind__in=shape.under, status=DocumentStatus.ENTERED)
    if DocumentKind.RESERVATION not in shape.under:
        rows = rows.filter(party=party) if party is not None else rows.filter(pk=chosen or 0)
    found = [_above(row) for row in _with_left(rows, shape.under).order_by("-on", "-pk")[: MOST * 3]]
    return [one for one in found if one.left > 0 or one.pk == chosen or shape.fixes][:MOST]


def _with_left(rows: QuerySet[Document], kinds: Collection[DocumentKind]) -> QuerySet[Document]:
    if PROMISING.issuperset(kinds):
        kind = PostingKind.RESERVATION if DocumentKind.RESERVATION in kinds else PostingKind.COMMITMENT
        promised = PromiseBalance.objects.filter(posting__document=OuterRef("pk"), kind=kind)
        summed = promised.order_by().values("posting__document").annotate(left=Sum(F("amount") - F("used")))
        return rows.annotate(left=Subquery(summed.values("left")))
    paid = Document.objects.filter(
        promise=OuterRef("pk"), kind=DocumentKind.PAYMENT, status=DocumentStatus.ENTERED
    ).order_by()
    summed_paid = paid.values("promise").annotate(paid=Sum("net"))
    return rows.annotate(paid=Subquery(summed_paid.values("paid")))


def _above(row: Document) -> Above:
    kind = DocumentKind(row.kind)
    if kind in PROMISING:
        left = getattr(row, "left", None) or ZERO
    else:
        left = abs(row.gross - (getattr(row, "paid", None) or ZERO))
    return Above(row.pk, kind, called(row), left)


def called(row: Document) -> str:
    """Factuur 2023-14: how a document is named beside others."""
    label = DOCUMENT_LABELS[DocumentKind(row.kind)].capitalize()
    name = f"{label} {row.reference}".strip()
    return f"{name} · {row.description}" if row.description and row.description != name else name
