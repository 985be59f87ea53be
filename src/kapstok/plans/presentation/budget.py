"""The budget as a table: years as columns, subtotals that add up, and under it what was awarded."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.tables import NO_CELL, NOTHING, AmountText
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.coats import GENERAL, line_url
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.words import LINE_KINDS, SOURCE_KINDS, amount_text
from kapstok.plans.rules import Budget, BudgetGroup, BudgetRow, line_themes, measures_of_lines
from kapstok.plans.schema import Measure, PlanDocument


@dataclass(frozen=True, slots=True)
class Cells:
    """The amounts of one row as text: one a column, then the total."""

    years: tuple[AmountText, ...]
    total: AmountText


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
    """A subtotal with its lines. `only`: the one line of a theme that is budgeted as a whole; `lines` is then empty."""

    title: str
    url: str
    cells: Cells
    lines: tuple[TableLine, ...]
    only: TableLine | None = None


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
    detailed: bool


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    kind: str
    stated: AmountText
    illustrative: bool
    planned: AmountText


def budget_table(
    plan: PlanDocument, budget: Budget, award: Award, to: Addresses, *, most_lines: int = 120
) -> BudgetTable:
    """With a column for what is not spread over years, when only a part is. Of a plan with more lines than
    `most_lines` the table shows the subtotals of the themes; their own pages have the lines."""
    detailed = len(plan.lines) <= most_lines
    unphased = bool(budget.columns) and bool(budget.unphased)
    columns = tuple(str(year) for year in budget.columns) + (("Niet per jaar",) if unphased else ())
    return BudgetTable(
        columns=columns,
        groups=tuple(_group(plan, group, unphased, to, detailed) for group in budget.groups if group.rows),
        foot=tuple(_foot(plan, budget, award, unphased)),
        detailed=detailed,
    )


def sources(plan: PlanDocument, budget: Budget) -> tuple[Source, ...]:
    """Where the money comes from: what the plan says there is, and what of it stands in the budget."""
    planned = dict(budget.by_source)
    return tuple(
        Source(
            name=source.name,
            kind=SOURCE_KINDS[source.kind],
            stated=amount_text(source.amount, about=source.about),
            illustrative=source.illustrative,
            planned=amount_text(planned[source.key]) if planned.get(source.key) else NOTHING,
        )
        for source in plan.sources
    )


def lines_of_theme(plan: PlanDocument, budget: Budget, key: str, to: Addresses) -> tuple[TableLine, ...]:
    """The budget lines of a theme and of all that hangs under it."""
    below = {theme.key for theme in plan.themes if key in (theme.key, theme.parent)}
    theme_of = line_themes(plan)
    rows = [row for group in budget.groups for row in group.rows if theme_of[row.line.key] in below]
    return tuple(_line(plan, row, bool(budget.unphased), to) for row in rows)


def lines_of_measure(plan: PlanDocument, budget: Budget, measure: Measure, to: Addresses) -> tuple[TableLine, ...]:
    """The budget lines that pay a measure: its own, those that name it, or else the one of its theme."""
    paid = measures_of_lines(plan)
    rows = [row for group in budget.groups for row in group.rows if measure in paid[row.line.key]]
    return tuple(_line(plan, row, bool(budget.unphased), to) for row in rows)


def _group(plan: PlanDocument, group: BudgetGroup, unphased: bool, to: Addresses, detailed: bool) -> TableGroup:
    known = [row.line for row in group.rows if row.line.amount is not None]
    lines = tuple(_line(plan, row, unphased, to) for row in group.rows)
    title = group.theme.name if group.theme else GENERAL
    url = to.theme(group.theme.key) if group.theme else ""
    if group.theme and len(lines) == 1 and group.rows[0].line.theme == group.theme.key:
        return TableGroup(title, url, lines[0].cells, (), lines[0])
    total = amount_text(group.total if known else None, about=any(line.about for line in known))
    cells = _cells(group.years, group.unphased, unphased, total)
    return TableGroup(title, url, cells, lines if detailed or not group.theme else ())


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


def _cells(years: tuple[Decimal, ...], unphased_amount: Decimal, unphased: bool, total: AmountText) -> Cells:
    amounts = (*years, unphased_amount) if unphased else years
    return Cells(tuple(amount_text(amount) if amount else NOTHING for amount in amounts), total)


def _foot(plan: PlanDocument, budget: Budget, award: Award, unphased: bool) -> Iterator[FootLine]:
    empty = (NO_CELL,) * (len(budget.columns) + unphased)
    total = amount_text(budget.total or None)
    yield FootLine("Totaal gepland", _cells(budget.years, budget.unphased, unphased, total))
    if budget.from_grant != budget.total:
        yield FootLine(f"Waarvan uit de {plan.grant_source.name}", Cells(empty, amount_text(budget.from_grant)))
    label = "Toegekend (voorbeeldcijfer)" if award.illustrative else "Toegekend"
    yield FootLine(label, Cells(empty, amount_text(award.amount, about=award.about)))
    if award.amount is None or not budget.from_grant:
        return
    difference = award.amount - budget.from_grant
    if difference < 0:
        yield FootLine("Te veel gepland", Cells(empty, amount_text(-difference, about=award.about)), wrong=True)
    else:
        yield FootLine("Vrij", Cells(empty, amount_text(difference, about=award.about)))
