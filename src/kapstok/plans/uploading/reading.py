"""A file read as a plan: our workbook, a plan file, or her own workbook by its columns and her answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kapstok.core.money import Amount, parse_amount
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.grants.regulation import Regulation
from kapstok.plans import checks
from kapstok.plans.files import PlanFileError, parse_plan
from kapstok.plans.mapping.answers import answered
from kapstok.plans.mapping.asked import Asked
from kapstok.plans.mapping.trying import TryOut, Way, read_through, try_out
from kapstok.plans.mapping.values import ColumnMapping, Draft
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.read import is_our_workbook

AWARD = "Toegekend bedrag"


@dataclass(frozen=True, slots=True)
class Read:
    """`columns`: as she pointed them out, before any answer; None when we guessed. `workbook`: None for our own."""

    tried: TryOut
    workbook: Workbook | None = None
    columns: ColumnMapping | None = None
    asked: tuple[Asked, ...] = ()


def is_toml(name: str) -> bool:
    return name.lower().endswith(".toml")


def read_workbook(
    name: str,
    content: bytes,
    regulation: Regulation,
    columns: ColumnMapping | None,
    answers: Mapping[str, str],
    *,
    day: date,
) -> Read:
    """`answers` by the key of their question. Never raises for what is in the file."""
    try:
        workbook = open_workbook(content, name)
    except SheetError as error:
        way = Way.MAPPING if columns else Way.GUESS
        return Read(TryOut(name, way, problems=tuple(Problem(each.place, each.text) for each in error.problems)))
    if not columns and is_our_workbook(workbook):
        return Read(try_out(content, name, regulation, day=day))
    tried, asked = answered(read_through(workbook, regulation, columns, day), workbook, regulation, answers, day=day)
    return Read(tried, workbook, columns, asked)


def read_toml(name: str, content: bytes, regulation: Regulation) -> TryOut:
    try:
        plan = parse_plan(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        return TryOut(name, Way.OURS, problems=(Problem("", "het bestand is geen tekst (UTF-8)"),))
    except PlanFileError as error:
        return TryOut(name, Way.OURS, problems=tuple(error.problems))
    return TryOut(name, Way.OURS, draft=Draft(plan), findings=tuple(checks.run(plan, regulation)))


def award_in(text: str) -> Amount | Problem | None:
    """The amount that was filled in as awarded, or what is wrong with it; None when nothing was."""
    if not text.strip():
        return None
    try:
        award = parse_amount(text)
    except ValueError as error:
        return Problem(AWARD, str(error))
    return Problem(AWARD, "is minder dan 0") if award.low < 0 else award


def with_award(plan: PlanDocument, award: Amount) -> PlanDocument:
    grant = plan.grant_source.model_copy(update={"amount": award.low, "about": award.about or award.is_range})
    sources = tuple(grant if source.key == grant.key else source for source in plan.sources)
    return PlanDocument.model_validate(plan.model_copy(update={"sources": sources}).model_dump())
