"""A subsidy determined: its cost becomes what was determined, up or down, and the rest of its commitment is free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kapstok.core.access import RefusedError
from kapstok.core.money import apportion, format_euro
from kapstok.ledger.booking.facts import charges
from kapstok.ledger.kinds import LineKind, PostingKind, Recognition, Uncovered
from kapstok.ledger.models import Document, Posting, PromiseBalance, Split, Subsidy
from kapstok.ledger.posting import ZERO, Calendar, Entry, held, reversal


def determined(document: Document, splits: Sequence[Split], calendar: Calendar) -> list[Entry]:
    """The difference between what was determined and what was counted so far, and the release of what is left."""
    subsidy = Subsidy.objects.select_related("document", "instrument").get(document=document.promise_id)
    _check(document, subsidy)
    family = family_of(subsidy.document_id)
    promises = list(PromiseBalance.objects.filter(posting__document=subsidy.document_id).select_related("posting"))
    counted = list(Posting.objects.filter(document__in=family, kind=PostingKind.EXPENSE).select_related("line"))
    held({posting.line_id for posting in counted} | {promise.line_id for promise in promises})
    difference = document.net - sum((posting.amount for posting in counted), ZERO)
    day = min(subsidy.ends, document.on)
    if difference > 0:
        entries = _more(difference, promises, day, document, calendar)
    else:
        entries = list(_Taking(counted, calendar).entries(-difference))
    return entries + _releases(promises, entries, document, calendar)


def family_of(subsidy: int) -> set[int]:
    """The documents (ids) whose cost is part of a subsidy: itself, what is under it, and what put those right."""
    found = {subsidy, *Document.objects.filter(promise=subsidy).values_list("pk", flat=True)}
    fresh = found
    while fresh:
        fresh = set(Document.objects.filter(corrects__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


def _check(document: Document, subsidy: Subsidy) -> None:
    if not ZERO <= document.net <= subsidy.document.cost:
        most = format_euro(subsidy.document.cost, cents=True)
        raise RefusedError(f"Een subsidie wordt vastgesteld tussen € 0 en het maximum van {most}.")
    if subsidy.instrument.recognition == Recognition.UNKNOWN:
        raise RefusedError(
            f"Bij “{subsidy.instrument.name}” is nog niet gekozen wanneer de kosten tellen. "
            "Een controller of programmamanager kiest dat bij Afspraken; daarna kunt u vaststellen."
        )


def _more(
    amount: Decimal, promises: Sequence[PromiseBalance], day: date, document: Document, calendar: Calendar
) -> list[Entry]:
    """More cost: by what is still open of each part, or by the parts themselves when nothing is open any more."""
    weights = {promise.posting_id: promise.open for promise in promises}
    if sum(weights.values(), ZERO) < amount:
        weights = {promise.posting_id: promise.posting.amount for promise in promises}
    shares, booked = apportion(amount, weights), calendar.booked(day)
    wholes = [
        replace(
            _like(promise.posting, shares[promise.posting_id], day), year=booked.year, corrects_year=booked.corrects
        )
        for promise in promises
        if shares[promise.posting_id]
    ]
    return charges(wholes, grant=document.grant_id, promise=document.promise_id)


def _like(posting: Posting, amount: Decimal, day: date) -> Entry:
    return Entry(
        line=posting.line_id, kind=PostingKind.EXPENSE, amount=amount, delivered=day, year=day.year,
        measure=posting.measure_id, purpose=posting.purpose, cost_type=posting.cost_type,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Taking:
    """Taking cost back: first what still has to be covered, then what lines paid, each its part."""

    counted: Sequence[Posting]
    calendar: Calendar

    def entries(self, amount: Decimal) -> Iterator[Entry]:
        left = amount
        for posting in self._uncovered():
            if left <= 0:
                return
            yield from self._less_uncovered(posting, taken := min(left, posting.amount))
            left -= taken
        standing = self._paid()
        nets = {key: sum((one.amount for one in found), ZERO) for key, found in standing.items()}
        nets = {key: net for key, net in nets.items() if net > 0}
        if left > 0 and nets:
            for key, share in apportion(left, nets).items():
                yield from self._less_paid(standing[key], share)

    def _uncovered(self) -> list[Posting]:
        taken_back = {posting.reverses_id for posting in self.counted}
        found = [one for one in self.counted if one.line.kind == LineKind.TO_COVER and one.reverses_id is None]
        return [one for one in found if one.pk not in taken_back and one.amount > 0]

    def _less_uncovered(self, posting: Posting, taken: Decimal) -> Iterator[Entry]:
        back = reversal(posting, self.calendar.booked(posting.delivered))
        yield back
        if rest := posting.amount - taken:
            why = Uncovered(posting.uncovered)
            yield replace(back, reverses=None, amount=rest, intended=posting.intended_id, uncovered=why)

    def _paid(self) -> dict[tuple[int, int], list[Posting]]:
        """What lines paid, by line and measure."""
        found: dict[tuple[int, int], list[Posting]] = {}
        for posting in self.counted:
            if posting.line.kind != LineKind.TO_COVER:
                found.setdefault((posting.line_id, posting.measure_id or 0), []).append(posting)
        return found

    def _less_paid(self, postings: Sequence[Posting], share: Decimal) -> Iterator[Entry]:
        """A negative cost on the last day that was counted; what had used up the commitment makes it open again."""
        last = max(postings, key=lambda one: (one.delivered, one.pk))
        booked = self.calendar.booked(last.delivered)
        using = [one for one in postings if one.uses_up_id]
        used = min(share, sum((one.used for one in using), ZERO))
        like = _like(last, -share, last.delivered)
        like = replace(like, year=booked.year, corrects_year=booked.corrects)
        yield replace(like, uses_up=using[-1].uses_up_id, used=-used) if used > 0 else like


def _releases(
    promises: Sequence[PromiseBalance], entries: Sequence[Entry], document: Document, calendar: Calendar
) -> list[Entry]:
    booked = calendar.booked(document.on)
    found = []
    for promise in promises:
        used = sum((entry.used for entry in entries if entry.uses_up == promise.posting_id), ZERO)
        if left := promise.open - used:
            like = _like(promise.posting, -left, promise.posting.delivered)
            like = replace(like, kind=PostingKind.COMMITMENT, adjusts=promise.posting_id)
            found.append(replace(like, year=booked.year, corrects_year=booked.corrects))
    return found
