"""Guessing where themes stand side by side, with labels such as “Plan” and “Geschat budget” before the rows."""

from collections.abc import Iterator

from kapstok.core.sheets.values import column_letters
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.looks import stands_for_amount
from kapstok.plans.mapping.noting import shortened
from kapstok.plans.mapping.values import Column, ColumnMapping, Guess, Orientation, RowLabel
from kapstok.plans.mapping.words import Role, is_total, plain, role_of

DEEPEST = 40  # rows in which the first themes stand
SPAN = 40  # rows below a header in which its labels stand
_HEADINGS = {None, Role.THEME, Role.MEASURE, Role.SUBTHEME}


def guess_blocks(grid: Grid) -> Guess | None:
    """The first row with themes side by side, when amounts stand below at least two of them."""
    for row in range(1, min(grid.height, DEEPEST) + 1):
        for at in range(min(grid.width - 2, 3)):
            if found := _guess_at(grid, row, at):
                return found
    return None


def _guess_at(grid: Grid, row: int, at: int) -> Guess | None:
    themes = list(_themes(grid, row, at))
    if len(themes) < 2:
        return None
    labels = _labels(grid, row, at, themes)
    if not any(label.role is Role.AMOUNT for label in labels):
        return None
    columns = tuple(
        Column(column=column_letters(column), role=Role.THEME, header=_said(grid, row, column)) for column in themes
    )
    mapping = ColumnMapping(
        sheets=(grid.name,),
        orientation=Orientation.THEME_COLUMNS,
        header_rows=(row,),
        columns=columns,
        labels=tuple(labels),
        label_column=None if themes[0] == at + 1 else column_letters(at),
    )
    known = sum(label.role is not Role.AMOUNT for label in labels)
    return Guess(mapping, min(100, 60 + 10 * known + 2 * len(themes)), tuple(_reasons(grid, row, at, mapping)))


def _themes(grid: Grid, row: int, at: int) -> Iterator[int]:
    """The columns right of the labels with a heading that may be a theme; none when one of them is something else."""
    for column in range(at + 1, grid.width):
        cell = grid.at(row, column)
        if cell is None or grid.is_covered(row, column):
            continue
        said = text_of(cell)
        if is_total(said):
            continue
        if (
            not isinstance(cell, str)
            or len(said) > 200
            or stands_for_amount(said)
            or year_in(said)
            or role_of(said) not in _HEADINGS
        ):
            return
        yield column


def _labels(grid: Grid, row: int, at: int, themes: list[int]) -> list[RowLabel]:
    """The known words before the rows below, each once; a row of amounts has amounts below at least one theme."""
    found: dict[str, RowLabel] = {}
    for below in range(row + 1, min(grid.height, row + SPAN) + 1):
        cell = grid.down(below, at)
        said = text_of(cell) if isinstance(cell, str) or year_in(cell) else ""
        label = _label(grid, below, said, themes) if said and not stands_for_amount(said) else None
        if label and plain(said) not in found:
            found[plain(said)] = label
    dated = any(label.year for label in found.values())
    return [
        label
        for label in found.values()
        if not (dated and label.role is Role.AMOUNT and not label.year and not is_total(label.label))
    ]


def _label(grid: Grid, row: int, said: str, themes: list[int]) -> RowLabel | None:
    cells = [cell for column in themes if (cell := grid.at(row, column)) is not None]
    amounts = sum(map(stands_for_amount, cells))
    year = year_in(said)
    role = Role.AMOUNT if (year or is_total(said)) and len(said) <= 60 else role_of(said)
    if role is Role.AMOUNT:
        return RowLabel(label=shortened(said, 200), role=role, year=year.year if year else None) if amounts else None
    return (
        RowLabel(label=shortened(said, 200), role=role)
        if role not in _HEADINGS - {Role.MEASURE} and cells and not amounts
        else None
    )


def _said(grid: Grid, row: int, column: int) -> str:
    return shortened(text_of(grid.at(row, column)), 200)


def _reasons(grid: Grid, row: int, at: int, mapping: ColumnMapping) -> Iterator[str]:
    names = ", ".join(f"‘{shortened(column.header, 40)}’" for column in mapping.columns)
    yield f"op blad ‘{grid.name}’ staan in rij {row} de thema's naast elkaar: {names}"
    for label in mapping.labels:
        year = f" voor schooljaar {label.year}" if label.year else ""
        kind = f"het bedrag{year}" if label.role is Role.AMOUNT else "tekst over het thema"
        yield f"vóór de rij staat ‘{label.label}’ in kolom {column_letters(at)}: {kind}"
