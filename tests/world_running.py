"""Money under way in a municipality of the tests: one of everything that runs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.access import command
from kapstok.grants.models import EligibilityQuestion, Grant
from kapstok.ledger.covering import cover_from_own_means
from kapstok.ledger.drafts import Draft, Part, SubsidyTerms
from kapstok.ledger.entering import enter, enter_at_once, prepare
from kapstok.ledger.filling import fill
from kapstok.ledger.kinds import DocumentKind, Recognition
from kapstok.ledger.models import Document, Instrument, Line
from kapstok.ledger.running.queries import uncovered
from kapstok.ledger.subsidies import plan_advance
from kapstok.parties.models import Party
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.versions import freeze

BY = command("test")
DAY = date(2023, 9, 1)


@dataclass(frozen=True, slots=True)
class Running:
    """Ids: what is to be covered and was covered, a transfer that waits, a subsidy with a planned advance."""

    uncovered: int
    cover: int
    transfer: int
    subsidy: int
    advance: int
    instrument: int
    question: int
    year: int


def running(plan: Plan, party: Party) -> Running:
    if not Line.objects.exists():
        fill(plan, freeze(plan, document_of(plan), by=BY), by=BY)
    line = Line.objects.filter(kind="budget").earliest("id").pk
    for amount in (900, 800):
        enter_at_once(_draft(DocumentKind.INVOICE, (line, amount), delivered=date(2021, 1, 1)), by=BY)
    cover = cover_from_own_means(uncovered().earliest("id"), why="te vroeg", by=BY)
    transfer = prepare(_draft(DocumentKind.TRANSFER, (line, -1), (line, 1), why="schuiven"), by=BY)
    instrument = Instrument.objects.create(name="Subsidie", recognition=Recognition.OVER_PERIOD)
    terms = SubsidyTerms(instrument=instrument.pk, starts=DAY, ends=date(2023, 12, 31))
    decided = prepare(_draft(DocumentKind.SUBSIDY, (line, 100), subsidy=terms, party=party.pk), by=BY)
    enter(decided, by=command("collega"))
    document = Document.objects.select_related("subsidy").get(pk=decided.pk)
    advance = plan_advance(document.subsidy, on=DAY, amount=Decimal(50), by=BY)
    return Running(
        uncovered().earliest("id").pk, cover.pk, transfer.pk, decided.pk, advance.pk, instrument.pk,
        EligibilityQuestion.objects.earliest("id").pk, DAY.year,
    )  # fmt: skip


def _draft(kind: DocumentKind, *parts: tuple[int, int], **more: object) -> Draft:
    divided = tuple(Part(line=line, amount=Decimal(amount)) for line, amount in parts)
    facts = {"on": DAY, "delivered": DAY, "net": sum((part.amount for part in divided), Decimal(0))} | more
    return Draft(kind=kind, grant=Grant.objects.get().pk, parts=divided, **facts)  # type: ignore[arg-type]
