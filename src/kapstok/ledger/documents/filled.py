"""What stands in the form: as it was sent, as a button changed it, or as it is filled in beforehand."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from kapstok.core.asked import number
from kapstok.core.money import parse_amount
from kapstok.grants.rules import payment_schedule
from kapstok.ledger.documents.dividing import ZERO, evenly, vat_at
from kapstok.ledger.documents.fields import typed
from kapstok.ledger.documents.forms import OTHER, RATE_CHOICES
from kapstok.ledger.documents.programme import Programme
from kapstok.ledger.documents.rows import MOST, PREFIX, RowValues, asked_rows
from kapstok.ledger.documents.shapes import SHAPES
from kapstok.ledger.kinds import DocumentKind, PostingKind
from kapstok.ledger.models import Document, PromiseBalance, SourceBalance, Split

Typed = dict[str, str]
NAMES = ("place", "source", "purpose", "cost_type", "amount")
RATES = {key for key, _ in RATE_CHOICES}
FROM_PAPER = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})  # these have a date of their own


def with_vat(sent: Typed) -> Typed:
    """Work out the VAT at the rate that was chosen; an amount that somebody typed herself stays."""
    rate, vat, was = sent.get("vat_rate", ""), sent.get("vat", ""), sent.get("vat_was", "")
    if rate not in RATES:
        return sent
    if vat.strip() and vat != was:
        return sent | {"vat_rate": OTHER, "vat_was": ""} if rate != OTHER else sent
    net = _euros(sent.get("net", ""))
    if rate == OTHER or net is None:
        return sent
    worked_out = typed(vat_at(net, Decimal(rate)))
    return sent | {"vat": worked_out, "vat_was": worked_out}


def _euros(text: str) -> Decimal | None:
    try:
        return parse_amount(text).low
    except ValueError:
        return None


def pressed(act: str, sent: Typed, cost: Decimal | None) -> Typed:
    """What a button does to the rows: one more, one less, or the cost over all of them alike."""
    rows = rows_in(sent)
    name, _, which = act.partition(":")
    match name:
        case "more" if len(rows) < MOST:
            rows.append(RowValues(source=rows[-1].source))
        case "less" if (at := number(which)) is not None and at < len(rows) and len(rows) > 1:
            del rows[at]
        case "even" if cost is not None:
            parts = evenly(cost, len(rows))
            rows = [_with_amount(row, part) for row, part in zip(rows, parts, strict=True)]
        case _:
            return sent
    return with_rows(sent, rows)


def rows_in(sent: Mapping[str, str]) -> list[RowValues]:
    return [
        RowValues(**{name: sent.get(f"{PREFIX}-{at}-{name}", "") for name in NAMES}) for at in range(asked_rows(sent))
    ]


def with_rows(sent: Typed, rows: Iterable[RowValues]) -> Typed:
    kept = {name: value for name, value in sent.items() if not name.startswith(f"{PREFIX}-")}
    listed = list(rows)
    for at, row in enumerate(listed):
        kept |= row.typed(at)
    return kept | {"rows": str(len(listed))}


def _with_amount(row: RowValues, amount: Decimal) -> RowValues:
    return RowValues(row.place, row.source, row.purpose, row.cost_type, typed(amount))


def blank(kind: DocumentKind, programme: Programme, today: date) -> Typed:
    """A new document: today, where that is likely, and one row on the grant's own money."""
    first: Typed = {} if kind in FROM_PAPER else {"on": today.isoformat()}
    if kind is DocumentKind.RECEIPT:
        first |= _next_instalment(programme)
    if not SHAPES[kind].divided:
        return first
    return with_rows(first, [RowValues(source=str(programme.own_source.pk))])


def _next_instalment(programme: Programme) -> Typed:
    return {"net": typed(found[1])} if (found := next_instalment(programme)) else {}


