"""A workbook read through a mapping: either a draft of the plan, or everything that stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from kapstok.core.periods import format_date
from kapstok.core.sheets.values import Problem, Sheet, Workbook
from kapstok.grants.regulation import Regulation
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.blocks import read_blocks
from kapstok.plans.mapping.compose import Heading, Path, UnfitError, compose
from kapstok.plans.mapping.costs import CostReader
from kapstok.plans.mapping.entries import Entry, note_calendar_years, over_years
from kapstok.plans.mapping.flat import with_themes
from kapstok.plans.mapping.grid import Grid
from kapstok.plans.mapping.noting import Notes
from kapstok.plans.mapping.recognise import located
from kapstok.plans.mapping.rows import MOST_ROWS
from kapstok.plans.mapping.tables import SheetReading, TableReader
from kapstok.plans.mapping.titles import award_above, title_of
from kapstok.plans.mapping.totals import Stated, check_totals
from kapstok.plans.mapping.values import ColumnMapping, Draft, Orientation, Place
from kapstok.plans.problems import problems
from kapstok.plans.schema import PlanDocument

MOST_TOGETHER = 10_000  # rows, in all sheets that are read
NO_LINES = "onder de kopregel vonden we geen regels van een begroting"


@dataclass(frozen=True, slots=True)
class _Read:
    """One sheet: the mapping as it fits there, what was read, and what its totals say."""

    sheet: Sheet
    mapping: ColumnMapping
    reading: SheetReading
    stated: tuple[Stated, ...]


def apply(
    mapping: ColumnMapping,
    workbook: Workbook,
    regulation: Regulation,
    *,
    day: date | None = None,
    award: Decimal | None = None,
) -> Draft:
    """The plan in this workbook. PlanFileError says everything that is wrong.

    `day`: the date of the plan, else one that fits its first school year. `award` in euros: what was granted, else
    what the sheet says is available.
    """
    notes = Notes()
    read = [one for sheet in _sheets(mapping, workbook, notes) if (one := _read(sheet, mapping, notes))]
    entries = with_themes([entry for one in read for entry in one.reading.entries])
    if notes.problems:
        raise PlanFileError(workbook.name, notes.problems)
    if not any(entry.costs or (entry.name and entry.themes) for entry in entries):
        where = str(Place(mapping.sheets[0]))
        raise PlanFileError(workbook.name, [Problem(where, NO_LINES)])
    day = day or _first_day(entries, regulation, read[0].sheet.name, notes)
    heading = _heading(read, workbook, regulation, day, award)
    return Draft(_composed(read, entries, heading, workbook.name, notes), tuple(notes.remarks), tuple(notes.questions))


def _sheets(mapping: ColumnMapping, workbook: Workbook, notes: Notes) -> list[Sheet]:
    named = {sheet.name: sheet for sheet in workbook.sheets}
    there = ", ".join(f"‘{name}’" for name in list(named)[:10])
    for name in mapping.sheets:
        if name not in named:
            notes.problems.append(Problem(f"blad ‘{name}’", f"dit blad is er niet; wel zijn er {there}"))
    chosen = [named[name] for name in mapping.sheets if name in named]
    rows = sum(len(sheet.rows) for sheet in chosen)
    if len(chosen) > 1 and rows > MOST_TOGETHER:
        text = f"deze {len(chosen)} bladen hebben samen {rows} rijen; een begroting heeft er hooguit {MOST_TOGETHER}"
        raise PlanFileError(workbook.name, [*notes.problems, Problem("", text)])
    return chosen


def _read(sheet: Sheet, mapping: ColumnMapping, notes: Notes) -> _Read | None:
    if len(sheet.rows) > MOST_ROWS:
        text = f"dit blad heeft {len(sheet.rows)} rijen; een begroting heeft er hooguit {MOST_ROWS}"
        notes.problems.append(Problem(str(Place(sheet.name)), text))
        return None
    here = located(mapping, sheet, notes)
    if here is None:
        return None
    grid = Grid(sheet)
    dated = len({column.year for column in here.columns if column.year})
    costs = CostReader(notes, here.years_covered or dated or None, here.thousands)
    note_calendar_years(here, sheet.name, notes)
    if here.orientation is Orientation.THEME_COLUMNS:
        reading = read_blocks(grid, here, costs, notes)
    else:
        reading = TableReader(grid, here, costs, notes).read(sheet.name if len(mapping.sheets) > 1 else "")
    if reading.award is None:
        reading.award = award_above(grid, here)
    costs.ask_years()
    stated = check_totals(reading.totals, reading.entries, notes)
    if here.orientation is Orientation.YEAR_ROWS:
        reading.entries = over_years(reading.entries)
    return _Read(sheet, here, reading, tuple(stated))


def _heading(
    read: Sequence[_Read], workbook: Workbook, regulation: Regulation, day: date, award: Decimal | None
) -> Heading:
    first = read[0]
    said = [euros for one in read if (euros := one.reading.award) is not None and euros >= 0]
    title = title_of([one.sheet for one in read], first.mapping, workbook)
    found = award if award is not None else next(iter(said), None)
    return Heading(title, regulation, day, found, first.mapping.theme_word)


def _first_day(entries: Sequence[Entry], regulation: Regulation, sheet: str, notes: Notes) -> date:
    """The start of the first school year; not before the last change of the regulation, for its term holds by now."""
    years = [year for entry in entries for _, year in entry.costs if year]
    first = min(years).start if years else regulation.windows[0].starts
    day = max(first, regulation.windows[-1].made_on)
    notes.remark(Place(sheet), f"de werkmap noemt geen datum van het plan; we rekenen na op {format_date(day)}")
    return day


def _composed(
    read: Sequence[_Read], entries: Sequence[Entry], heading: Heading, name: str, notes: Notes
) -> PlanDocument:
    texts = {themes: text for one in read for themes, text in one.reading.theme_texts.items()}
    try:
        return compose(entries, _stated(read), texts, heading, notes)
    except ValidationError as error:
        raise PlanFileError(name, problems(error, {})) from error
    except UnfitError as error:
        raise PlanFileError(name, [error.problem]) from error


def _stated(read: Sequence[_Read]) -> dict[Path, Decimal]:
    """What the totals say of each theme and of the plan, in euros; what one sheet of several says is not the plan."""
    found: dict[Path, Decimal] = {}
    for one in read:
        for each in one.stated:
            if each.themes or len(read) == 1:
                found[each.themes] = _over_all(each, one.mapping)
    return {themes: euros for themes, euros in found.items() if euros >= 0}


def _over_all(stated: Stated, mapping: ColumnMapping) -> Decimal:
    totals = [euros for column, euros in stated.sums.items() if column in mapping.total_columns]
    return totals[0] if totals else sum(stated.sums.values(), start=Decimal(0))
