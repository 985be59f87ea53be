"""What the general ledger has to say elsewhere: a year with a difference is not frozen, and it asks for attention."""

from collections.abc import Iterator

from kapstok.core.access import Actor, Right
from kapstok.core.money import format_euro
from kapstok.ledger.journal.reconciling import AccountYear, account_years
from kapstok.ledger.money.attention import FOUND_ELSEWHERE, Attention
from kapstok.ledger.money.links import link
from kapstok.ledger.years import BLOCKS


def register_hooks() -> None:
    BLOCKS.append(differences_in)
    FOUND_ELSEWHERE.append(asking)


def differences_in(year: int) -> list[str]:
    """Why this year cannot be frozen: the accounts that are not the same on both sides."""
    return [
        f"Rekening {one.account} verschilt {format_euro(abs(one.difference), cents=True)} met de administratie."
        for one in _differing()
        if one.year == year
    ]


def asking(slug: str, actor: Actor) -> Iterator[Attention]:
    """A line for each account and year that differs, for who may see the money."""
    if not actor.may(Right.SEE_MONEY):
        return
    for one in _differing():
        yield Attention(
            what=f"Verschil met de administratie, rekening {one.account}.",
            why=f"In {one.year} staat daar {format_euro(one.ledger, cents=True)}, en hier iets anders.",
            euros=abs(one.difference),
            button="Bekijken",
            url=link("reconciliation", slug),
        )


def _differing() -> list[AccountYear]:
    return [one for one in account_years() if one.difference]
