"""The money of the world: an order that is booked, with evidence, and an invoice that waits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.access import command
from kapstok.core.filing import looked_at
from kapstok.ledger.documents.evidence import add_evidence
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter_at_once, prepare
from kapstok.ledger.filling import fill
from kapstok.ledger.kinds import DocumentKind, LineKind
from kapstok.ledger.models import Line
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.versions import freeze

BY, DAY = command("test"), date(2023, 9, 1)


@dataclass(frozen=True, slots=True)
class Money:
    """Ids."""

    order: int
    waiting: int
    evidence: int


def money_of(plan: Plan) -> Money:
    fill(plan, freeze(plan, document_of(plan), by=BY), by=BY)
    line = Line.objects.filter(kind=LineKind.BUDGET).earliest("pk")
    order, invoice = (
        Draft(
            kind=kind,
            grant=plan.grant_id,
            on=DAY,
            delivered=DAY,
            net=Decimal(100),
            parts=(Part(line=line.pk, amount=Decimal(100)),),
            description=kind.value,
        )
        for kind in (DocumentKind.ORDER, DocumentKind.INVOICE)
    )
    booked = enter_at_once(order, by=BY)
    proof = add_evidence(booked, looked_at("opdracht.pdf", b"%PDF-1.7 opdracht"), by=BY)
    return Money(booked.pk, prepare(invoice, by=BY).pk, proof.pk)
