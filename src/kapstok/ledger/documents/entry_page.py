"""What the page on which a document is entered shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from kapstok.core.access import Actor, Right
from kapstok.core.file_types import ALLOWED
from kapstok.ledger.documents.evidence import Offered
from kapstok.ledger.documents.filled import next_instalment
from kapstok.ledger.documents.forms import DocumentForm
from kapstok.ledger.documents.parties import Unknown
from kapstok.ledger.documents.rows import PREFIX, PartForm
from kapstok.ledger.documents.sheet import Sheet
from kapstok.ledger.kinds import DocumentKind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: its fields, which line pays, and what there is to know."""

    at: int
    form: PartForm
    line: str
    note: str
    amount: Decimal | None


def page_of(sheet: Sheet, files: Offered, *, told: bool, by: Actor) -> dict[str, Any]:
    """`told`: whether what is wrong is said; until somebody saves, it is not."""
    form = sheet.form if told else _quiet(sheet)
    return {
        "kind": sheet.kind.value,
        "shape": sheet.shape,
        "grant": sheet.programme.grant,
        "own": sheet.own,
        "form": form,
        "rows": _rows(sheet, told=told),
        "asks_rows": sheet.asks_rows,
        "wrong": _wrong(sheet) if told else [],
        "cost": sheet.cost,
        "gross": sum(sheet.amounts[:2], ZERO) if sheet.amounts else None,
        "left": sheet.division.left if sheet.division else None,
        "over": -sheet.division.left if sheet.division else None,
        "above": sheet.above,
        "under": sheet.under,
        "follows": sheet.follows,
        "seen": sheet.seen,
        "unused": _unused(sheet),
        "fetches": sheet.seen is None and sheet.valid,
        "newcomer": isinstance(sheet.form.found, Unknown) and not sheet.form.found.why,
        "may_add": by.may(Right.ADD_PARTIES),
        "files": files,
        "megabytes": settings.LARGEST_EVIDENCE // 1_000_000,
        "allowed": ALLOWED,
        "version": form.data.get("version") or (sheet.own.version if sheet.own else ""),
        "instalment": _instalment(sheet),
    }


def _quiet(sheet: Sheet) -> DocumentForm:
    """The same fields and what stands in them, without what is wrong."""
    form = sheet.form
    quiet = DocumentForm(
        initial=_plain(form.data), kind=sheet.kind, shape=sheet.shape, found=form.found, may_add=form.may_add
    )
    quiet.offer(sheet.above)
    return quiet


def _plain(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if value != ""}


def _rows(sheet: Sheet, *, told: bool) -> list[ShownRow]:
    amounts = sheet.division.amounts if sheet.division else ()
    shown = []
    for at, row in enumerate(sheet.rows):
        start = f"{row.prefix}-"
        initial = {name.removeprefix(start): value for name, value in row.data.items() if name.startswith(start)}
        form = row if told else PartForm(initial=initial, prefix=f"{PREFIX}-{at}", programme=sheet.programme)
        row.is_valid()
        amount = amounts[at] if at < len(amounts) else None
        shown.append(ShownRow(at, form, row.line_words(), row.note(), amount))
    return shown


def _wrong(sheet: Sheet) -> list[tuple[str, str]]:
    """Everything at once: the field to go to (empty when there is none) and what is wrong."""
    found = [("", problem) for problem in sheet.problems]
    for form in [sheet.form, *(sheet.rows if sheet.asks_rows else [])]:
        found += [("", str(error)) for error in form.non_field_errors()]
        found += [(field.auto_id, str(error)) for field in form.visible_fields() for error in field.errors]
    return found


def _unused(sheet: Sheet) -> bool:
    """It is part of an order, but is divided in such a way that it does not use it up."""
    is_part = sheet.kind in (DocumentKind.INVOICE, DocumentKind.ORDER) and sheet.under is not None
    return bool(is_part and sheet.seen and not sheet.seen.refused and not sheet.seen.used)


def _instalment(sheet: Sheet) -> dict[str, Any] | None:
    found = next_instalment(sheet.programme) if sheet.kind is DocumentKind.RECEIPT else None
    return {"month": found[0], "amount": found[1]} if found else None
