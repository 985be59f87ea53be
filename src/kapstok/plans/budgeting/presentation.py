"""The grid as its page shows it: a row for each line, sums under each theme, and under all what was awarded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.plans.addresses import Addresses
from kapstok.plans.budgeting.cells import Cell, cell_text
from kapstok.plans.budgeting.lines import Place
from kapstok.plans.budgeting.rules import Row, Rows, column_sums, in_years, rows_of
from kapstok.plans.budgeting.sheet import Base, Wrong, cell_name, choice_name
from kapstok.plans.findings import Finding
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.findings import ShownFinding, shown
from kapstok.plans.presentation.words import LINE_KINDS
from kapstok.plans.rules import ZERO, budget, from_grant
from kapstok.plans.schema import BudgetLine, PlanDocument, Theme

ABOUT_AMOUNTS = frozenset({"K101", "K102", "K103", "K104", "K105", "K108", "K109", "K110", "K201"})
GENERAL = "Voor het hele plan"
FREE, TOO_MUCH = "Vrij", "Te veel gepland"


@dataclass(frozen=True, slots=True)
class GridCell:
    """`id` is its name in the form as well; `wrong` why it could not be read."""

    id: str
    column: int
    heading: str
    text: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """`off`: what the years come to when that is not the total; `granted`: the grant of the plan pays it."""

    number: int
    key: str
    label: str
    remarks: tuple[str, ...]
    source: str
    granted: bool
    cells: tuple[GridCell, ...]
    off: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts per column as text; `rest`: the part of them in lines on other pages, for the browser to count on."""

    cells: tuple[tuple[str, str], ...]
    rest: str


