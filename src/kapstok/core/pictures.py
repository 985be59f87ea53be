"""The geometry of the pictures: the kapstok and the strips of quarters. Whole numbers only; a template draws them.

The kapstok: a rail (the grant), hooks under it (themes), and coats on each hook whose length is an amount in euros.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise

from kapstok.core.money import format_euro
from kapstok.core.periods import Quarter

COAT_WIDTH = 66
LONGEST_COAT = 190
EMPTY_COAT = 46
LONGEST_BAR = 1000
MOST_COATS = 6
MOST_UNITS = 24  # half coats beside each other on one rail, so that a coat and its words stay readable


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a coat in euros; `paint` names how it is filled: tint-0, tint-1…, whole, open, other."""

    amount: Decimal
    paint: str


@dataclass(frozen=True, slots=True)
class Coat:
    """What hangs on a hook. Without parts nobody knows yet how long it is."""

    name: str
    amount: str
    url: str
    parts: tuple[Part, ...] = ()

    @property
    def length(self) -> Decimal:
        return sum((part.amount for part in self.parts), start=Decimal(0))


@dataclass(frozen=True, slots=True)
class Hook:
    """`amount` is the text beside the title."""

    title: str
    amount: str
    url: str
    coats: tuple[Coat, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle along a coat: in pixels where it hangs, in thousandths of the width where it lies."""

    paint: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class HungCoat:
    coat: Coat
    tall: tuple[Block, ...]
    long: tuple[Block, ...]

    @property
    def height(self) -> int:
        return self.tall[-1].start + self.tall[-1].size


@dataclass(frozen=True, slots=True)
class HungHook:
    """`units` is the room on the rail, in half coats."""

    hook: Hook
    coats: tuple[HungCoat, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Rack:
    """The whole picture: rails under each other, each with the hooks that fit."""

    rails: tuple[tuple[HungHook, ...], ...]
    paints: frozenset[str]


def hang(hooks: Sequence[Hook]) -> Rack:
    """Give every coat its length, all on one scale, and spread the hooks over as many rails as they need."""
    short = [_bounded(hook) for hook in hooks]
    longest = max((coat.length for hook in short for coat in hook.coats), default=Decimal(0))
    hung = [
        HungHook(hook, tuple(_hung(coat, longest) for coat in hook.coats), max(2 * len(hook.coats), 3))
        for hook in short
    ]
    paints = {block.paint for one in hung for coat in one.coats for block in coat.tall}
    return Rack(tuple(_rails(hung)), frozenset(paints))


def _bounded(hook: Hook) -> Hook:
    """At most MOST_COATS: what does not fit hangs together in a last coat."""
    if len(hook.coats) <= MOST_COATS:
        return hook
    shown, rest = hook.coats[: MOST_COATS - 1], hook.coats[MOST_COATS - 1 :]
    amounts: dict[str, Decimal] = {}
    for part in (part for coat in rest for part in coat.parts):
        amounts[part.paint] = amounts.get(part.paint, Decimal(0)) + part.amount
    together = tuple(Part(amount, paint) for paint, amount in sorted(amounts.items()))
    length = format_euro(sum(amounts.values(), start=Decimal(0))) if any(amounts.values()) else ""
    return Hook(hook.title, hook.amount, hook.url, (*shown, Coat(f"nog {len(rest)}", length, hook.url, together)))


def _hung(coat: Coat, longest: Decimal) -> HungCoat:
    if not coat.length:
        return HungCoat(coat, (Block("unknown", 0, EMPTY_COAT),), (Block("unknown", 0, LONGEST_BAR // 8),))
    return HungCoat(
        coat, _blocks(coat.parts, longest, LONGEST_COAT, thinnest=2), _blocks(coat.parts, longest, LONGEST_BAR, 8)
    )


def _blocks(parts: Sequence[Part], longest: Decimal, size: int, thinnest: int) -> tuple[Block, ...]:
    """The parts below each other. They end where their sum ends, so that rounding never adds up."""
    parts = [part for part in parts if part.amount]
    ends = [int((total * size / longest).to_integral_value()) for total in accumulate(p.amount for p in parts)]
    blocks: list[Block] = []
    start = 0
    for part, end in zip(parts, ends, strict=True):
        block = Block(part.paint, start, max(end - start, thinnest))
        blocks.append(block)
        start += block.size
    return tuple(blocks)


def _rails(hooks: Sequence[HungHook]) -> Iterator[tuple[HungHook, ...]]:
    """As few rails as the hooks need, about equally full: a hook goes to the rail where most of it has room."""
    total = sum(hook.units for hook in hooks)
    fair = total / (-(-total // MOST_UNITS) or 1)
    rail: list[HungHook] = []
    for hook in hooks:
        taken = sum(one.units for one in rail)
        if rail and (taken + hook.units > MOST_UNITS or taken + hook.units / 2 > fair):
            yield tuple(rail)
            rail = []
        rail.append(hook)
    if rail:
        yield tuple(rail)


STRIP_WIDTH = 500
LANE_HEIGHT = 17
MOST_YEARS = 12  # on a longer strip a quarter is too narrow to see


@dataclass(frozen=True, slots=True)
class Step:
    """Something planned from the first up to and including the last quarter; `paint` is its kind."""

    first: Quarter
    last: Quarter
    paint: str


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    paint: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The steps of one row: side by side where they fit, and below each other where they overlap."""

    boxes: tuple[Box, ...]
    height: int


@dataclass(frozen=True, slots=True)
class YearMark:
    year: int
    x: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The quarters along every strip, where they end, and today's place."""

    quarters: tuple[Quarter, ...] = ()
    lines: tuple[int, ...] = ()
    years: tuple[YearMark, ...] = ()
    today: int | None = None
    width: int = STRIP_WIDTH


def scale(steps: Sequence[Step], today: date) -> Scale:
    """Whole years, from the first planned quarter's year to the last one's; empty when that is too long to draw."""
    first = min((step.first.year for step in steps), default=0)
    last = max((step.last.year for step in steps), default=0)
    if not steps or last - first >= MOST_YEARS:
        return Scale()
    quarters = tuple(Quarter.range(Quarter(f"Q1 {first}"), Quarter(f"Q4 {last}")))
    lines = tuple(STRIP_WIDTH * index // len(quarters) for index in range(len(quarters) + 1))
    years = tuple(YearMark(q.year, x) for q, x in zip(quarters, lines, strict=False) if q.number == 1)
    return Scale(quarters, lines, years, _place_of(today, quarters))


def strip(steps: Sequence[Step], on: Scale) -> Strip:
    """Where each step stands, in as few lanes as it takes; steps that look the same are drawn once."""
    places = dict(zip(on.quarters, pairwise(on.lines), strict=True))
    if not places:
        return Strip((), 0)
    boxes: list[Box] = []
    lanes: list[Quarter] = []
    for step in sorted(dict.fromkeys(steps), key=lambda step: step.first):
        lane = next((i for i, taken in enumerate(lanes) if taken < step.first), len(lanes))
        lanes[lane : lane + 1] = [step.last]
        start, end = places[step.first][0], places[step.last][1]
        boxes.append(Box(start + 1, lane * LANE_HEIGHT + 3, end - start - 2, step.paint))
    return Strip(tuple(boxes), len(lanes) * LANE_HEIGHT)


def _place_of(day: date, quarters: Sequence[Quarter]) -> int | None:
    first, last = quarters[0].start, quarters[-1].end
    if not first <= day <= last:
        return None
    return STRIP_WIDTH * (day - first).days // ((last - first).days + 1)
