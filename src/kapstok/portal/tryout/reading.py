"""What was received, read as a plan: with the columns, the answers and the award that came along in the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from kapstok.core import clock
from kapstok.core.money import Amount, parse_amount
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Problem, SheetError, Workbook
from kapstok.grants.regulation import Regulation
from kapstok.plans import checks
from kapstok.plans.files import PlanFileError, parse_plan
from kapstok.plans.mapping.answers import answered
from kapstok.plans.mapping.asked import Asked
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.trying import TryOut, Way, read_through, try_out
from kapstok.plans.mapping.values import ColumnMapping, Draft
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.read import is_our_workbook
from kapstok.portal.tryout.choosing import chosen_mapping
from kapstok.portal.tryout.packing import PackingError, unpack
from kapstok.portal.tryout.receiving import CHANGED, Received

ANSWER = "answer-"  # what the fields with answers start with
AWARD, COLUMNS = "Toegekend bedrag", "kolommen.toml"


@dataclass(frozen=True, slots=True)
class Read:
    """`columns`: as she pointed them out, before any answer; None when we guessed. `workbook`: None for our own."""

    tried: TryOut
    workbook: Workbook | None = None
    columns: ColumnMapping | None = None
    asked: tuple[Asked, ...] = ()


def read(received: Received, regulation: Regulation, form: Mapping[str, str]) -> Read:
    """Never raises for what is in the file or in the form."""
    pointed_out = _pointed_out(received, form)
    if isinstance(pointed_out, tuple):
        found = _unreadable(received, pointed_out)
    elif received.name.lower().endswith(".toml"):
        found = Read(_tried_toml(received, regulation))
    else:
        found = _read_workbook(received, regulation, pointed_out, _answers(form))
    return replace(found, tried=_awarded(found.tried, regulation, form.get("award", "")))


def _unreadable(received: Received, problems: tuple[Problem, ...]) -> Read:
    tried = TryOut(received.name, Way.MAPPING, problems=problems)
    try:
        return Read(tried, open_workbook(received.content, received.name))
    except SheetError:
        return Read(tried)


def _answers(form: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(ANSWER): said for name, said in form.items() if name.startswith(ANSWER)}


def _pointed_out(received: Received, form: Mapping[str, str]) -> ColumnMapping | tuple[Problem, ...] | None:
    """The columns as she pointed them out now, saved before, or pointed out before she answered our questions."""
    try:
        if received.saved:
            return parse_mapping(received.saved.decode("utf-8-sig"))
        if before := form.get("columns"):
            return ColumnMapping.model_validate_json(unpack(before))
    except UnicodeDecodeError:
        return (Problem(COLUMNS, "is geen tekst (UTF-8)"),)
    except PlanFileError as error:
        return tuple(Problem(", ".join(filter(None, (COLUMNS, each.place))), each.text) for each in error.problems)
    except (PackingError, ValidationError):
        return (Problem("", CHANGED),)
    return chosen_mapping(form)


def _read_workbook(
    received: Received, regulation: Regulation, columns: ColumnMapping | None, answers: Mapping[str, str]
) -> Read:
    try:
        workbook = open_workbook(received.content, received.name)
    except SheetError as error:
        way = Way.MAPPING if columns else Way.GUESS
        return Read(
            TryOut(received.name, way, problems=tuple(Problem(each.place, each.text) for each in error.problems))
        )
    day = clock.today()
    if not columns and is_our_workbook(workbook):
        return Read(try_out(received.content, received.name, regulation, day=day))
    tried, asked = answered(read_through(workbook, regulation, columns, day), workbook, regulation, answers, day=day)
    return Read(tried, workbook, columns, asked)


def _tried_toml(received: Received, regulation: Regulation) -> TryOut:
    try:
        plan = parse_plan(received.content.decode("utf-8-sig"), received.name)
    except UnicodeDecodeError:
        return TryOut(received.name, Way.OURS, problems=(Problem("", "het bestand is geen tekst (UTF-8)"),))
    except PlanFileError as error:
        return TryOut(received.name, Way.OURS, problems=tuple(error.problems))
    return TryOut(received.name, Way.OURS, draft=Draft(plan), findings=tuple(checks.run(plan, regulation)))


def _awarded(tried: TryOut, regulation: Regulation, text: str) -> TryOut:
    """The same, with the award that the visitor filled in, in place of what the file says of it."""
    if tried.draft is None or not text.strip():
        return tried
    try:
        award = parse_amount(text)
    except ValueError as error:
        return TryOut(tried.name, tried.way, tried.mapping, problems=(Problem(AWARD, str(error)),))
    if award.low < 0:
        return TryOut(tried.name, tried.way, tried.mapping, problems=(Problem(AWARD, "is minder dan 0"),))
    plan = _with_award(tried.draft.plan, award)
    return replace(tried, draft=replace(tried.draft, plan=plan), findings=tuple(checks.run(plan, regulation)))


def _with_award(plan: PlanDocument, award: Amount) -> PlanDocument:
    grant = plan.grant_source.model_copy(update={"amount": award.low, "about": award.about or award.is_range})
    sources = tuple(grant if source.key == grant.key else source for source in plan.sources)
    return PlanDocument.model_validate(plan.model_copy(update={"sources": sources}).model_dump())
