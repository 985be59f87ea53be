"""The register of questions with the money that each decides. Reading only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from kapstok.grants.models import EligibilityQuestion
from kapstok.ledger.kinds import LineKind, PostingKind
from kapstok.ledger.models import Posting, Tally

ZERO = Decimal(0)
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Decides:
    """What was booked for a type of cost, in euros: on lines that pay, and what still has to be covered."""

    paid: Decimal = ZERO
    to_cover: Decimal = ZERO

    @property
    def whole(self) -> Decimal:
        return self.paid + self.to_cover


def decided_by(questions: Iterable[EligibilityQuestion]) -> Mapping[tuple[int, str], Decides]:
    """By grant and type of cost. One query on the tally, whatever the number of postings."""
    types = {row.cost_type for row in questions}
    rows = Tally.objects.filter(kind=PostingKind.EXPENSE, cost_type__in=types).order_by()
    found: dict[tuple[int, str], dict[bool, Decimal]] = {}
    for row in rows.values("line__source__grant", "cost_type", "line__kind").annotate(total=Sum("amount")):
        kept = found.setdefault((row["line__source__grant"], row["cost_type"]), {})
        covered = row["line__kind"] != LineKind.TO_COVER
        kept[covered] = kept.get(covered, ZERO) + row["total"]
    return {key: Decides(kept.get(True, ZERO), kept.get(False, ZERO)) for key, kept in found.items()}


def postings_of(question: EligibilityQuestion) -> QuerySet[Posting]:
    """What stands for this type of cost, wherever; looks only where the tally has some."""
    tallies = Tally.objects.filter(
        line__source__grant=question.grant_id, kind=PostingKind.EXPENSE, cost_type=question.cost_type
    )
    where = list(tallies.values_list("line", "year").distinct())
    rows = Posting.objects.filter(
        line__in={line for line, _ in where},
        year__in={year for _, year in where},
        kind=PostingKind.EXPENSE,
        cost_type=question.cost_type,
        reverses=None,
        reversed_by=None,
    )
    return rows.select_related("document__party", "line", "measure").order_by("-delivered", "-id")
