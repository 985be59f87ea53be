"""What somebody typed and did not save yet. A draft is hers alone, one for each form.

A draft remembers on which page it began (`page`): another window with the same form does not write over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kapstok.core.access import Actor
from kapstok.core.personal import bsn_like
from kapstok.plans.editing.rows import Typed
from kapstok.plans.models import Draft, Plan

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "act", "page"})
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was kept. `page`: where it was begun."""

    typed: Typed
    page: str
    at: datetime


def kept_draft(row: Plan, form: str, by: Actor) -> Kept | None:
    found = Draft.objects.filter(plan=row, person=by.person, form=form).first() if by.person else None
    if found is None:
        return None
    return Kept(Typed(found.fields["typed"]), found.fields[PAGE], found.saved_at)


@transaction.atomic
def keep_draft(row: Plan, form: str, typed: Typed, page: str, *, by: Actor) -> datetime | None:
    """Keep this for her. None when it was not kept: an earlier draft of another page waits for her yes or no, or there
    is something in it that Kapstok must not or cannot keep."""
    values = [value for listed in dict(typed.lists()).values() for value in listed]
    if by.person is None or any("\0" in value or bsn_like(value) for value in values):
        return None
    fields = {"typed": _plain(typed), PAGE: page}
    now = timezone.now()
    draft, created = Draft.objects.select_for_update().get_or_create(
        plan=row, person_id=by.person, form=form, defaults={"fields": fields, "saved_at": now}
    )
    if not created and draft.fields[PAGE] != page:
        return None
    if not created:
        Draft.objects.filter(pk=draft.pk).update(fields=fields, saved_at=now)
    return now


@transaction.atomic
def drop_draft(row: Plan, form: str, *, by: Actor, page: str | None = None) -> None:
    """Throw it away; with `page` only the draft that was begun there."""
    for draft in Draft.objects.select_for_update().filter(plan=row, person=by.person, form=form):
        if page in (None, draft.fields[PAGE]):
            draft.delete()


def _plain(typed: Typed) -> Mapping[str, list[str]]:
    return {name: values for name, values in typed.lists() if name not in NOT_TYPED}
