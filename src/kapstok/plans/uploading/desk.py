"""An upload as one page or act needs it: the file read, the plan it is for, and what it would change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings

from kapstok.core import clock
from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation, regulations
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.models import Plan, Upload
from kapstok.plans.queries import document_of
from kapstok.plans.schema import PlanDocument
from kapstok.plans.uploading.preview import Preview, new_plan, preview
from kapstok.plans.uploading.reading import Read, award_in, is_toml, read_toml, read_workbook, with_award
from kapstok.plans.uploading.said import Said, said_in


@dataclass(frozen=True, slots=True)
class Desk:
    """`row` and `before` are None for a new plan; `shown` is None as long as `problems` stand in the way."""

    upload: Upload
    row: Plan | None
    before: PlanDocument | None
    regulation: Regulation
    said: Said
    read: Read
    shown: Preview | None
    problems: tuple[Problem, ...]

    @property
    def award(self) -> Decimal | None:
        """What was awarded, in euros, when that was registered."""
        return self.row.grant.award if self.row else None


def known_regulations() -> Mapping[str, Regulation]:
    return regulations(settings.KAPSTOK_REGULATIONS)


def desk_of(upload: Upload) -> Desk:
    """Never raises for what is in the file."""
    said, known = said_in(upload.answers), known_regulations()
    row = upload.plan
    before = document_of(row) if row else None
    regulation = known.get(before.regulation if before else said.regulation) or next(iter(known.values()))
    read = read_file(upload.name, bytes(upload.content), regulation, columns_of(upload), said)
    if read.tried.draft is None:
        return Desk(upload, row, before, regulation, said, read, None, read.tried.problems)
    taken = [] if row else list(Plan.objects.values_list("slug", flat=True))
    shown = preview(before, read.tried, said) if before else new_plan(read.tried, said, taken)
    if isinstance(shown, Preview):
        return Desk(upload, row, before, regulation, said, read, shown, ())
    return Desk(upload, row, before, regulation, said, read, None, tuple(shown))


def columns_of(upload: Upload) -> ColumnMapping | None:
    """As they were pointed out; None to guess them."""
    try:
        return parse_mapping(upload.mapping) if upload.mapping else None
    except PlanFileError:
        return None


def read_file(name: str, content: bytes, regulation: Regulation, columns: ColumnMapping | None, said: Said) -> Read:
    """With the award of a new plan, when the file does not say it."""
    if is_toml(name):
        found = Read(read_toml(name, content, regulation))
    else:
        found = read_workbook(name, content, regulation, columns, said.answers, day=clock.today())
    draft, award = found.tried.draft, award_in(said.award)
    if draft is None or award is None or isinstance(award, Problem) or draft.plan.grant_source.amount is not None:
        return found
    return replace(found, tried=replace(found.tried, draft=replace(draft, plan=with_award(draft.plan, award))))
