"""The columns of each kind of row, from its value in the plan. Pure: the ids of other rows are an argument."""

from dataclasses import dataclass, field
from typing import Any

from kapstok.core.sorting import sort_key
from kapstok.plans import schema as s

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowIds:
    """The key of each row of the plan to its id in the database."""

    party: dict[str, int] = field(default_factory=dict)
    source: dict[str, int] = field(default_factory=dict)
    theme: dict[str, int] = field(default_factory=dict)
    measure: dict[str, int] = field(default_factory=dict)
    line: dict[str, int] = field(default_factory=dict)


def plan_columns(plan: s.PlanDocument) -> Columns:
    """The columns of the plan's own row, without its grant."""
    plain = plan.model_dump(mode="json", include={"levels", "agendas", "phasing"})
    return plain | {
        "title": plan.title,
        "stage": plan.stage.value,
        "date": plan.date,
        "date_note": plan.date_note,
        "adopted_on": plan.adopted_on,
        "summary": plan.summary,
        "document": plan.document,
        "stated_total": plan.stated_total,
        "goals": list(plan.goals),
        "principles": list(plan.principles),
    }


def party(value: s.Party) -> Columns:
    return {**value.model_dump(mode="json"), "sort_key": sort_key(value.name)}


def source(value: s.Source) -> Columns:
    return {**value.model_dump(), "kind": value.kind.value}


def theme(value: s.Theme, ids: RowIds) -> Columns:
    """Its parent must have its row already."""
    return {
        **value.model_dump(exclude={"parent"}),
        "parent_id": ids.theme[value.parent] if value.parent else None,
    }


def measure(value: s.Measure, ids: RowIds) -> Columns:
    own = {"key", "name", "description", "target_group", "result", "indicator", "purposes_illustrative"}
    return {
        **value.model_dump(include=own),
        "theme_id": ids.theme[value.theme],
        "lead_id": ids.party[value.lead] if value.lead else None,
        "offer": value.offer.value if value.offer else "",
        "cost_types": list(value.cost_types),
    }


def line(value: s.BudgetLine, ids: RowIds) -> Columns:
    return {
        **value.model_dump(exclude={"years", "theme", "measure", "source", "activities"}),
        "kind": value.kind.value,
        "theme_id": ids.theme[value.theme] if value.theme else None,
        "measure_id": ids.measure[value.measure] if value.measure else None,
        "source_id": ids.source[value.source],
        "activities": [activity.model_dump(mode="json") for activity in value.activities],
    }


def partner(key: str, ids: RowIds) -> Columns:
    return {"party_id": ids.party[key]}


def purpose(value: s.Purpose, _: RowIds) -> Columns:
    return value.model_dump()


def funding(value: s.Funding, ids: RowIds) -> Columns:
    return {**value.model_dump(exclude={"source"}), "source_id": ids.source[value.source]}


def estimate(value: s.Estimate, _: RowIds) -> Columns:
    factors = [factor.model_dump(mode="json") for factor in value.factors]
    return {**value.model_dump(exclude={"factors"}), "per": value.per.value, "factors": factors}


def milestone(value: s.Milestone, _: RowIds) -> Columns:
    return {
        "quarter": str(value.quarter),
        "until": str(value.until) if value.until else "",
        "what": value.what,
        "kind": value.kind.value,
    }


def consultation(value: s.Consultation, _: RowIds) -> Columns:
    plain = value.model_dump(exclude={"sectors"})
    return {**plain, "precision": value.precision.value, "sectors": [sector.value for sector in value.sectors]}


def spent_before(value: s.SpentBefore, ids: RowIds) -> Columns:
    return {
        **value.model_dump(exclude={"source", "line"}),
        "source_id": ids.source[value.source],
        "line_id": ids.line[value.line] if value.line else None,
    }
