"""What the general ledger has to say elsewhere: a year with a difference is not closed."""

from kapstok.core.money import format_euro
from kapstok.ledger.journal.reconciling import account_differences
from kapstok.ledger.years import BLOCKS


def register_hooks() -> None:
    BLOCKS.append(differences_in)


def differences_in(year: int) -> list[str]:
    """Why this year cannot be frozen: the accounts that are not the same on both sides."""
    return [
        f"Rekening {one.account} verschilt {format_euro(abs(one.difference), cents=True)} met de administratie."
        for one in account_differences()
        if one.year == year
    ]
