"""Subsidies: the decision is a commitment, advances are payments, and the cost counts as its instrument says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import apportion, format_euro
from kapstok.ledger.booking.facts import charges
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import ENTERED, change, enter, four_eyes, prepare
from kapstok.ledger.kinds import DocumentKind, DocumentStatus, PostingKind, Recognition
from kapstok.ledger.models import Document, LineBalance, Posting, Split, Subsidy
from kapstok.ledger.posting import ZERO, Calendar, Entry, post
from kapstok.ledger.recognition import at_advances, divided, over_period
from kapstok.ledger.refusals import money_act
from kapstok.ledger.rules import no_room


@money_act
def ask_subsidy(draft: Draft, *, by: Actor) -> Document:
    """Prepare the registration of a decision; a colleague approves it. Refused at once when it does not fit."""
    require(by, Right.ENTER_MONEY)
    keys = [(part.line, part.measure) for part in draft.parts]
    if len(set(keys)) < len(keys):
        raise RefusedError("Noem elke begrotingsregel met dezelfde maatregel maar één keer.")
    asked: dict[int, Decimal] = {}
    for part in draft.parts:
        asked[part.line] = asked.get(part.line, ZERO) + part.amount
    for balance in LineBalance.objects.filter(line__in=asked, has_ceiling=True).select_related("line"):
        if asked[balance.line_id] > balance.free:
            raise RefusedError(no_room(balance.line.label, asked[balance.line_id], balance.free))
    return prepare(draft, by=by)


@money_act
def plan_advance(subsidy: Subsidy, *, on: date, amount: Decimal, by: Actor) -> Document:
    """An advance that will be paid on that day; it waits until somebody says that it was."""
    require(by, Right.ENTER_MONEY)
    return prepare(_payment(subsidy, on, amount), by=by)


@money_act
def pay_advance(advance: Document, *, on: date, by: Actor) -> bool:
    """This advance was paid, on that day. False when a colleague has to look at the other date first."""
    require(by, Right.ENTER_MONEY)
    if on > clock.today():
        raise RefusedError("Deze dag moet nog komen. Leg de betaling vast als zij is gedaan.")
    row = _locked(advance)
    if row.on != on:
        subsidy = Subsidy.objects.select_related("document").get(document=row.promise_id)
        row = change(row, _payment(subsidy, on, row.net), version=row.version, by=by)
        if four_eyes():
            return False
    enter(row, by=by)
    return True


def _payment(subsidy: Subsidy, on: date, amount: Decimal) -> Draft:
    document = subsidy.document
    if document.status != DocumentStatus.ENTERED:
        raise RefusedError("De subsidie is nog niet goedgekeurd. Een voorschot kan daarna.")
    if amount == 0 or (amount < 0 and subsidy.determined is None):
        raise RefusedError("Een voorschot is meer dan € 0. Wat terugkomt, legt u vast na de vaststelling.")
    splits = list(document.splits.all())
    shares = apportion(amount, {split.pk: split.amount for split in splits})
    parts = tuple(
        Part(line=split.line_id, measure=split.measure_id, purpose=split.purpose, cost_type=split.cost_type,
             amount=shares[split.pk])
        for split in splits
    )  # fmt: skip
    what = "Voorschot" if subsidy.determined is None else "Betaling na vaststelling"
    return Draft(
        kind=DocumentKind.ADVANCE, grant=document.grant_id, on=on, delivered=on, net=amount, parts=parts,
        party=document.party_id, promise=document.pk, description=f"{what} {document.reference}".strip(),
        illustrative=document.illustrative,
    )  # fmt: skip


@money_act
def ask_determination(subsidy: Subsidy, *, amount: Decimal, on: date, reference: str, why: str, by: Actor) -> Document:
    """Prepare the determination of this subsidy; a colleague approves it. Above its maximum is refused."""
    require(by, Right.ENTER_MONEY)
    document = subsidy.document
    if document.status != DocumentStatus.ENTERED:
        raise RefusedError("De subsidie is nog niet goedgekeurd. Vaststellen kan daarna.")
    if amount > document.cost:
        most, over = format_euro(document.cost, cents=True), format_euro(amount - document.cost, cents=True)
        raise RefusedError(f"Dit is {over} meer dan het maximum van {most}. Vaststellen kan tot het maximum.")
    if subsidy.instrument.recognition == Recognition.UNKNOWN:
        raise RefusedError("Kies eerst bij Afspraken wanneer de kosten van dit instrument tellen.")
    if Document.objects.filter(
        promise=document, kind=DocumentKind.DETERMINATION, status=DocumentStatus.PREPARED
    ).exists():
        raise RefusedError("Er wacht al een vaststelling op akkoord.")
    if subsidy.determined is not None and not why.strip():
        raise RefusedError("Deze subsidie is al vastgesteld. Schrijf op waarom dat anders wordt.")
    splits = list(document.splits.all())
    shares = apportion(amount, {split.pk: split.amount for split in splits})
    parts = tuple(Part(line=one.line_id, measure=one.measure_id, amount=shares[one.pk]) for one in splits)
    draft = Draft(
        kind=DocumentKind.DETERMINATION, grant=document.grant_id, on=on, delivered=on, net=amount, parts=parts,
        party=document.party_id, promise=document.pk, reference=reference, why=why,
        description=f"Vaststelling {document.reference}".strip(), illustrative=document.illustrative,
    )  # fmt: skip
    return prepare(draft, by=by)


@money_act
def recognise(subsidy: Subsidy, *, as_of: date, by: Actor) -> Decimal:
    """Count the cost of this subsidy up to and including a day, as its instrument says. Gives the euros added.

    Doing it again adds nothing. Nothing is counted while nobody chose how, nor after the determination.
    """
    require(by, Right.ENTER_MONEY)
    if as_of > max(clock.today(), subsidy.document.on):
        raise RefusedError("Kosten tellen mee tot en met vandaag. Wat later komt, telt u later.")
    _locked(subsidy.document)
    due = due_on(subsidy, as_of)
    if not due:
        return ZERO
    document, calendar = subsidy.document, Calendar(by=by)
    splits = {split.pk: split for split in document.splits.all()}
    wholes = [_whole(splits[part], day, amount, calendar) for (part, day), amount in sorted(due.items())]
    post(document, charges(wholes, grant=document.grant_id, promise=document.pk), by=by)
    total = sum(due.values(), ZERO)
    audit.record("cost recognised", document, by=by, after={"amount": total, "until": as_of})
    return total


def due_on(subsidy: Subsidy, as_of: date) -> dict[tuple[int, date], Decimal]:
    """What is still to be counted by then: euros per part (its id) and day."""
    document = subsidy.document
    if document.status != DocumentStatus.ENTERED or subsidy.determined is not None or not _stands(document):
        return {}
    splits = list(document.splits.all())
    wanted = divided(
        {day: amount for day, amount in _wanted(subsidy).items() if day <= as_of},
        {split.pk: split.amount for split in splits},
    )
    there = {key: amount for key, amount in _there(document, splits).items() if key[1] <= as_of}
    found = {key: wanted.get(key, ZERO) - there.get(key, ZERO) for key in wanted.keys() | there.keys()}
    return {key: amount for key, amount in found.items() if amount}


def _wanted(subsidy: Subsidy) -> Mapping[date, Decimal]:
    """The whole course of the cost, by day."""
    document = subsidy.document
    match Recognition(subsidy.instrument.recognition):
        case Recognition.AT_AWARD:
            return {document.on: document.cost}
        case Recognition.OVER_PERIOD:
            return over_period(document.cost, subsidy.starts, subsidy.ends)
        case Recognition.AT_ADVANCE:
            paid = Posting.objects.filter(
                document__promise=document, kind=PostingKind.PAYMENT, reversed_by=None
            ).values("delivered")
            each = paid.order_by("delivered").annotate(paid=Sum("amount"))
            return at_advances([(row["delivered"], row["paid"]) for row in each], document.cost)
        case _:
            return {}


def _there(document: Document, splits: list[Split]) -> dict[tuple[int, date], Decimal]:
    """What was counted already, wherever it had to be charged."""
    parts = {(split.line_id, split.measure_id): split.pk for split in splits}
    found: dict[tuple[int, date], Decimal] = {}
    for posting in Posting.objects.filter(document=document, kind=PostingKind.EXPENSE):
        key = (parts[posting.intended_id or posting.line_id, posting.measure_id], posting.delivered)
        found[key] = found.get(key, ZERO) + posting.amount
    return found


def _whole(split: Split, day: date, amount: Decimal, calendar: Calendar) -> Entry:
    booked = calendar.booked(day)
    return Entry(
        line=split.line_id, kind=PostingKind.EXPENSE, amount=amount, delivered=day, year=booked.year,
        corrects_year=booked.corrects, measure=split.measure_id, purpose=split.purpose, cost_type=split.cost_type,
    )  # fmt: skip


def _stands(document: Document) -> bool:
    """Was the decision not taken back?"""
    return not Posting.objects.filter(
        reverses__document=document, kind=PostingKind.COMMITMENT, reverses__adjusts=None
    ).exists()


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(no_key=True, of=("self",)).get(pk=document.pk)


def _recognise_award(document: Document, by: Actor) -> None:
    recognise(_subsidy(document.pk), as_of=max(document.on, clock.today()), by=by)


def _recognise_advance(document: Document, by: Actor) -> None:
    if document.promise_id and Subsidy.objects.filter(document=document.promise_id).exists():
        recognise(_subsidy(document.promise_id), as_of=clock.today(), by=by)


def _keep_determined(document: Document, by: Actor) -> None:
    Subsidy.objects.filter(document=document.promise_id).update(determined=document.net, determined_on=document.on)


def _subsidy(document: int) -> Subsidy:
    return Subsidy.objects.select_related("document", "instrument").get(document=document)


def register_hooks() -> None:
    """What entering these documents brings about; asked for once, when the apps are ready."""
    ENTERED[DocumentKind.SUBSIDY].append(_recognise_award)
    ENTERED[DocumentKind.ADVANCE].append(_recognise_advance)
    ENTERED[DocumentKind.DETERMINATION].append(_keep_determined)
