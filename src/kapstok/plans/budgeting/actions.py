"""Saving the grid, and the lines in it."""

from kapstok.core.access import Actor, RefusedError
from kapstok.plans.actions import Changed
from kapstok.plans.budgeting.lines import (
    About,
    about_of,
    adding_line,
    line_of,
    removing_line,
    with_about,
    with_line,
)
from kapstok.plans.budgeting.overrun import LESS, OWN_MEANS, solving
from kapstok.plans.budgeting.rules import Merged, merge, rows_of, with_rows
from kapstok.plans.budgeting.sheet import Typed
from kapstok.plans.editing.actions import edit_plan
from kapstok.plans.models import Plan
from kapstok.plans.schema import BudgetLine, PlanDocument


class ClashError(RefusedError):
    """Others changed the same cells, or removed lines that she changed, so nothing was saved. `document`: the plan."""

    def __init__(self, merged: Merged, document: PlanDocument) -> None:
        self.merged, self.document = merged, document
        super().__init__("Iemand anders heeft de begroting intussen ook veranderd. Er is nog niets bewaard.")


def save_budget(plan_id: int, typed: Typed, *, by: Actor) -> Changed:
    """Save what was typed over the amounts that the grid was made from; what others changed elsewhere stays.

    Raises ClashError when two people put something else in one cell, IncoherentError and RefusedError.
    """

    def edit(plan: PlanDocument) -> PlanDocument:
        merged = merge(typed.base.rows, typed.rows, rows_of(plan, typed.base.columns))
        if merged.clashes or merged.gone:
            raise ClashError(merged, plan)
        return with_rows(plan, typed.base.columns, merged.rows)

    return edit_plan(plan_id, edit, by=by, act="budget changed")


def add_line(plan_id: int, line: BudgetLine, *, by: Actor) -> Changed:
    """A line at the place that it names; it gets a key of its own."""
    return edit_plan(plan_id, adding_line(line), by=by, act="budget line added")


class LineChangedError(RefusedError):
    """Somebody else changed this line meanwhile; `now` is what it says, None when it was removed."""

    def __init__(self, now: BudgetLine | None) -> None:
        self.now = now
        super().__init__("Iemand anders heeft deze regel intussen veranderd. Kijk wat er nu staat en bewaar opnieuw.")


def change_line(plan_id: int, key: str, base: About, mine: About, *, by: Actor) -> Changed:
    """Make the line say `mine`. Raises LineChangedError when it does not say `base` any more."""

    def edit(plan: PlanDocument) -> PlanDocument:
        line = line_of(plan, key)
        if line is None or about_of(line) not in (base, mine):
            raise LineChangedError(line)
        return with_line(plan, with_about(line, mine))

    return edit_plan(plan_id, edit, by=by, act="budget line changed", about=f"line:{key}")


def solve_overrun(plan_id: int, way: str, *, by: Actor) -> Changed:
    """Bring a budget down to the award, in one of the ways of `overrun`. RefusedError for another."""
    if way not in (OWN_MEANS, LESS):
        raise RefusedError("Kies hoe u het verschil oplost.")
    award = Plan.objects.select_related("grant").get(pk=plan_id).grant.award
    return edit_plan(plan_id, solving(way, award), by=by, act="overrun solved")


def remove_line(plan_id: int, key: str, *, by: Actor) -> Changed:
    return edit_plan(plan_id, removing_line(key), by=by, act="budget line removed", about=f"line:{key}")
