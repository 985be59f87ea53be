"""A plan as one value: what a file holds, what the checks read, what the pages show.

One schema, several spellings (TOML here, XLSX beside it). Amounts are euros as Decimal with at most two decimals;
`None` means: the plan names the item but no amount. Rows refer to each other by `key`, in the order of the document.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import prod
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.plans.coherence import FORMAT, incoherences

MOST = Decimal("999999999999.99")  # numeric(14,2)


def _no_float(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("een bedrag mag geen drijvend getal zijn; geef het als getal met hooguit twee decimalen")
    return value


def _plain(value: Decimal) -> Decimal:
    """One spelling per number (1E+3 and 1000.00 both become 1000), so that equal plans have equal files."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _as_period(kind: type[SchoolYear] | type[Quarter]) -> BeforeValidator:
    return BeforeValidator(lambda value: kind(value) if isinstance(value, str) else value)


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\r\n\x00]*$")]
Name = Annotated[Line, StringConstraints(min_length=1)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000, pattern=r"^[^\r\x00]*$")]
# The bounds come first: pydantic then holds a number against them without calling Python.
Euros = Annotated[Decimal, Field(ge=0, le=MOST, decimal_places=2), BeforeValidator(_no_float), AfterValidator(_plain)]
Number = Annotated[
    Decimal, Field(gt=0, decimal_places=4, max_digits=12), BeforeValidator(_no_float), AfterValidator(_plain)
]
Share = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2), BeforeValidator(_no_float), AfterValidator(_plain)]
InSchoolYear = Annotated[SchoolYear, _as_period(SchoolYear), PlainSerializer(str)]
InQuarter = Annotated[Quarter, _as_period(Quarter), PlainSerializer(str)]


class Stage(StrEnum):
    """How far the plan is: an outline may still lack leads and planning."""

    OUTLINE = "outline"
    EXECUTION = "execution"
    ACCOUNT = "account"


class SourceKind(StrEnum):
    GRANT = "grant"
    OTHER_GRANT = "other_grant"
    SCHOOL_MONEY = "school_money"
    OWN_MEANS = "own_means"
    PARTNER = "partner"


class LineKind(StrEnum):
    """What a budget line is for; `deduction` comes off before a choice budget is divided."""

    PLANNED = "planned"
    COORDINATION = "coordination"
    RESERVATION = "reservation"
    UNALLOCATED = "unallocated"
    SPENT_BEFORE = "spent_before"
    DEDUCTION = "deduction"
    CHOICE_BUDGET = "choice_budget"


class Offer(StrEnum):
    FIXED = "fixed"
    CHOICE = "choice"


class MilestoneKind(StrEnum):
    PREPARE = "prepare"
    START = "start"
    DELIVER = "deliver"
    MONITOR_PLAN = "monitor_plan"
    MONITOR = "monitor"
    SUSTAIN = "sustain"


class Per(StrEnum):
    """What one estimate covers: the whole plan, or one of `times` years or months."""

    TOTAL = "total"
    YEAR = "year"
    MONTH = "month"


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Level(Value):
    """What the municipality calls its themes: `leeftijdsgroep` / `leeftijdsgroepen`."""

    singular: Name
    plural: Name


class Agenda(Value):
    """Another programme this plan is linked to."""

    name: Name
    note: Text = ""


class Party(Value):
    key: Key
    name: Name
    kind: PartyKind = PartyKind.ORGANISATION
    sector: Sector = Sector.OTHER


class Consultation(Value):
    """A moment with the field. `ends` for a period; `precision` says whether the day or only the month is known."""

    starts: date
    ends: date | None = None
    precision: Precision = Precision.DAY
    title: Name
    text: Text = ""
    sectors: tuple[Sector, ...] = Field(default=(), max_length=200)


class Source(Value):
    """Money that pays for the plan; exactly one is `grant`: the grant the plan is about."""

    key: Key
    name: Name
    kind: SourceKind
    amount: Euros | None = None
    about: bool = False
    illustrative: bool = False


class Theme(Value):
    key: Key
    name: Name
    parent: Key | None = None
    goal: Text = ""
    result: Text = ""
    description: Text = ""
    stated_total: Euros | None = None


class Purpose(Value):
    """The part (percent) of a measure that serves a spending purpose of the regulation."""

    number: Annotated[int, Field(ge=1, le=99)]
    share: Share = Decimal(100)


class Funding(Value):
    """A source that pays a part of this measure, with the amount where the plan gives one."""

    source: Key
    amount: Euros | None = None
    about: bool = False
    note: Text = ""


class Milestone(Value):
    quarter: InQuarter
    until: InQuarter | None = None
    what: Name
    kind: MilestoneKind = MilestoneKind.PREPARE

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until and self.until < self.quarter:
            raise ValueError(f"de planning eindigt ({self.until}) voordat zij begint ({self.quarter})")
        return self


class Factor(Value):
    """One part of a product: `2` `uur per maand`. `price` marks the euros per unit; `derived` was worked out by us."""

    value: Number
    unit: Name
    price: bool = False
    derived: bool = False


