"""What stands under “te dekken”, and what waits or was decided about money. Reading only."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Abs

from kapstok.ledger.kinds import LineKind, PostingKind
from kapstok.ledger.models import Line, Posting

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
