"""Acts on a plan from the screen: who may, whether the plan can be changed now, and then the change itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import Amount
from kapstok.grants.regulation import Regulation
from kapstok.plans.actions import Changed, OvertakenError, change_plan, load_plan
from kapstok.plans.editing.merging import Merged, merge
from kapstok.plans.editing.rules import Edit, measure_of, putting_measure
from kapstok.plans.editing.snapshots import Snapshot
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.models import Plan
from kapstok.plans.schema import Level, Measure, Party, PlanDocument, Source, SourceKind
from kapstok.plans.statuses import MEANINGS, Status

MOST_TRIES = 5


@transaction.atomic
def edit_plan(
    plan_id: int,
    edit: Edit,
    *,
    by: Actor,
    act: str,
    about: str = "",
    why: str = "",
    expected: Mapping[str, int] | None = None,
) -> Changed:
    """One edit. RefusedError when she may not, or when the plan lies before a body or was adopted."""
    require(by, Right.EDIT_PLAN)
    done = change_plan(plan_id, edit, by=by, act=act, about=about, why=why, expected=expected)
    meaning = MEANINGS[Status(done.plan.status)]
    if not meaning.editable:
        raise RefusedError(f"Dit plan is {meaning.staff}. Bereid een wijziging voor om het te veranderen.")
    return done


@dataclass(frozen=True, slots=True)
class Saved:
    """`merged` is there when somebody else was first and both texts could be put together."""

    changed: Changed
    merged: Merged | None = None


class BothChangedError(RefusedError):
    """Two people wrote something else in the same part of a measure. Nothing was saved; she has to choose.

    `theirs` is None when the other removed the measure; `merged` is then what she wrote.
    """

    def __init__(self, merged: Merged, theirs: Snapshot | None, document: PlanDocument) -> None:
        self.merged, self.theirs, self.document = merged, theirs, document
        super().__init__("Iemand anders heeft hier intussen iets anders opgeschreven. Kies hieronder wat blijft staan.")


def save_measure(
    plan_id: int, base: Snapshot, mine: Measure, parties: tuple[Party, ...], *, by: Actor, why: str = ""
) -> Saved:
    """Save what she made of `base`. What somebody else changed since then, elsewhere in the measure, stays.

    Raises BothChangedError, IncoherentError and RefusedError.
    """
    name, version = f"measure:{mine.key}", base.version
    measure, merged = mine, None
    for _ in range(MOST_TRIES):
        try:
            done = edit_plan(
                plan_id, putting_measure(measure, parties),
                by=by, act="measure changed", about=name, why=why, expected={name: version},
            )  # fmt: skip
            return Saved(done, merged)
        except OvertakenError as overtaken:
            version = overtaken.versions.get(name, 0)
            merged = _merged(base, mine, overtaken, version)
            measure = merged.measure
    raise RefusedError("Er wordt nu veel tegelijk aan deze maatregel gewerkt. Bewaar nog eens.")


def _merged(base: Snapshot, mine: Measure, overtaken: OvertakenError, version: int) -> Merged:
    theirs = measure_of(overtaken.document, mine.key)
    if theirs is None:
        raise BothChangedError(Merged(mine, (), ()), None, overtaken.document)
    merged = merge(base.measure, mine, theirs)
    if merged.both:
        raise BothChangedError(merged, Snapshot(theirs, version), overtaken.document)
    return merged


def make_plan(
    *, title: str, regulation: Regulation, amount: Amount | None, on: date, taken: tuple[str, ...], by: Actor
) -> Plan:
    """An empty plan, as a concept: nobody outside sees it. `taken`: the addresses of other plans."""
    require(by, Right.EDIT_PLAN)
    document = PlanDocument(
        slug=Keys(taken).new(regulation.key, "plan"),
        title=title,
        regulation=regulation.key,
        date=on,
        levels=(Level(singular="thema", plural="thema's"),),
        sources=(_grant(regulation, amount.low if amount else None, about=bool(amount and amount.about)),),
    )
    return load_plan(document, by=by, why="begonnen in Kapstok", publish=False).plan


def _grant(regulation: Regulation, amount: Decimal | None, *, about: bool) -> Source:
    name = f"{regulation.short_name}-uitkering"
    return Source(key=regulation.key, name=name, kind=SourceKind.GRANT, amount=amount, about=about)