class Estimate(Value):
    """What a measure is thought to cost.

    The product of `factors`, or a stated `amount` (with `high` for a range), for one `per`, `times` times over.
    With both, the checks compare them. `unit` is what the factors without price count (hours, trainings).
    Only estimates that are `counted` add up; the others are there to be compared.
    """

    label: Line = ""
    amount: Euros | None = None
    high: Euros | None = None
    about: bool = False
    factors: tuple[Factor, ...] = Field(default=(), max_length=20)
    unit: Line = ""
    per: Per = Per.TOTAL
    times: Number = Decimal(1)
    counted: bool = True
    stated_in: Line = ""
    note: Text = ""

    @model_validator(mode="after")
    def _something_to_count(self) -> Self:
        if self.amount is None and not self.factors:
            raise ValueError("een raming heeft een bedrag nodig, of factoren om te vermenigvuldigen")
        if self.high is not None and (self.amount is None or self.high < self.amount):
            raise ValueError("de bovengrens (high) hoort bij een bedrag (amount) dat niet hoger is")
        once = max(prod((f.value for f in self.factors), start=Decimal(1)), self.high or self.amount or Decimal(0))
        if once * self.times > MOST:
            raise ValueError("de raming komt uit boven 999.999.999.999,99; controleer de factoren en het aantal keren")
        return self


class Measure(Value):
    key: Key
    theme: Key
    name: Name
    description: Text = ""
    target_group: Text = ""
    result: Text = ""
    indicator: Text = ""
    offer: Offer | None = None
    lead: Key | None = None
    partners: tuple[Key, ...] = Field(default=(), max_length=200)
    purposes: tuple[Purpose, ...] = Field(default=(), max_length=20)
    purposes_illustrative: bool = False
    funding: tuple[Funding, ...] = Field(default=(), max_length=20)
    cost_types: tuple[Key, ...] = Field(default=(), max_length=200)
    estimates: tuple[Estimate, ...] = Field(default=(), max_length=50)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=100)


class Activity(Value):
    """Something a budget line says it pays. `topic` is the same word for the same activity, wherever it stands."""

    topic: Key
    label: Name
    measure: Key | None = None


class BudgetLine(Value):
    """An amount in the plan's budget, at the level at which it was adopted: a theme, a measure, or the plan itself."""

    key: Key
    label: Name
    theme: Key | None = None
    measure: Key | None = None
    source: Key
    kind: LineKind = LineKind.PLANNED
    amount: Euros | None = None
    about: bool = False
    years: dict[InSchoolYear, Euros] = Field(default_factory=dict)
    activities: tuple[Activity, ...] = Field(default=(), max_length=200)
    illustrative: bool = False
    note: Text = ""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.theme and self.measure:
            raise ValueError("een begrotingsregel hoort bij een thema of bij een maatregel, niet bij allebei")
        if self.years and self.amount is None:
            raise ValueError("een begrotingsregel met bedragen per schooljaar heeft ook een totaalbedrag nodig")
        return self


class Phasing(Value):
    """What the plan says about the spread over school years, in percent, and where it says so."""

    shares: dict[InSchoolYear, Share]
    stated_in: Line = ""


class SpentBefore(Value):
    """Money that was spent before this plan; `line` is the budget line that holds it, if one does."""

    label: Name
    amount: Euros
    source: Key
    on: date | None = None
    line: Key | None = None
    note: Text = ""


Adopted = date | None


class PlanDocument(Value):
    format: int = Field(default=FORMAT, ge=0, le=999)
    slug: Key
    title: Name
    regulation: Key
    stage: Stage = Stage.OUTLINE
    date: date
    date_note: Text = ""
    adopted_on: Adopted = None
    summary: Text = ""
    document: Line = ""
    stated_total: Euros | None = None
    levels: tuple[Level, ...] = (Level(singular="thema", plural="thema's"),)
    goals: tuple[Text, ...] = Field(default=(), max_length=200)
    principles: tuple[Text, ...] = Field(default=(), max_length=200)
    agendas: tuple[Agenda, ...] = Field(default=(), max_length=200)
    parties: tuple[Party, ...] = Field(default=(), max_length=2_000)
    participants: tuple[Key, ...] = Field(default=(), max_length=2_000)
    consultations: tuple[Consultation, ...] = Field(default=(), max_length=500)
    sources: tuple[Source, ...] = Field(max_length=200)
    themes: tuple[Theme, ...] = Field(default=(), max_length=5_000)
    measures: tuple[Measure, ...] = Field(default=(), max_length=5_000)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=2_000)
    lines: tuple[BudgetLine, ...] = Field(default=(), max_length=5_000)
    phasing: tuple[Phasing, ...] = Field(default=(), max_length=200)
    spent_before: tuple[SpentBefore, ...] = Field(default=(), max_length=2_000)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if errors := incoherences(self):
            raise ValueError("\n".join(errors))
        return self

    @property
    def grant_source(self) -> Source:
        return next(s for s in self.sources if s.kind is SourceKind.GRANT)
