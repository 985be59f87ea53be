"""The only place that adds postings. Callers hold the lines first (see `held`): then no two wait for each other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.access import Actor, RefusedError, Right
from kapstok.ledger.kinds import PostingKind, Uncovered, YearState
from kapstok.ledger.models import Document, Line, LineBalance, Posting, Year

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posting to be made; ids for what it points at. See `Posting` for the meaning of each."""

    line: int
    kind: PostingKind
    amount: Decimal
    delivered: date
    year: int
    corrects_year: int | None = None
    measure: int | None = None
    purpose: int | None = None
    cost_type: str = ""
    adjusts: int | None = None
    uses_up: int | None = None
    used: Decimal = ZERO
    reverses: int | None = None
    intended: int | None = None
    uncovered: Uncovered | None = None


def post(document: Document, entries: Iterable[Entry], *, by: Actor) -> list[Posting]:
    """Add these postings in one statement; the database adds them up and refuses what breaks a rule."""
    return Posting.objects.bulk_create(
        Posting(
            document=document,
            line_id=one.line,
            kind=one.kind,
            amount=one.amount,
            delivered=one.delivered,
            year=one.year,
            corrects_year=one.corrects_year,
            measure_id=one.measure,
            purpose=one.purpose,
            cost_type=one.cost_type,
            adjusts_id=one.adjusts,
            uses_up_id=one.uses_up,
            used=one.used,
            reverses_id=one.reverses,
            intended_id=one.intended,
            uncovered=one.uncovered or "",
            by=str(by),
        )
        for one in entries
    )


def held(lines: Collection[int]) -> dict[int, LineBalance]:
    """The balances of these lines, kept from others until the end of the transaction.

    Two queries: a row that is read in the query that waits for the lock would be as it was before the wait.
    """
    list(Line.objects.select_for_update(no_key=True).filter(pk__in=lines).order_by("pk").values_list("pk"))
    balances = LineBalance.objects.filter(line__in=lines).select_related("line", "line__source")
    return {balance.line_id: balance for balance in balances}


@dataclass(frozen=True, slots=True)
class Booked:
    """In which financial year something is booked; `corrects` is the year of delivery when that one is closed."""

    year: int
    corrects: int | None = None


class Calendar:
    """The financial years of this municipality and who may still book in them. One query."""

    def __init__(self, *, by: Actor) -> None:
        self._states = {year.year: YearState(year.state) for year in Year.objects.all()}
        self._sees_closed = bool(by.may(Right.CLOSE_YEARS))

    def booked(self, delivered: date) -> Booked:
        """The year of delivery, or the first later one that this actor may book in. RefusedError when there is none."""
        if self._takes(delivered.year):
            return Booked(delivered.year)
        for year in sorted(self._states):
            if year > delivered.year and self._takes(year):
                return Booked(year, corrects=delivered.year)
        raise RefusedError(f"Er is geen boekjaar {delivered.year} of later open. Vraag de controller er een te openen.")

    def _takes(self, year: int) -> bool:
        state = self._states.get(year)
        return state == YearState.OPEN or (state == YearState.CONTROLLER and self._sees_closed)


def reversal(posting: Posting, booked: Booked) -> Entry:
    """What takes this posting back, whole."""
    is_promise = posting.kind in {PostingKind.RESERVATION, PostingKind.COMMITMENT}
    return Entry(
        line=posting.line_id,
        kind=PostingKind(posting.kind),
        amount=-posting.amount,
        delivered=posting.delivered,
        year=booked.year,
        corrects_year=booked.corrects,
        measure=posting.measure_id,
        purpose=posting.purpose,
        cost_type=posting.cost_type,
        adjusts=posting.adjusts_id or (posting.pk if is_promise else None),
        uses_up=posting.uses_up_id,
        used=-posting.used,
        reverses=posting.pk,
    )


def standing(postings: Sequence[Posting]) -> list[Posting]:
    """Of these, what was not taken back and does not take back itself."""
    taken_back = {posting.reverses_id for posting in postings}
    return [posting for posting in postings if posting.pk not in taken_back and posting.reverses_id is None]
