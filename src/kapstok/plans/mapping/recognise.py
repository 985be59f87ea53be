"""Recognising a workbook by a saved mapping: also when rows or columns were put in, or the sheet got another name."""

from collections.abc import Iterable, Iterator

from kapstok.core.sheets.values import Sheet, Workbook, column_letters
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.heads import head_at
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.noting import Notes, shortened
from kapstok.plans.mapping.values import Column, ColumnMapping, Orientation, Place
from kapstok.plans.mapping.words import plain

DEEPEST = 200  # rows in which we look for a header that moved


def recognised(workbook: Workbook, mappings: Iterable[ColumnMapping]) -> ColumnMapping | None:
    """The first of these mappings that fits the workbook, with the rows, columns and sheets as they are there now."""
    return next((found for mapping in mappings if (found := _in_workbook(mapping, workbook))), None)


def _in_workbook(mapping: ColumnMapping, workbook: Workbook) -> ColumnMapping | None:
    named = {sheet.name: sheet for sheet in workbook.sheets}
    chosen = [named[name] for name in mapping.sheets if name in named]
    if len(mapping.sheets) > 1:
        chosen = [sheet for sheet in workbook.sheets if _in_sheet(mapping, Grid(sheet))]
        found = _in_sheet(mapping, Grid(chosen[0])) if chosen else None
        return found.model_copy(update={"sheets": tuple(sheet.name for sheet in chosen)}) if found else None
    for sheet in (*chosen, *(sheet for sheet in workbook.sheets if sheet not in chosen)):
        if found := _in_sheet(mapping, Grid(sheet)):
            return found.model_copy(update={"sheets": (sheet.name,)})
    return None


def _in_sheet(mapping: ColumnMapping, grid: Grid) -> ColumnMapping | None:
    return next((found for rows in _places(mapping, grid) if (found := _with_columns(mapping, grid, rows))), None)


def located(mapping: ColumnMapping, sheet: Sheet, notes: Notes) -> ColumnMapping | None:
    """The mapping as it fits this sheet now; what moved is remarked on. None when it doesn't: the notes say why."""
    grid = Grid(sheet)
    found = _in_sheet(mapping, grid)
    if found is None:
        _explain(mapping, grid, notes)
    elif found.header_rows != mapping.header_rows:
        rows = " en ".join(map(str, found.header_rows))
        notes.remark(Place(sheet.name, found.header_rows[0]), f"de kopregel staat nu in rij {rows}")
    if found and [column.column for column in found.columns] != [column.column for column in mapping.columns]:
        notes.remark(
            Place(sheet.name, found.header_rows[0]), "kolommen zijn verplaatst; we vonden ze terug aan hun kop"
        )
    return found


def _places(mapping: ColumnMapping, grid: Grid) -> Iterator[tuple[int, ...]]:
    """Where the header can stand: first where it stood, then from the top down."""
    yield mapping.header_rows
    top = mapping.header_rows[0]
    for row in range(1, min(grid.height, DEEPEST) + 1):
        if row != top:
            yield tuple(row + number - top for number in mapping.header_rows)


def _with_columns(mapping: ColumnMapping, grid: Grid, rows: tuple[int, ...]) -> ColumnMapping | None:
    texts = [plain(text) for text in head_at(grid, rows).texts]
    if mapping.orientation is Orientation.THEME_COLUMNS:
        labels = {plain(label.label) for label in mapping.labels}
        said = {plain(text_of(grid.down(row, mapping.labels_at))) for row in grid.rows()}
        return mapping.model_copy(update={"header_rows": rows}) if labels <= said and _same(mapping, texts) else None
    if not any(column.header for column in mapping.columns):
        return mapping if rows == mapping.header_rows else None
    if _same(mapping, texts):
        return mapping.model_copy(update={"header_rows": rows})
    return _moved(mapping, rows, texts)


def _same(mapping: ColumnMapping, texts: list[str]) -> bool:
    return all(_at(texts, column) == plain(column.header) for column in mapping.columns if column.header)


def _at(texts: list[str], column: Column) -> str:
    at = index(column.column)
    return texts[at] if at < len(texts) else ""


def _moved(mapping: ColumnMapping, rows: tuple[int, ...], texts: list[str]) -> ColumnMapping | None:
    """The same headings in other columns; only when each stands there once and no column went without a heading."""
    columns = []
    for column in mapping.columns:
        if not column.header or texts.count(plain(column.header)) != 1:
            return None
        columns.append(column.model_copy(update={"column": column_letters(texts.index(plain(column.header)))}))
    return mapping.model_copy(update={"header_rows": rows, "columns": tuple(columns)})


def _explain(mapping: ColumnMapping, grid: Grid, notes: Notes) -> None:
    """Which headings are not where they were, held against the row that looks most like the header."""
    best = max(_places(mapping, grid), key=lambda rows: _likeness(mapping, grid, rows))
    texts = list(head_at(grid, best).texts)
    for column in mapping.columns:
        found = _at(texts, column)
        if column.header and plain(found) != plain(column.header):
            place = Place(grid.name, best[-1], column.column)
            notes.refuse(
                place,
                found or "niets",
                f"we verwachten de kop ‘{shortened(column.header)}’. Wijs de kolommen opnieuw aan",
            )
    if mapping.orientation is Orientation.THEME_COLUMNS and not notes.problems:
        words = ", ".join(f"‘{label.label}’" for label in mapping.labels)
        notes.refuse(Place(grid.name, best[0]), "iets anders", f"we verwachten rijen met {words} ervoor")


def _likeness(mapping: ColumnMapping, grid: Grid, rows: tuple[int, ...]) -> int:
    texts = [plain(text) for text in head_at(grid, rows).texts]
    return sum(_at(texts, column) == plain(column.header) for column in mapping.columns if column.header)
