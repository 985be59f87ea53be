"""On the desk of somebody who edits a part of a plan: the plan as it is now, the version she began with, her form."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic

from django.http import Http404
from django.utils import timezone

from kapstok.core import clock
from kapstok.core.access import Actor
from kapstok.core.periods import format_date
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.editing import drafts
from kapstok.plans.editing.merging import Choice, Merged, Parts, V, choices, same, with_parts
from kapstok.plans.editing.queries import known_parties
from kapstok.plans.editing.rows import Typed
from kapstok.plans.editing.sheet import Sheet, Surroundings
from kapstok.plans.editing.snapshots import Snapshot, opened
from kapstok.plans.editing.subjects import Subject
from kapstok.plans.models import Plan
from kapstok.plans.reading import Reading
from kapstok.plans.schema import Party, PlanDocument

BASE, CHOICE = "base", "keuze-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Desk(Generic[V]):
    """`snapshot`: the version she started from, signed into her form. `page`: this window. `lost`: what she sent did
    not say what she started from, so the plan as it is now took its place."""

    subject: Subject[V]
    row: Plan
    reading: Reading
    key: str
    by: Actor
    snapshot: Snapshot[V]
    sheet: Sheet[V]
    page: str
    lost: bool = False
    choices: Sequence[Choice] = field(default=())

    @property
    def form(self) -> str:
        """The name of the draft."""
        return self.subject.name(self.key)


def desk_of(
    request: MunicipalRequest, subject: Subject[V], row: Plan, reading: Reading, key: str, typed: Typed | None = None
) -> Desk[V]:
    """With what was typed, if anything was. Http404 for what is not there and was not sent either."""
    sent = opened(typed.get(BASE) or "", row.pk, subject.name(key), subject.model) if typed else None
    snapshot = sent or _current(subject, reading.plan, key)
    sheet = subject.sheet(_around(reading), snapshot.value, typed=typed)
    page = (typed.get(drafts.PAGE) if typed else None) or secrets.token_hex(8)
    return Desk(
        subject, row, reading, key, request.actor, snapshot, sheet, page,
        lost=typed is not None and sent is None, choices=_again(subject.parts, sheet, snapshot, typed),
    )  # fmt: skip


def restored(request: MunicipalRequest, subject: Subject[V], row: Plan, reading: Reading, key: str) -> Desk[V] | None:
    """With her draft, as she left it; None when there is none."""
    kept = drafts.kept_draft(row, subject.name(key), request.actor)
    if kept is None:
        return None
    typed = kept.typed.copy()
    typed[drafts.PAGE] = kept.page
    return desk_of(request, subject, row, reading, key, typed=typed)


def overtaken(desk: Desk[V], merged: Merged[V], theirs: V | None, now: PlanDocument) -> Desk[V]:
    """The same desk with the text of the other beside hers, to choose from and save anew."""
    subject = desk.subject
    snapshot = Snapshot(desk.snapshot.value, there=False) if theirs is None else Snapshot(theirs)
    sheet = subject.sheet(_around(desk.reading, now), snapshot.value, shown=merged.value)
    mine_in = _with_parties(now, desk.sheet.read()[1])
    told = () if theirs is None else choices(subject.parts, merged, theirs, mine_in, now)
    return Desk(subject, desk.row, desk.reading, desk.key, desk.by, snapshot, sheet, desk.page, choices=told)


def with_choices(parts: Parts, value: V, base: V, typed: Typed) -> V:
    """The value as she typed it, except for the parts where she chose the text of the other."""
    chosen = [part for part in parts if typed.get(f"{CHOICE}{part}") == THEIRS]
    return with_parts(parts, value, base, chosen)


def _current(subject: Subject[V], plan: PlanDocument, key: str) -> Snapshot[V]:
    found = subject.find(plan, key)
    if found is None:
        raise Http404(f"onbekend: {subject.name(key)}")
    return Snapshot(found)


def _again(parts: Parts, sheet: Sheet[V], snapshot: Snapshot[V], typed: Typed | None) -> tuple[Choice, ...]:
    """The choices that her form held already."""
    asked = tuple(part for part in parts if typed and f"{CHOICE}{part}" in typed)
    if not asked:
        return ()
    mine, parties = sheet.read()
    plan = sheet.around.plan
    both = tuple(part for part in asked if not same(parts[part], mine, snapshot.value))
    return choices(parts, Merged(mine, (), both), snapshot.value, _with_parties(plan, parties), plan)


def _around(reading: Reading, plan: PlanDocument | None = None) -> Surroundings:
    plan = plan or reading.plan
    return Surroundings(plan, reading.regulation, known_parties(plan), clock.today())


def _with_parties(plan: PlanDocument, parties: Sequence[Party]) -> PlanDocument:
    named = {party.key for party in plan.parties}
    return plan.model_copy(update={"parties": (*plan.parties, *(p for p in parties if p.key not in named))})


def moment_text(at: datetime) -> str:
    """10.32 uur, or 31 januari 2024 om 10.32 uur when that was another day."""
    local = timezone.localtime(at, clock.AMSTERDAM)
    time = f"{local:%H.%M} uur"
    today = timezone.localdate(timezone=clock.AMSTERDAM)
    return time if local.date() == today else f"{format_date(local.date())} om {time}"
