"""Walking down a table: headings open a theme, lines become entries, totals are kept apart to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kapstok.core.sheets.values import CellError
from kapstok.plans.mapping.costs import CostReader
from kapstok.plans.mapping.entries import Entry, EntryReader, Themes
from kapstok.plans.mapping.grid import Grid
from kapstok.plans.mapping.noting import Notes, in_euros, shortened
from kapstok.plans.mapping.pivot import parents
from kapstok.plans.mapping.rows import RowKind, Table, TableRow
from kapstok.plans.mapping.rowsums import line_total, row_totals, settled
from kapstok.plans.mapping.totals import Running, Total
from kapstok.plans.mapping.values import ColumnMapping, Orientation
from kapstok.plans.mapping.words import Role, is_grand_total, is_numbered_theme, is_theme_heading, is_whole_plan, plain


@dataclass(slots=True)
class SheetReading:
    """What one sheet says. `award` in euros; `theme_texts`: what stands below the name of a theme."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    award: Decimal | None = None
    theme_texts: dict[tuple[str, ...], str] = field(default_factory=dict)


class TableReader:
    """Reads the table of one sheet. `under`: the theme that the whole sheet is about, if it is about one."""

    def __init__(self, grid: Grid, mapping: ColumnMapping, costs: CostReader, notes: Notes) -> None:
        self.table, self.mapping, self.notes = Table(grid, mapping), mapping, notes
        self.reader = EntryReader(grid, mapping, costs, notes)
        self.themes, self.found, self.ended = Themes(), SheetReading(), False
        self.parents: frozenset[int] = frozenset()
        self.running, self.planned, self.has_grand_total = Running(), Decimal(0), False
        self.last_ending = 0
        self.row_totals, self.has_measures = row_totals(mapping), Role.MEASURE in mapping.roles

    def read(self, theme: str = "") -> SheetReading:
        rows = self.table.rows
        self.last_ending = max((row.number for row in rows if row.kind in {RowKind.HEADER, RowKind.TOTAL}), default=0)
        if self.mapping.orientation is Orientation.PIVOT:
            self.parents = parents(self.table, rows)
        self.found.award = award_in(self.table, rows)
        self.themes.numbered = _are_numbers(rows)
        if theme:
            self.themes.headings = (theme,)
        self._read_above(rows)
        for row in rows:
            self._take(row)
        return self.found

    def _read_above(self, rows: Sequence[TableRow]) -> None:
        """Tables below each other have the name of their theme above their header, the first one too."""
        repeated = any(row.kind is RowKind.HEADER for row in rows)
        texts = self.table.texts_above()
        named = [text for text in texts if is_theme_heading(text)] or (texts[:1] if repeated else [])
        if not named:
            return
        self.themes.heading(named[-1])
        for text in texts[texts.index(named[-1]) + 1 :]:
            self._theme_text(text)

    def _theme_text(self, text: str) -> None:
        key = self.themes.headings
        self.found.theme_texts[key] = f"{self.found.theme_texts.get(key, '')}\n{text}".strip()

    def _take(self, row: TableRow) -> None:
        match row.kind:
            case RowKind.HEADING if not self.ended:
                self._open(row.label)
            case RowKind.THEME_TEXT if not self.ended:
                self._theme_text(row.label)
            case RowKind.TOTAL:
                self._total(row, row.label)
            case RowKind.AVAILABLE:
                self.notes.remark(
                    self.reader.place(row), f"‘{shortened(row.label)}’ is geen regel: dit is wat er beschikbaar is"
                )
            case RowKind.LEFT_OVER:
                self._left_over(row)
            case RowKind.LINE if self.ended:
                self.notes.remark(
                    self.reader.place(row), f"staat onder het eindtotaal en is niet gelezen: ‘{shortened(row.label)}’"
                )
            case RowKind.LINE:
                self._line(row)
            case RowKind.BESIDE:
                self.notes.remark(
                    self.reader.place(row), f"hoort niet bij de tabel en is niet gelezen: ‘{shortened(row.label)}’"
                )
            case _:
                return

    def _open(self, label: str) -> None:
        if is_whole_plan(label):
            self.themes.headings, self.themes.theme = (label,), label
        else:
            self.themes.heading(label)

    def _line(self, row: TableRow) -> None:
        if row.number in self.parents:
            self._parent(row)
        elif row.amounts and not row.filled:
            self._total(row, "")
        elif not self._is_sum_of_theme(row):
            self._add(row)

    def _add(self, row: TableRow) -> None:
        themes, name = self.themes.at(row)
        if self.table.grid.is_hidden(row.number):
            self.notes.remark(self.reader.place(row), f"deze rij is verborgen, maar telt mee: ‘{shortened(row.label)}’")
        entry = self.reader.entry(row, themes, name or ("" if themes else row.label))
        entry = settled(entry, self.row_totals, self.notes)
        self.found.entries.append(entry)
        self.running.add(entry)
        self.planned += line_total(entry)

    def _parent(self, row: TableRow) -> None:
        """A theme with the sum of what follows: a heading and a total in one."""
        name = row.filled.get(Role.THEME) or row.filled.get(Role.MEASURE, "")
        self.themes = Themes(self.themes.headings[:1] if self.mapping.sheets[1:] else (), numbered=self.themes.numbered)
        self.themes.headings = (*self.themes.headings, name)
        sums = self.table.sums(row)
        themes = () if is_whole_plan(name) else self.themes.headings
        self.has_grand_total = self.has_grand_total or is_grand_total(name)
        self.found.totals.append(Total(self.reader.place(row), name, sums, len(self.found.entries), themes))

    def _is_sum_of_theme(self, row: TableRow) -> bool:
        """The name of the theme once more, with what its lines add up to."""
        theme = row.names.get(Role.THEME, "")
        if not theme or Role.MEASURE in row.names or not self.has_measures or not self.found.entries:
            return False
        last = self.found.entries[-1].themes
        for depth in range(1, len(last) + 1):
            if plain(last[depth - 1]) == plain(theme) and self.running.of(last[:depth]).fits(self.table.sums(row)):
                self._keep_total(row, theme, last[:depth])
                return True
        return False

    def _total(self, row: TableRow, label: str) -> None:
        for column, cell in row.amounts.items():
            if isinstance(cell, CellError):
                self.notes.refuse(self.reader.place(row, column), cell.text, "de formule van dit totaal geeft een fout")
        if self.table.sums(row):
            self._keep_total(row, label, ())
            self.ended = self.ended or (is_grand_total(label) and self._is_last_table(row))
        self.themes.over()

    def _is_last_table(self, row: TableRow) -> bool:
        return row.number >= self.last_ending

    def _keep_total(self, row: TableRow, label: str, themes: tuple[str, ...]) -> None:
        self.has_grand_total = self.has_grand_total or is_grand_total(label)
        self.found.totals.append(
            Total(self.reader.place(row), label, self.table.sums(row), len(self.found.entries), themes)
        )

    def _left_over(self, row: TableRow) -> None:
        """What is left is no line when it follows from the others: the award less all lines."""
        planned = self.planned
        euros = max(self.table.sums(row).values(), default=Decimal(0), key=abs)
        award, place = self.found.award, self.reader.place(row)
        if award is not None and euros in {award - planned, planned - award}:
            return
        if not self.ended and not self.has_grand_total:
            self._add(row)
        elif award is not None and euros:
            self.notes.ask(
                place,
                f"{row.label} {in_euros(euros)}",
                f"Dit klopt niet: beschikbaar {in_euros(award)} min de regels {in_euros(planned)} "
                f"is {in_euros(award - planned)}.",
                ("het verschil is fout", "er ontbreekt een regel"),
                f"de regels kloppen: over is {in_euros(award - planned)}",
            )


def _are_numbers(rows: Sequence[TableRow]) -> bool:
    """Whether “Thema 1” has one line only, each time it comes up: then it is the number of that line."""
    before = ""
    for row in rows:
        theme = row.filled.get(Role.THEME, "") if row.kind is RowKind.LINE else "-"
        if is_numbered_theme(before) and theme in {"", before}:
            return False
        before = theme or before
    return True


def award_in(table: Table, rows: Sequence[TableRow]) -> Decimal | None:
    """What the sheet says there is: a row “Beschikbaar” or “Toegekend”, below the lines or above the header."""
    for row in rows:
        if row.kind is RowKind.AVAILABLE:
            return _award(table, row)
    return None


def _award(table: Table, row: TableRow) -> Decimal | None:
    sums = table.sums(row)
    totals = [sums[at] for at in sums if at in table.mapping.total_columns]
    if totals or sums:
        return totals[0] if totals else sum(sums.values(), start=Decimal(0))
    return table.any_amount(row.number)
