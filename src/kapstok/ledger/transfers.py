"""Moving budget: what a transfer would do, and asking for one. A colleague approves it (`entering.enter`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.access import Actor, Answer, RefusedError, Right, require
from kapstok.core.money import format_euro
from kapstok.ledger.booking.budgets import within_mandate
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import prepare
from kapstok.ledger.kinds import DocumentKind, LineKind
from kapstok.ledger.models import Document, LineBalance
from kapstok.ledger.refusals import money_act
from kapstok.ledger.rules import ZERO, Side, no_room

MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Move:
    """This many euros to a line (its id)."""

    to: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """A line with what it has free now and after the transfer, in euros."""

    line: int
    label: str
    amount: Decimal
    free: Decimal

    @property
    def left(self) -> Decimal:
        return self.free + self.amount


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transfer would do, the giving line first. `wrong`: why it cannot be; `mandate`: does that cover it."""

    effects: tuple[Effect, ...]
    wrong: tuple[str, ...]
    mandate: Answer

    def allowed(self, decision: int | None) -> Answer:
        """May it be asked for? `decision` is the id of the registered decision that allows it, if one was chosen."""
        if self.wrong:
            return Answer(False, " ".join(self.wrong))
        return Answer(True) if decision else self.mandate


def outcome(frm: int, moves: Sequence[Move]) -> Outcome:
    """Work out a transfer from one line to others. Reads their balances; changes nothing."""
    total = sum((move.amount for move in moves), ZERO)
    balances = {row.line_id: row for row in _balances({frm, *(move.to for move in moves)})}
    if frm not in balances or any(move.to not in balances for move in moves):
        return Outcome((), ("Kies begrotingsregels uit de lijst.",), Answer(False))
    asked = [(balances[frm], -total)] + [(balances[move.to], move.amount) for move in moves]
    effects = tuple(Effect(row.line_id, row.line.label, amount, row.free) for row, amount in asked)
    sides = [Side(LineKind(row.line.kind), row.line.theme_id, amount) for row, amount in asked]
    wrong = tuple(_wrong(balances[frm], moves, [row for row, _ in asked[1:]]))
    return Outcome(effects, wrong, Answer(False) if wrong else within_mandate(sides))


@money_act
def ask_transfer(
    *, frm: int, moves: Sequence[Move], on: date, why: str, by: Actor, decision: int | None = None
) -> Document:
    """Prepare a transfer; somebody else approves it. RefusedError, with figures, when it could not be approved."""
    require(by, Right.ENTER_MONEY)
    if not why.strip():
        raise RefusedError("Schrijf op waarom dit budget verschuift.")
    effect = outcome(frm, moves)
    if not (answer := effect.allowed(decision)):
        raise RefusedError(answer.why)
    source = LineBalance.objects.select_related("line__source").get(line=frm).line.source
    total = sum((move.amount for move in moves), ZERO)
    parts = (Part(line=frm, amount=-total), *(Part(line=move.to, amount=move.amount) for move in moves))
    draft = Draft(
        kind=DocumentKind.TRANSFER, grant=source.grant_id, on=on, delivered=on, parts=parts, net=ZERO, why=why,
        decision=decision, description=_said(effect, total),
    )  # fmt: skip
    return prepare(draft, by=by)


def _said(effect: Outcome, total: Decimal) -> str:
    """€ 1.000,00 van Onvoorzien naar Sport"""
    giving, *getting = effect.effects
    to = ", ".join(one.label for one in getting)
    return f"{format_euro(total, cents=True)} van {giving.label} naar {to}"[:500]


def _balances(lines: set[int]) -> list[LineBalance]:
    budgets = (LineKind.BUDGET, LineKind.UNALLOCATED)
    rows = LineBalance.objects.filter(line__in=lines, line__kind__in=budgets)
    return list(rows.select_related("line__source"))


def _wrong(giving: LineBalance, moves: Sequence[Move], getting: Sequence[LineBalance]) -> list[str]:
    found, total = [], sum((move.amount for move in moves), ZERO)
    if not getting or any(row.line_id == giving.line_id for row in getting):
        found.append("Kies een andere regel om het geld naartoe te brengen.")
    if any(move.amount <= 0 for move in moves):
        found.append("Schrijf bij elke regel een bedrag boven € 0.")
    if len({row.line_id for row in getting}) < len(getting):
        found.append("Noem elke regel maar één keer.")
    if any(row.line.source_id != giving.line.source_id for row in getting):
        found.append("Budget verschuift alleen binnen één geldbron.")
    if total > giving.free:
        found.append(no_room(giving.line.label, total, giving.free))
    return found
