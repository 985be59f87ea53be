"""Acts on an upload: kept, changed in how it is read, applied to the plan, or dropped."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.sheets.values import Problem
from kapstok.plans.actions import IncoherentError, load_plan
from kapstok.plans.editing.actions import edit_plan
from kapstok.plans.mapping.saving import mapping_as_toml
from kapstok.plans.mapping.trying import Way
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.models import Plan, SavedMapping, Upload
from kapstok.plans.schema import PlanDocument
from kapstok.plans.uploading.preview import Preview, new_plan, preview
from kapstok.plans.uploading.queries import oldest, person_of
from kapstok.plans.uploading.reading import Read
from kapstok.plans.uploading.receiving import Dropped
from kapstok.plans.uploading.said import Said, said_in


class SeenOtherError(RefusedError):
    """The plan is not as it was when she looked; nothing was applied."""

    def __init__(self) -> None:
        super().__init__(
            "Het plan is veranderd sinds u keek. Er is nog niets overgenomen. Kijk hieronder wat er nu verandert."
        )


@transaction.atomic
def keep_upload(file: Dropped, plan: Plan | None, columns: ColumnMapping | None, said: Said, *, by: Actor) -> Upload:
    """Keep a file until she says yes or no, in place of what she offered before."""
    require(by, Right.EDIT_PLAN)
    drop_old_uploads(before=oldest(timezone.now()))
    Upload.objects.filter(person_id=person_of(by)).delete()
    return Upload.objects.create(
        plan=plan,
        person_id=person_of(by),
        name=file.name,
        content=file.content,
        mapping=mapping_as_toml(columns) if columns else "",
        answers=said.as_json(),
    )


@transaction.atomic
def change_upload(upload: Upload, said: Said, columns: ColumnMapping | None = None, *, by: Actor) -> None:
    """Read it otherwise from now on. Columns that were pointed out are known the next time."""
    require(by, Right.EDIT_PLAN)
    upload.answers = said.as_json()
    if columns:
        upload.mapping = mapping_as_toml(columns)
        _remember(columns, upload.name)
    upload.save(update_fields=["answers", "mapping"])


def _remember(columns: ColumnMapping, name: str) -> None:
    SavedMapping.objects.update_or_create(
        fingerprint=columns.fingerprint,
        defaults={"name": name, "mapping": mapping_as_toml(columns), "used_at": timezone.now()},
    )


@transaction.atomic
def apply_upload(upload: Upload, read: Read, seal: str, *, by: Actor) -> Plan:
    """Make the plan what the preview with this seal showed, in one act, and forget the file.

    Raises SeenOtherError, IncoherentError and RefusedError.
    """
    require(by, Right.EDIT_PLAN)
    said = said_in(upload.answers)
    plan = _changed(upload, read, said, seal, by) if upload.plan_id else _made(upload, read, said, seal, by)
    if read.tried.mapping and read.tried.way is not Way.OURS:
        _remember(read.tried.mapping, upload.name)
    upload.delete()
    return plan


def _changed(upload: Upload, read: Read, said: Said, seal: str, by: Actor) -> Plan:
    def edit(plan: PlanDocument) -> PlanDocument:
        return _as_seen(preview(plan, read.tried, said), seal)

    assert upload.plan_id is not None
    return edit_plan(upload.plan_id, edit, by=by, act="workbook applied", why=upload.name).plan


def _made(upload: Upload, read: Read, said: Said, seal: str, by: Actor) -> Plan:
    taken = list(Plan.objects.values_list("slug", flat=True))
    document = _as_seen(new_plan(read.tried, said, taken), seal)
    return load_plan(document, by=by, why=upload.name, publish=False).plan


def _as_seen(shown: Preview | list[Problem], seal: str) -> PlanDocument:
    if not isinstance(shown, Preview):
        raise IncoherentError(shown)
    if shown.seal != seal:
        raise SeenOtherError
    return shown.after


def drop_upload(upload: Upload, *, by: Actor) -> None:
    require(by, Right.EDIT_PLAN)
    upload.delete()


def drop_old_uploads(*, before: datetime) -> int:
    """Forget what nobody said yes or no to. Returns how many."""
    return Upload.objects.filter(made_at__lt=before).delete()[0]
