"""Adding everything up again from the postings, and saying what differs from what the database kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from kapstok.core.database import as_owner


@dataclass(frozen=True, slots=True)
class Difference:
    """An amount in euros that is kept otherwise than its postings say. `row`: the id of what it is kept for."""

    municipality: int
    what: str
    row: int
    kept: Decimal | None
    summed: Decimal | None

    def __str__(self) -> str:
        at = f"gemeente {self.municipality}: {self.what} {self.row}"
        return f"{at} staat op {self.kept}, de boekingen geven {self.summed}"


_BY_KIND = "coalesce(sum({amount}) FILTER (WHERE p.kind = '{kind}'), 0)"


def _sum(kind: str, amount: str = "p.amount") -> str:
    return _BY_KIND.format(kind=kind, amount=amount)


LINE_SUMS = {
    "budget": _sum("budget"),
    "reserved": f"{_sum('reservation')} - {_sum('commitment', 'p.used')}",
    "committed": f"{_sum('commitment')} - {_sum('expense', 'p.used')}",
    "expense": _sum("expense"),
    "paid": _sum("payment"),
}
SOURCE_SUMS = {
    "budget": _sum("budget"),
    "expense": _sum("expense"),
    "received": f"{_sum('receipt')} - {_sum('repayment')}",
}

_LINES = """
SELECT b.municipality_id, b.line_id, b.{column}, s.summed FROM ledger_linebalance b
JOIN (SELECT l.id, {sums} AS summed FROM ledger_line l LEFT JOIN ledger_posting p ON p.line_id = l.id GROUP BY l.id) s
ON s.id = b.line_id WHERE b.{column} <> s.summed
"""
_SOURCES = """
SELECT b.municipality_id, b.source_id, b.{column}, s.summed FROM ledger_sourcebalance b
JOIN (SELECT l.source_id, {sums} AS summed FROM ledger_line l LEFT JOIN ledger_posting p ON p.line_id = l.id
      GROUP BY l.source_id) s ON s.source_id = b.source_id WHERE b.{column} <> s.summed
"""
_PROMISES = """
SELECT p.municipality_id, p.id, b.amount - b.used, s.open
FROM ledger_posting p
LEFT JOIN ledger_promisebalance b ON b.posting_id = p.id
JOIN (SELECT o.id, o.amount + coalesce((SELECT sum(a.amount) FROM ledger_posting a WHERE a.adjusts_id = o.id), 0)
             - coalesce((SELECT sum(u.used) FROM ledger_posting u WHERE u.uses_up_id = o.id), 0) AS open
      FROM ledger_posting o
      WHERE o.kind IN ('reservation', 'commitment') AND o.adjusts_id IS NULL AND o.reverses_id IS NULL) s ON s.id = p.id
WHERE (b.amount - b.used) IS DISTINCT FROM s.open
"""
_TALLIES = """
SELECT coalesce(t.municipality_id, s.municipality_id), coalesce(t.line_id, s.line_id), t.amount, s.amount
FROM (SELECT municipality_id, line_id, kind, measure_id, purpose, cost_type, year,
             date_trunc('month', delivered)::date AS month, sum(amount) AS amount, sum(used) AS used
      FROM ledger_posting GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) s
FULL JOIN ledger_tally t ON t.line_id = s.line_id AND t.kind = s.kind AND t.year = s.year AND t.month = s.month
  AND t.cost_type = s.cost_type AND coalesce(t.measure_id, 0) = coalesce(s.measure_id, 0)
  AND coalesce(t.purpose, -1) = coalesce(s.purpose, -1)
WHERE (t.amount, t.used) IS DISTINCT FROM (s.amount, s.used)
"""
_DIVIDED = """
SELECT d.municipality_id, d.id, d.net + d.vat - d.reclaimable, sum(p.amount)
FROM ledger_document d JOIN ledger_posting p ON p.document_id = d.id
WHERE d.kind IN ('invoice', 'credit_note', 'own_hours', 'municipality_out', 'journal') AND p.kind = 'expense'
GROUP BY d.id HAVING sum(p.amount) <> d.net + d.vat - d.reclaimable
"""
_AWARDS = """
SELECT s.municipality_id, s.id, b.ceiling, coalesce(g.definitive_award, g.provisional_award)
FROM ledger_source s JOIN ledger_sourcebalance b ON b.source_id = s.id JOIN grants_grant g ON g.id = s.grant_id
WHERE s.kind = 'grant' AND b.ceiling IS DISTINCT FROM coalesce(g.definitive_award, g.provisional_award)
"""

CHECKS = (
    *((f"{column} van regel", _LINES.format(column=column, sums=sums)) for column, sums in LINE_SUMS.items()),
    *((f"{column} van bron", _SOURCES.format(column=column, sums=sums)) for column, sums in SOURCE_SUMS.items()),
    ("open toezegging", _PROMISES),
    ("opgetelde boekingen van regel", _TALLIES),
    ("verdeling van stuk", _DIVIDED),
    ("plafond van bron", _AWARDS),
)


def differences() -> list[Difference]:
    """Everything that is kept otherwise than the postings say, in all municipalities. Works as the owner."""
    with as_owner():
        return list(_differences())


def _differences() -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for what, sql in CHECKS:
            cursor.execute(sql)
            for municipality, row, kept, summed in cursor.fetchall():
                yield Difference(municipality, what, row, kept, summed)
