"""Acts on lines of the general ledger: coded and booked, set aside, put right after the ledger changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.ledger.entering import four_eyes
from kapstok.ledger.journal.booking import Part, Target, ToBook, charge_all, make_documents
from kapstok.ledger.journal.bulk import among, update
from kapstok.ledger.journal.invoices import link, matches, parties
from kapstok.ledger.kinds import DocumentKind, DocumentStatus, LineKind, PostingKind
from kapstok.ledger.models import Document, JournalImport, JournalLine, Line, PromiseBalance, Split
from kapstok.ledger.refusals import money_act
from kapstok.ledger.rules import may_approve

ZERO = Decimal(0)
NOT_CODED = Q(document=None) | Q(document__status=DocumentStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of the lines: how many were booked (or wait for approval), for how many euros; how many belong to
    an invoice that was there already, were set aside, or have no coding yet."""

    booked: int = 0
    euros: Decimal = ZERO
    waiting: int = 0
    linked: int = 0
    aside: int = 0
    without: int = 0
    taken_up: int = 0
    undone: int = 0


@money_act
def code(lines: Collection[int], *, by: Actor) -> Coded:
    """Book these lines as their coding says: what somebody chose for a line, else what its rule says.

    Facts are never refused: what does not fit goes to “te dekken”. Where two people have to look, the documents wait
    for a colleague. Lines that were coded or are no longer there are passed by.
    """
    require(by, Right.ENTER_MONEY)
    rows = _open(lines)
    coded, aside, without = _divided(rows)
    found = matches([row for row, _ in coded])
    matched = {match.line for match in found}
    done = _book([one for one in coded if one[0].pk not in matched], by=by)
    link(found, by=by)
    _set_aside([row.pk for row in aside], by=by)
    done = replace(done, linked=len(found), aside=len(aside), without=without)
    if rows:
        _write_down(rows[0], done, by=by)
    return done


@money_act
def approve(lines: Collection[int], *, by: Actor) -> Coded:
    """Enter the documents of these lines that wait for approval. RefusedError when somebody else has to look."""
    require(by, Right.APPROVE_MONEY)
    rows = list(
        JournalLine.objects.select_for_update(of=("self", "document"), no_key=True)
        .select_related("document", "added_by")
        .filter(pk__in=lines, document__status=DocumentStatus.PREPARED, document__kind=DocumentKind.JOURNAL)
        .order_by("pk")
    )
    documents = {row.document.pk: row.document for row in rows if row.document}
    asked = four_eyes()
    for document in documents.values():
        answer = may_approve(DocumentKind.JOURNAL, document.prepared_by, str(by), four_eyes=asked)
        if not answer:
            raise RefusedError(answer.why)
    charge_all(_parts(documents), by=by)
    Document.objects.filter(pk__in=documents).update(
        status=DocumentStatus.ENTERED, entered_by=str(by), entered_at=now(), version=2
    )
    done = Coded(booked=len(rows), euros=sum((row.amount for row in rows), ZERO))
    if rows:
        audit.record("journal approved", rows[0].added_by, by=by, after=_said(done))
    return done


@money_act
def choose(line: JournalLine, target: Target, *, by: Actor) -> None:
    """Code this line otherwise than its rule says. Nothing is booked by that."""
    require(by, Right.ENTER_MONEY)
    row = _one_open(line.pk)
    row.line_id, row.measure_id, row.purpose = target.line, target.measure, target.purpose
    row.cost_type, row.promise_id, row.set_aside, row.set_aside_by = target.cost_type, target.promise, False, ""
    row.save(update_fields=["line", "measure", "purpose", "cost_type", "promise", "set_aside", "set_aside_by"])
    audit.record("journal line coding chosen", row, by=by, after=dict(target._asdict()))


@money_act
def put_aside(line: JournalLine, *, by: Actor) -> None:
    """This line is not of the programme."""
    require(by, Right.ENTER_MONEY)
    row = _one_open(line.pk)
    _set_aside([row.pk], by=by)
    audit.record("journal line set aside", row, by=by)


@money_act
def set_aside(lines: Collection[int], *, by: Actor) -> Coded:
    """These lines are not of the programme."""
    require(by, Right.ENTER_MONEY)
    rows = _open(lines)
    _set_aside([row.pk for row in rows], by=by)
    done = Coded(aside=len(rows), euros=sum((row.amount for row in rows), ZERO))
    if rows:
        _write_down(rows[0], done, by=by)
    return done


@money_act
def take_up(lines: Collection[int], *, by: Actor) -> Coded:
    """Lines that were set aside are of the programme after all."""
    require(by, Right.ENTER_MONEY)
    rows = list(JournalLine.objects.select_for_update(no_key=True).filter(pk__in=lines, set_aside=True).order_by("pk"))
    JournalLine.objects.filter(pk__in=[row.pk for row in rows]).update(set_aside=False, set_aside_by="")
    for row in rows[:1]:
        audit.record("journal taken up", row, by=by, after={"lines": len(rows)})
    return Coded(taken_up=len(rows), euros=sum((row.amount for row in rows), ZERO))


