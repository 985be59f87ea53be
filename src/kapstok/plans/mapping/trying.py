"""A workbook tried out: in which way it can be read, the plan in it, and what the checks find. Nothing is kept."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kapstok.core.memory import collecting_later
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.grants.regulation import Regulation
from kapstok.plans.checks import run
from kapstok.plans.files import PlanFileError
from kapstok.plans.findings import Finding
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.guess import guess
from kapstok.plans.mapping.recognise import recognised
from kapstok.plans.mapping.values import ColumnMapping, Draft, Guess, Remark
from kapstok.plans.workbook.read import is_our_workbook, read_plan_workbook

NO_TABLE = (
    "we vonden geen tabel met een begroting. Wijs zelf het blad, de kopregel en de kolommen aan: "
    "minstens één kolom met bedragen, en een met thema's of maatregelen"
)


class Way(StrEnum):
    """How the workbook was read: our own template, a guess, or the columns that were pointed out."""

    OURS = "ours"
    GUESS = "guess"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class TryOut:
    """Either a draft with its findings, or the problems that stand in the way; never both, never neither.

    `mapping`: what was used, to be saved or corrected; None for our own template.
    """

    name: str
    way: Way
    mapping: ColumnMapping | None = None
    reasons: tuple[str, ...] = ()
    draft: Draft | None = None
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


def try_out(
    content: bytes,
    name: str,
    regulation: Regulation,
    mapping: ColumnMapping | None = None,
    *,
    day: date | None = None,
) -> TryOut:
    """Read a workbook with the columns that were pointed out, as our template, or by a guess, in that order.

    `day`: the date of the plan, when it is known. Never raises for what is in the file.
    """
    return _checked(unchecked(content, name, regulation, mapping, day=day), regulation)


def unchecked(
    content: bytes,
    name: str,
    regulation: Regulation,
    mapping: ColumnMapping | None = None,
    *,
    day: date | None = None,
) -> TryOut:
    """The same without findings, for who runs the checks."""
    with collecting_later():
        return _drafted(content, name, regulation, mapping, day)


def _drafted(
    content: bytes, name: str, regulation: Regulation, mapping: ColumnMapping | None, day: date | None
) -> TryOut:
    way = Way.MAPPING if mapping else Way.GUESS
    try:
        workbook = open_workbook(content, name)
        if not mapping and is_our_workbook(workbook):
            way = Way.OURS
            return TryOut(name, way, draft=_of_ours(workbook))
    except SheetError as error:
        return TryOut(name, way, problems=error.problems)
    return _through(workbook, regulation, mapping, day)


def _of_ours(workbook: Workbook) -> Draft:
    reading = read_plan_workbook(workbook)
    return Draft(reading.plan, tuple(Remark(each.place, each.text) for each in reading.remarks))


def read_through(
    workbook: Workbook, regulation: Regulation, mapping: ColumnMapping | None, day: date | None = None
) -> TryOut:
    """The workbook by its mapping, or by a guess, with what the checks find."""
    return _checked(_through(workbook, regulation, mapping, day), regulation)


def _through(workbook: Workbook, regulation: Regulation, mapping: ColumnMapping | None, day: date | None) -> TryOut:
    guessed = None if mapping else guess(workbook)
    used = _fitting(mapping, workbook) if mapping else guessed.mapping if guessed else None
    way, reasons = (Way.MAPPING, ()) if mapping else (Way.GUESS, _reasons(guessed))
    if used is None:
        return TryOut(workbook.name, way, problems=(Problem("", NO_TABLE),))
    try:
        draft = apply(used, workbook, regulation, day=day)
    except PlanFileError as error:
        return TryOut(workbook.name, way, used, reasons, problems=tuple(error.problems))
    about_file = tuple(Remark(each.place, each.text) for each in workbook.remarks)
    draft = replace(draft, remarks=(*about_file, *draft.remarks))
    return TryOut(workbook.name, way, used, reasons, draft)


def _fitting(mapping: ColumnMapping, workbook: Workbook) -> ColumnMapping:
    """The saved mapping; with the sheets as they are called now when those it names are gone."""
    names = {sheet.name for sheet in workbook.sheets}
    return mapping if names.issuperset(mapping.sheets) else recognised(workbook, [mapping]) or mapping


def _reasons(guessed: Guess | None) -> tuple[str, ...]:
    return guessed.reasons if guessed else ()


def _checked(tried: TryOut, regulation: Regulation) -> TryOut:
    return replace(tried, findings=tuple(run(tried.draft.plan, regulation))) if tried.draft else tried