def next_instalment(programme: Programme) -> tuple[date, Decimal] | None:
    """The month and the euros of the first payment of the state that was not received yet, by the schedule."""
    award = programme.grant.award
    if programme.regulation is None or award is None:
        return None
    received = SourceBalance.objects.get(source=programme.own_source).received
    until = ZERO
    for instalment in payment_schedule(programme.regulation, award):
        until += instalment.amount
        if until > received:
            return instalment.due, min(instalment.amount, until - received)
    return None


def under(first: Typed, above: Document, programme: Programme) -> Typed:
    """A new document that is part of `above`: the same party, and divided as what is left of it."""
    found = first | {"under": str(above.pk), "party": str(above.party or "")}
    if above.kind == DocumentKind.INVOICE:
        found |= {"delivered": above.delivered.isoformat()}
    return with_rows(found, rows_of(above, programme)) if "rows" in first else found


def rows_of(above: Document, programme: Programme) -> list[RowValues]:
    """How a document is divided, or what is left of a promise; one row without an amount takes all there is."""
    promised = PromiseBalance.objects.filter(posting__document=above).select_related("posting").order_by("posting")
    wanted = {PostingKind.COMMITMENT.value, PostingKind.RESERVATION.value}
    open_parts = [
        (one.line_id, one.posting.measure_id, one.posting.purpose, one.posting.cost_type, one.open)
        for one in promised
        if one.kind in wanted and one.open > 0
    ]
    parts = open_parts or [_part(split) for split in above.splits.all()]
    rows = grouped(parts, programme)
    if len(rows) == 1:
        rows = [RowValues(rows[0].place, rows[0].source, rows[0].purpose, rows[0].cost_type)]
    return rows or [RowValues(source=str(programme.own_source.pk))]


PartOf = tuple[int, int | None, int | None, str, Decimal]


def _part(split: Split) -> PartOf:
    return split.line_id, split.measure_id, split.purpose, split.cost_type, abs(split.amount)


def grouped(parts: Iterable[PartOf], programme: Programme) -> list[RowValues]:
    """Parts as rows: what only differs in purpose is one row when the plan divides it just so."""
    found: dict[tuple[int, int | None, str], list[tuple[int | None, Decimal]]] = {}
    for line, measure, purpose, cost_type, amount in parts:
        found.setdefault((line, measure, cost_type), []).append((purpose, amount))
    rows = []
    for (line, measure, cost_type), over in found.items():
        planned = set(programme.shares.get(measure or 0, {}) or {None})
        pairs = [(None, sum((amount for _, amount in over), ZERO))] if {p for p, _ in over} == planned else over
        rows += [_row(programme, line, measure, purpose, cost_type, amount) for purpose, amount in pairs]
    return rows


def _row(
    programme: Programme, line: int, measure: int | None, purpose: int | None, cost_type: str, amount: Decimal
) -> RowValues:
    known = programme.lines.get(line)
    return RowValues(
        place=programme.place_of(measure, line),
        source=str(known.source_id) if known else "",
        purpose=str(purpose or ""),
        cost_type=cost_type,
        amount=typed(amount),
    )


def as_typed(document: Document, programme: Programme) -> Typed:
    """A document that is there already, as somebody would type it."""
    kind = DocumentKind(document.kind)
    above = document.corrects_id if SHAPES[kind].fixes else document.promise_id
    found = {
        "party": str(document.party or ""),
        "reference": document.reference,
        "description": document.description,
        "on": document.on.isoformat(),
        "delivered": document.delivered.isoformat(),
        "hours": typed(document.hours),
        "rate": typed(document.rate),
        "net": typed(abs(document.net)),
        "vat_rate": OTHER,
        "vat": typed(abs(document.vat)),
        "reclaimable": typed(abs(document.reclaimable)) if document.reclaimable else "",
        "under": str(above or ""),
        "confirmed": "on" if document.confirmed_on else "",
        "confirmed_on": document.confirmed_on.isoformat() if document.confirmed_on else "",
    }
    return with_rows(found, grouped([_part(split) for split in document.splits.all()], programme))
