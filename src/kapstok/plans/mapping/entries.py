"""From the rows of a table to the entries of a plan: which theme each line is under, and what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kapstok.core.periods import SchoolYear
from kapstok.core.sheets.values import column_letters
from kapstok.plans.mapping.costs import Cost, CostReader
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.noting import Notes, shortened
from kapstok.plans.mapping.rows import TableRow
from kapstok.plans.mapping.values import Column, ColumnMapping, Orientation, Place
from kapstok.plans.mapping.words import Role, is_numbered_theme, is_whole_plan

Bucket = tuple[str, SchoolYear | None]  # who pays (empty: the grant) and when (None: over all years)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the plan: `themes` from the top, at most two; without `name` it is about the theme itself.

    `sums`: euros by column (from 0), for the totals of the sheet.
    """

    place: Place
    themes: tuple[str, ...]
    name: str
    costs: Mapping[Bucket, Cost]
    sums: Mapping[int, Decimal]
    texts: Mapping[Role, str] = field(default_factory=dict)


@dataclass(slots=True)
class Themes:
    """The theme that rows are under while we walk down the table.

    `numbered`: “Thema 1” is only a number, and the name of the theme stands beside it.
    """

    headings: tuple[str, ...] = ()
    theme: str = ""
    subtheme: str = ""
    numbered: bool = True
    _after_heading: bool = False

    def heading(self, name: str) -> None:
        """A heading right after another is a level below it; so are those that follow such a pair."""
        deeper = self._after_heading or len(self.headings) == 2
        self.headings = (*self.headings[:1], name) if deeper and self.headings else (name,)
        self.theme = self.subtheme = ""
        self._after_heading = True

    def over(self) -> None:
        """A total ends what was open."""
        self.subtheme, self._after_heading = "", False
        if len(self.headings) == 2:
            self.headings = self.headings[:1]

    def at(self, row: TableRow) -> tuple[tuple[str, ...], str]:
        """The themes and the name of a line, as it stands there or as above."""
        self._after_heading = False
        theme, measure = row.filled.get(Role.THEME, ""), row.filled.get(Role.MEASURE, "")
        if theme and theme != self.theme:
            self.theme, self.subtheme = theme, ""
        self.subtheme = row.filled.get(Role.SUBTHEME, "") or self.subtheme
        if self.numbered and is_numbered_theme(self.theme) and measure:
            return (*self.headings[:1], measure), ""
        levels = [*self.headings, self.theme, self.subtheme]
        named = tuple(name for name in levels if name)
        return (() if is_whole_plan(named[-1]) else named[-2:]) if named else (), measure


class EntryReader:
    """Makes entries of the lines of one sheet."""

    def __init__(self, grid: Grid, mapping: ColumnMapping, costs: CostReader, notes: Notes) -> None:
        self.grid, self.mapping, self.costs, self.notes = grid, mapping, costs, notes
        self._amounts = [(column, index(column.column)) for column in mapping.amounts]

    def entry(self, row: TableRow, themes: tuple[str, ...], name: str) -> Entry:
        costs: dict[Bucket, Cost] = {}
        sums: dict[int, Decimal] = {}
        for column, at in self._amounts:
            cost = self._cost(row, column, at)
            if cost is None:
                continue
            costs[self._bucket(row, column)] = cost
            if cost.euros is not None:
                sums[at] = cost.euros
        return Entry(self.place(row), themes, name, costs, sums, row.texts)

    def place(self, row: TableRow, column: int | None = None) -> Place:
        return Place(self.grid.name, row.number, "" if column is None else column_letters(column))

    def _cost(self, row: TableRow, column: Column, at: int) -> Cost | None:
        dated = column.year is not None or self.mapping.orientation is Orientation.YEAR_ROWS
        prose = column.role is Role.AMOUNT_IN_TEXT
        place, cell = self.place(row, at), row.amounts.get(at)
        return self.costs.read(cell, place, in_year=dated, header=column.header, prose=prose)

    def _bucket(self, row: TableRow, column: Column) -> Bucket:
        source = column.source or row.texts.get(Role.SOURCE, "")
        if self.mapping.orientation is not Orientation.YEAR_ROWS:
            return source, column.year
        at = index(self.mapping.roles[Role.YEAR].column)
        return source, self._year(row, at)

    def _year(self, row: TableRow, at: int) -> SchoolYear | None:
        cell = self.grid.down(row.number, at)
        found = year_in(cell)
        if found is None and cell is not None:
            said = shortened(text_of(cell))
            self.notes.refuse(self.place(row, at), said, "we verwachten een schooljaar, zoals 2023-2024")
        return found.year if found else None


def over_years(entries: Sequence[Entry]) -> list[Entry]:
    """The rows of one activity, a year each, as one entry; what stands there twice for one year is added up."""
    found: dict[tuple[tuple[str, ...], str], Entry] = {}
    for entry in entries:
        first = found.get((entry.themes, entry.name))
        found[entry.themes, entry.name] = _together(first, entry) if first else entry
    return list(found.values())


def _together(one: Entry, other: Entry) -> Entry:
    costs = dict(one.costs)
    for bucket, cost in other.costs.items():
        costs[bucket] = _both(costs[bucket], cost) if bucket in costs else cost
    return replace(one, costs=costs, texts={**other.texts, **one.texts})


def _both(one: Cost, other: Cost) -> Cost:
    euros = [cost.euros for cost in (one, other) if cost.euros is not None]
    note = "\n".join(dict.fromkeys(text for text in (one.note, other.note) if text))
    total = sum(euros, start=Decimal(0)) if euros else None
    return Cost(total, one.about or other.about, (*one.estimates, *other.estimates), note)


def note_calendar_years(mapping: ColumnMapping, sheet: str, notes: Notes) -> None:
    """Plans are in school years; a column that names one calendar year is asked about."""
    for column in mapping.amounts:
        heading = year_in(column.header)
        if column.year and heading and heading.calendar and heading.year == column.year:
            year, before = column.year, SchoolYear.containing(column.year.start.replace(month=1))
            notes.ask(
                Place(sheet, max(mapping.header_rows), column.column),
                column.header,
                f"De kolom noemt {year.first_year}, zonder schooljaar. Welk schooljaar is dat?",
                (f"schooljaar {year}", f"schooljaar {before}"),
                f"schooljaar {year}",
            )