@dataclass(frozen=True, slots=True)
class GridGroup:
    title: str
    url: str
    place: str
    rows: tuple[GridRow, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Foot:
    """`free` is below 0 when too much was planned; None without an award. `outside`: spent before, in no line."""

    all: Sums
    granted: Sums | None
    grant_name: str
    award: str
    award_euros: str
    outside: str
    free: str
    free_label: str
    over: bool


@dataclass(frozen=True, slots=True)
class ShownClash:
    row: str
    column: str
    name: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something wrong in a cell, with where it is."""

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[str, ...]
    groups: tuple[GridGroup, ...]
    foot: Foot
    findings: tuple[ShownFinding, ...]


def grid(
    plan: PlanDocument,
    base: Base,
    texts: Mapping[str, Sequence[str]],
    wrong: Sequence[Wrong],
    award: Award,
    findings: Iterable[Finding],
    to: Addresses,
) -> Grid:
    """`plan` as it would be with what was typed; `texts` is what stands in the cells of this page."""
    numbers = {key: number for number, key in enumerate(base.rows)}
    why = {(one.key, one.column): one.text for one in wrong}
    rows = rows_of(plan, base.columns)
    maker = _Maker(plan, base.headings, numbers, texts, why, rows, to)
    groups = [maker.group(one.theme, [row.line for row in one.rows]) for one in budget(plan).groups]
    found = [finding for finding in findings if finding.code in ABOUT_AMOUNTS]
    return Grid(base.headings, tuple(one for one in groups if one), _foot(plan, base, rows, award), shown(found, to))


@dataclass(frozen=True, slots=True)
class _Maker:
    plan: PlanDocument
    headings: Sequence[str]
    numbers: Mapping[str, int]
    texts: Mapping[str, Sequence[str]]
    why: Mapping[tuple[str, int], str]
    rows: Rows
    to: Addresses

    def group(self, theme: Theme | None, lines: Sequence[BudgetLine]) -> GridGroup | None:
        here = [line for line in lines if line.key in self.numbers]
        if not here and (lines or theme is None):
            return None
        return GridGroup(
            title=theme.name if theme else GENERAL,
            url=self.to.theme(theme.key) if theme else "",
            place=str(Place(theme=theme.key)) if theme else "",
            rows=tuple(self.row(line) for line in here),
            sums=_sums([line.key for line in lines], self.rows, self.headings, self.numbers),
        )

    def row(self, line: BudgetLine) -> GridRow:
        number = self.numbers[line.key]
        known, total = in_years(self.rows[line.key]), self.rows[line.key][-1].amount
        return GridRow(
            number=number,
            key=line.key,
            label=line.label,
            remarks=self._remarks(line),
            source=next(source.name for source in self.plan.sources if source.key == line.source),
            granted=line.source == self.plan.grant_source.key,
            cells=tuple(
                GridCell(cell_name(number, at), at, heading, self.texts[line.key][at], self.why.get((line.key, at), ""))
                for at, heading in enumerate(self.headings)
            ),
            off=format_euro(known) if known is not None and known != total else "",
        )

    def _remarks(self, line: BudgetLine) -> tuple[str, ...]:
        measure = next((one.name for one in self.plan.measures if one.key == line.measure), "")
        said = [measure] if measure.casefold() != line.label.casefold() else []
        return tuple(filter(None, (*said, LINE_KINDS[line.kind], "voorbeeldcijfer" if line.illustrative else "")))


def _sums(keys: Sequence[str], rows: Rows, headings: Sequence[str], here: Mapping[str, int]) -> Sums:
    found = column_sums((rows[key] for key in keys), len(headings))
    rest = column_sums((rows[key] for key in keys if key not in here), len(headings))
    cells = tuple((heading, plain(amount)) for heading, amount in zip(headings, found, strict=True))
    return Sums(cells, " ".join(map(str, rest)) if any(rest) else "")


def plain(amount: Decimal) -> str:
    """27.000; a dash for nothing."""
    return cell_text(Cell(amount)) if amount else "–"


def _foot(plan: PlanDocument, base: Base, rows: Rows, award: Award) -> Foot:
    here = dict.fromkeys(base.rows, 0)
    paid = from_grant(plan)
    granted = _sums([line.key for line in paid], rows, base.headings, here)
    planned = sum((line.amount or ZERO for line in paid), start=ZERO)
    free = None if award.amount is None else award.amount - planned
    outside = [one.amount for one in plan.spent_before if one.line is None and one.source == plan.grant_source.key]
    return Foot(
        all=_sums([line.key for line in plan.lines], rows, base.headings, here),
        granted=granted if len(paid) < len(plan.lines) else None,
        grant_name=plan.grant_source.name,
        award="nog niet bekend" if award.amount is None else cell_text(Cell(award.amount, award.about)),
        award_euros="" if award.amount is None else str(award.amount),
        outside=plain(sum(outside, start=ZERO)) if outside else "",
        free="" if free is None else cell_text(Cell(abs(free))),
        free_label=TOO_MUCH if free is not None and free < 0 else FREE,
        over=free is not None and free < 0,
    )


def said(plan: PlanDocument, base: Base, wrong: Iterable[Wrong]) -> list[Said]:
    """Each message with the row and the column it is about."""
    labels, numbers = _labels(plan), {key: number for number, key in enumerate(base.rows)}
    return [
        Said(cell_name(numbers[one.key], one.column), f"{labels[one.key]}, {base.headings[one.column]}: {one.text}")
        for one in wrong
        if one.key in labels
    ]


def shown_clashes(plan: PlanDocument, base: Base, rows: Rows) -> list[ShownClash]:
    labels, numbers = _labels(plan), {key: number for number, key in enumerate(base.rows)}
    return [
        ShownClash(
            labels[key],
            base.headings[column],
            choice_name(numbers[key], column),
            _amount(rows[key], column),
            cell_text(theirs) or "leeg",
        )
        for (key, column), theirs in base.open.items()
        if key in labels
    ]


def _amount(row: Row, column: int) -> str:
    return cell_text(row[column]) or "leeg"


def _labels(plan: PlanDocument) -> dict[str, str]:
    return {line.key: line.label for line in plan.lines}
