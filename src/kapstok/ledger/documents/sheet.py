"""A document as it is being entered: what was asked and answered, what it costs, and what it would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kapstok.core.access import Actor, Right
from kapstok.core.asked import number
from kapstok.ledger.documents.dividing import Division, alike, divided
from kapstok.ledger.documents.foresight import Foresight, foresight
from kapstok.ledger.documents.forms import DocumentForm
from kapstok.ledger.documents.parties import Unknown, found_municipality, found_party
from kapstok.ledger.documents.programme import Programme
from kapstok.ledger.documents.rows import PREFIX, PartForm, asked_rows
from kapstok.ledger.documents.shapes import SHAPES, Shape
from kapstok.ledger.documents.under import Above, above
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document
from kapstok.ledger.rules import sums_to
from kapstok.parties.models import Municipality, Party

LONGEST = 200


@dataclass(slots=True)
class Sheet:
    """The forms always hold what was sent. `own`: the document that is being changed."""

    kind: DocumentKind
    programme: Programme
    form: DocumentForm
    rows: list[PartForm]
    above: list[Above]
    division: Division | None
    under: Document | None = None
    own: Document | None = None
    problems: list[str] = field(default_factory=list)
    seen: Foresight | None = None

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]

    @property
    def amounts(self) -> tuple[Decimal, Decimal, Decimal] | None:
        return self.form.amounts()

    @property
    def cost(self) -> Decimal | None:
        """What it costs the programme, without the sign of the kind."""
        found = self.amounts
        return None if found is None else found[0] + found[1] - found[2]

    @property
    def follows(self) -> bool:
        """A payment is divided as its invoice is."""
        return self.kind is DocumentKind.PAYMENT and self.under is not None

    @property
    def asks_rows(self) -> bool:
        return self.shape.divided and not self.follows

    @property
    def valid(self) -> bool:
        rows = all(row.is_valid() for row in self.rows) if self.asks_rows else True
        return self.form.is_valid() and rows and not self.problems

    def draft(self, party: int | None, why: str = "") -> Draft:
        """The document as values. Only when it is valid."""
        assert self.amounts is not None
        cleaned, sign = self.form.cleaned_data, self.sign
        net, vat, reclaimable = (sign * amount for amount in self.amounts)
        on = cleaned["on"]
        name = self.shape.title + (f" {cleaned['reference']}" if cleaned.get("reference") else "")
        return Draft(
            kind=self.kind,
            grant=self.programme.grant.pk,
            on=on,
            delivered=cleaned.get("delivered") or on,
            parts=tuple(self.parts()),
            net=net,
            vat=vat,
            reclaimable=reclaimable,
            reference=" ".join(cleaned.get("reference", "").split()),
            description=" ".join(cleaned.get("description", "").split()) or name,
            party=party,
            hours=cleaned.get("hours"),
            rate=cleaned.get("rate"),
            promise=self.under.pk if self.under and not self.shape.fixes else None,
            corrects=self.under.pk if self.under and self.shape.fixes else None,
            confirmed_on=(cleaned.get("confirmed_on") or on) if cleaned.get("confirmed") else None,
            why=why,
        )

    @property
    def sign(self) -> int:
        if self.follows and self.under is not None and self.under.gross < 0:
            return -1
        return self.shape.sign

    def parts(self) -> list[Part]:
        assert self.cost is not None
        cost = self.sign * self.cost
        if not self.shape.divided:
            assert self.programme.cash is not None
            return [Part(line=self.programme.cash.pk, amount=cost)]
        if self.follows:
            return self._as_invoice(cost)
        assert self.division is not None
        return [
            part
            for row, amount in zip(self.rows, self.division.amounts, strict=True)
            for part in row.parts(self.sign * amount)
        ]

    def _as_invoice(self, cost: Decimal) -> list[Part]:
        assert self.under is not None
        splits = list(self.under.splits.all())
        shares = alike(abs(cost), [split.amount for split in splits])
        return [
            Part(
                line=split.line_id,
                amount=self.sign * amount,
                measure=split.measure_id,
                purpose=split.purpose,
                cost_type=split.cost_type,
            )
            for split, amount in zip(splits, shares, strict=True)
            if amount
        ]


def sheet_of(
    kind: DocumentKind,
    programme: Programme,
    sent: Mapping[str, str],
    *,
    here: Municipality,
    by: Actor,
    own: Document | None = None,
) -> Sheet:
    """Everything that was sent, looked at as a whole. What is not right yet stands in the forms and in `problems`."""
    shape = SHAPES[kind]
    found = _party(shape, str(sent.get("party", "")), here)
    form = DocumentForm(sent, kind=kind, shape=shape, found=found, may_add=by.may(Right.ADD_PARTIES))
    chosen = number(str(sent.get("under", "")))
    offered = above(shape, programme.grant.pk, found.pk if isinstance(found, Party) else None, chosen)
    form.offer(offered)
    under = _under(offered, chosen)
    rows = [PartForm(sent, prefix=f"{PREFIX}-{at}", programme=programme) for at in range(asked_rows(sent))]
    sheet = Sheet(kind, programme, form, rows if shape.divided else [], offered, None, under=under, own=own)
    _weigh(sheet)
    return sheet


def _party(shape: Shape, name: str, here: Municipality) -> Party | Unknown | None:
    """Looked up before the form is judged: what the document can be part of depends on it."""
    if not shape.party or not name.strip() or "\0" in name or len(name) > LONGEST:
        return None
    return (found_municipality if shape.municipality else found_party)(name, here)


def _under(offered: list[Above], chosen: int | None) -> Document | None:
    if not chosen or chosen not in {one.pk for one in offered}:
        return None
    return Document.objects.prefetch_related("splits").get(pk=chosen)


def _weigh(sheet: Sheet) -> None:
    """Divide the cost over the rows and say what does not add up."""
    sheet.form.is_valid()
    if sheet.shape.fixes and sheet.under is None and "under" not in sheet.form.errors:
        sheet.form.add_error("under", f"Kies bij “{sheet.shape.under_asked}” welke het is.")
    if not sheet.shape.divided and sheet.programme.cash is None:
        sheet.problems.append("Deze uitkering heeft nog geen plek voor ontvangsten. Stel eerst het plan vast.")
    if not sheet.asks_rows:
        return
    if all(row.is_valid() for row in sheet.rows) and sheet.cost is not None:
        sheet.division = divided(sheet.cost, [row.cleaned_data["amount"] for row in sheet.rows])
        whole = sums_to(sheet.division.amounts, sheet.cost)
        if not whole:
            sheet.problems.append(whole.why)
        elif any(not amount for amount in sheet.division.amounts) and len(sheet.rows) > 1:
            sheet.problems.append("Er is een deel zonder bedrag. Vul het in of haal het weg.")


def foresee(sheet: Sheet, *, by: Actor) -> None:
    """Work out what it would do, as far as it is right."""
    if sheet.valid:
        sheet.seen = foresight(sheet.draft(None), sheet.programme, by=by)
