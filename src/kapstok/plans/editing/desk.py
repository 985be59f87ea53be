"""On the desk of somebody who edits a measure: the plan as it is now, the version she began with, and her form."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from kapstok.core import clock
from kapstok.core.access import Actor
from kapstok.core.periods import format_date
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.editing import drafts
from kapstok.plans.editing.merging import PARTS, Choice, Merged, choices, same, with_parts
from kapstok.plans.editing.queries import known_parties, measure_version
from kapstok.plans.editing.rows import Typed
from kapstok.plans.editing.rules import measure_of
from kapstok.plans.editing.sheet import Sheet, Surroundings
from kapstok.plans.editing.snapshots import Snapshot, opened
from kapstok.plans.models import Plan
from kapstok.plans.reading import Reading
from kapstok.plans.schema import Measure, Party, PlanDocument

BASE, CHOICE = "base", "keuze-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Desk:
    """`snapshot`: the version she started from, signed into her form. `page`: this window. `lost`: what she sent did
    not say what she started from, so the plan as it is now took its place."""

    row: Plan
    reading: Reading
    key: str
    by: Actor
    snapshot: Snapshot
    sheet: Sheet
    page: str
    lost: bool = False
    choices: Sequence[Choice] = field(default=())

    @property
    def form(self) -> str:
        """The name of the draft."""
        return f"measure:{self.key}"


def desk_of(request: MunicipalRequest, row: Plan, reading: Reading, key: str, typed: Typed | None = None) -> Desk:
    """With what was typed, if anything was. Http404 for a measure that is not there and was not sent either."""
    sent = opened(typed.get(BASE) or "", row.pk, key) if typed else None
    snapshot = sent or current(row, reading.plan, key)
    if snapshot is None:
        raise Http404("onbekende maatregel")
    sheet = Sheet(_around(reading), snapshot.measure, typed=typed)
    page = (typed.get(drafts.PAGE) if typed else None) or secrets.token_hex(8)
    return Desk(
        row, reading, key, request.actor, snapshot, sheet, page,
        lost=typed is not None and sent is None, choices=_again(sheet, snapshot, typed),
    )  # fmt: skip


def restored(request: MunicipalRequest, row: Plan, reading: Reading, key: str) -> Desk | None:
    """With her draft, as she left it; None when there is none."""
    kept = drafts.kept_draft(row, f"measure:{key}", request.actor)
    if kept is None:
        return None
    typed = kept.typed.copy()
    typed[drafts.PAGE] = kept.page
    return desk_of(request, row, reading, key, typed=typed)


def overtaken(desk: Desk, merged: Merged, theirs: Snapshot | None, now: PlanDocument) -> Desk:
    """The same desk with the text of the other beside hers, to choose from and save anew."""
    reading = desk.reading
    around = _around(reading, now)
    snapshot = theirs or Snapshot(desk.snapshot.measure, 0)
    sheet = Sheet(around, snapshot.measure, shown=merged.measure)
    mine_in = _with_parties(now, desk.sheet.read()[1])
    told = choices(merged, theirs.measure, mine_in, now) if theirs else ()
    return Desk(desk.row, reading, desk.key, desk.by, snapshot, sheet, desk.page, choices=told)


def with_choices(measure: Measure, base: Measure, typed: Typed) -> Measure:
    """The measure as she typed it, except for the parts where she chose the text of the other."""
    chosen = [part for part in PARTS if typed.get(f"{CHOICE}{part}") == THEIRS]
    return with_parts(measure, base, chosen)


def current(row: Plan, plan: PlanDocument, key: str) -> Snapshot | None:
    found = measure_of(plan, key)
    return Snapshot(found, measure_version(row, key)) if found else None


def _again(sheet: Sheet, snapshot: Snapshot, typed: Typed | None) -> tuple[Choice, ...]:
    """The choices that her form held already."""
    asked = tuple(part for part in PARTS if typed and f"{CHOICE}{part}" in typed)
    if not asked:
        return ()
    mine, parties = sheet.read()
    plan = sheet.around.plan
    both = tuple(part for part in asked if not same(part, mine, snapshot.measure))
    return choices(Merged(mine, (), both), snapshot.measure, _with_parties(plan, parties), plan)


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
