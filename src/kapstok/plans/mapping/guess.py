"""A first guess of the mapping, so that most officers have nothing to point out; with the reasons, in Dutch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from kapstok.core.sheets.values import Sheet, Workbook
from kapstok.plans.mapping.columns import Found, columns_of
from kapstok.plans.mapping.compose import PLURALS
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.guess_blocks import guess_blocks
from kapstok.plans.mapping.heads import Head, heads
from kapstok.plans.mapping.pivot import parents
from kapstok.plans.mapping.rows import MOST_ROWS, Table
from kapstok.plans.mapping.values import Column, ColumnMapping, Guess, Orientation
from kapstok.plans.mapping.words import Role, plain

MOST_HEADS = 6  # headers to try in a sheet
MOST_COLUMNS = 100
MOST_LOOKED_AT = 20_000  # rows, in all sheets together
ENOUGH = 30  # below this score we have found no table
_FOR_YEARS = re.compile(r"\b(?:voor|over|gedurende) ([2-6]|twee|drie|vier) (?:school)?jaa?r(?:en)?\b")
_WORDS = {"twee": 2, "drie": 3, "vier": 4}


def guess(workbook: Workbook) -> Guess | None:
    """The likeliest mapping; None when no sheet holds a table that looks like a budget."""
    sheets = _to_look_at(workbook)
    found = [(sheet, best) for sheet in sheets if not sheet.hidden and (best := _guess_sheet(sheet))]
    if not found:
        return None
    _, best = max(found, key=lambda each: each[1].score)
    if len(sheets) < len(workbook.sheets):
        text = f"samen hebben de bladen meer dan {MOST_LOOKED_AT} rijen; we keken alleen tot en met ‘{sheets[-1].name}’"
        best = replace(best, reasons=(*best.reasons, text))
    alike = [sheet.name for sheet, other in found if other.mapping.fingerprint == best.mapping.fingerprint][:50]
    return _over_sheets(best, alike) if len(alike) > 1 else best


def _to_look_at(workbook: Workbook) -> list[Sheet]:
    """The sheets up to the one where together they get too long, and always the first."""
    rows = accumulate(len(sheet.rows) for sheet in workbook.sheets)
    enough = [sheet for sheet, so_far in zip(workbook.sheets, rows, strict=True) if so_far <= MOST_LOOKED_AT]
    return enough or list(workbook.sheets[:1])


def _over_sheets(best: Guess, names: Sequence[str]) -> Guess:
    mapping = best.mapping.model_copy(update={"sheets": tuple(names)})
    sheets = ", ".join(f"‘{name}’" for name in names)
    return Guess(
        mapping, best.score, (*best.reasons, f"de bladen {sheets} hebben dezelfde koppen: elk blad is een thema")
    )


def _start_of(sheet: Sheet) -> Sheet:
    """As much of a sheet as any budget fills."""
    rows = tuple(row[:MOST_COLUMNS] for row in sheet.rows[:MOST_ROWS])
    return replace(sheet, rows=rows)


def _guess_sheet(sheet: Sheet) -> Guess | None:
    grid = Grid(_start_of(sheet))
    tables = [table for head in heads(grid)[:MOST_HEADS] if (table := _table(grid, head))]
    best, blocks = max(tables, key=_score, default=None), guess_blocks(grid)
    if best and _score(best) >= max(ENOUGH, blocks.score if blocks else 0):
        return _guess_table(best)
    return blocks if blocks and blocks.score >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    head: Head
    found: tuple[Found, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(each.column for each in self.found)

    def has(self, *roles: Role) -> bool:
        return any(column.role in roles for column in self.columns)


def _table(grid: Grid, head: Head) -> _Table | None:
    """The table below this header, when it has amounts and something that they are for."""
    table = _Table(grid, head, tuple(columns_of(grid, head, head.rows[-1] + 1, grid.height)))
    has_names = table.has(Role.THEME, Role.MEASURE)
    return table if has_names and table.has(Role.AMOUNT, Role.AMOUNT_IN_TEXT) else None


def _guess_table(table: _Table) -> Guess:
    mapping = ColumnMapping(
        sheets=(table.grid.name,),
        orientation=_orientation(table),
        header_rows=table.head.rows,
        columns=_for(table),
        theme_word=_theme_word(table),
        years_covered=_years_covered(table),
        thousands=_in_thousands(table),
    )
    below = Table(table.grid, mapping)
    if mapping.orientation is Orientation.ROWS and parents(below, below.rows):
        mapping = mapping.model_copy(update={"orientation": Orientation.PIVOT})
    return Guess(mapping, _score(table), _reasons(table, mapping))


def _for(table: _Table) -> tuple[Column, ...]:
    """With a row for each year the years in headings say nothing."""
    if _orientation(table) is Orientation.YEAR_ROWS:
        return tuple(column.model_copy(update={"year": None}) for column in table.columns)
    return tuple(column for column in table.columns if column.role is not Role.YEAR)


def _orientation(table: _Table) -> Orientation:
    dated = any(column.year for column in table.columns)
    return Orientation.YEAR_ROWS if table.has(Role.YEAR) and not dated else Orientation.ROWS


def _theme_word(table: _Table) -> str:
    said = next((plain(column.header) for column in table.columns if column.role is Role.THEME), "")
    return next((word for word in PLURALS if word in said), "thema")


def _years_covered(table: _Table) -> int | None:
    """What the sheet says (“voor 2 jaar”), when it says it in one way and has no columns of years."""
    if any(column.year for column in table.columns):
        return None
    texts = (plain(text) for row in table.grid.rows() for _, text in table.grid.texts(row))
    said = {found[1] for text in texts for found in _FOR_YEARS.finditer(text)}
    numbers = {_WORDS.get(number) or int(number) for number in said}
    return numbers.pop() if len(numbers) == 1 else None


def _in_thousands(table: _Table) -> bool:
    above = [
        text_of(table.grid.at(row, column))
        for row in range(1, table.head.rows[0])
        for column in range(table.grid.width)
    ]
    said = plain(" ".join([*above, *table.head.texts]))
    return bool(re.search(r"\bx ?€? ?1\.?000\b|\bin duizenden\b|\bx 1\.?000 euro\b", said))


def _score(table: _Table) -> int:
    """Amounts by year, names, and what else is usual; headings count more than content alone."""
    amounts = [column for column in table.columns if column.role is Role.AMOUNT]
    score = 30 if amounts else 20
    score += 15 if any(column.year for column in amounts) or table.has(Role.YEAR) else 0
    score += 15 * table.has(Role.MEASURE) + 15 * table.has(Role.THEME)
    score += 5 * len({c.role for c in table.columns} - {Role.AMOUNT, Role.MEASURE, Role.THEME, Role.YEAR})
    score -= 5 * sum(not column.header for column in table.columns)
    return max(0, min(score, 100))


def _reasons(table: _Table, mapping: ColumnMapping) -> tuple[str, ...]:
    rows = " en ".join(map(str, table.head.rows))
    reasons = [f"op blad ‘{table.grid.name}’ staat de kop in rij {rows}", *(each.reason for each in table.found)]
    if mapping.orientation is Orientation.YEAR_ROWS:
        reasons.append("elke rij is een activiteit in één jaar")
    if mapping.orientation is Orientation.PIVOT:
        reasons.append("de rij van een thema is de som van de rijen eronder, en telt dus niet mee")
    if mapping.thousands:
        reasons.append("de bedragen zijn in duizenden euro's (x € 1.000)")
    if mapping.years_covered:
        reasons.append(f"het blad spreekt van {mapping.years_covered} jaar; zo vaak tellen bedragen per jaar")
    return tuple(reasons)
