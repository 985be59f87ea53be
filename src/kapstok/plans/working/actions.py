"""Acts on work plans: ask, fill in, withdraw; and on what stands in them: a step done, a need met."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.overtaken import OvertakenError
from kapstok.parties.meetings.actions import known_parties
from kapstok.parties.meetings.snapshots import difference
from kapstok.parties.models import Contact
from kapstok.plans.models import Measure, Need, Presence, WorkPlan, WorkStep
from kapstok.plans.working import snapshots
from kapstok.plans.working.rules import hours_problem, period_problem, span_problem
from kapstok.plans.working.values import Filled, NeedEntry, PresenceEntry, StepEntry

Columns = Mapping[str, Any]
Row = TypeVar("Row", WorkStep, Need)
GONE = "Dit werkplan is intussen ingetrokken."


@transaction.atomic
def ask(measure: Measure, parties: Collection[int], *, by: Actor, at: datetime | None = None) -> list[WorkPlan]:
    """Ask these parties (their ids) for their part of a measure; gives the new work plans. Sends nothing.

    Whoever was asked before is not asked again. `at`: when it was asked, if not now. Raises RefusedError.
    """
    require(by, Right.ASK_WORK_PLANS)
    if not parties:
        raise RefusedError("Kies ten minste één organisatie.")
    asked = []
    for party in sorted(known_parties(frozenset(parties))):
        facts = {"plan_id": measure.plan_id, "asked_at": at or clock.moment()}
        work_plan, is_new = WorkPlan.objects.get_or_create(measure=measure, party_id=party, defaults=facts)
        if is_new:
            audit.record("work plan asked", work_plan, by=by, after={"measure": measure.pk, "party": party})
            asked.append(work_plan)
    return asked


@transaction.atomic
def withdraw(work_plan: WorkPlan, *, why: str, by: Actor) -> None:
    """Take a work plan away, with all that stands in it; the history keeps it. Raises RefusedError."""
    require(by, Right.ASK_WORK_PLANS)
    locked = _locked(work_plan)
    if locked.given_at and not why.strip():
        raise RefusedError("Dit werkplan is al ingevuld. Schrijf op waarom het weg moet.")
    audit.record("work plan withdrawn", locked, by=by, before=snapshots.of_work_plan(locked), why=why)
    locked.delete()


@transaction.atomic
def fill(work_plan: WorkPlan, filled: Filled, *, version: int, by: Actor, at: datetime | None = None) -> WorkPlan:
    """Write down a party's part. Its own party may, and who keeps all work plans. `at`: when, if not now.

    Raises RefusedError, and OvertakenError when `version` is not the one in the database.
    """
    locked = _locked(work_plan)
    require(by, Right.KEEP_WORK_PLANS, locked.party_ids())
    if locked.version != version:
        raise OvertakenError
    before = snapshots.of_work_plan(locked)
    _keep(WorkStep, locked, _steps(filled.steps, locked))
    _keep(Presence, locked, _presences(filled.presences))
    _keep(Need, locked, _needs(filled.needs, locked))
    locked.text = filled.text.strip()
    if filled.give and not locked.given_at:
        _give(locked, at or clock.moment())
    locked.save(update_fields=["text", "given_at"])
    return _saved(locked, before, by)


@transaction.atomic
def set_step_done(step: WorkStep, done: bool, *, by: Actor, on: date | None = None) -> WorkStep:
    """Say that a step is done (today, or on another day), or open again. Raises RefusedError."""
    locked = WorkStep.objects.select_for_update(of=("self",)).select_related("work_plan").get(pk=step.pk)
    require(by, Right.KEEP_WORK_PLANS, locked.party_ids())
    return _finish(
        locked, "done_on", on or clock.today() if done else None, acts=("work step done", "work step reopened"), by=by
    )


@transaction.atomic
def set_need_met(need: Need, met: bool, *, by: Actor, on: date | None = None) -> Need:
    """Say that what was needed is there, or not yet after all. Who needs it may, and of whom it was asked."""
    locked = Need.objects.select_for_update(of=("self",)).select_related("work_plan").get(pk=need.pk)
    require(by, Right.KEEP_WORK_PLANS, locked.party_ids())
    return _finish(locked, "met_on", on or clock.today() if met else None, acts=("need met", "need reopened"), by=by)


def _finish(row: Row, field: str, day: date | None, *, acts: tuple[str, str], by: Actor) -> Row:
    """Write down this day, or none; what is so already stays as it is. `acts`: done, and not so after all."""
    before = getattr(row, field)
    if bool(before) == bool(day):
        return row
    setattr(row, field, day)
    row.save(update_fields=[field])
    audit.record(acts[0 if day else 1], row, by=by, before={field: before}, after={field: day})
    return row


def _locked(work_plan: WorkPlan) -> WorkPlan:
    locked = WorkPlan.objects.select_for_update().filter(pk=work_plan.pk).first()
    if locked is None:
        raise RefusedError(GONE)
    return locked


def _give(work_plan: WorkPlan, at: datetime) -> None:
    if not work_plan.text and not work_plan.steps.exists():
        raise RefusedError("Schrijf eerst op wat u gaat doen, of noem ten minste één stap.")
    work_plan.given_at = at


def _saved(work_plan: WorkPlan, before: dict[str, Any], by: Actor) -> WorkPlan:
    """A new version with its audit row; nothing when nothing is different."""
    was, became = difference(before, snapshots.of_work_plan(work_plan))
    if became:
        WorkPlan.objects.filter(pk=work_plan.pk).update(version=work_plan.version + 1)
        act = "work plan given" if before["given_at"] is None and work_plan.given_at else "work plan changed"
        audit.record(act, work_plan, by=by, before=was, after=became)
    return WorkPlan.objects.get(pk=work_plan.pk)


def _keep(
    model: type[WorkStep | Presence | Need], work_plan: WorkPlan, rows: Iterable[tuple[int | None, Columns | None]]
) -> None:
    """Write these rows by their id; one without columns goes. Rows that are not named stay."""
    known = {row.pk: row for row in model._default_manager.filter(work_plan=work_plan)}
    for pk, columns in rows:
        if pk is not None and pk not in known:
            raise RefusedError("Een van de regels hoort niet (meer) bij dit werkplan.")
        row = known[pk] if pk is not None else model(work_plan=work_plan)
        if columns is None:
            _drop(row)
            continue
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def _drop(row: WorkStep | Presence | Need) -> None:
    if getattr(row, "done_on", None) or getattr(row, "met_on", None):
        raise RefusedError(f"“{row}” is al klaar. Zet het eerst terug op open als het toch weg moet.")
    if row.pk:
        row.delete()


def _steps(entries: Collection[StepEntry], work_plan: WorkPlan) -> Iterable[tuple[int | None, Columns | None]]:
    _require_own_contacts({entry.owner for entry in entries if entry.owner}, work_plan)
    for position, entry in enumerate(entries):
        if problem := span_problem(entry.quarter, entry.until):
            raise RefusedError(problem)
        columns = {
            "position": position,
            "what": entry.what.strip(),
            "quarter": str(entry.quarter),
            "until": str(entry.until) if entry.until and entry.until != entry.quarter else "",
            "owner_id": entry.owner,
        }
        yield entry.id, columns if columns["what"] else None


def _require_own_contacts(owners: set[int], work_plan: WorkPlan) -> None:
    own = Contact.objects.filter(pk__in=owners, party=work_plan.party_id)
    if own.count() != len(owners):
        raise RefusedError("Wie een stap doet, is een contact van deze organisatie.")


def _presences(entries: Collection[PresenceEntry]) -> Iterable[tuple[int | None, Columns | None]]:
    known_parties(frozenset(entry.place for entry in entries if entry.place))
    for entry in entries:
        problem = hours_problem(entry.hours) or period_problem(entry.starts, entry.ends)
        if entry.place and problem:
            raise RefusedError(problem)
        columns = {
            "place_id": entry.place,
            "hours_per_week": entry.hours,
            "starts": entry.starts,
            "ends": entry.ends,
        }
        yield entry.id, columns if entry.place else None


def _needs(entries: Collection[NeedEntry], work_plan: WorkPlan) -> Iterable[tuple[int | None, Columns | None]]:
    known_parties(frozenset(entry.party for entry in entries if entry.what.strip()))
    for entry in entries:
        if entry.party == work_plan.party_id:
            raise RefusedError("Wat u van uzelf nodig hebt, zet u bij uw stappen.")
        columns = {"what": entry.what.strip(), "party_id": entry.party, "quarter": str(entry.quarter)}
        yield entry.id, columns if columns["what"] else None
