"""What stands under “te dekken”, and what waits or was decided about money. Reading only."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Abs

from kapstok.ledger.kinds import DocumentKind, DocumentStatus, LineKind, PostingKind
from kapstok.ledger.models import Document, Line, Posting, Tally

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ToCover:
    """How much still has to be covered: costs, and euros."""

    count: int
    amount: Decimal


def uncovered(*, year: int | None = None, grant: int | None = None) -> QuerySet[Posting]:
    """What stands under “te dekken” now, the most euros first. `year`: booked in that financial year."""
    rows = Posting.objects.filter(
        line__in=Line.objects.filter(kind=LineKind.TO_COVER).values("pk"),
        kind=PostingKind.EXPENSE,
        reverses=None,
        reversed_by=None,
    )
    rows = rows if year is None else rows.filter(year=year)
    rows = rows if grant is None else rows.filter(line__source__grant=grant)
    return rows.select_related("document__party", "intended__source", "measure", "line").order_by(
        Abs("amount").desc(), "id"
    )


def to_cover(*, year: int | None = None, grant: int | None = None) -> ToCover:
    """For the pages that only say how much there is. One query."""
    found = uncovered(year=year, grant=grant).order_by().aggregate(count=Count("pk"), amount=Sum("amount"))
    return ToCover(found["count"], found["amount"] or ZERO)


def covered() -> QuerySet[Document]:
    """What was covered and not put back, the last first."""
    put_back = Document.objects.filter(kind=DocumentKind.CORRECTION, corrects__kind=DocumentKind.COVER)
    rows = Document.objects.filter(kind=DocumentKind.COVER).exclude(pk__in=put_back.values("corrects"))
    return rows.select_related("party", "corrects").order_by("-id")


def transfers(*statuses: DocumentStatus) -> QuerySet[Document]:
    """Budget that was moved, or that somebody asked to move; the last first."""
    return Document.objects.filter(kind=DocumentKind.TRANSFER, status__in=statuses).order_by("-id")


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What was booked in a financial year, in euros."""

    spent: Decimal = ZERO
    to_cover: Decimal = ZERO


def spent_by_year() -> dict[int, YearFigures]:
    """By financial year: what lines paid, and what still has to be covered. One query."""
    rows = Tally.objects.filter(kind=PostingKind.EXPENSE).order_by().values("year", "line__kind")
    found: dict[int, dict[str, Decimal]] = {}
    for row in rows.annotate(total=Sum("amount")):
        found.setdefault(row["year"], {})[row["line__kind"]] = row["total"]
    return {
        year: YearFigures(
            spent=sum((amount for kind, amount in kinds.items() if kind != LineKind.TO_COVER), ZERO),
            to_cover=kinds.get(LineKind.TO_COVER, ZERO),
        )
        for year, kinds in found.items()
    }
