"""Which rows of a plan have to be written, from its value before and after. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from kapstok.plans.schema import BudgetLine, Measure, Party, PlanDocument, Source, Theme

Keyed = TypeVar("Keyed", Party, Source, Theme, Measure, BudgetLine)

# To compare a new plan with: no plan that was looked over is this empty.
NOTHING = PlanDocument.model_construct(slug="", title="", regulation="", date=date.min, sources=())


def differing(before: Sequence[Keyed], after: Sequence[Keyed]) -> list[tuple[int, Keyed]]:
    """The rows that are new, say something else, or stand elsewhere, each with its position."""
    was = {row.key: (position, row) for position, row in enumerate(before)}
    return [placed for placed in enumerate(after) if was.get(placed[1].key) != placed]


def gone(before: Sequence[Keyed], after: Sequence[Keyed]) -> list[str]:
    """The keys of the rows that are there no longer."""
    kept = {row.key for row in after}
    return [row.key for row in before if row.key not in kept]


def changed_themes(before: PlanDocument, after: PlanDocument) -> set[str]:
    """The themes of both that say something else themselves; what hangs under them does not count, nor their place."""
    was = {theme.key: theme for theme in before.themes}
    return {theme.key for theme in after.themes if was.get(theme.key, theme) != theme}


def changed_measures(before: PlanDocument, after: PlanDocument) -> set[str]:
    """The measures of both that say something else: in themselves, or in the budget lines that are theirs."""
    was, now = _with_lines(before), _with_lines(after)
    return {key for key in was.keys() & now.keys() if was[key] != now[key]}


def _with_lines(plan: PlanDocument) -> dict[str, tuple[Measure, dict[str, BudgetLine]]]:
    found: dict[str, tuple[Measure, dict[str, BudgetLine]]] = {m.key: (m, {}) for m in plan.measures}
    for line in plan.lines:
        if line.measure:
            found[line.measure][1][line.key] = line
    return found
