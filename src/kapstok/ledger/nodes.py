"""The control nodes of a plan: what its budget lines add up to at the level that was adopted. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kapstok.ledger.kinds import ControlLevel, LineKind
from kapstok.plans.rules import line_themes
from kapstok.plans.schema import BudgetLine, PlanDocument
from kapstok.plans.schema import LineKind as PlannedAs

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Node:
    """One source's budget for one node. `key` is unique in the programme, over all its plans."""

    source: str
    key: str
    kind: LineKind
    label: str
    theme: str | None
    measure: str | None


def budgets(plan: PlanDocument, level: ControlLevel) -> dict[Node, Decimal]:
    """Euros per node, in the order of the plan. A line without an amount counts as nothing, but has its node."""
    found: dict[Node, Decimal] = defaultdict(lambda: ZERO)
    of_line = nodes(plan, level)
    for line in plan.lines:
        found[of_line[line.key]] += line.amount or ZERO
    return dict(found)


def nodes(plan: PlanDocument, level: ControlLevel) -> dict[str, Node]:
    """The node of each budget line, by the key of that line."""
    themes = line_themes(plan)
    names = {("theme", theme.key): theme.name for theme in plan.themes}
    names |= {("measure", measure.key): measure.name for measure in plan.measures}
    return {line.key: _node(plan, line, themes[line.key], level, names) for line in plan.lines}


def _node(
    plan: PlanDocument, line: BudgetLine, theme: str | None, level: ControlLevel, names: Mapping[tuple[str, str], str]
) -> Node:
    if line.kind is PlannedAs.UNALLOCATED:
        return Node(line.source, f"{plan.slug}:line:{line.key}", LineKind.UNALLOCATED, line.label, None, None)
    if level is ControlLevel.PLAN:
        return Node(line.source, f"{plan.slug}:plan", LineKind.BUDGET, plan.title, None, None)
    if level is ControlLevel.MEASURE and line.measure:
        label = names["measure", line.measure]
        return Node(line.source, f"{plan.slug}:measure:{line.measure}", LineKind.BUDGET, label, theme, line.measure)
    if theme:
        return Node(line.source, f"{plan.slug}:theme:{theme}", LineKind.BUDGET, names["theme", theme], theme, None)
    return Node(line.source, f"{plan.slug}:line:{line.key}", LineKind.BUDGET, line.label, None, None)
