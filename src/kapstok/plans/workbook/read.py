"""Our workbook read as a plan. Everything that is wrong in it is told at once: sheet, row, column, found, expected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.plans.schema import PlanDocument, SourceKind
from kapstok.plans.workbook.assembling import Assembly, assemble
from kapstok.plans.workbook.grid import Grid, Notes, find_sheet, remark_on_other_sheets
from kapstok.plans.workbook.items import Items, read_items
from kapstok.plans.workbook.layout import LISTS_TITLE, PLAN_TITLE, SOURCES, TABLES
from kapstok.plans.workbook.names import plain


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The plan in a workbook, and what is good to know about how it was read."""

    plan: PlanDocument
    remarks: tuple[Problem, ...]


def is_our_workbook(workbook: Workbook) -> bool:
    """Whether this is a workbook that we made, or one made after ours: it has at least three of our sheets."""
    ours = {plain(PLAN_TITLE), *(plain(table.title) for table in TABLES)}
    return len(ours & {plain(sheet.name) for sheet in workbook.sheets}) >= 3


def plan_from_workbook(workbook: Workbook) -> PlanDocument:
    """The plan. Raises SheetError with every problem."""
    return read_plan_workbook(workbook).plan


def read_plan_workbook(workbook: Workbook) -> PlanReading:
    """The plan with the remarks. Raises SheetError with every problem."""
    notes = Notes(remarks=[remark for remark in workbook.remarks if remark.place != f"blad “{LISTS_TITLE}”"])
    assembly = Assembly(workbook, notes)
    remark_on_other_sheets(workbook, notes)
    sheet = find_sheet(workbook, PLAN_TITLE, notes)
    items = read_items(sheet, notes) if sheet else None
    assemble(assembly)
    _check_sources(assembly)
    if items:
        _check_levels(assembly, items)
    plan = _validated(assembly, items) if items else None
    if notes.problems or plan is None:
        raise SheetError(workbook.name, list(dict.fromkeys(notes.problems)))
    return PlanReading(plan, tuple(dict.fromkeys(notes.remarks)))


def _check_sources(assembly: Assembly) -> None:
    """One source is the grant. Not said when the kind of a source could not be read: that has been told."""
    kinds = [source.get("kind") for source in assembly.content.get("sources", [])]
    if kinds.count(SourceKind.GRANT.value) != 1 and None not in kinds:
        text = f"precies één geldbron heeft als soort “deze uitkering”; nu zijn het er {kinds.count('grant')}"
        assembly.notes.wrong(f"blad “{SOURCES.title}”", text)


def _check_levels(assembly: Assembly, items: Items) -> None:
    """Each level of themes has a name."""
    used = 2 if any("parent" in theme for theme in assembly.content.get("themes", [])) else 1
    named = len(items.values.get("levels", [None]))
    if named < used:
        assembly.notes.wrong(items.place("levels"), "er zijn subthema's; geef beide niveaus een naam, op twee regels")
    if named > 2:
        assembly.notes.wrong(items.place("levels"), f"er staan {named} niveaus; een plan heeft er een of twee")


def _validated(assembly: Assembly, items: Items) -> PlanDocument | None:
    try:
        return PlanDocument.model_validate(assembly.content | items.values)
    except ValidationError as error:
        told = {problem.place for problem in assembly.notes.problems}
        found = [one for detail in error.errors() for one in _problems(detail, assembly, items, bool(told))]
        assembly.notes.problems += [one for one in found if one.place not in told]
        return None


def _problems(detail: ErrorDetails, assembly: Assembly, items: Items, is_told: bool) -> Iterator[Problem]:
    """What does not hold between rows was looked at before; it is said here only when nothing else was wrong."""
    text = _dutch(detail)
    if detail["loc"]:
        place = _place(detail["loc"], assembly, items)
        is_gone = detail["type"] == "missing" and "cel" not in place
        yield from [] if is_told and is_gone else [Problem(place, text)]
    elif not is_told:
        for line in text.splitlines():
            where, colon, said = line.partition(": ")
            yield Problem(_place((where,), assembly, items), said) if colon else Problem("", line)


def _place(loc: tuple[int | str, ...], assembly: Assembly, items: Items) -> str:
    """The cell of a value: that of the longest part of its path that has a row."""
    for length in range(len(loc), 0, -1):
        if found := assembly.places.get(loc[:length]):
            grid, row = found
            name = str(loc[length]) if len(loc) > length else ""
            name = str(loc[length + 1]) if name in ("years", "shares") and len(loc) > length + 1 else name
            return grid.place(row, _column(grid, name))
    if loc[0] in items.rows:
        return items.place(str(loc[0]))
    return f"blad “{PLAN_TITLE}”" if loc[0] in ("levels", "format") else str(loc[0])


def _column(grid: Grid, name: str) -> str:
    """The field of the column where a value of the plan stands; its name in the outline is that of its row."""
    renamed = {"unit": "factor_unit"} if "value" in grid.at and name == "unit" else {}
    return renamed.get(name, name)


_TEXTS = {
    "missing": "ontbreekt; vul iets in",
    "greater_than_equal": "is te laag; het moet minstens {ge} zijn",
    "greater_than": "is te laag; het moet meer dan {gt} zijn",
    "less_than_equal": "is te hoog; het mag hooguit {le} zijn",
    "decimal_max_places": "heeft te veel cijfers achter de komma; het mogen er hooguit {decimal_places} zijn",
    "decimal_max_digits": "heeft te veel cijfers; het mogen er hooguit {max_digits} zijn",
    "decimal_whole_digits": "heeft te veel cijfers voor de komma; het mogen er hooguit {whole_digits} zijn",
    "string_too_short": "is leeg; vul iets in",
    "string_too_long": "is langer dan {max_length} tekens",
    "too_long": "heeft meer dan {max_length} onderdelen",
    "string_pattern_mismatch": "bevat een teken dat hier niet mag",
}


def _dutch(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return re.sub(r" \((?:high|amount)\)", "", detail["msg"].removeprefix("Value error, "))
    text = _TEXTS.get(detail["type"], "kan hier niet").format_map(detail.get("ctx", {}))
    return f"{_found(detail['input'])} {text}" if detail["type"] != "missing" else text


def _found(value: Any) -> str:
    shown = "" if isinstance(value, dict | list) else str(value)[:60]
    return f"“{shown}”" if shown else "dit"
