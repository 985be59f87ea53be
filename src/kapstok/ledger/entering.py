"""Preparing a document, approving it, and withdrawing it. What it does to the money is in `booking`."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict

from django.db.models import F
from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.ledger.booking import entries_of
from kapstok.ledger.drafts import Draft
from kapstok.ledger.kinds import DOCUMENT_LABELS, DocumentKind, DocumentStatus
from kapstok.ledger.models import Conventions, Document, Posting, Split, Subsidy
from kapstok.ledger.posting import Calendar, post, reversal, standing
from kapstok.ledger.refusals import money_act
from kapstok.ledger.rules import may_approve, sums_to

_COLUMNS = (
    "reference", "on", "delivered", "description", "net", "vat", "reclaimable", "hours", "rate", "account",
    "confirmed_on", "why", "illustrative",
)  # fmt: skip
_POINTERS = ("grant", "party", "promise", "corrects", "decision")

# What entering a kind of document brings about besides, in the same transaction: the cost of a subsidy, say.
ENTERED: defaultdict[DocumentKind, list[Callable[[Document, Actor], object]]] = defaultdict(list)

# These put right what was there before: taking them back alone would lose a cost.
STANDS = {
    DocumentKind.COVER: "Dek het anders: zet de kosten eerst terug onder ‘te dekken’.",
    DocumentKind.DETERMINATION: "Stel de subsidie opnieuw vast; dan boekt Kapstok het verschil.",
}


class DuplicateError(RefusedError):
    """This invoice is there already; `first` is the document."""

    def __init__(self, first: Document) -> None:
        self.first = first
        super().__init__("Deze factuur is al ingevoerd: zelfde organisatie, nummer en bedrag.")


@money_act
def prepare(draft: Draft, *, by: Actor) -> Document:
    """Keep a document that waits for approval. RefusedError when its parts are not its cost; DuplicateError."""
    require(by, Right.ENTER_MONEY)
    _check(draft)
    document = Document.objects.create(
        kind=draft.kind, status=DocumentStatus.PREPARED, prepared_by=str(by), **_columns(draft, by)
    )
    _keep_parts(document, draft)
    audit.record("document prepared", document, by=by, why=draft.why, after=_said(document))
    return document


@money_act
def change(document: Document, draft: Draft, *, version: int, by: Actor) -> Document:
    """Change a document that is still waiting. Whoever changes it is who prepared it."""
    require(by, Right.ENTER_MONEY)
    row = _waiting(document.pk)
    if row.version != version:
        raise RefusedError("Iemand anders heeft dit intussen veranderd. Bekijk het opnieuw.")
    _check(draft, row)
    before = _said(row)
    for name, value in (_columns(draft, by) | {"prepared_by": str(by), "version": version + 1}).items():
        setattr(row, name, value)
    row.save()
    row.splits.all().delete()
    Subsidy.objects.filter(document=row).delete()
    _keep_parts(row, draft)
    audit.record("document changed", row, by=by, before=before, after=_said(row))
    return row


@money_act
def enter(document: Document, *, by: Actor) -> list[Posting]:
    """Approve a document: its postings stand from now on. Refused when somebody else has to look, or a promise does
    not fit; a fact always goes in, and what nothing pays for goes to “te dekken”."""
    require(by, Right.APPROVE_MONEY if _asks_approval(document, by) else Right.ENTER_MONEY)
    row = _waiting(document.pk)
    _refuse_unless_approved(DocumentKind(row.kind), row.prepared_by, by)
    postings = post(row, entries_of(row, list(row.splits.all()), by=by), by=by)
    row.status, row.entered_by, row.entered_at = DocumentStatus.ENTERED, str(by), now()
    row.version += 1
    row.save(update_fields=["status", "entered_by", "entered_at", "version"])
    audit.record(f"{row.kind} entered", row, by=by, after=_said(row, postings))
    _bring_about(row, by)
    return postings


@money_act
def enter_at_once(draft: Draft, *, by: Actor) -> Document:
    """Prepare and enter in one act, where nobody else has to look at it."""
    require(by, Right.ENTER_MONEY)
    _refuse_unless_approved(draft.kind, str(by), by)
    _check(draft)
    document = Document.objects.create(
        kind=draft.kind,
        status=DocumentStatus.ENTERED,
        prepared_by=str(by),
        entered_by=str(by),
        entered_at=now(),
        **_columns(draft, by),
    )
    splits = _keep_parts(document, draft)
    postings = post(document, entries_of(document, splits, by=by), by=by)
    audit.record(f"{draft.kind} entered", document, by=by, why=draft.why, after=_said(document, postings))
    _bring_about(document, by)
    return document


@money_act
def withdraw(document: Document, *, why: str, by: Actor) -> None:
    """What was prepared is not entered after all. It stays to be seen."""
    require(by, Right.ENTER_MONEY)
    row = _waiting(document.pk)
    Document.objects.filter(pk=row.pk).update(
        status=DocumentStatus.WITHDRAWN, why=why or row.why, version=F("version") + 1
    )
    audit.record("document withdrawn", row, by=by, why=why)


@money_act
def take_back(document: Document, *, why: str, by: Actor) -> Document:
    """Reverse every posting of a document that still stands, by a correction that names it."""
    if stands := STANDS.get(DocumentKind(document.kind)):
        raise RefusedError(stands)
    return reverse(document, why=why, by=by)


@money_act
def reverse(document: Document, *, why: str, by: Actor) -> Document:
    """As `take_back`, also of what puts something else right. For acts that take that back as well."""
    require(by, Right.APPROVE_MONEY)
    if not why.strip():
        raise RefusedError("Schrijf op waarom deze boeking wordt teruggedraaid.")
    original = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    postings = standing(list(Posting.objects.filter(document=original)))
    postings = [one for one in postings if not Posting.objects.filter(reverses=one).exists()]
    if not postings:
        raise RefusedError("Hier staat niets meer van. Het is al teruggedraaid, of het is nooit geboekt.")
    calendar = Calendar(by=by)
    correction = Document.objects.create(
        grant_id=original.grant_id, kind=DocumentKind.CORRECTION, on=original.on, delivered=original.delivered,
        account=original.account,
        description=f"Hersteld: {original}"[:500], party_id=original.party_id, corrects=original,
        prepared_by=str(by), entered_by=str(by), entered_at=now(), why=why, illustrative=original.illustrative,
    )  # fmt: skip
    post(correction, [reversal(one, calendar.booked(one.delivered)) for one in postings], by=by)
    audit.record("document reversed", original, by=by, why=why, after={"correction": correction.pk})
    return correction


def four_eyes() -> bool:
    """Does this municipality want two people for every act on money?"""
    kept = Conventions.objects.first()
    return bool(kept and kept.four_eyes)


def _asks_approval(document: Document, by: Actor) -> bool:
    return document.prepared_by != str(by)


def _refuse_unless_approved(kind: DocumentKind, prepared_by: str, by: Actor) -> None:
    answer = may_approve(kind, prepared_by, str(by), four_eyes=prepared_by == str(by) and four_eyes())
    if not answer:
        raise RefusedError(answer.why)


def _bring_about(row: Document, by: Actor) -> None:
    for act in ENTERED.get(DocumentKind(row.kind), ()):
        act(row, by)


def _waiting(pk: int) -> Document:
    row = Document.objects.select_for_update(no_key=True).get(pk=pk)
    if row.status != DocumentStatus.PREPARED:
        said = "al geboekt" if row.status == DocumentStatus.ENTERED else "ingetrokken"
        raise RefusedError(f"Deze {DOCUMENT_LABELS[DocumentKind(row.kind)]} is {said}.")
    return row


def _check(draft: Draft, own: Document | None = None) -> None:
    if not draft.parts:
        raise RefusedError("Kies waarvoor dit is: ten minste één regel van de begroting.")
    whole = sums_to((part.amount for part in draft.parts), draft.cost)
    if not whole:
        raise RefusedError(whole.why)
    if draft.kind == DocumentKind.INVOICE and draft.reference:
        same = Document.objects.filter(
            kind=DocumentKind.INVOICE, party=draft.party, reference__iexact=draft.reference, net=draft.net
        ).exclude(status=DocumentStatus.WITHDRAWN)
        if first := next((one for one in same if own is None or one.pk != own.pk), None):
            raise DuplicateError(first)


def _columns(draft: Draft, by: Actor) -> dict[str, object]:
    return (
        {name: getattr(draft, name) for name in _COLUMNS}
        | {f"{name}_id": getattr(draft, name) for name in _POINTERS}
        | {"confirmed_by": str(by) if draft.confirmed_on else ""}
    )


def _keep_parts(document: Document, draft: Draft) -> list[Split]:
    splits = Split.objects.bulk_create(
        Split(
            document=document, position=at, line_id=part.line, measure_id=part.measure,
            purpose=part.purpose, cost_type=part.cost_type, amount=part.amount,
        )
        for at, part in enumerate(draft.parts)
    )  # fmt: skip
    if terms := draft.subsidy:
        given = asdict(terms)
        Subsidy.objects.create(document=document, instrument_id=given.pop("instrument"), **given)
    return splits


def _said(document: Document, postings: Sequence[Posting] = ()) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": document.kind,
        "reference": document.reference,
        "party": document.party_id,
        "amount": document.cost,
        "on": document.on,
    }
    return said | {"postings": len(postings)} if postings else said
