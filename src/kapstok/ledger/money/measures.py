"""What was promised and spent for each measure, beside what the plan thought that it would cost."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from kapstok.core.tables import NOTHING, AmountText
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.models import Tally
from kapstok.ledger.money.links import postings
from kapstok.ledger.money.presentation import shown
from kapstok.ledger.state import DIVIDED, ZERO, GrantMoney

MOST = 200


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """`committed` is what is still open of the commitments."""

    label: str
    url: str
    committed: AmountText
    spent: AmountText


def measure_rows(money: GrantMoney, slug: str) -> list[MeasureRow]:
    """The measures for which something was booked, those that cost most first. One query."""
    lines = [line.id for line in money.lines if line.kind in DIVIDED]
    kinds = (PostingKind.COMMITMENT, PostingKind.EXPENSE)
    rows = Tally.objects.filter(line__in=lines, kind__in=kinds).exclude(measure=None)
    found: dict[tuple[int, str], tuple[Decimal, Decimal]] = {}
    for pk, name, kind, amount, used in (
        rows.order_by().values_list("measure_id", "measure__name", "kind").annotate(a=Sum("amount"), u=Sum("used"))
    ):
        committed, spent = found.get((pk, name), (ZERO, ZERO))
        if kind == PostingKind.EXPENSE:
            found[pk, name] = (committed - used, spent + amount)
        else:
            found[pk, name] = (committed + amount, spent)
    ordered = sorted(found.items(), key=lambda one: -sum(one[1]))
    return [_row(pk, name, committed, spent, slug) for (pk, name), (committed, spent) in ordered[:MOST]]


def _row(pk: int, name: str, committed: Decimal, spent: Decimal, slug: str) -> MeasureRow:
    return MeasureRow(
        label=name,
        url=postings(slug, maatregel=pk),
        committed=shown(committed.quantize(Decimal(1))) if committed else NOTHING,
        spent=shown(spent.quantize(Decimal(1))) if spent else NOTHING,
    )
