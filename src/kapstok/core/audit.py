"""Who did what, when, from what to what, and why: one row per act, in the same transaction, never changed."""

from typing import Any

from django.db import models

from kapstok.core.access import Actor
from kapstok.core.models import AuditEntry


def record(
    act: str,
    row: models.Model,
    *,
    by: Actor | str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> AuditEntry:
    """Write down an act on `row`. `by` says who acted: a person's id, or the command that ran."""
    return AuditEntry.objects.create(
        act=act, table=row._meta.label_lower, row=row.pk, by=str(by), before=before, after=after, why=why
    )
