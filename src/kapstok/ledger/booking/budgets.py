"""Budget that changes place, and what a mandate says about that."""

from collections.abc import Sequence

from kapstok.core.access import Answer, RefusedError
from kapstok.core.money import format_euro
from kapstok.ledger.kinds import LineKind, PostingKind
from kapstok.ledger.models import Document, LineBalance, Split
from kapstok.ledger.posting import Calendar, Entry, held
from kapstok.ledger.rules import ZERO, Side, no_room, shifted, transfer_scope
from kapstok.plans.models import MandateRule
from kapstok.plans.statuses import MANDATE_SCOPE_LABELS, Body


def transferred(document: Document, splits: Sequence[Split], calendar: Calendar) -> list[Entry]:
    """Move budget between lines of one source. It needs a reason, and a mandate or a decision that covers it."""
    balances = held({split.line_id for split in splits})
    _check(document, splits, balances)
    booked = calendar.booked(document.on)
    return [
        Entry(
            line=split.line_id,
            kind=PostingKind.BUDGET,
            amount=split.amount,
            delivered=document.on,
            year=booked.year,
            corrects_year=booked.corrects,
        )
        for split in splits
    ]


def _check(document: Document, splits: Sequence[Split], balances: dict[int, LineBalance]) -> None:
    if not document.why.strip():
        raise RefusedError("Schrijf op waarom dit budget verschuift.")
    if len({balances[split.line_id].line.source_id for split in splits}) > 1:
        raise RefusedError("Budget verschuift alleen binnen één geldbron.")
    for split in splits:
        balance = balances[split.line_id]
        if split.amount < 0 and -split.amount > balance.free:
            raise RefusedError(no_room(balance.line.label, -split.amount, balance.free))
    if document.decision_id is None:
        answer = within_mandate([side_of(split, balances[split.line_id]) for split in splits])
        if not answer:
            raise RefusedError(answer.why)


def side_of(split: Split, balance: LineBalance) -> Side:
    return Side(LineKind(balance.line.kind), balance.line.theme_id, split.amount)


def within_mandate(sides: Sequence[Side]) -> Answer:
    """May this be done by mandate alone, without a decision of college or council? Says under which rule."""
    scope, amount = transfer_scope(sides), shifted(sides)
    rule = MandateRule.objects.filter(body=Body.MANDATE_HOLDER, scope=scope).first()
    what = f"{format_euro(amount, cents=True)} {MANDATE_SCOPE_LABELS[scope]} verschuiven"
    if rule is None:
        return Answer(
            False,
            f"In de mandaattabel staat niet dat u {what} mag. Kies het besluit dat dit toestaat, of vul de tabel aan.",
        )
    most = "zonder grens" if rule.maximum is None else f"tot {format_euro(rule.maximum, cents=True)}"
    if rule.maximum is not None and amount > rule.maximum:
        return Answer(False, f"Het mandaat gaat {most}; dit is {what}. Kies het besluit dat dit toestaat.")
    where = f" ({rule.source})" if rule.source else ""
    return Answer(True, f"Dit mag onder mandaat: {MANDATE_SCOPE_LABELS[scope]}, {most}{where}.")


def balanced(splits: Sequence[Split]) -> bool:
    return sum((split.amount for split in splits), ZERO) == ZERO
