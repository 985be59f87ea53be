"""What was received, read as a plan: with the columns, the answers and the award that came along in the form."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from kapstok.core import clock
from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Problem, SheetError
from kapstok.grants.regulation import Regulation
from kapstok.plans import checks
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.trying import TryOut, Way
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.uploading.choosing import chosen_mapping
from kapstok.plans.uploading.reading import Read, award_in, is_toml, read_toml, read_workbook, with_award
from kapstok.portal.tryout.packing import PackingError, unpack
from kapstok.portal.tryout.receiving import CHANGED, Received

ANSWER = "answer-"  # what the fields with answers start with
COLUMNS = "kolommen.toml"


def read(received: Received, regulation: Regulation, form: Mapping[str, str]) -> Read:
    """Never raises for what is in the file or in the form."""
    pointed_out = _pointed_out(received, form)
    if isinstance(pointed_out, tuple):
        found = _unreadable(received, pointed_out)
    elif is_toml(received.name):
        found = Read(read_toml(received.name, received.content, regulation))
    else:
        day = clock.today()
        found = read_workbook(received.name, received.content, regulation, pointed_out, _answers(form), day=day)
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


def _awarded(tried: TryOut, regulation: Regulation, text: str) -> TryOut:
    """The same, with the award that the visitor filled in, in place of what the file says of it."""
    award = award_in(text) if tried.draft else None
    if tried.draft is None or award is None:
        return tried
    if isinstance(award, Problem):
        return TryOut(tried.name, tried.way, tried.mapping, problems=(award,))
    plan = with_award(tried.draft.plan, award)
    return replace(tried, draft=replace(tried.draft, plan=plan), findings=tuple(checks.run(plan, regulation)))
