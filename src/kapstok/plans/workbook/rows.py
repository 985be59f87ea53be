"""A plan as the rows of our workbook: for each sheet a list of rows, field to value. References are still keys."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from kapstok.plans.schema import Estimate, Factor, Measure, Milestone, PlanDocument, Precision, Theme
from kapstok.plans.workbook.names import Names
from kapstok.plans.workbook.words import WHOLE_PLAN

Row: TypeAlias = dict[str, Any]


def names_of(plan: PlanDocument) -> dict[str, Names]:
    """What people see instead of keys, for each kind of row that is referred to."""
    measures = [(m.key, m.name) for m in plan.measures]
    return {
        "themes": Names("thema", "Thema's en maatregelen", [(t.key, t.name) for t in plan.themes]),
        "measures": Names("maatregel", "Thema's en maatregelen", measures),
        "steps": Names("maatregel", "Thema's en maatregelen", measures, reserved=WHOLE_PLAN),
        "parties": Names("partij", "Partijen", [(p.key, p.name) for p in plan.parties]),
        "sources": Names("geldbron", "Geldbronnen", [(s.key, s.name) for s in plan.sources]),
        "lines": Names("begrotingsregel", "Begroting", [(line.key, line.label) for line in plan.lines]),
    }


def rows_of(plan: PlanDocument) -> dict[str, list[Row]]:
    """All rows, by `Table.rows`."""
    return {
        "outline": list(_outline(plan)),
        "lines": [line.model_dump(exclude={"activities"}) for line in plan.lines],
        "estimates": [row for m in plan.measures for e in m.estimates for row in _estimate(m, e)],
        "milestones": [
            *(_milestone("", step) for step in plan.milestones),
            *(_milestone(m.key, step) for m in plan.measures for step in m.milestones),
        ],
        "parties": _parties(plan),
        "sources": [source.model_dump() for source in plan.sources],
        "consultations": [
            moment.model_dump() | {"month_only": moment.precision is Precision.MONTH} for moment in plan.consultations
        ],
        "funding": [{"measure": m.key} | part.model_dump() for m in plan.measures for part in m.funding],
        "activities": [{"line": line.key} | one.model_dump() for line in plan.lines for one in line.activities],
        "phasing": [phasing.model_dump() | {"number": number} for number, phasing in enumerate(plan.phasing, 1)],
        "spent_before": [spent.model_dump() for spent in plan.spent_before],
    }


def _outline(plan: PlanDocument) -> Iterator[Row]:
    """Themes in order, each followed by the next measures as long as those are its own.

    A measure that comes elsewhere in the plan names its theme. Both orders survive.
    """
    waiting, here = list(reversed(plan.measures)), ""
    parents = {theme.key: theme.parent for theme in plan.themes}
    top = ""
    for theme in plan.themes:
        yield _theme(theme, top)
        top, here = theme.parent or theme.key, theme.key
        while waiting and waiting[-1].theme == here:
            yield _measure(waiting.pop())
    while waiting:
        measure = waiting.pop()
        yield _measure(measure) | ({} if measure.theme == here else _named(measure.theme, parents))
        here = measure.theme


def _theme(theme: Theme, top: str) -> Row:
    """`top` is the top theme of the rows above. `above`: the top theme that a subtheme has to name."""
    row = theme.model_dump(exclude={"name", "parent"})
    if not theme.parent:
        return row | {"theme": theme.name}
    return row | {"subtheme": theme.name, "above": theme.parent if theme.parent != top else ""}


def _named(theme: str, parents: Mapping[str, str | None]) -> Row:
    return {"under": theme} if parents[theme] else {"above": theme}


def _measure(measure: Measure) -> Row:
    lists = {"estimates", "milestones", "funding", "theme", "name"}
    return measure.model_dump(exclude=lists) | {"measure": measure.name, "is_measure": True}


def _estimate(measure: Measure, estimate: Estimate) -> Iterator[Row]:
    """The estimate with its first factor, and a row for each further one."""
    first, *others = estimate.factors or (None,)
    yield {"measure": measure.key} | estimate.model_dump(exclude={"factors"}) | _factor(first) | {"estimate": estimate}
    yield from map(_factor, others)


def _factor(factor: Factor | None) -> Row:
    if factor is None:
        return {}
    kind = " ".join(word for word, holds in (("price", factor.price), ("derived", factor.derived)) if holds)
    return {"value": factor.value, "factor_unit": factor.unit, "factor_kind": kind or "count"}


def _milestone(measure: str, step: Milestone) -> Row:
    until = str(step.until) if step.until else ""
    return {"measure": measure, "what": step.what, "kind": step.kind, "quarter": str(step.quarter), "until": until}


def _parties(plan: PlanDocument) -> list[Row]:
    """Who takes part: `True` as long as that goes in the order of the rows, else everyone's place."""
    in_order = [party.key for party in plan.parties if party.key in plan.participants] == list(plan.participants)
    place: dict[str, int | bool] = {key: in_order or number for number, key in enumerate(plan.participants, 1)}
    return [party.model_dump() | {"participates": place.get(party.key)} for party in plan.parties]
