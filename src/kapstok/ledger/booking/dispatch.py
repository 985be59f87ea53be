from collections.abc import Callable, Mapping, Sequence
from functools import partial

from kapstok.core.access import Actor, RefusedError
from kapstok.ledger.booking.budgets import transferred
from kapstok.ledger.booking.cash import moved_cash
from kapstok.ledger.booking.facts import charged
from kapstok.ledger.booking.promises import promised, released
from kapstok.ledger.booking.subsidies import determined
from kapstok.ledger.kinds import DocumentKind, PostingKind
from kapstok.ledger.models import Document, Split
from kapstok.ledger.posting import Calendar, Entry

Books = Callable[[Document, Sequence[Split], Calendar], list[Entry]]

BOOKS: Mapping[DocumentKind, Books] = {
    DocumentKind.RESERVATION: partial(promised, kind=PostingKind.RESERVATION),
    DocumentKind.ORDER: partial(promised, kind=PostingKind.COMMITMENT),
    DocumentKind.SUBSIDY: partial(promised, kind=PostingKind.COMMITMENT),
    DocumentKind.RELEASE: released,
    DocumentKind.DETERMINATION: determined,
    DocumentKind.INVOICE: charged,
    DocumentKind.CREDIT_NOTE: charged,
    DocumentKind.OWN_HOURS: charged,
    DocumentKind.MUNICIPALITY_OUT: charged,
    DocumentKind.JOURNAL: charged,
    DocumentKind.TRANSFER: transferred,
    DocumentKind.RECEIPT: partial(moved_cash, kind=PostingKind.RECEIPT),
    DocumentKind.MUNICIPALITY_IN: partial(moved_cash, kind=PostingKind.RECEIPT),
    DocumentKind.REPAYMENT: partial(moved_cash, kind=PostingKind.REPAYMENT),
    DocumentKind.PAYMENT: partial(moved_cash, kind=PostingKind.PAYMENT),
    DocumentKind.ADVANCE: partial(moved_cash, kind=PostingKind.PAYMENT),
}


def entries_of(document: Document, splits: Sequence[Split], *, by: Actor) -> list[Entry]:
    """The postings that entering this document makes. Holds the lines; RefusedError when a promise does not fit."""
    books = BOOKS.get(DocumentKind(document.kind))
    if books is None:
        raise RefusedError("Dit soort boeking heeft een eigen scherm.")
    return books(document, splits, Calendar(by=by))
