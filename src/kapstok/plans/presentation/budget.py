"""The budget as a table: years as columns, subtotals that add up, and under it what was awarded."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.coats import GENERAL, line_url
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.words import LINE_KINDS, SOURCE_KINDS, UNKNOWN, amount_text
from kapstok.plans.rules import Budget, BudgetGroup, BudgetRow, theme_of
from kapstok.plans.schema import Measure, PlanDocument


@dataclass(frozen=True, slots=True)
class Cells:
    """The amounts of one row as text: one a column, then the total."""

    years: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """`remarks` are the small words behind the label; `activities` is what the plan says the amount pays."""

    key: str
    label: str
    url: str
    cells: Cells
    remarks: tuple[str, ...]
    activities: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TableGroup:
    title: str
    url: str
    cells: Cells
    lines: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class FootLine:
    label: str
    cells: Cells
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class BudgetTable:
    columns: tuple[str, ...]
    groups: tuple[TableGroup, ...]
    foot: tuple[FootLine, ...]


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    kind: str
    stated: str
    planned: str


def budget_table(plan: PlanDocument, budget: Budget, award: Award, to: Addresses) -> BudgetTable:
    """A column for what is not spread over years only when there is such money, or no year at all."""
    unphased = bool(budget.columns) and bool(budget.unphased)
    columns = tuple(str(year) for year in budget.columns) + (("Niet per jaar",) if unphased else ())
    return BudgetTable(
        columns=columns,
        groups=tuple(_group(plan, group, unphased, to) for group in budget.groups if group.rows),
        foot=tuple(_foot(plan, budget, award, unphased)),
    )


def sources(plan: PlanDocument, budget: Budget) -> tuple[Source, ...]:
    """Where the money comes from: what the plan says there is, and what of it stands in the budget."""
    planned = dict(budget.by_source)
    return tuple(
        Source(
            name=source.name,
            kind=SOURCE_KINDS[source.kind],
            stated=amount_text(source.amount, about=source.about) + (" (voorbeeldcijfer)" if source.illustrative else ""),
            planned=format_euro(planned[source.name]) if planned.get(source.name) else "–",
        )
        for source in plan.sources
    )


def lines_of_theme(plan: PlanDocument, budget: Budget, key: str, to: Addresses) -> tuple[TableLine, ...]:
    """The budget lines of a theme and of all that hangs under it."""
    below = {theme.key for theme in plan.themes if key in (theme.key, theme.parent)}
    rows = [row for group in budget.groups for row in group.rows if theme_of(plan, row.line) in below]
    return tuple(_line(plan, row, bool(budget.unphased), to) for row in rows)


def lines_of_measure(plan: PlanDocument, budget: Budget, measure: Measure, to: Addresses) -> tuple[TableLine, ...]:
    """The budget lines that pay a measure: of its own, or of a theme and naming it as an activity."""
    rows = [
        row
        for group in budget.groups
        for row in group.rows
        if row.line.measure == measure.key or any(activity.measure == measure.key for activity in row.line.activities)
    ]
    return tuple(_line(plan, row, bool(budget.unphased), to) for row in rows)


def _group(plan: PlanDocument, group: BudgetGroup, unphased: bool, to: Addresses) -> TableGroup:
    known = any(row.line.amount is not None for row in group.rows)
    return TableGroup(
        title=group.theme.name if group.theme else GENERAL,
        url=to.theme(group.theme.key) if group.theme else "",
        cells=_cells(group.years, group.unphased, unphased, format_euro(group.total) if known else UNKNOWN),
        lines=tuple(_line(plan, row, unphased, to) for row in group.rows),
    )


def _line(plan: PlanDocument, row: BudgetRow, unphased: bool, to: Addresses) -> TableLine:
    line = row.line
    remarks = [LINE_KINDS[line.kind]] if LINE_KINDS[line.kind] else []
    if line.source != plan.grant_source.key:
        remarks.append(f"uit {row.source}")
    if line.illustrative:
        remarks.append("voorbeeldcijfer")
    return TableLine(
        key=line.key,
        label=line.label,
        url=line_url(row, to) if line.theme or line.measure else "",
        cells=_cells(row.years, row.unphased, unphased, amount_text(line.amount, about=line.about)),
        remarks=tuple(remarks),
        activities=tuple(activity.label for activity in line.activities),
        note=line.note,
    )


def _cells(years: tuple[Decimal, ...], unphased_amount: Decimal, unphased: bool, total: str) -> Cells:
    amounts = (*years, unphased_amount) if unphased else years
    return Cells(tuple(format_euro(amount) if amount else "–" for amount in amounts), total)


def _foot(plan: PlanDocument, budget: Budget, award: Award, unphased: bool) -> Iterator[FootLine]:
    empty = ("",) * (len(budget.columns) + unphased)
    total = format_euro(budget.total) if budget.total else UNKNOWN
    yield FootLine("Totaal gepland", _cells(budget.years, budget.unphased, unphased, total))
    if budget.from_grant != budget.total:
        yield FootLine(f"Waarvan uit de {plan.grant_source.name}", Cells(empty, format_euro(budget.from_grant)))
    label = "Toegekend (voorbeeldcijfer)" if award.illustrative else "Toegekend"
    yield FootLine(label, Cells(empty, amount_text(award.amount, about=award.about)))
    if award.amount is None or not budget.from_grant:
        return
    difference = award.amount - budget.from_grant
    if difference < 0:
        yield FootLine("Te veel gepland", Cells(empty, amount_text(-difference, about=award.about)), wrong=True)
    else:
        yield FootLine("Vrij", Cells(empty, amount_text(difference, about=award.about)))
