"""Back to “te dekken”: what was covered by mistake, and what the grant turns out not to pay."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.grants.models import EligibilityQuestion, Outcome
from kapstok.ledger.kinds import DocumentKind, LineKind, PostingKind, SourceKind, Uncovered
from kapstok.ledger.models import Document, Line, Posting
from kapstok.ledger.posting import Calendar, Entry, held, post, reversal
from kapstok.ledger.refusals import money_act
from kapstok.ledger.running.question_queries import postings_of

MOST_AT_ONCE = 2_000  # postings; more than that wants to be done by account, in the financial system


def on_grant(question: EligibilityQuestion) -> QuerySet[Posting]:
    """What this type of cost charged to the grant itself, and stands."""
    return postings_of(question).filter(line__source__kind=SourceKind.GRANT).order_by("delivered", "id")


@money_act
def move_off_grant(question: EligibilityQuestion, *, why: str, by: Actor) -> int:
    """Move everything that this type of cost charged to the grant to “te dekken”: all or nothing. Gives how many.

    Each is reversed by a correction of its own document, and stands uncovered, meant for the line that it was on.
    """
    require(by, Right.APPROVE_MONEY)
    row = EligibilityQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    if row.outcome != Outcome.NOT_ELIGIBLE:
        raise RefusedError("Het antwoord is niet ‘mag niet’. Dan blijft het op de uitkering staan.")
    postings = list(on_grant(row)[: MOST_AT_ONCE + 1])
    if not postings:
        raise RefusedError("Er staat niets meer van deze kosten op de uitkering.")
    if len(postings) > MOST_AT_ONCE:
        raise RefusedError(f"Dit zijn meer dan {MOST_AT_ONCE} boekingen. Verplaats ze in de financiële administratie.")
    _move(row.grant_id, postings, Uncovered.NOT_ELIGIBLE, why=why or f"Mag niet: {row.cost_type}", by=by)
    audit.record("cost moved off grant", row, by=by, why=why, after={"number": len(postings)})
    return len(postings)


@money_act
def undo_cover(cover: Document, *, why: str, by: Actor) -> Document:
    """What this covered stands under “te dekken” again, for the reason that it stood there before."""
    require(by, Right.ENTER_MONEY)
    if not why.strip():
        raise RefusedError("Schrijf op waarom dit terug moet.")
    row = Document.objects.select_for_update(no_key=True, of=("self",)).get(pk=cover.pk, kind=DocumentKind.COVER)
    standing = Posting.objects.filter(document=row, reverses=None, reversed_by=None).select_related("line")
    first = Posting.objects.get(document=row, reverses__isnull=False).reverses
    assert first is not None
    covered = [one for one in standing if one.line.kind != LineKind.TO_COVER]
    if not covered:
        raise RefusedError("Deze dekking is al teruggezet.")
    expenses = [one for one in covered if one.kind == PostingKind.EXPENSE]
    budgets = [one for one in covered if one.kind == PostingKind.BUDGET]
    to_cover = first.line_id
    held({one.line_id for one in covered} | {to_cover})
    calendar = Calendar(by=by)
    entries = [reversal(one, calendar.booked(one.delivered)) for one in budgets]
    for one in expenses:
        entries += _uncovered(one, to_cover, Uncovered(first.uncovered), calendar, intended=first.intended_id)
    return _book(row, entries, f"Teruggezet: {row}", why=why, by=by)


def _move(grant: int, postings: Sequence[Posting], why_not: Uncovered, *, why: str, by: Actor) -> None:
    to_cover = Line.objects.get(source__grant=grant, kind=LineKind.TO_COVER).pk
    held({posting.line_id for posting in postings} | {to_cover})
    calendar = Calendar(by=by)
    of_document: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        of_document[posting.document_id].append(posting)
    for found in of_document.values():
        entries = [entry for one in found for entry in _uncovered(one, to_cover, why_not, calendar)]
        _book(found[0].document, entries, f"Naar te dekken: {found[0].document}", why=why, by=by)


def _uncovered(
    posting: Posting, to_cover: int, why: Uncovered, calendar: Calendar, *, intended: int | None = None
) -> list[Entry]:
    back = reversal(posting, calendar.booked(posting.delivered))
    again = replace(
        back,
        line=to_cover,
        amount=posting.amount,
        reverses=None,
        uses_up=None,
        used=posting.used * 0,
        intended=intended or posting.line_id,
        uncovered=why,
    )
    return [back, again]


def _book(original: Document, entries: Iterable[Entry], description: str, *, why: str, by: Actor) -> Document:
    document = Document.objects.create(
        grant_id=original.grant_id, kind=DocumentKind.CORRECTION, on=original.on, delivered=original.delivered,
        description=description[:500], party_id=original.party_id, corrects=original, prepared_by=str(by),
        entered_by=str(by), entered_at=now(), why=why, illustrative=original.illustrative,
    )  # fmt: skip
    post(document, entries, by=by)
    audit.record("cost back to cover", document, by=by, why=why)
    return document
