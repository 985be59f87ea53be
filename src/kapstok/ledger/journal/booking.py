"""From coded lines to documents and postings: a document, its part and its postings per line, in a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.timezone import now

from kapstok.core.access import Actor
from kapstok.grants.eligibility import not_eligible
from kapstok.ledger.booking.facts import Desk
from kapstok.ledger.booking.promises import Promises, open_promises
from kapstok.ledger.journal.bulk import insert
from kapstok.ledger.kinds import DocumentKind, DocumentStatus, LineKind, PostingKind
from kapstok.ledger.models import Document, Line, Posting, Split
from kapstok.ledger.posting import Calendar, Entry, held


class Target(NamedTuple):
    """What a cost is for; ids. `grant`: the programme of the line."""

    line: int
    grant: int
    measure: int | None
    purpose: int | None
    cost_type: str
    promise: int | None


class ToBook(NamedTuple):
    """A line of the general ledger that becomes a document; `pk` is its id, `party` that of an organisation here."""

    pk: int
    account: str
    year: int
    booked_on: date
    reference: str
    description: str
    amount: Decimal
    party: int | None
    target: Target

    @property
    def delivered(self) -> date:
        """A day of its own financial year: what is booked in January for December counts in December."""
        if self.booked_on.year == self.year:
            return self.booked_on
        return date(self.year, 12, 31) if self.booked_on.year > self.year else date(self.year, 1, 1)


class Part(NamedTuple):
    """A part of a document to be charged."""

    document: int
    amount: Decimal
    delivered: date
    target: Target


def make_documents(lines: Sequence[ToBook], status: DocumentStatus, *, by: Actor) -> list[int]:
    """The documents of these lines with their parts, without postings. Gives their ids, in order. Two statements."""
    is_entered = status is DocumentStatus.ENTERED
    each: dict[str, Sequence[object]] = {
        "grant": [line.target.grant for line in lines],
        "reference": [line.reference for line in lines],
        "on": [line.booked_on for line in lines],
        "delivered": [line.delivered for line in lines],
        "description": [line.description[:500] for line in lines],
        "party": [line.party for line in lines],
        "net": [line.amount for line in lines],
        "account": [line.account for line in lines],
        "promise": [line.target.promise for line in lines],
    }
    same = {
        "kind": DocumentKind.JOURNAL.value, "status": status.value, "prepared_by": str(by), "version": 1,
        "entered_by": str(by) if is_entered else "", "entered_at": now() if is_entered else None,
    }  # fmt: skip
    pks = insert(Document, each, same)
    parts: dict[str, Sequence[object]] = {
        "document": pks,
        "line": [line.target.line for line in lines],
        "measure": [line.target.measure for line in lines],
        "purpose": [line.target.purpose for line in lines],
        "cost_type": [line.target.cost_type for line in lines],
        "amount": [line.amount for line in lines],
    }
    insert(Split, parts, {"position": 0})
    return pks


def charge_all(parts: Sequence[Part], *, by: Actor) -> int:
    """Book these parts, in order: each on its own line as far as that goes, the rest “te dekken”. Gives how many
    postings. Holds the lines; the number of queries does not grow with the parts."""
    entries = [(part.document, entry) for part, entry in _entries(parts, by=by)]
    if entries:
        insert(Posting, _columns(entries), {"kind": PostingKind.EXPENSE.value, "by": str(by)})
    return len(entries)


def _entries(parts: Sequence[Part], *, by: Actor) -> Iterable[tuple[Part, Entry]]:
    grants = {part.target.grant for part in parts}
    to_cover = Line.objects.filter(source__grant__in=grants, kind=LineKind.TO_COVER)
    rest = dict(to_cover.values_list("source__grant", "pk"))
    balances = held({part.target.line for part in parts} | set(rest.values()))
    desks = {grant: Desk(rest[grant], balances, not_eligible(grant)) for grant in grants}
    promises: dict[int | None, Promises] = defaultdict(dict)
    for promise in sorted({part.target.promise for part in parts if part.target.promise}):
        promises[promise] = open_promises(promise, PostingKind.COMMITMENT)
    calendar = Calendar(by=by)
    booked = {day: calendar.booked(day) for day in {part.delivered for part in parts}}
    for part in parts:
        target, year = part.target, booked[part.delivered]
        whole = Entry(
            line=target.line,
            kind=PostingKind.EXPENSE,
            amount=part.amount,
            delivered=part.delivered,
            year=year.year,
            corrects_year=year.corrects,
            measure=target.measure,
            purpose=target.purpose,
            cost_type=target.cost_type,
        )
        for entry in desks[target.grant].entries(whole, promises[target.promise]):
            yield part, entry


def _columns(entries: Sequence[tuple[int, Entry]]) -> dict[str, Sequence[object]]:
    made = [entry for _, entry in entries]
    return {
        "document": [document for document, _ in entries],
        "line": [entry.line for entry in made],
        "amount": [entry.amount for entry in made],
        "delivered": [entry.delivered for entry in made],
        "year": [entry.year for entry in made],
        "corrects_year": [entry.corrects_year for entry in made],
        "measure": [entry.measure for entry in made],
        "purpose": [entry.purpose for entry in made],
        "cost_type": [entry.cost_type for entry in made],
        "uses_up": [entry.uses_up for entry in made],
        "used": [entry.used for entry in made],
        "intended": [entry.intended for entry in made],
        "uncovered": [(entry.uncovered or "") for entry in made],
    }
