"""The arithmetic of a plan: estimates worked out, the budget added up. Pure functions over one PlanDocument."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import prod

from kapstok.core.periods import SchoolYear
from kapstok.plans.schema import BudgetLine, Estimate, LineKind, Measure, PlanDocument, Theme

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Range:
    """Euros from `low` to `high`; `about` when the plan only gives them roughly."""

    low: Decimal
    high: Decimal
    about: bool = False

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high, self.about or other.about)


def quantity(estimate: Estimate) -> Decimal | None:
    """What the factors count without their price, per period: 2 × 15 × 12 = 360 (hours). None without factors."""
    counted = [factor.value for factor in estimate.factors if not factor.price]
    return prod(counted, start=Decimal(1)) if counted else None


def product(estimate: Estimate) -> Decimal | None:
    """The factors multiplied, in euros to the cent, per period. None when no factor is a price."""
    if not any(factor.price for factor in estimate.factors):
        return None
    return prod((f.value for f in estimate.factors), start=Decimal(1)).quantize(CENT, ROUND_HALF_UP)


def per_period(estimate: Estimate) -> Range | None:
    """Euros per period: the stated amount goes before the product. None when it counts only hours or pieces."""
    if estimate.amount is not None:
        return Range(estimate.amount, estimate.high or estimate.amount, estimate.about)
    worked_out = product(estimate)
    return None if worked_out is None else Range(worked_out, worked_out, estimate.about)


def whole(estimate: Estimate) -> Range | None:
    """Euros over the whole plan: the period times the number of periods."""
    once = per_period(estimate)
    if once is None:
        return None
    low, high = ((euros * estimate.times).quantize(CENT, ROUND_HALF_UP) for euros in (once.low, once.high))
    return Range(low, high, once.about)


def estimated(measure: Measure) -> Range | None:
    """What the counted estimates of a measure add up to, in euros; None when it has none in euros."""
    amounts = [amount for e in measure.estimates if e.counted and (amount := whole(e)) is not None]
    return summed(amounts)


def summed(amounts: Sequence[Range]) -> Range | None:
    """The ranges added up; None when there are none."""
    return sum(amounts[1:], start=amounts[0]) if amounts else None


def line_themes(plan: PlanDocument) -> dict[str, str | None]:
    """For each budget line the key of its theme, directly or through its measure; None: it serves the whole plan."""
    of_measure = {measure.key: measure.theme for measure in plan.measures}
    return {line.key: of_measure[line.measure] if line.measure else line.theme for line in plan.lines}


def measures_under(plan: PlanDocument) -> dict[str, list[Measure]]:
    """For each theme the measures under it, those of the themes below it included."""
    parents = {theme.key: theme.parent for theme in plan.themes}
    found: dict[str, list[Measure]] = {theme.key: [] for theme in plan.themes}
    for measure in plan.measures:
        found[measure.theme].append(measure)
        if parent := parents[measure.theme]:
            found[parent].append(measure)
    return found


def measures_of_lines(plan: PlanDocument) -> dict[str, list[Measure]]:
    """For each budget line the measures it pays: its own, those its activities name, or all under its theme.

    A measure that is named by another line, or has a line of its own, is not paid by the line of the theme.
    A theme with several lines that name nothing says nothing about who pays what.
    """
    measures, under = {measure.key: measure for measure in plan.measures}, measures_under(plan)
    named = {line.key: _named(line) for line in plan.lines}
    elsewhere = {key for keys in named.values() for key in keys}
    silent = Counter(line.theme for line in plan.lines if not named[line.key])
    return {
        line.key: [measures[key] for key in named[line.key]]
        if named[line.key] or not line.theme or silent[line.theme] > 1
        else [m for m in under[line.theme] if m.key not in elsewhere]
        for line in plan.lines
    }


def _named(line: BudgetLine) -> list[str]:
    keys = [line.measure] if line.measure else [activity.measure for activity in line.activities]
    return list(dict.fromkeys(key for key in keys if key))


def paid_by(measure: Measure, source: str) -> Range | None:
    """What this source pays of a measure, in euros; None when the plan does not say how it is shared."""
    for funding in measure.funding:
        if funding.source == source and funding.amount is not None:
            return Range(funding.amount, funding.amount, funding.about)
    others = any(funding.source != source for funding in measure.funding)
    return None if others else estimated(measure)


def roots(plan: PlanDocument) -> dict[str, str]:
    """For each theme its theme at the top level."""
    found: dict[str, str] = {}
    for theme in plan.themes:
        found[theme.key] = found[theme.parent] if theme.parent else theme.key
    return found


def from_grant(plan: PlanDocument) -> list[BudgetLine]:
    """The budget lines that this grant pays."""
    return [line for line in plan.lines if line.source == plan.grant_source.key]


def total(lines: Iterable[BudgetLine]) -> Decimal:
    """Euros; a line without an amount counts as nothing."""
    return sum((line.amount for line in lines if line.amount is not None), start=ZERO)


def spare_line(
    plan: PlanDocument,
    euros: Decimal,
    kinds: Iterable[LineKind] = (LineKind.UNALLOCATED, LineKind.COORDINATION),
) -> BudgetLine | None:
    """The line to take this from: the largest without a purpose yet, else the largest for coordination."""
    for kind in kinds:
        lines = [line for line in from_grant(plan) if line.kind is kind and (line.amount or ZERO) >= euros]
        if lines:
            return max(lines, key=lambda line: (line.amount or ZERO, line.key))
    return None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line of the budget table. `unphased` is what the plan does not spread over school years."""

    line: BudgetLine
    years: tuple[Decimal, ...]
    unphased: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class BudgetGroup:
    """The lines under one top theme (or under none: what serves the whole plan), with their subtotals."""

    theme: Theme | None
    rows: tuple[BudgetRow, ...]
    years: tuple[Decimal, ...]
    unphased: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget with years as columns. `by_source` is by the key of the source.
    `unknown` counts the lines that have no amount yet."""

    columns: tuple[SchoolYear, ...]
    groups: tuple[BudgetGroup, ...]
    years: tuple[Decimal, ...]
    unphased: Decimal
    total: Decimal
    by_source: tuple[tuple[str, Decimal], ...]
    from_grant: Decimal
    unallocated: Decimal
    unknown: int


def budget(plan: PlanDocument) -> Budget:
    """The plan's budget, added up per top theme, per school year and per source."""
    columns = tuple(sorted({year for line in plan.lines for year in line.years}))
    names = {source.key: source.name for source in plan.sources}
    rows = [_row(line, columns, names[line.source]) for line in plan.lines]
    root, themes = roots(plan), line_themes(plan)
    tops = [theme for theme in plan.themes if theme.parent is None]
    placed: dict[str | None, list[BudgetRow]] = {}
    for row in rows:
        theme = themes[row.line.key]
        placed.setdefault(root[theme] if theme else None, []).append(row)
    groups = [_group(theme, placed.get(theme.key, []), len(columns)) for theme in tops]
    if None in placed:
        groups.append(_group(None, placed[None], len(columns)))
    granted, paid = from_grant(plan), dict[str, list[BudgetLine]]()
    for line in plan.lines:
        paid.setdefault(line.source, []).append(line)
    return Budget(
        columns=columns,
        groups=tuple(groups),
        years=_by_year([g.years for g in groups], len(columns)),
        unphased=sum((g.unphased for g in groups), start=ZERO),
        total=total(plan.lines),
        by_source=tuple((key, total(paid[key])) for key in names if key in paid),
        from_grant=total(granted),
        unallocated=total(line for line in granted if line.kind is LineKind.UNALLOCATED),
        unknown=sum(line.amount is None for line in plan.lines),
    )


def _row(line: BudgetLine, columns: Sequence[SchoolYear], source: str) -> BudgetRow:
    years = tuple(line.years.get(year, ZERO) for year in columns)
    return BudgetRow(line, years, ZERO if line.years else line.amount or ZERO, source)


def _group(theme: Theme | None, rows: Sequence[BudgetRow], columns: int) -> BudgetGroup:
    return BudgetGroup(
        theme=theme,
        rows=tuple(rows),
        years=_by_year([row.years for row in rows], columns),
        unphased=sum((row.unphased for row in rows), start=ZERO),
        total=total(row.line for row in rows),
    )


def _by_year(rows: Sequence[Sequence[Decimal]], columns: int) -> tuple[Decimal, ...]:
    return tuple(sum((row[i] for row in rows), start=ZERO) for i in range(columns))
