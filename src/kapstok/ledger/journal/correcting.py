"""The act of following the general ledger after lines were booked: what changed or left there is put right here."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q

from kapstok.core.access import Actor, Right, require
from kapstok.ledger.entering import take_back, withdraw
from kapstok.ledger.journal.coding import Coded, code
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, JournalLine
from kapstok.ledger.refusals import money_act


@money_act
def put_right(lines: Collection[int], *, by: Actor) -> Coded:
    """Follow the general ledger: take back what was booked for lines that changed or are gone there, and book what
    changed anew, with the coding that it had. An invoice that somebody entered is only let go."""
    require(by, Right.APPROVE_MONEY)
    rows = list(
        JournalLine.objects.select_for_update(of=("self",), no_key=True)
        .select_related("document")
        .filter(Q(missing=True) | Q(outdated=True), pk__in=lines)
        .exclude(document=None)
        .order_by("pk")
    )
    again = [row.pk for row in rows if not row.missing and _let_go(row, by=by)]
    for row in rows:
        if row.missing:
            _let_go(row, by=by)
    return replace(code(again, by=by), undone=len(rows))


def _let_go(row: JournalLine, *, by: Actor) -> bool:
    """Undo the booking of a line. Is it to be booked anew?"""
    document = row.document
    assert document is not None
    own = document.kind == DocumentKind.JOURNAL
    if own:
        _keep_coding(row, document)
        gone = "De regel staat niet meer in de administratie." if row.missing else "De regel is daar veranderd."
        if document.status == DocumentStatus.PREPARED:
            withdraw(document, why=gone, by=by)
        elif document.status == DocumentStatus.ENTERED and _stands(document):
            take_back(document, why=gone, by=by)
    row.document, row.outdated = None, False
    row.save(update_fields=["document", "outdated", "line", "measure", "purpose", "cost_type", "promise"])
    return own


def _stands(document: Document) -> bool:
    """Is anything left of it that was not taken back?"""
    return document.postings.filter(reverses=None, reversed_by=None).exists()


def _keep_coding(row: JournalLine, document: Document) -> None:
    part = document.splits.first()
    if part:
        row.line_id, row.measure_id, row.purpose = part.line_id, part.measure_id, part.purpose
        row.cost_type, row.promise_id = part.cost_type, document.promise_id
