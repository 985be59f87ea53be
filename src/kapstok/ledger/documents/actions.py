"""Acts on documents: enter one with its evidence, approve what was seen, take back, release what is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from kapstok.core.access import Actor, Answer, RefusedError, Right, require
from kapstok.core.clock import today
from kapstok.core.filing import Filed
from kapstok.ledger.documents.evidence import add_evidence
from kapstok.ledger.documents.parties import Unknown
from kapstok.ledger.documents.shapes import SHAPES
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import change, enter, four_eyes, prepare, reverse
from kapstok.ledger.kinds import ALWAYS_FOUR_EYES, DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, Posting, PromiseBalance
from kapstok.parties.directory.actions import add_party
from kapstok.parties.directory.values import PartyFacts
from kapstok.parties.kinds import PartyKind
from kapstok.parties.models import Party

PROMISED = frozenset({DocumentKind.ORDER, DocumentKind.RESERVATION})


def needs_another(kind: DocumentKind) -> bool:
    """Does somebody else have to approve what is entered?"""
    return kind in ALWAYS_FOUR_EYES or four_eyes()


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody hands in: the document, who the other side is, and its evidence."""

    draft: Draft
    party: Party | Unknown | None
    files: Sequence[Filed] = ()


@transaction.atomic
def hand_in(entered: Entered, *, book: bool, by: Actor) -> Document:
    """Keep a new document with its evidence, and book it when `book`. Raises RefusedError; DuplicateError."""
    document = prepare(_whole(entered, by), by=by)
    return _finish(document, entered.files, book=book, by=by)


@transaction.atomic
def hand_in_again(document: Document, entered: Entered, *, version: int, book: bool, by: Actor) -> Document:
    """Change a document that was not booked yet."""
    changed = change(document, _whole(entered, by), version=version, by=by)
    return _finish(changed, entered.files, book=book, by=by)


def _whole(entered: Entered, by: Actor) -> Draft:
    match entered.party:
        case Unknown(name=name, sector=sector):
            party = add_party(PartyFacts(name, PartyKind.ORGANISATION, sector), by=by)
            return replace(entered.draft, party=party.pk)
        case Party(pk=pk):
            return replace(entered.draft, party=pk)
        case _:
            return entered.draft


def _finish(document: Document, files: Sequence[Filed], *, book: bool, by: Actor) -> Document:
    known = set(document.evidence.values_list("sha256", flat=True))
    for file in files:
        if file.sha256 not in known:
            add_evidence(document, file, by=by)
    if book and not needs_another(DocumentKind(document.kind)):
        enter(document, by=by)
    document.refresh_from_db()
    return document


@transaction.atomic
def approve_seen(document: Document, *, version: int, by: Actor) -> list[Posting]:
    """Approve a document as somebody saw it: what was changed since has to be looked at again."""
    row = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if row.version != version and row.status == DocumentStatus.PREPARED:
        raise RefusedError("Dit is veranderd nadat u het bekeek. Kijk het opnieuw na.")
    return enter(row, by=by)


@transaction.atomic
def take_back_whole(document: Document, *, why: str, by: Actor) -> list[Document]:
    """Reverse a document with what covered it since, so that nothing of it is left anywhere.

    It counts as withdrawn from then on: the same invoice can be entered anew. Gives the corrections.
    """
    require(by, Right.APPROVE_MONEY)
    if document.kind in (DocumentKind.COVER, DocumentKind.CORRECTION, DocumentKind.ADOPTION):
        raise RefusedError("Dit kan niet los worden teruggedraaid. Draai het stuk terug waar het bij hoort.")
    row = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    answer = may_take_back(row, by=by)
    if not answer:
        raise RefusedError(answer.why)
    under_it = Document.objects.filter(promise=row, status=DocumentStatus.ENTERED)
    if used := under_it.exclude(kind=DocumentKind.RELEASE).first():
        raise RefusedError(f"Hier hangt “{used}” nog onder. Draai dat eerst terug, of geef de rest vrij.")
    covers = Document.objects.filter(corrects=row, kind=DocumentKind.COVER, status=DocumentStatus.ENTERED)
    standing = [one for one in [*covers.order_by("-pk"), row] if _stands(one)]
    if not standing:
        raise RefusedError("Hier staat niets meer van. Het is al teruggedraaid, of het is nooit geboekt.")
    corrections = [reverse(one, why=why, by=by) for one in standing]
    Document.objects.filter(pk__in=[row.pk, *(cover.pk for cover in covers)]).update(status=DocumentStatus.WITHDRAWN)
    return corrections


def may_take_back(row: Document, *, by: Actor) -> Answer:
    """What two people have to look at, is not undone by who approved it."""
    if row.kind in ALWAYS_FOUR_EYES and row.entered_by == str(by) and not by.is_command:
        return Answer(False, "U gaf hier zelf akkoord op. Een collega moet het terugdraaien.")
    return by.may(Right.APPROVE_MONEY)


def _stands(document: Document) -> bool:
    mine = Posting.objects.filter(document=document, reverses=None)
    return mine.exclude(pk__in=Posting.objects.exclude(reverses=None).values("reverses")).exists()


@transaction.atomic
def release_rest(order: Document, *, why: str, by: Actor) -> Document:
    """Let go of what is still open of an order or reservation. It waits for a colleague where four eyes are wanted."""
    require(by, Right.ENTER_MONEY)
    if order.kind not in PROMISED or order.status != DocumentStatus.ENTERED:
        raise RefusedError("Alleen van een opdracht of reservering die geboekt is, kan de rest vrijkomen.")
    if not why.strip():
        raise RefusedError("Schrijf op waarom de rest vrijkomt.")
    parts = tuple(_open_parts(order))
    if not parts:
        raise RefusedError("Van deze toezegging is niets meer over.")
    draft = Draft(
        kind=DocumentKind.RELEASE,
        grant=order.grant_id,
        on=today(),
        delivered=today(),
        parts=parts,
        net=sum((part.amount for part in parts), start=parts[0].amount * 0),
        description=f"Rest vrijgegeven: {order}"[:500],
        party=order.party_id,
        promise=order.pk,
        why=why,
    )
    return _finish(prepare(draft, by=by), (), book=True, by=by)


def _open_parts(order: Document) -> list[Part]:
    rows = PromiseBalance.objects.filter(posting__document=order).select_related("posting").order_by("posting")
    return [
        Part(
            line=row.line_id,
            amount=row.open,
            measure=row.posting.measure_id,
            purpose=row.posting.purpose,
            cost_type=row.posting.cost_type,
        )
        for row in rows
        if row.open > 0
    ]


def can_be_changed(kind: DocumentKind) -> bool:
    """Whether it was entered on the page for documents; the rest has a page of its own."""
    return kind in SHAPES
