"""Subsidies with what was counted and paid of each. Reading only; a fixed number of queries, however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet, Sum

from kapstok.ledger.kinds import DocumentKind, DocumentStatus, PostingKind
from kapstok.ledger.models import Document, Posting, Subsidy

ZERO = Decimal(0)


class Stand(StrEnum):
    """How far a subsidy is."""

    WAITING = "wacht"
    RUNNING = "loopt"
    ENDED = "afgelopen"
    DETERMINED = "vastgesteld"
    WITHDRAWN = "ingetrokken"


STAND_LABELS = {
    Stand.WAITING: "wacht op akkoord",
    Stand.RUNNING: "loopt",
    Stand.ENDED: "nog vast te stellen",
    Stand.DETERMINED: "vastgesteld",
    Stand.WITHDRAWN: "ingetrokken",
}


@dataclass(frozen=True, slots=True)
class Sums:
    """In euros: what counted as cost, and what was paid."""

    counted: Decimal = ZERO
    paid: Decimal = ZERO


def stand_of(row: Subsidy, today: date) -> Stand:
    status = row.document.status
    if status != DocumentStatus.ENTERED:
        return Stand.WAITING if status == DocumentStatus.PREPARED else Stand.WITHDRAWN
    if row.determined is not None:
        return Stand.DETERMINED
    return Stand.ENDED if row.ends < today else Stand.RUNNING


def subsidies(
    *, stand: Stand | None = None, instrument: int | None = None, words: str = "", today: date
) -> QuerySet[Subsidy]:
    """The newest decision first. `words` are looked for in party, number and description."""
    rows = Subsidy.objects.select_related("document__party", "instrument").order_by("-document__on", "-document_id")
    if instrument is not None:
        rows = rows.filter(instrument=instrument)
    if words:
        rows = rows.filter(
            Q(document__party__name__icontains=words)
            | Q(document__reference__icontains=words)
            | Q(document__description__icontains=words)
        )
    return rows.filter(_STANDS[stand](today)) if stand else rows


_ENTERED = Q(document__status=DocumentStatus.ENTERED.value)
_STANDS = {
    Stand.WAITING: lambda today: Q(document__status=DocumentStatus.PREPARED.value),
    Stand.WITHDRAWN: lambda today: Q(document__status=DocumentStatus.WITHDRAWN.value),
    Stand.DETERMINED: lambda today: _ENTERED & Q(determined__isnull=False),
    Stand.ENDED: lambda today: _ENTERED & Q(determined=None, ends__lt=today),
    Stand.RUNNING: lambda today: _ENTERED & Q(determined=None, ends__gte=today),
}


def sums_of(documents: Collection[int]) -> Mapping[int, Sums]:
    """By the subsidy's document: with advances, invoices and corrections under it. Two queries."""
    within = Document.objects.filter(
        Q(pk__in=documents)
        | Q(promise__in=documents)
        | Q(corrects__in=documents)
        | Q(corrects__promise__in=documents)
        | Q(corrects__corrects__promise__in=documents)
    )
    names = ("pk", "promise", "corrects", "corrects__promise", "corrects__corrects__promise")
    wanted = set(documents)
    root = {found[0]: next(one for one in found if one in wanted) for found in within.values_list(*names)}
    kinds = (PostingKind.EXPENSE, PostingKind.PAYMENT)
    rows = Posting.objects.filter(document__in=root, kind__in=kinds).order_by().values("document", "kind")
    found: dict[int, dict[str, Decimal]] = {}
    for row in rows.annotate(total=Sum("amount")):
        kept = found.setdefault(root[row["document"]], {})
        kept[row["kind"]] = kept.get(row["kind"], ZERO) + row["total"]
    return {
        document: Sums(kept.get(PostingKind.EXPENSE, ZERO), kept.get(PostingKind.PAYMENT, ZERO))
        for document, kept in found.items()
    }


def papers_of(subsidy: Subsidy) -> list[Document]:
    """What happened under this subsidy, and what is planned; by day."""
    kinds = (DocumentKind.ADVANCE, DocumentKind.DETERMINATION)
    return list(Document.objects.filter(promise=subsidy.document_id, kind__in=kinds).order_by("on", "id"))


def counted_by_month(subsidy: Subsidy) -> list[tuple[date, Decimal]]:
    """The cost that the subsidy itself counted, by day of delivery."""
    rows = Posting.objects.filter(document=subsidy.document_id, kind=PostingKind.EXPENSE)
    each = rows.order_by("delivered").values_list("delivered").annotate(total=Sum("amount"))
    return [(day, total) for day, total in each if total]
