"""Covering what stands under “te dekken”: by a line that has room again, or by own means."""

from dataclasses import replace
from decimal import Decimal

from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import format_euro
from kapstok.ledger.kinds import DocumentKind, LineKind, PostingKind, SourceKind, Uncovered
from kapstok.ledger.models import Document, Line, LineBalance, Posting, Source
from kapstok.ledger.posting import ZERO, Calendar, Entry, held, post, reversal
from kapstok.ledger.refusals import money_act
from kapstok.ledger.rules import Room, charge, closed_window, no_room, outside_window


@money_act
def cover_from_line(posting: Posting, line: Line, *, why: str, by: Actor, most: Decimal | None = None) -> Document:
    """Let this line pay what it can of it, `most` euros at most; what is left stays under “te dekken”."""
    require(by, Right.ENTER_MONEY)
    uncovered = _standing(posting)
    wanted = _wanted(uncovered, most)
    balances = held({line.pk, uncovered.line_id})
    balance = balances[line.pk]
    source = balance.line.source
    if source.kind == SourceKind.GRANT and uncovered.uncovered == Uncovered.NOT_ELIGIBLE:
        raise RefusedError("De uitkering mag dit niet betalen. Dek het uit eigen middelen of een andere bron.")
    if outside_window(uncovered.delivered, source.starts, source.ends):
        raise RefusedError(closed_window(source.name, uncovered.delivered, source.starts, source.ends))
    done = charge(wanted, Room(balance.free, balance.expense))
    if balance.has_ceiling and not done.covered:
        raise RefusedError(no_room(balance.line.label, wanted, balance.free))
    return _cover(uncovered, line, done.covered if balance.has_ceiling else wanted, why=why, by=by)


@money_act
def cover_from_own_means(posting: Posting, *, why: str, by: Actor, most: Decimal | None = None) -> Document:
    """The municipality pays it herself, or `most` euros of it: her own means get this much budget, and the cost."""
    require(by, Right.ENTER_MONEY)
    uncovered = _standing(posting)
    wanted = _wanted(uncovered, most)
    line = own_means_line(uncovered.document.grant_id)
    held({uncovered.line_id, line.pk})
    return _cover(uncovered, line, wanted, why=why, by=by, budget=max(wanted, ZERO))


def own_means_line(grant: int) -> Line:
    """Where the municipality's own money for this programme stands; made when it is needed."""
    source, _ = Source.objects.get_or_create(
        grant_id=grant, key="eigen-middelen", defaults={"name": "Eigen middelen", "kind": SourceKind.OWN_MEANS}
    )
    line, _ = Line.objects.get_or_create(
        source=source,
        key="eigen-middelen",
        defaults={"label": "Eigen middelen", "kind": LineKind.BUDGET, "position": 9_000},
    )
    return line


def _wanted(uncovered: Posting, most: Decimal | None) -> Decimal:
    """How much of it is to be covered now, with the sign that it has."""
    if most is None:
        return uncovered.amount
    if not ZERO < most <= abs(uncovered.amount):
        raise RefusedError(f"Dek meer dan € 0 en hooguit {format_euro(abs(uncovered.amount), cents=True)}.")
    return most if uncovered.amount > 0 else -most


def _standing(posting: Posting) -> Posting:
    row = Posting.objects.select_related("document", "line").get(pk=posting.pk)
    if row.line.kind != LineKind.TO_COVER or Posting.objects.filter(reverses=row).exists():
        raise RefusedError("Dit staat niet meer onder ‘te dekken’.")
    return row


def _cover(uncovered: Posting, line: Line, amount: Decimal, *, why: str, by: Actor, budget: Decimal = ZERO) -> Document:
    calendar = Calendar(by=by)
    booked = calendar.booked(uncovered.delivered)
    document = Document.objects.create(
        grant_id=uncovered.document.grant_id,
        kind=DocumentKind.COVER,
        on=uncovered.document.on,
        delivered=uncovered.delivered,
        description=f"{format_euro(amount, cents=True)} gedekt uit {line.label}"[:500],
        party_id=uncovered.document.party_id,
        corrects=uncovered.document,
        account=uncovered.document.account,
        why=why,
        prepared_by=str(by),
        entered_by=str(by),
        entered_at=now(),
        illustrative=uncovered.document.illustrative,
    )
    back = reversal(uncovered, booked)
    again = replace(back, reverses=None, amount=amount, line=line.pk)
    rest = replace(again, amount=uncovered.amount - amount, line=uncovered.line_id)
    entries = [back, again]
    if budget:
        entries.insert(0, _budget(line.pk, budget, again))
    if rest.amount:
        kept = Uncovered(uncovered.uncovered)
        entries.append(replace(rest, intended=uncovered.intended_id, uncovered=kept))
    post(document, entries, by=by)
    audit.record("cost covered", document, by=by, why=why, after={"amount": amount, "line": line.pk})
    return document


def _budget(line: int, amount: Decimal, like: Entry) -> Entry:
    return Entry(
        line=line,
        kind=PostingKind.BUDGET,
        amount=amount,
        delivered=like.delivered,
        year=like.year,
        corrects_year=like.corrects_year,
    )


def lines_that_can_cover(posting: Posting) -> list[LineBalance]:
    """The lines of the same programme that have room and may pay it, the one it was meant for first."""
    rows = LineBalance.objects.filter(
        line__source__grant=posting.document.grant_id, line__kind__in=(LineKind.BUDGET, LineKind.UNALLOCATED)
    ).select_related("line", "line__source")
    able = [
        row
        for row in rows.order_by("line__position", "line_id")
        if (row.free > 0 if posting.amount > 0 else row.expense > 0)
        and not outside_window(posting.delivered, row.line.source.starts, row.line.source.ends)
        and not (posting.uncovered == Uncovered.NOT_ELIGIBLE and row.line.source.kind == SourceKind.GRANT)
    ]
    return sorted(able, key=lambda row: row.line_id != posting.intended_id)
