"""Acts on a plan from the screen: who may, whether the plan can be changed now, and then the change itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic

from django.db import transaction

from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import Amount
from kapstok.grants.regulation import Regulation
from kapstok.plans.actions import Changed, change_plan, load_plan
from kapstok.plans.editing.merging import Merged, V, merge
from kapstok.plans.editing.rules import Edit
from kapstok.plans.editing.snapshots import Snapshot
from kapstok.plans.editing.subjects import Subject
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.models import Plan
from kapstok.plans.schema import Level, Party, PlanDocument, Source, SourceKind
from kapstok.plans.statuses import MEANINGS, Status


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
    """`taken`: the parts that somebody else changed meanwhile, and that are in it as well."""

    changed: Changed
    taken: tuple[str, ...] = ()


class BothChangedError(RefusedError, Generic[V]):
    """Two people wrote something else in the same part. Nothing was saved; she has to choose.

    `theirs` is None when the other took it out of the plan; `merged` is then what she wrote.
    """

    def __init__(self, merged: Merged[V], theirs: V | None, document: PlanDocument) -> None:
        self.merged, self.theirs, self.document = merged, theirs, document
        super().__init__("Iemand anders heeft hier intussen iets anders opgeschreven. Kies hieronder wat blijft staan.")


def save(
    plan_id: int,
    subject: Subject[V],
    key: str,
    base: Snapshot[V],
    mine: V,
    parties: Sequence[Party] = (),
    *,
    by: Actor,
    why: str = "",
) -> Saved:
    """Save what she made of `base`. What somebody else changed since then, in other parts of it, stays.

    The plan is kept from others while the two are put together. Raises BothChangedError, IncoherentError, HeldError
    and RefusedError.
    """
    taken: list[str] = []

    def edit(plan: PlanDocument) -> PlanDocument:
        merged = _merged(subject, base, mine, subject.find(plan, key), plan)
        taken.extend(merged.taken)
        return subject.put(merged.value, parties)(plan)

    done = edit_plan(plan_id, edit, by=by, act=subject.act, about=subject.name(key), why=why)
    return Saved(done, tuple(taken))


def _merged(subject: Subject[V], base: Snapshot[V], mine: V, theirs: V | None, plan: PlanDocument) -> Merged[V]:
    if theirs is None and base.there:
        raise BothChangedError(Merged(mine, (), ()), None, plan)
    merged = merge(subject.parts, base.value, mine, base.value if theirs is None else theirs)
    if merged.both:
        raise BothChangedError(merged, theirs, plan)
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
