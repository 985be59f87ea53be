"""A document as somebody prepares it: values, before anything is stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.ledger.kinds import DocumentKind

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document in euros: which line pays (its id), for which measure and purpose."""

    line: int
    amount: Decimal
    measure: int | None = None
    purpose: int | None = None
    cost_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyTerms:
    """What a decision on a subsidy says beside its amount; `instrument` is an id."""

    instrument: int
    starts: date
    ends: date
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`grant`, `party`, `promise`, `corrects` and `decision` are ids. `parts` sum to net + vat - reclaimable."""

    kind: DocumentKind
    grant: int
    on: date
    delivered: date
    parts: tuple[Part, ...]
    net: Decimal
    vat: Decimal = ZERO
    reclaimable: Decimal = ZERO
    reference: str = ""
    description: str = ""
    party: int | None = None
    hours: Decimal | None = None
    rate: Decimal | None = None
    account: str = ""
    promise: int | None = None
    corrects: int | None = None
    decision: int | None = None
    confirmed_on: date | None = None
    why: str = ""
    illustrative: bool = False
    subsidy: SubsidyTerms | None = None

    @property
    def cost(self) -> Decimal:
        return self.net + self.vat - self.reclaimable
