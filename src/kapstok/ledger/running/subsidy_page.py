"""What the page and the list of subsidies show, worked out from what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.access import Actor, Right
from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import Table
from kapstok.ledger.kinds import RECOGNITION_LABELS, DocumentKind, DocumentStatus, Recognition
from kapstok.ledger.models import Document, Subsidy
from kapstok.ledger.running import subsidy_queries as queries
from kapstok.ledger.running.showing import may_decide, people
from kapstok.ledger.running.subsidy_queries import Stand, Sums
from kapstok.ledger.subsidies import due_on

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the time line. `state`: done, planned, cost, edge or off. `document`: what is to be paid, if any."""

    on: date
    what: str
    amount: Decimal | None
    state: str = "done"
    document: Document | None = None
    payable: bool = False


def shown(row: Subsidy, by: Actor, today: date) -> dict[str, Any]:
    """Everything the page of a subsidy needs."""
    papers = queries.papers_of(row)
    sums = queries.sums_of([row.document_id]).get(row.document_id, Sums())
    stand = queries.stand_of(row, today)
    waiting = [one for one in (row.document, *papers) if _waits(one)]
    ready = sum(due_on(row, today).values(), ZERO) if by.may(Right.ENTER_MONEY) else ZERO
    return {
        "row": row,
        "document": row.document,
        "stand": queries.STAND_LABELS[stand],
        "stand_key": stand.name.lower(),
        "sums": sums,
        "planned": sum((one.net for one in papers if _is_planned(one)), ZERO),
        "free_after": row.document.cost - (row.determined if row.determined is not None else ZERO),
        "moments": _moments(row, papers),
        "open": _still_open(row, papers, sums, stand, today),
        "waiting": waiting[0] if waiting else None,
        "asked_by": people({waiting[0].prepared_by})[waiting[0].prepared_by] if waiting else "",
        "may_approve": may_decide(waiting[0], by) if waiting else None,
        "may_enter": by.may(Right.ENTER_MONEY),
        "recognition": RECOGNITION_LABELS[Recognition(row.instrument.recognition)],
        "undecided": row.instrument.recognition == Recognition.UNKNOWN,
        "per_month": row.instrument.recognition == Recognition.OVER_PERIOD,
        "ready": ready,
        "splits": list(row.document.splits.select_related("line__source", "measure")),
    }


def _waits(document: Document) -> bool:
    return document.status == DocumentStatus.PREPARED and document.kind != DocumentKind.ADVANCE


def _is_planned(document: Document) -> bool:
    return document.kind == DocumentKind.ADVANCE and document.status == DocumentStatus.PREPARED


def _moments(row: Subsidy, papers: Sequence[Document]) -> list[Moment]:
    decided = _STATES[DocumentStatus(row.document.status)]
    found = [Moment(row.document.on, "Besluit: hoogste bedrag", row.document.cost, decided, row.document)]
    for one in papers:
        state = _STATES[DocumentStatus(one.status)]
        if one.kind == DocumentKind.ADVANCE:
            found.append(Moment(one.on, _payment(one, row), one.net, state, one, payable=state == "planned"))
        else:
            found.append(Moment(one.on, f"Vaststelling {one.reference}".strip(), one.net, state, one))
    found += [Moment(day, "Telt als kosten", total, "cost") for day, total in queries.counted_by_month(row)]
    found.append(Moment(row.ends, "Laatste dag van de activiteit", None, "edge"))
    return sorted(found, key=lambda moment: moment.on)


_STATES = {DocumentStatus.ENTERED: "done", DocumentStatus.PREPARED: "planned", DocumentStatus.WITHDRAWN: "off"}


def _payment(document: Document, row: Subsidy) -> str:
    if document.net < 0:
        return "Terugontvangen"
    return "Betaling" if row.determined_on and document.on >= row.determined_on else "Voorschot"


def _still_open(row: Subsidy, papers: Sequence[Document], sums: Sums, stand: Stand, today: date) -> list[str]:
    """What somebody still has to do, as sentences."""
    found = []
    late = [one for one in papers if _is_planned(one) and one.on <= today]
    if late:
        total = format_euro(sum((one.net for one in late), ZERO), cents=True)
        found.append(f"Voorschot van {total} had betaald kunnen zijn. Leg vast wanneer dat gebeurde.")
    if stand is Stand.ENDED:
        found.append(f"De activiteit is afgelopen op {format_date(row.ends)}. De subsidie moet nog worden vastgesteld.")
    if row.determined is not None and (left := row.determined - sums.paid):
        much = format_euro(abs(left), cents=True)
        found.append(f"{much} is nog te betalen." if left > 0 else f"{much} is te veel betaald en moet terugkomen.")
    if row.determined is None and sums.paid > row.document.cost:
        found.append(f"Er is {format_euro(sums.paid - row.document.cost, cents=True)} meer betaald dan het maximum.")
    return found


def subsidies_table(rows: Sequence[Subsidy], sums: Mapping[int, Sums], today: date) -> Table:
    headings = (
        Heading("Nummer"), Heading("Besluit", Form.DAY), Heading("Organisatie"), Heading("Waarvoor"),
        Heading("Instrument"), Heading("Kosten tellen"), Heading("Vanaf", Form.DAY), Heading("Tot en met", Form.DAY),
        Heading("Hoogste bedrag", Form.EUROS, summed=True), Heading("Telt als kosten", Form.EUROS, summed=True),
        Heading("Betaald", Form.EUROS, summed=True), Heading("Vastgesteld", Form.EUROS, summed=True), Heading("Stand"),
    )  # fmt: skip
    return Table("subsidies", "Subsidies", headings, tuple(_cells(row, sums, today) for row in rows))


def _cells(row: Subsidy, sums: Mapping[int, Sums], today: date) -> tuple[Any, ...]:
    document, of = row.document, sums.get(row.document_id, Sums())
    return (
        document.reference, document.on, document.party.name if document.party else "", document.description,
        row.instrument.name, RECOGNITION_LABELS[Recognition(row.instrument.recognition)], row.starts, row.ends,
        document.cost, of.counted, of.paid, row.determined, queries.STAND_LABELS[queries.stand_of(row, today)],
    )  # fmt: skip
