"""The geometry of a picture of sums that grow over time. Whole numbers only; a template draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.money import format_number
from kapstok.core.periods import Quarter

Dot = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Frame:
    """The sheet and what is kept free around the curves, in pixels. `most_ticks`: names that fit under it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    most_ticks: int

    @property
    def floor(self) -> int:
        return self.height - self.bottom

    @property
    def end(self) -> int:
        return self.width - self.right


WIDE = Frame(width=860, height=310, left=52, right=104, top=40, bottom=36, most_ticks=12)
NARROW = Frame(width=360, height=300, left=40, right=16, top=44, bottom=32, most_ticks=4)


@dataclass(frozen=True, slots=True)
class Line:
    """`points` as SVG writes them: 52,247 122,235"""

    name: str
    points: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place along an axis."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Curves:
    """`band` is the outline of what lies between two of the lines; `ends` what is said at the end of a line."""

    frame: Frame
    lines: tuple[Line, ...]
    band: str
    levels: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    today: int | None
    ends: tuple[Mark, ...]


def curves(
    frame: Frame,
    lines: Sequence[tuple[str, Sequence[Dot]]],
    band: tuple[Sequence[Dot], Sequence[Dot]],
    top: Decimal,
    days: tuple[date, date],
    today: date,
    said: Sequence[tuple[str, Decimal]] = (),
) -> Curves:
    """`lines` by name; `band` has a lower and an upper side; `top` is the highest amount, `days` the first and the
    last day. `said`: words at the end of an amount."""
    sheet = _Sheet(frame, top, *days)
    low, high = band
    outline = [*high, *reversed(low)]
    return Curves(
        frame=frame,
        lines=tuple(Line(name, sheet.path(dots)) for name, dots in lines if dots),
        band=sheet.path(outline) if low else "",
        levels=tuple(sheet.levels()),
        ticks=tuple(sheet.ticks()),
        today=sheet.x(today) if days[0] <= today <= days[1] else None,
        ends=tuple(_apart([Mark(words, sheet.y(amount)) for words, amount in said])),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    frame: Frame
    top: Decimal
    first: date
    last: date

    def x(self, day: date) -> int:
        room, days = self.frame.end - self.frame.left, max((self.last - self.first).days, 1)
        return self.frame.left + room * (day - self.first).days // days

    def y(self, amount: Decimal) -> int:
        room = self.frame.floor - self.frame.top
        return self.frame.floor - int(room * max(amount, Decimal(0)) / (self.top or Decimal(1)))

    def path(self, dots: Sequence[Dot]) -> str:
        return " ".join(f"{self.x(day)},{self.y(amount)}" for day, amount in dots)

    def levels(self) -> Iterator[Mark]:
        """Round amounts in thousands, and the highest."""
        step = nice(self.top / 4)
        at = Decimal(0)
        while at < self.top - step / 2:
            yield Mark(format_number((at / 1000).normalize()), self.y(at))
            at += step
        yield Mark(
            format_number((self.top / 1000).quantize(Decimal(1) if self.top >= 10_000 else Decimal("0.1"))),
            self.y(self.top),
        )

    def ticks(self) -> Iterator[Mark]:
        """The quarters that fit under it; of many only each second, or each fourth."""
        found = Quarter.range(Quarter.containing(self.first), Quarter.containing(self.last))
        each = next((n for n in (1, 2, 4, 8) if len(found) <= n * self.frame.most_ticks), 16)
        for quarter in found:
            if (quarter.year * 4 + quarter.number - 1) % each == 0 and quarter.start >= self.first:
                yield Mark(f"Q{quarter.number} {quarter.year % 100:02}", self.x(quarter.start))


def nice(step: Decimal) -> Decimal:
    """1, 2, 5, 10, 20, 50 …: the first that is not below this."""
    size = Decimal(1)
    while True:
        for times in (1, 2, 5):
            if size * times >= step:
                return size * times
        size *= 10


def _apart(marks: Sequence[Mark], between: int = 17) -> Iterator[Mark]:
    """Below each other, so that no word stands over another."""
    before = -between
    for mark in sorted(marks, key=lambda mark: mark.at):
        before = max(mark.at, before + between)
        yield Mark(mark.words, before)