class OpenLine(NamedTuple):
    """A line that waits for a coding, with what its rule says; ids."""

    pk: int
    added_by: int
    account: str
    year: int
    booked_on: date
    number: str
    reference: str
    description: str
    amount: Decimal
    party_key: str
    line: int | None
    measure: int | None
    purpose: int | None
    cost_type: str
    promise: int | None
    rule: int | None
    rule_line: int | None
    rule_measure: int | None
    rule_purpose: int | None
    rule_cost_type: str | None
    rule_promise: int | None


def _open(lines: Collection[int]) -> list[OpenLine]:
    """These lines, as far as they still wait for a coding, kept from others.

    Two queries: a row that is read in the query that waits for the lock would be as it was before the wait.
    """
    asked = JournalLine.objects.filter(pk__in=among(list(lines))).order_by("pk")
    list(asked.select_for_update(no_key=True).values_list("pk"))
    fields = [name.replace("rule_", "rule__") for name in OpenLine._fields]
    return list(map(OpenLine._make, asked.filter(NOT_CODED, missing=False, set_aside=False).values_list(*fields)))


def _one_open(pk: int) -> JournalLine:
    row = JournalLine.objects.select_for_update(of=("self",), no_key=True).filter(NOT_CODED, pk=pk).first()
    if row is None:
        raise RefusedError("Deze regel is al geboekt. Draai eerst de boeking terug.")
    return row


Pair = tuple[OpenLine, Target]


def _divided(rows: Sequence[OpenLine]) -> tuple[list[Pair], list[OpenLine], int]:
    """With what they are for, those to set aside, and how many have no coding."""
    payers = Line.objects.filter(kind__in=(LineKind.BUDGET, LineKind.UNALLOCATED))
    grants = dict(payers.values_list("pk", "source__grant"))
    coded, aside, without = [], [], 0
    for row in rows:
        if row.line:
            target = Target(row.line, grants[row.line], row.measure, row.purpose, row.cost_type, row.promise)
            coded.append((row, target))
        elif row.rule_line:
            target = Target(
                row.rule_line, grants[row.rule_line], row.rule_measure, row.rule_purpose, row.rule_cost_type or "",
                row.rule_promise,
            )  # fmt: skip
            coded.append((row, target))
        elif row.rule:
            aside.append(row)
        else:
            without += 1
    return _measured(coded), aside, without


def _measured(coded: list[Pair]) -> list[Pair]:
    """What is part of an order is for the measure of that order, when it has one on that line."""
    promises = {target.promise for _, target in coded if target.promise and not target.measure}
    if not promises:
        return coded
    open_ones = PromiseBalance.objects.filter(posting__document__in=promises, kind=PostingKind.COMMITMENT)
    measures = {
        (document, line): measure
        for document, line, measure in open_ones.values_list("posting__document", "line", "posting__measure")
    }
    return [
        (row, target._replace(measure=target.measure or measures.get((target.promise or 0, target.line))))
        for row, target in coded
    ]


def _book(coded: Sequence[Pair], *, by: Actor) -> Coded:
    if not coded:
        return Coded()
    known = parties()
    lines = [
        ToBook(
            row.pk, row.account, row.year, row.booked_on, row.reference or row.number, row.description, row.amount,
            known.get(row.party_key), target,
        )
        for row, target in coded
    ]  # fmt: skip
    waits = four_eyes()
    status = DocumentStatus.PREPARED if waits else DocumentStatus.ENTERED
    documents = make_documents(lines, status, by=by)
    if not waits:
        parts = [
            Part(document, line.amount, line.delivered, line.target)
            for document, line in zip(documents, lines, strict=True)
        ]
        charge_all(parts, by=by)
    update(JournalLine, [line.pk for line in lines], {"document": documents})
    euros = sum((line.amount for line in lines), ZERO)
    return Coded(waiting=len(lines), euros=euros) if waits else Coded(booked=len(lines), euros=euros)


def _parts(documents: dict[int, Document]) -> list[Part]:
    splits = Split.objects.filter(document__in=documents).order_by("document_id", "position")
    return [
        Part(
            split.document_id, split.amount, documents[split.document_id].delivered,
            Target(
                split.line_id, documents[split.document_id].grant_id, split.measure_id, split.purpose,
                split.cost_type, documents[split.document_id].promise_id,
            ),
        )
        for split in splits
    ]  # fmt: skip


def _set_aside(lines: Sequence[int], *, by: Actor) -> None:
    if lines:
        JournalLine.objects.filter(pk__in=among(lines)).update(set_aside=True, set_aside_by=str(by))


def _write_down(first: OpenLine, done: Coded, *, by: Actor) -> None:
    """One act, however many lines; it stands with the file of the first."""
    file = JournalImport.objects.only("pk").get(pk=first.added_by)
    audit.record("journal coded", file, by=by, after=_said(done))


def _said(done: Coded) -> dict[str, object]:
    kept = {"booked": done.booked, "waiting": done.waiting, "linked": done.linked, "aside": done.aside}
    return {name: number for name, number in kept.items() if number} | {"amount": done.euros}
