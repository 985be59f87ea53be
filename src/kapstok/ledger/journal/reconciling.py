"""Kapstok against the general ledger: per account and financial year, and down to the lines that differ. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from kapstok.ledger.kinds import DocumentStatus, PostingKind
from kapstok.ledger.models import ControlTotal, JournalLine, Posting

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AccountYear:
    """Euros of one account in one financial year. `lines`: what the lines that were read add up to; `typed`: what
    somebody read in the general ledger itself; `aside`: of the lines, what is not of the programme."""

    account: str
    year: int
    name: str
    lines: Decimal
    count: int
    aside: Decimal
    kapstok: Decimal
    typed: Decimal | None

    @property
    def ledger(self) -> Decimal:
        return self.lines if self.typed is None else self.typed

    @property
    def difference(self) -> Decimal:
        """0 when Kapstok has to the cent what the general ledger has."""
        return self.ledger - self.aside - self.kapstok


class Reason(StrEnum):
    """Why a line or document differs between the general ledger and Kapstok."""

    NOT_CODED = "not_coded"
    WAITING = "waiting"
    OUTDATED = "outdated"
    MISSING = "missing"
    ASIDE = "aside"
    BY_HAND = "by_hand"
    OTHERWISE = "otherwise"


REASON_LABELS = {
    Reason.NOT_CODED: "nog niet gecodeerd",
    Reason.WAITING: "wacht op akkoord van een collega",
    Reason.OUTDATED: "veranderd in de administratie na het boeken",
    Reason.MISSING: "niet meer in de administratie, nog wel in Kapstok",
    Reason.ASIDE: "opzij gezet, maar wel geboekt",
    Reason.BY_HAND: "met de hand ingevoerd, zonder regel in de administratie",
    Reason.OTHERWISE: "in Kapstok anders geboekt: teruggedraaid, of in een ander boekjaar",
}


@dataclass(frozen=True, slots=True)
class Differing:
    """A line, or a document without one, that differs. `ledger` and `kapstok` in euros of this account and year."""

    reason: Reason
    line: int | None
    document: int | None
    on: date
    number: str
    description: str
    ledger: Decimal
    kapstok: Decimal

    @property
    def difference(self) -> Decimal:
        return self.ledger - self.kapstok


def account_years() -> list[AccountYear]:
    """All accounts of which lines were read or documents were booked, the latest year first. Three queries."""
    there = JournalLine.objects.filter(missing=False).values_list("account", "year").order_by()
    sums = there.annotate(
        lines=Sum("amount"), n=Count("pk"), aside=Sum("amount", filter=Q(set_aside=True)), name=Max("account_name")
    )
    said = {(account, year): rest for account, year, *rest in sums}
    here = Posting.objects.filter(kind=PostingKind.EXPENSE).exclude(document__account="")
    booked = here.values_list("document__account", "year").order_by().annotate(Sum("amount"))
    kapstok = {(account, year): amount for account, year, amount in booked}
    typed = {(row.account, row.year): row.amount for row in ControlTotal.objects.all()}
    keys = sorted(said.keys() | kapstok.keys() | typed.keys(), key=lambda key: (-key[1], key[0]))
    return [_account_year(key, said.get(key), kapstok.get(key, ZERO), typed.get(key)) for key in keys]


@dataclass(frozen=True, slots=True)
class AccountDifference:
    """Euros that the general ledger has more of an account and year than Kapstok; never 0."""

    account: str
    year: int
    difference: Decimal


_DIFFERENCES = """
SELECT account, year, coalesce(max(t.amount), coalesce(sum(lines), 0)) - coalesce(sum(aside), 0)
       - coalesce(sum(booked), 0) AS difference
FROM (
  SELECT account, year, sum(amount) AS lines, sum(amount) FILTER (WHERE set_aside) AS aside, 0 AS booked
  FROM ledger_journalline WHERE NOT missing GROUP BY 1, 2
  UNION ALL
  SELECT d.account, p.year, NULL, NULL, sum(p.amount) FROM ledger_posting p
  JOIN ledger_document d ON d.id = p.document_id WHERE p.kind = 'expense' AND d.account <> '' GROUP BY 1, 2
  UNION ALL
  SELECT account, year, NULL, NULL, 0 FROM ledger_controltotal
) one LEFT JOIN ledger_controltotal t USING (account, year)
GROUP BY 1, 2
HAVING coalesce(max(t.amount), coalesce(sum(lines), 0)) - coalesce(sum(aside), 0) - coalesce(sum(booked), 0) <> 0
ORDER BY 2 DESC, 1
"""


def account_differences() -> list[AccountDifference]:
    """The accounts of `account_years` that differ, with their difference and nothing else. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [AccountDifference(*row) for row in cursor.fetchall()]


def _account_year(
    key: tuple[str, int], said: Sequence[Any] | None, kapstok: Decimal, typed: Decimal | None
) -> AccountYear:
    lines, count, aside, name = said or (ZERO, 0, ZERO, "")
    return AccountYear(*key, name, lines, count, aside or ZERO, kapstok, typed)


_DIFFERING = """
WITH RECURSIVE chain AS (
  SELECT id AS root, id FROM ledger_document WHERE account = %(account)s AND kind NOT IN ('correction', 'cover')
  UNION ALL
  SELECT chain.root, d.id FROM ledger_document d JOIN chain ON d.corrects_id = chain.id
  WHERE d.kind IN ('correction', 'cover')
), booked AS (
  SELECT chain.root, sum(p.amount) AS amount FROM chain JOIN ledger_posting p ON p.document_id = chain.id
  WHERE p.kind = 'expense' AND p.year = %(year)s GROUP BY chain.root HAVING sum(p.amount) <> 0
), said AS (
  SELECT l.*, CASE WHEN l.missing OR l.set_aside THEN 0 ELSE l.amount END AS counts FROM ledger_journalline l
  WHERE l.account = %(account)s AND l.year = %(year)s
)
SELECT l.id, coalesce(b.root, l.document_id), coalesce(l.booked_on, d."on"), coalesce(l.number, d.reference),
       coalesce(l.description, d.description), coalesce(l.counts, 0), coalesce(b.amount, 0),
       l.missing, l.set_aside, l.outdated, coalesce(d.status, '')
FROM said l FULL JOIN booked b ON b.root = l.document_id
LEFT JOIN ledger_document d ON d.id = coalesce(b.root, l.document_id)
WHERE coalesce(l.counts, 0) <> coalesce(b.amount, 0)
ORDER BY abs(coalesce(l.counts, 0) - coalesce(b.amount, 0)) DESC, 1, 2
"""


def differing(account: str, year: int) -> list[Differing]:
    """Everything of this account and year that is not the same on both sides; together that is the difference, but
    for what was typed from the general ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, {"account": account, "year": year})
        return [_differing(row) for row in cursor.fetchall()]


def _differing(row: Sequence[Any]) -> Differing:
    line, document, on, number, description, ledger, kapstok, missing, aside, outdated, status = row
    return Differing(
        _reason(line, document, status, missing=missing, aside=aside, outdated=outdated),
        line, document, on, number, description, ledger, kapstok,
    )  # fmt: skip


def _reason(
    line: int | None, document: int | None, status: str, *, missing: bool, aside: bool, outdated: bool
) -> Reason:
    if line is None:
        return Reason.BY_HAND
    if missing or aside:
        return Reason.MISSING if missing else Reason.ASIDE
    if document is None or status == DocumentStatus.WITHDRAWN:
        return Reason.NOT_CODED
    if status == DocumentStatus.PREPARED:
        return Reason.WAITING
    return Reason.OUTDATED if outdated else Reason.OTHERWISE
