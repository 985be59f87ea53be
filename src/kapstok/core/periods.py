"""School years, quarters and financial years, and dates the Dutch way."""

import re
from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from datetime import date, timedelta
from typing import Self

_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, slots=True, order=True, repr=False)
class SchoolYear:
    """1 August to 31 July, written as "2023-2024"; earlier years come first."""

    text: InitVar[str]
    first_year: int = field(init=False)

    def __post_init__(self, text: str) -> None:
        first_year = int(text[:4]) if re.fullmatch(r"[12][0-9]{3}-[0-9]{4}", text) else 0
        if not first_year or text != f"{first_year}-{first_year + 1}":
            raise ValueError(f"‘{text}’ is geen schooljaar. Schrijf twee jaren na elkaar, zoals 2023-2024.")
        object.__setattr__(self, "first_year", first_year)

    @classmethod
    def _from(cls, first_year: int) -> Self:
        return cls(f"{first_year}-{first_year + 1}")

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls._from(day.year if day.month >= 8 else day.year - 1)

    def __str__(self) -> str:
        return f"{self.first_year}-{self.first_year + 1}"

    def __repr__(self) -> str:
        return f"SchoolYear({str(self)!r})"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def start(self) -> date:
        return date(self.first_year, 8, 1)

    @property
    def end(self) -> date:
        return date(self.first_year + 1, 7, 31)

    @property
    def next(self) -> Self:
        return self._from(self.first_year + 1)


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Quarter:
    """A quarter of a calendar year, written as "Q2 2023"; earlier quarters come first."""

    text: InitVar[str]
    year: int = field(init=False)
    number: int = field(init=False)

    def __post_init__(self, text: str) -> None:
        if not re.fullmatch(r"Q[1-4] [12][0-9]{3}", text):
            raise ValueError(f"‘{text}’ is geen kwartaal. Schrijf Q1, Q2, Q3 of Q4 en het jaar, zoals Q2 2023.")
        object.__setattr__(self, "year", int(text[3:]))
        object.__setattr__(self, "number", int(text[1]))

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(f"Q{(day.month + 2) // 3} {day.year}")

    @classmethod
    def range(cls, first: Self, last: Self) -> list[Self]:
        """All quarters from `first` to `last`, both included; empty when `last` comes before `first`."""
        return list(cls._walk(first, last))

    @classmethod
    def _walk(cls, first: Self, last: Self) -> Iterator[Self]:
        quarter = first
        while quarter <= last:
            yield quarter
            quarter = quarter.next

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"

    def __repr__(self) -> str:
        return f"Quarter({str(self)!r})"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        return add_months(self.start, 3) - timedelta(days=1)

    @property
    def next(self) -> Self:
        return type(self).containing(add_months(self.start, 3))


def school_years(first_day: date, last_day: date) -> list[SchoolYear]:
    """The school years that the days fall in, both days included; empty when the last day comes first."""
    if last_day < first_day:
        return []
    years = [SchoolYear.containing(first_day)]
    while years[-1].end < last_day:
        years.append(years[-1].next)
    return years


def quarters(first_day: date, last_day: date) -> list[Quarter]:
    """The quarters that the days fall in, both days included; empty when the last day comes first."""
    if last_day < first_day:
        return []
    return Quarter.range(Quarter.containing(first_day), Quarter.containing(last_day))


def financial_year(day: date) -> int:
    """A municipality's financial year is the calendar year."""
    return day.year


def add_months(month: date, count: int) -> date:
    """The first day of the month that lies `count` months after the month of `month`."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def format_date(day: date) -> str:
    """1 februari 2024"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def format_date_short(day: date) -> str:
    """1 feb 2024"""
    return f"{day.day} {_SHORT_MONTHS[day.month - 1]} {day.year}"


def format_month(day: date) -> str:
    """april 2022"""
    return f"{_MONTHS[day.month - 1]} {day.year}"
