"""What the officer points out in her workbook, and what we make of it: values only."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.words import ROLE_LABELS, Role, plain
from kapstok.plans.schema import InSchoolYear, Line, Name, PlanDocument, Value

MAPPING_FORMAT = 1


def _letters(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{1,3}", value):
        raise ValueError(f"‘{value}’ is geen kolom; schrijf een hoofdletter, zoals A of AB")
    return value


Letters = Annotated[str, AfterValidator(_letters)]
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]


T = TypeVar("T", int, str)


def _doubles(values: Sequence[T]) -> list[T]:
    return sorted({value for value in values if values.count(value) > 1})


class Orientation(StrEnum):
    """How the table lies.

    ROWS: a row is an activity, with its years as columns. YEAR_ROWS: a row is an activity in one year.
    THEME_COLUMNS: themes side by side; the label before a row says what it holds. PIVOT: as ROWS, with the
    sums of the rows below it in the row of a theme.
    """

    ROWS = "rows"
    YEAR_ROWS = "year_rows"
    THEME_COLUMNS = "theme_columns"
    PIVOT = "pivot"


class Column(Value):
    """One column: its letter, what it holds, and its heading when it was pointed out.

    `year` and `source` are for amounts: an amount without a year is a total. `source` names who pays.
    """

    column: Letters
    role: Role
    header: Line = ""
    year: InSchoolYear | None = None
    source: Line = ""

    @model_validator(mode="after")
    def _only_amounts_have_years(self) -> Self:
        if self.role is not Role.AMOUNT and (self.year or self.source):
            raise ValueError(
                f"kolom {self.column}: alleen een kolom met bedragen (amount) heeft een jaar of een geldbron"
            )
        return self


class RowLabel(Value):
    """For themes side by side: the text before a row, and what that row holds."""

    label: Name
    role: Role
    year: InSchoolYear | None = None


class ColumnMapping(Value):
    """Where everything stands. More than one sheet: each sheet is a theme, with its name.

    `header_rows` count from 1, as in the sheet. `years_covered`: over how many years amounts “per jaar” run, where
    no columns of years say so.
    `thousands`: numbers are thousands of euros (“x € 1.000”).
    """

    format: int = Field(default=MAPPING_FORMAT, ge=0, le=999)
    sheets: tuple[Name, ...] = Field(max_length=50)
    orientation: Orientation = Orientation.ROWS
    header_rows: tuple[RowNumber, ...] = Field(max_length=3)
    columns: tuple[Column, ...] = Field(max_length=200)
    labels: tuple[RowLabel, ...] = Field(default=(), max_length=50)
    label_column: Letters | None = None
    theme_word: Name = "thema"
    years_covered: Annotated[int, Field(ge=1, le=20)] | None = None
    thousands: bool = False

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if errors := self._errors():
            raise ValueError("\n".join(errors))
        return self

    def _errors(self) -> list[str]:
        letters, names = [column.column for column in self.columns], set(self.roles)
        errors = [f"kolom {letter} staat er meer dan één keer" for letter in _doubles(letters)]
        errors += [f"blad ‘{name}’ staat er meer dan één keer (sheets)" for name in _doubles(self.sheets)]
        errors += [f"rij {row} staat er meer dan één keer (header_rows)" for row in _doubles(self.header_rows)]
        errors += ["wijs minstens één blad aan (sheets)"] * (not self.sheets)
        errors += ["wijs de kopregel aan (header_rows)"] * (not self.header_rows)
        errors += [
            f"er zijn twee kolommen voor {ROLE_LABELS[role]}; kies er één"
            for role in Role
            if role not in self._many and sum(column.role is role for column in self.columns) > 1
        ]
        if self.orientation is Orientation.THEME_COLUMNS:
            return errors + self._label_errors()
        if not names & {Role.AMOUNT, Role.AMOUNT_IN_TEXT}:
            errors.append('wijs minstens één kolom met bedragen aan (role = "amount")')
        if not names & {Role.THEME, Role.MEASURE}:
            errors.append('wijs een kolom aan met het thema of de maatregel (role = "theme" of "measure")')
        if self.orientation is Orientation.YEAR_ROWS and Role.YEAR not in names:
            errors.append('wijs de kolom met het jaar aan (role = "year")')
        return errors

    @property
    def _many(self) -> set[Role]:
        """What may stand in more than one column."""
        side_by_side = self.orientation is Orientation.THEME_COLUMNS
        return {Role.AMOUNT, Role.NOTE, Role.THEME} if side_by_side else {Role.AMOUNT, Role.NOTE}

    def _label_errors(self) -> list[str]:
        if not any(label.role is Role.AMOUNT for label in self.labels):
            return ['zeg in [[labels]] welk woord vóór de rij met bedragen staat (role = "amount")']
        return []

    @property
    def roles(self) -> dict[Role, Column]:
        """The column of each role; for amounts and notes the first."""
        return {column.role: column for column in reversed(self.columns)}

    @property
    def amounts(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role in {Role.AMOUNT, Role.AMOUNT_IN_TEXT})

    @property
    def labels_at(self) -> int:
        """The column, from 0, with the labels of rows: as pointed out, else right before the first theme."""
        first = min((index(column.column) for column in self.columns), default=1)
        return index(self.label_column) if self.label_column else max(first - 1, 0)

    @property
    def total_columns(self) -> tuple[int, ...]:
        """The columns, from 0, with a total over all years and sources."""
        return tuple(index(c.column) for c in self.amounts if c.year is None and not c.source)

    @property
    def fingerprint(self) -> str:
        """The same for workbooks with the same headings in the same order, wherever the table starts."""
        said = [self.orientation, *(plain(c.header) for c in self.columns), *(plain(x.label) for x in self.labels)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as its owner finds it: sheet, row from 1, column by letter; empty where it is about more."""

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        steps = [
            f"blad ‘{self.sheet}’",
            f"rij {self.row}" if self.row else "",
            f"kolom {self.column}" if self.column else "",
        ]
        return ", ".join(step for step in steps if step)


@dataclass(frozen=True, slots=True)
class Remark:
    """What we noticed and settled; nothing has to be done."""

    place: Place | str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only the officer knows: what stands there, the ways to read it, and what we assume meanwhile."""

    place: Place
    found: str
    text: str
    ways: tuple[str, ...]
    assumed: str

    @property
    def others(self) -> tuple[str, ...]:
        """The ways to read it that we did not take."""
        return tuple(way for way in self.ways if way != self.assumed)


@dataclass(frozen=True, slots=True)
class Draft:
    """The plan as we read it, with what we noticed and what we ask."""

    plan: PlanDocument
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """`score` from 0 to 100: how sure we are. `reasons`: what we went by, in Dutch."""

    mapping: ColumnMapping
    score: int
    reasons: tuple[str, ...]
