"""From a plan as one value to its rows. Only `actions` calls this, inside its transaction.

Rows with a key are updated in place, so that what points at them keeps pointing; other rows are written anew.
The number of queries does not depend on the size of the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models as fields

from kapstok.core.sorting import sort_key
from kapstok.parties.models import Party
from kapstok.plans import models
from kapstok.plans.schema import Estimate, Milestone, PlanDocument, SourceKind

Keyed = TypeVar("Keyed", models.Source, models.Theme, models.Measure, models.BudgetLine)
Row = TypeVar("Row", bound=fields.Model)


def plan_fields(plan: PlanDocument) -> dict[str, Any]:
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


def store_rows(row: models.Plan, plan: PlanDocument) -> None:
    """Make the rows under `row` say what `plan` says; what it no longer names is removed."""
    _remove_values(row)
    parties = _store_parties(row, plan)
    sources = _store_sources(row, plan)
    themes = _store_themes(row, plan)
    measures = _store_measures(row, plan, themes, parties)
    lines = _store_lines(row, plan, themes, measures, sources)
    _remove_unnamed(row, plan)
    _store_measure_rows(row, plan, measures, sources, parties)
    _store_milestones(row, plan, measures)
    _store_consultations(row, plan)
    _add(
        models.SpentBefore,
        row,
        (
            {**s.model_dump(), "source": sources[s.source], "line": lines[s.line] if s.line else None}
            for s in plan.spent_before
        ),
    )


def _remove_values(row: models.Plan) -> None:
    """Everything without a key of its own, pointers before what they point at."""
    for model in (
        models.SpentBefore,
        models.BudgetYear,
        models.Milestone,
        models.Estimate,
        models.MeasureFunding,
        models.MeasurePurpose,
        models.Partner,
        models.Consultation,
        models.PlanParty,
    ):
        model._default_manager.filter(plan=row).delete()


def _remove_unnamed(row: models.Plan, plan: PlanDocument) -> None:
    for model, named in (
        (models.BudgetLine, [line.key for line in plan.lines]),
        (models.Measure, [m.key for m in plan.measures]),
        (models.Theme, [t.key for t in plan.themes]),
        (models.Source, [s.key for s in plan.sources]),
    ):
        model._default_manager.filter(plan=row).exclude(key__in=named).delete()


def _store_keyed(model: type[Keyed], row: models.Plan, rows: Sequence[Mapping[str, Any]]) -> dict[str, Keyed]:
    """Insert or update by key, one query; gives the rows back by key, with their ids."""
    made = [model(plan=row, position=position, **values) for position, values in enumerate(rows)]
    if made:
        kept = {"id", "municipality", "plan", "key"}
        columns = [f.name for f in model._meta.concrete_fields if f.name not in kept]
        model._default_manager.bulk_create(
            made, update_conflicts=True, unique_fields=["plan", "key"], update_fields=columns
        )
    return {one.key: one for one in made}


def _store_sources(row: models.Plan, plan: PlanDocument) -> dict[str, models.Source]:
    """At no moment two grants: another source that was the grant steps aside first."""
    grants = models.Source.objects.filter(plan=row, kind=SourceKind.GRANT).exclude(key=plan.grant_source.key)
    grants.update(kind=SourceKind.OWN_MEANS)
    return _store_keyed(models.Source, row, [s.model_dump() for s in plan.sources])


def _add(model: type[Row], row: models.Plan, rows: Iterable[Mapping[str, Any]]) -> None:
    model._default_manager.bulk_create(
        [model(plan=row, position=position, **values) for position, values in enumerate(rows)]
    )


def _store_parties(row: models.Plan, plan: PlanDocument) -> dict[str, Party]:
    """The parties belong to the municipality: a plan adds those it names, and corrects their name, kind and sector."""
    made = [
        Party(key=p.key, name=p.name, sort_key=sort_key(p.name), kind=p.kind.value, sector=p.sector.value)
        for p in plan.parties
    ]
    if made:
        Party.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["municipality", "key"],
            update_fields=["name", "sort_key", "kind", "sector"],
        )
    parties = {party.key: party for party in made}
    places = {key: place for place, key in enumerate(plan.participants)}
    _add(models.PlanParty, row, ({"party": parties[p.key], "participates_at": places.get(p.key)} for p in plan.parties))
    return parties


def _store_themes(row: models.Plan, plan: PlanDocument) -> dict[str, models.Theme]:
    """Top themes first: their children point at them."""
    place = {theme.key: position for position, theme in enumerate(plan.themes)}
    stored: dict[str, models.Theme] = {}
    for level in ([t for t in plan.themes if not t.parent], [t for t in plan.themes if t.parent]):
        rows = [{**t.model_dump(), "parent": stored[t.parent] if t.parent else None} for t in level]
        stored |= _store_keyed(models.Theme, row, rows)
    for key, theme in stored.items():
        theme.position = place[key]
    models.Theme.objects.bulk_update(stored.values(), ["position"])
    return stored


def _store_measures(
    row: models.Plan, plan: PlanDocument, themes: Mapping[str, models.Theme], parties: Mapping[str, Party]
) -> dict[str, models.Measure]:
    own = {"key", "name", "description", "target_group", "result", "indicator", "purposes_illustrative"}
    return _store_keyed(
        models.Measure,
        row,
        [
            {
                **m.model_dump(include=own),
                "theme": themes[m.theme],
                "lead": parties[m.lead] if m.lead else None,
                "offer": m.offer.value if m.offer else "",
                "cost_types": list(m.cost_types),
            }
            for m in plan.measures
        ],
    )


def _store_lines(
    row: models.Plan,
    plan: PlanDocument,
    themes: Mapping[str, models.Theme],
    measures: Mapping[str, models.Measure],
    sources: Mapping[str, models.Source],
) -> dict[str, models.BudgetLine]:
    stored = _store_keyed(
        models.BudgetLine,
        row,
        [
            {
                **line.model_dump(exclude={"years", "theme", "measure", "source", "activities"}),
                "theme": themes[line.theme] if line.theme else None,
                "measure": measures[line.measure] if line.measure else None,
                "source": sources[line.source],
                "activities": [a.model_dump(mode="json") for a in line.activities],
            }
            for line in plan.lines
        ],
    )
    _add(
        models.BudgetYear,
        row,
        (
            {"line": stored[line.key], "school_year": str(year), "amount": amount}
            for line in plan.lines
            for year, amount in line.years.items()
        ),
    )
    return stored


def _store_measure_rows(
    row: models.Plan,
    plan: PlanDocument,
    measures: Mapping[str, models.Measure],
    sources: Mapping[str, models.Source],
    parties: Mapping[str, Party],
) -> None:
    each = [(m, measures[m.key]) for m in plan.measures]
    _add(models.Partner, row, ({"measure": at, "party": parties[key]} for m, at in each for key in m.partners))
    _add(models.MeasurePurpose, row, ({"measure": at, **p.model_dump()} for m, at in each for p in m.purposes))
    _add(
        models.MeasureFunding,
        row,
        ({"measure": at, **f.model_dump(), "source": sources[f.source]} for m, at in each for f in m.funding),
    )
    _add(models.Estimate, row, ({"measure": at, **_estimate(e)} for m, at in each for e in m.estimates))


def _estimate(estimate: Estimate) -> dict[str, Any]:
    plain = estimate.model_dump(exclude={"factors"})
    return plain | {"factors": [factor.model_dump(mode="json") for factor in estimate.factors]}


def _store_milestones(row: models.Plan, plan: PlanDocument, measures: Mapping[str, models.Measure]) -> None:
    placed: list[tuple[Milestone, models.Measure | None]] = [(step, None) for step in plan.milestones]
    placed += [(step, measures[m.key]) for m in plan.measures for step in m.milestones]
    _add(
        models.Milestone,
        row,
        (
            {
                "measure": at,
                "quarter": str(step.quarter),
                "until": str(step.until) if step.until else "",
                "what": step.what,
                "kind": step.kind.value,
            }
            for step, at in placed
        ),
    )


def _store_consultations(row: models.Plan, plan: PlanDocument) -> None:
    _add(
        models.Consultation,
        row,
        ({**c.model_dump(), "sectors": [sector.value for sector in c.sectors]} for c in plan.consultations),
    )
