"""What the pages about the financial system read."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum

from kapstok.ledger.journal.coding import NOT_CODED
from kapstok.ledger.kinds import DocumentKind, DocumentStatus, ImportStatus, LineKind, PostingKind
from kapstok.ledger.models import CodingRule, JournalImport, JournalLine, Line, PromiseBalance
from kapstok.plans.models import Measure

ZERO = Decimal(0)
TO_CODE = NOT_CODED & Q(missing=False, set_aside=False)
TO_PUT_RIGHT = (Q(missing=True) | Q(outdated=True)) & Q(document__isnull=False)


class Stand(StrEnum):
    """Which lines of the general ledger a page shows."""

    TO_CODE = "te-coderen"
    WAITING = "akkoord"
    TO_PUT_RIGHT = "herstellen"
    ASIDE = "opzij"


STANDS = {
    Stand.TO_CODE: TO_CODE,
    Stand.WAITING: Q(document__status=DocumentStatus.PREPARED, document__kind=DocumentKind.JOURNAL, missing=False),
    Stand.TO_PUT_RIGHT: TO_PUT_RIGHT,
    Stand.ASIDE: Q(set_aside=True, missing=False),
}
STAND_LABELS = {
    Stand.TO_CODE: "Te coderen",
    Stand.WAITING: "Wacht op akkoord",
    Stand.TO_PUT_RIGHT: "Te herstellen",
    Stand.ASIDE: "Opzij gezet",
}


@dataclass(frozen=True, slots=True)
class Heap:
    """So many lines, together so many euros."""

    count: int
    euros: Decimal


def heaps() -> dict[Stand, Heap]:
    """How much stands where. One query."""
    counts = {f"{stand.name}_n": Count("pk", filter=rows) for stand, rows in STANDS.items()}
    sums = {f"{stand.name}_e": Sum("amount", filter=rows) for stand, rows in STANDS.items()}
    said = JournalLine.objects.aggregate(**counts, **sums)
    return {stand: Heap(said[f"{stand.name}_n"], said[f"{stand.name}_e"] or ZERO) for stand in Stand}


def lines_in(stand: Stand) -> QuerySet[JournalLine]:
    related = (
        "rule__line__source", "rule__measure", "line__source", "measure", "document",
    )  # fmt: skip
    return JournalLine.objects.filter(STANDS[stand]).select_related(*related).order_by("account", "booked_on", "pk")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lines to code that one rule is about (None: no rule is)."""

    rule: CodingRule | None
    heap: Heap


def proposals(most: int) -> list[Proposal]:
    """The lines to code by the rule that proposes something, most euros first. Two queries."""
    rows = JournalLine.objects.filter(TO_CODE).values("rule").order_by().annotate(n=Count("pk"), e=Sum("amount"))
    found = list(rows.order_by("-n")[:most])
    related = CodingRule.objects.select_related("line__source", "measure")
    rules = related.in_bulk([row["rule"] for row in found if row["rule"]])
    return [Proposal(rules.get(row["rule"]), Heap(row["n"], row["e"])) for row in found]


def rules() -> QuerySet[CodingRule]:
    return CodingRule.objects.filter(dropped_at=None).select_related("line__source", "measure").order_by("-pk")


def files(most: int) -> list[JournalImport]:
    """The files that wait or were taken over, the latest first."""
    rows = JournalImport.objects.exclude(status=ImportStatus.DROPPED)
    return list(rows.defer("content", "problems").order_by("-pk")[:most])


def payers() -> list[tuple[str, str]]:
    """The lines that can pay, with their source."""
    rows = Line.objects.filter(kind__in=(LineKind.BUDGET, LineKind.UNALLOCATED)).select_related("source")
    return [(str(row.pk), f"{row.label} · {row.source.name}") for row in rows.order_by("source_id", "position", "pk")]


def measures() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Measure.objects.order_by("plan", "position").values_list("pk", "name")]


def orders(most: int = 200) -> list[tuple[str, str]]:
    """Orders and subsidies of which something is still open."""
    rows = PromiseBalance.objects.filter(kind=PostingKind.COMMITMENT).select_related("posting__document__party")
    found = {}
    for row in rows.order_by("-pk")[:most]:
        document = row.posting.document
        if row.open > 0:
            party = f"{document.party}: " if document.party else ""
            found[str(document.pk)] = f"{party}{document}"[:100]
    return list(found.items())
