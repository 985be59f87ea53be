"""Finding our tables in a workbook: the sheet by its name, the header by its words, the rows below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kapstok.core.periods import SchoolYear
from kapstok.core.sheets.values import NOT_CALCULATED, Cell, Problem, Sheet, Workbook, address
from kapstok.plans.workbook.cells import is_blank
from kapstok.plans.workbook.columns import Kind, Table
from kapstok.plans.workbook.layout import OUR_SHEETS
from kapstok.plans.workbook.names import plain

HEADER_WITHIN = 30  # rows in which the header is looked for
Cells: TypeAlias = dict[str, Cell]


@dataclass(slots=True)
class Notes:
    """What was found wrong, and what is good to know."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def wrong(self, place: str, text: str) -> None:
        self.problems.append(Problem(place, text))

    def remark(self, place: str, text: str) -> None:
        self.remarks.append(Problem(place, text))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on its sheet: `at` gives the column of each field, `years` that of each school year."""

    table: Table
    sheet: Sheet
    header_row: int
    at: Mapping[str, int]
    years: Mapping[str, int]

    def place(self, row: int, name: str = "") -> str:
        """blad “Begroting”, cel F12 (Totaal)"""
        column = self.at.get(name, self.years.get(name))
        if column is None:
            return f"blad “{self.sheet.name}”, rij {row + 1}"
        header = name if name in self.years else self.table.column(name).header
        return f"blad “{self.sheet.name}”, cel {address(row, column)} ({header})"


def find(workbook: Workbook, table: Table, notes: Notes) -> Grid | None:
    """The table, or None when it is not there; then that has been said, if it matters."""
    sheet = find_sheet(workbook, table.title, notes)
    if sheet is None:
        return None
    header_row = _header_row(sheet, table)
    if header_row is None:
        headers = ", ".join(column.header for column in table.columns if column.is_read)
        notes.wrong(f"blad “{sheet.name}”", f"de rij met kolomkoppen is er niet; verwacht worden: {headers}")
        return None
    return _located(sheet, table, header_row, notes)


def find_sheet(workbook: Workbook, title: str, notes: Notes) -> Sheet | None:
    for sheet in workbook.sheets:
        if plain(sheet.name) == plain(title):
            return sheet
    others = [f"“{sheet.name}”" for sheet in workbook.sheets if sheet.name not in OUR_SHEETS]
    if others or title == "Plan":
        found = f" Wel gevonden: {', '.join(others[:5])}. Heet het nu zo? Geef het zijn naam terug." if others else ""
        notes.wrong(f"blad “{title}”", f"dit blad is er niet.{found}")
    return None


def remark_on_other_sheets(workbook: Workbook, notes: Notes) -> None:
    ours = {plain(title) for title in OUR_SHEETS}
    for sheet in workbook.sheets:
        if plain(sheet.name) not in ours:
            notes.remark(f"blad “{sheet.name}”", "dit blad kennen we niet; we slaan het over")


def _header_row(sheet: Sheet, table: Table) -> int | None:
    """The row that has the most of our headers, and at least two."""
    wanted = {plain(column.header) for column in table.columns}
    best, most = None, 1
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = len(wanted & {plain(cell) for cell in row if isinstance(cell, str)})
        if found > most:
            best, most = number, found
    return best


def _located(sheet: Sheet, table: Table, header_row: int, notes: Notes) -> Grid:
    known = {plain(column.header): column.field for column in table.columns}
    has_years = any(column.kind is Kind.YEARS for column in table.columns)
    has_quarters = any(column.kind is Kind.PICTURE for column in table.columns)
    at, years, others = dict[str, int](), dict[str, int](), list[str]()
    for column, cell in enumerate(sheet.rows[header_row]):
        if is_blank(cell):
            continue
        header, place = str(cell), f"blad “{sheet.name}”, cel {address(header_row, column)}"
        year = school_year(header) if has_years else None
        name = known.get(plain(header))
        if (name and name in at) or (year and year in years):
            notes.wrong(place, f"de kolomkop “{header[:60]}” staat er twee keer; haal er een weg")
        elif year:
            years[year] = column
        elif name:
            at[name] = column
        elif not (has_quarters and re.fullmatch(r"Q[1-4] \d{4}", header)):
            others.append(header)
            notes.remark(place, f"de kolom “{header[:60]}” kennen we niet; we slaan die over")
    _missing(sheet, table, at, others, notes)
    return Grid(table, sheet, header_row, at, years)


def school_year(header: str) -> str | None:
    """2022-2023, also as 2022/2023, 2022/23 or schooljaar 2022-2023."""
    found = re.fullmatch(r"\s*(?:schooljaar\s*)?(\d{4})\s*[-/–]\s*(\d{2}|\d{4})\s*", header, re.IGNORECASE | re.ASCII)
    if not found or int(found[1]) + 1 != int(found[1][: 4 - len(found[2])] + found[2]):
        return None
    try:
        return str(SchoolYear(f"{found[1]}-{int(found[1]) + 1}"))
    except ValueError:
        return None


def _missing(sheet: Sheet, table: Table, at: Mapping[str, int], others: Sequence[str], notes: Notes) -> None:
    """A column that is gone was renamed, or is really not there: then it is empty, unless we need it."""
    for column in table.columns:
        if not column.is_read or column.kind is Kind.YEARS or column.field in at or column.field == "key":
            continue
        if column.required or others or column.kind is Kind.EUROS:
            found = f" Wel gevonden: {', '.join(f'“{other[:40]}”' for other in others[:5])}." if others else ""
            notes.wrong(
                f"blad “{sheet.name}”", f"de kolom “{column.header}” is er niet.{found} Geef de kop zijn naam terug"
            )
        else:
            notes.remark(f"blad “{sheet.name}”", f"de kolom “{column.header}” is er niet; we lezen die als leeg")


def rows(grid: Grid) -> Iterator[tuple[int, Cells]]:
    """The rows with something in them: the number of the row, and the cells that are not blank, by field or year.

    Formulas that are ready for a row to be filled in do not count.
    """
    columns = {column.field: column for column in grid.table.columns}
    places = [(name, place) for name, place in grid.at.items() if columns[name].is_read] + list(grid.years.items())
    sheet = _filled_down(grid, {place for _, place in places}) if grid.table.fills_down else grid.sheet.rows
    for number in range(grid.header_row + 1, len(sheet)):
        row = sheet[number]
        cells: Cells = {
            name: cell
            for name, place in places
            if (cell := row[place]) is not None and (type(cell) is not str or not cell.isspace())
        }
        if any(cell is not NOT_CALCULATED for cell in cells.values()) and not (
            grid.table.total and _is_total(grid, cells)
        ):
            yield number, cells


def _filled_down(grid: Grid, columns: set[int]) -> Sequence[Sequence[Cell]]:
    """The rows, with what stands in a merged cell in each of its rows."""
    merged = [
        area
        for area in grid.sheet.merged
        if grid.header_row < area.first_row < area.last_row and area.first_column == area.last_column in columns
    ]
    if not merged:
        return grid.sheet.rows
    filled = [list(row) for row in grid.sheet.rows]
    for area in merged:
        for row in range(area.first_row + 1, area.last_row + 1):
            filled[row][area.first_column] = filled[area.first_row][area.first_column]
    return filled


def _is_total(grid: Grid, cells: Cells) -> bool:
    """A row of sums: it is called so, and nobody pays it."""
    label = cells.get(grid.table.columns[0].field)
    named = isinstance(label, str) and re.match(r"(?:sub)?tota(?:al|len)\b", plain(label)) is not None
    return named and "source" not in cells and "key" not in cells
