"""The blocks of a regulation file: sources, purposes, windows, payment, formula, doubtful costs and statements."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator

from kapstok.core.periods import add_months


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Text = Annotated[str, Field(min_length=1)]
Row = TypeVar("Row")


def _filled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Not `min_length`: that counts the sound rows, so one bad row would be told twice."""
    if not rows:
        raise ValueError("mag niet leeg zijn")
    return rows


Filled = AfterValidator(_filled)


class Source(Frozen):
    """Where something was read; `key` is how the rest of the file names it."""

    key: Text
    description: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None


def _source_named(key: object, info: ValidationInfo) -> object:
    """In the file a statement names its source by key; the list of sources comes in as context.

    What is wrong in that list is told once, there, and not again at each statement: hence `model_construct`.
    """
    if isinstance(key, Source):
        return key
    listed = (info.context or {}).get("sources")
    for source in listed if isinstance(listed, tuple) else ():
        if isinstance(source, Mapping) and isinstance(key, str) and source.get("key") == key:
            return Source.model_construct(**source)
    raise ValueError(f"bron ‘{key}’ staat niet onder [[sources]]")


NamedSource = Annotated[Source, BeforeValidator(_source_named)]
WholeAsDecimal = BeforeValidator(lambda value: Decimal(value) if type(value) is int else value)
MOST_TERMS = 240
Euros = Annotated[Decimal, WholeAsDecimal, Field(ge=0, decimal_places=2)]


class Sourced(Frozen):
    """`verified` False: nobody has seen it confirmed by a source that settles it."""

    source: NamedSource
    verified: bool


class Purpose(Sourced):
    """What the grant may be spent on. `sisa_indicator` is the line of the SiSa annex, when that is known."""

    number: Annotated[int, Field(ge=1)]
    name: Text
    description: Text
    examples: tuple[Text, ...] = ()
    reported_separately: bool
    sisa_indicator: Text | None = None


class Window(Sourced):
    """One version of the spending window: spending is delivered from `starts` up to and including `ends`.

    `made_on` is the day the text was made, `in_force` the day it starts to hold. `unverified` names the fields that
    nobody has seen confirmed in a window that is otherwise verified.
    """

    starts: date
    ends: date
    made_on: date
    in_force: date
    final_account_latest_year: int
    unverified: tuple[Literal["starts", "ends", "made_on", "in_force", "final_account_latest_year"], ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError(f"de termijn eindigt op {self.ends}, niet na het begin op {self.starts}")
        if self.final_account_latest_year < self.ends.year:
            raise ValueError(
                f"eindverantwoording over {self.final_account_latest_year} is voor het einde van de termijn"
            )
        return self


class Payment(Sourced):
    """Equal monthly terms. Months are given by their first day.

    The first payment is made in `first_payment` and covers the `first_covers` months up to that month;
    each later month is paid in that month.
    """

    first_month: date
    last_month: date
    terms: Annotated[int, Field(ge=1, le=MOST_TERMS)]
    first_payment: date
    first_covers: Annotated[int, Field(ge=1, le=MOST_TERMS)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = list(self._problems())
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _problems(self) -> Iterator[str]:
        if any(month.day != 1 for month in (self.first_month, self.last_month, self.first_payment)):
            yield "schrijf een maand als de eerste dag van die maand"
        if add_months(self.first_month, self.terms - 1) != self.last_month.replace(day=1):
            yield f"{self.terms} maandtermijnen vanaf {self.first_month} eindigen niet in {self.last_month}"
        if self.first_covers > self.terms:
            yield f"de eerste betaling gaat over {self.first_covers} van {self.terms} termijnen"
        if add_months(self.first_month, self.first_covers - 1) != self.first_payment.replace(day=1):
            yield f"een eerste betaling over {self.first_covers} maanden past niet bij {self.first_payment}"


class FormulaTerm(Sourced):
    """`amount` euros for each `unit`; `counts` says what is counted, `reference_dates` on which days.

    `whole`: the count is a whole number. `only_positive`: a negative count is a fact and earns nothing.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    amount: Euros
    unit: Text
    counts: Text
    reference_dates: Annotated[tuple[date, ...], Filled]
    warning: Text | None = None
    whole: bool = False
    only_positive: bool = False


class DoubtfulCost(Sourced):
    """A cost of which people asked whether the grant pays it, and what was said about it on `stated_on`."""

    name: Text
    status: Literal["eligible", "not_eligible", "conditional", "unclear"]
    position: Text
    stated_on: date


class Statement(Sourced):
    """Anything else that can be wrong. `further_sources`: others that say something about it, agreeing or not."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    title: Text
    text: Text
    further_sources: tuple[NamedSource, ...] = ()
