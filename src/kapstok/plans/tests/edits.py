"""Pairs of plans: two that have little in common, or one and the same after a few edits. For what holds of any two."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.strategies import plans

Edit = Callable[[st.DrawFn, PlanDocument], dict[str, Any]]


def shuffled(name: str) -> Edit:
    """The rows of this list in another order."""
    return lambda draw, plan: {name: tuple(draw(st.permutations(getattr(plan, name))))}


def keys_swapped(name: str) -> Edit:
    """Two rows of this list trade everything but their keys."""

    def edit(draw: st.DrawFn, plan: PlanDocument) -> dict[str, Any]:
        rows = list(getattr(plan, name))
        if len(rows) < 2:
            return {}
        first, second = draw(st.permutations(range(len(rows))))[:2]
        keys = rows[first].key, rows[second].key
        rows[first], rows[second] = (
            rows[second].model_copy(update={"key": keys[0]}),
            rows[first].model_copy(update={"key": keys[1]}),
        )
        return {name: tuple(rows)}

    return edit


def _without_measure(draw: st.DrawFn, plan: PlanDocument) -> dict[str, Any]:
    if not plan.measures:
        return {}
    gone = draw(st.sampled_from([m.key for m in plan.measures]))
    lines = [line.model_copy(update={"measure": None}) if line.measure == gone else line for line in plan.lines]
    freed = [
        line.model_copy(update={"activities": tuple(a for a in line.activities if a.measure != gone)}) for line in lines
    ]
    return {"measures": tuple(m for m in plan.measures if m.key != gone), "lines": tuple(freed)}


def _without_lines(draw: st.DrawFn, plan: PlanDocument) -> dict[str, Any]:
    spent = tuple(one.model_copy(update={"line": None}) for one in plan.spent_before)
    return {"lines": plan.lines[1:], "spent_before": spent}


def _other_children(draw: st.DrawFn, plan: PlanDocument) -> dict[str, Any]:
    """What hangs under the measures goes round one place."""
    names = draw(st.sets(st.sampled_from(["partners", "purposes", "funding", "estimates", "milestones"])))
    donors = [*plan.measures[1:], *plan.measures[:1]]
    pairs = zip(plan.measures, donors, strict=True)
    return {"measures": tuple(m.model_copy(update={n: getattr(d, n) for n in names}) for m, d in pairs)}


def _years_turned(draw: st.DrawFn, plan: PlanDocument) -> dict[str, Any]:
    return {
        "lines": tuple(
            line.model_copy(
                update={"years": dict(zip(line.years, reversed(list(line.years.values())[1:]), strict=False))}
            )
            for line in plan.lines
        )
    }


EDITS: tuple[Edit, ...] = (
    *map(shuffled, ("sources", "measures", "lines", "parties", "participants", "consultations", "milestones")),
    *map(keys_swapped, ("sources", "measures", "lines", "parties")),
    _without_measure,
    _without_lines,
    _other_children,
    _years_turned,
)


@st.composite
def edited(draw: st.DrawFn, plan: PlanDocument) -> PlanDocument:
    """The plan after at most four edits; it still holds together."""
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=4)):
        plan = PlanDocument.model_validate(plan.model_copy(update=edit(draw, plan)).model_dump())
    return plan


@st.composite
def pairs(draw: st.DrawFn) -> tuple[PlanDocument, PlanDocument]:
    """Two plans with one slug."""
    before = draw(plans())
    after = draw(edited(before)) if draw(st.booleans()) else draw(plans())
    return before, after.model_copy(update={"slug": before.slug})
