"""Lines of the general ledger that are an invoice that was entered here already: linked, not spent twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from kapstok.core import audit
from kapstok.core.access import Actor
from kapstok.core.money import apportion
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter_at_once
from kapstok.ledger.journal.lines import party_key
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, JournalLine
from kapstok.parties.models import Party

INVOICES = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


class Billed(Protocol):
    """A line of the general ledger, as far as it tells which invoice it is."""

    @property
    def pk(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def booked_on(self) -> date: ...
    @property
    def number(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def party_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """`line` (its id) is what this document already says."""

    line: int
    row: Billed
    document: Document


def parties() -> dict[str, int]:
    """The organisations here, by the name as it is compared."""
    return {party_key(name): pk for pk, name in Party.objects.order_by("-pk").values_list("pk", "name")}


def matches(rows: Sequence[Billed]) -> list[Match]:
    """Same organisation, number and amount: that line is that invoice. Each invoice once. One query."""
    asked = {(row.reference or row.number).upper() for row in rows} - {""}
    if not asked:
        return []
    there = (
        Document.objects.filter(
            kind__in=INVOICES, status=DocumentStatus.ENTERED, journal_line=None, party__isnull=False
        )
        .exclude(reference="")
        .select_related("party")
    )
    waiting: dict[tuple[str, str, Decimal], list[Document]] = {}
    for document in there.order_by("-pk"):
        if document.party and document.reference.upper() in asked:
            for amount in {document.cost, document.net, document.gross}:
                key = (party_key(document.party.name), document.reference.upper(), amount)
                waiting.setdefault(key, []).append(document)
    found: list[Match] = []
    taken: set[int] = set()
    for row in rows:
        same = waiting.get((row.party_key, (row.reference or row.number).upper(), row.amount), [])
        free = [document for document in same if document.pk not in taken]
        if free and row.party_key:
            taken.add(free[-1].pk)
            found.append(Match(row.pk, row, free[-1]))
    return found


def link(found: Sequence[Match], *, by: Actor) -> None:
    """Say which invoice each line is. The financial system paid it: that is booked too, if it was not yet."""
    for match in found:
        document, row = match.document, match.row
        before = document.account
        Document.objects.filter(pk=document.pk).update(account=row.account)
        JournalLine.objects.filter(pk=row.pk).update(document=document)
        audit.record(
            "invoice linked", document, by=by, before={"account": before},
            after={"account": row.account, "journal_line": row.pk},
        )  # fmt: skip
        if not Document.objects.filter(kind=DocumentKind.PAYMENT, promise=document).exists():
            _pay(document, row, by=by)


def _pay(document: Document, row: Billed, *, by: Actor) -> None:
    splits = list(document.splits.all())
    sizes = {split.pk: abs(split.amount) for split in splits}
    if not document.gross or not any(sizes.values()):
        return
    shares = apportion(document.gross, sizes)
    parts = tuple(
        Part(
            line=split.line_id, amount=shares[split.pk], measure=split.measure_id, purpose=split.purpose,
            cost_type=split.cost_type,
        )
        for split in splits
    )  # fmt: skip
    draft = Draft(
        kind=DocumentKind.PAYMENT, grant=document.grant_id, on=row.booked_on,
        delivered=row.booked_on, parts=parts, net=document.gross, reference=document.reference,
        description=f"Betaald: {document}"[:500], party=document.party_id, promise=document.pk, account=row.account,
    )  # fmt: skip
    enter_at_once(draft, by=by)
