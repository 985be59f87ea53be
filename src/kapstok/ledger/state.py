"""The state of the money: what the sources and lines of a programme add up to. Pure; amounts in euros."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.ledger.kinds import LineKind, SourceKind

ZERO = Decimal(0)
DIVIDED = frozenset({LineKind.BUDGET, LineKind.UNALLOCATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """`ceiling` is the award of the grant's own source; `received` what came in less what went back."""

    id: int
    grant: int
    name: str
    kind: SourceKind
    ceiling: Decimal | None = None
    starts: date | None = None
    ends: date | None = None
    budget: Decimal = ZERO
    expense: Decimal = ZERO
    received: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What stands on a line, or on several together. `committed` is what is still open of the commitments."""

    budget: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            budget=self.budget + other.budget,
            reserved=self.reserved + other.reserved,
            committed=self.committed + other.committed,
            spent=self.spent + other.spent,
        )

    @property
    def free(self) -> Decimal:
        """What can still be promised or spent; below 0 where there is no ceiling and no budget."""
        return self.budget - self.reserved - self.committed - self.spent

    @property
    def is_empty(self) -> bool:
        return not (self.budget or self.reserved or self.committed or self.spent)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """A budget line as it stands. `theme` and `root` are ids: its theme and the one at the top above that."""

    id: int
    key: str
    label: str
    kind: LineKind
    source: SourceState
    theme: int | None = None
    root: int | None = None
    root_name: str = ""
    measure: int | None = None
    amounts: Amounts = Amounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of the whole award. `width` in thousandths of it; all of them together are a thousand at most."""

    name: str
    label: str
    amount: Decimal
    start: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantMoney:
    """The money of one programme: its grant, and what pays beside it. `regulation` is the key of the grant's."""

    grant: int
    regulation: str
    name: str
    own: SourceState
    sources: tuple[SourceState, ...]
    lines: tuple[LineState, ...]

    def _sum(self, kinds: Iterable[LineKind], *, own: bool = True) -> Amounts:
        found = (
            line.amounts for line in self.lines if line.kind in kinds and (line.source.kind is SourceKind.GRANT) is own
        )
        return sum(found, start=Amounts())

    @property
    def granted(self) -> Decimal:
        """The award; while that is not known, what was budgeted of it."""
        return self.own.budget if self.own.ceiling is None else self.own.ceiling

    @property
    def received(self) -> Decimal:
        return self.own.received

    @property
    def planned(self) -> Decimal:
        """What was given a destination."""
        return self._sum({LineKind.BUDGET}).budget

    @property
    def on_grant(self) -> Amounts:
        return self._sum(DIVIDED)

    @property
    def beside(self) -> Amounts:
        """What other sources pay."""
        return self._sum(DIVIDED, own=False)

    @property
    def left(self) -> Decimal:
        """What has not been spent of the award."""
        return self.granted - self.on_grant.spent

    @property
    def free_in_plan(self) -> Decimal:
        return self._sum({LineKind.BUDGET}).free

    @property
    def undivided(self) -> Decimal:
        """What has no destination: what the plan keeps apart, and what is in no plan at all."""
        return self._sum({LineKind.UNALLOCATED}).free + self.granted - self.own.budget

    @property
    def to_cover(self) -> Decimal:
        return self._sum({LineKind.TO_COVER}, own=False).spent

    @property
    def ends(self) -> date | None:
        return self.own.ends


def shares(money: GrantMoney) -> tuple[Share, ...]:
    """The award in five parts, which sum to it to the cent; what is 0 has no width but stays named."""
    now = money.on_grant
    parts = (
        ("spent", "besteed", now.spent),
        ("committed", "verplicht", now.committed),
        ("reserved", "gereserveerd", now.reserved),
        ("free", "vrij in het plan", money.free_in_plan),
        ("undivided", "nog niet verdeeld", money.undivided),
    )
    found, total, end = [], ZERO, 0
    for name, label, amount in parts:
        total += amount
        start, end = end, int(1000 * total / money.granted) if money.granted else 0
        found.append(Share(name=name, label=label, amount=amount, start=start, width=max(end - start, 0)))
    return tuple(found)


def share_of(part: Decimal, whole: Decimal) -> int:
    """In whole percents; 0 of nothing."""
    return int((100 * part / whole).to_integral_value()) if whole else 0
