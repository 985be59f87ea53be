"""What each kind of document does to the money: the postings that entering it makes."""

from kapstok.ledger.booking.dispatch import entries_of

__all__ = ["entries_of"]
