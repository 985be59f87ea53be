"""From a plan as one value to its rows, by difference. Only `actions` calls this, inside its transaction.

A row with a key keeps its id as long as its key stays, so that what points at it keeps pointing; only rows that differ
are written. The number of queries depends on the kinds of rows that differ, not on how many there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models as fields

from kapstok.core.access import RefusedError
from kapstok.parties.models import Party
from kapstok.plans import models, storing_columns
from kapstok.plans.presentation.words import listed
from kapstok.plans.queries import versions_of
from kapstok.plans.schema import Measure, PlanDocument, SourceKind
from kapstok.plans.storing_changes import NOTHING, changed_measures, changed_themes, differing, gone
from kapstok.plans.storing_columns import Columns, RowIds

Keyed = TypeVar("Keyed", models.Source, models.Theme, models.Measure, models.BudgetLine)
Row = TypeVar("Row", bound=fields.Model)

MOST_NAMED = 10

# What hangs under a measure: the model, where the measure has it, and its columns.
UNDER_MEASURES: tuple[tuple[type[fields.Model], str, Callable[[Any, RowIds], Columns]], ...] = (
    (models.Partner, "partners", storing_columns.partner),
    (models.MeasurePurpose, "purposes", storing_columns.purpose),
    (models.MeasureFunding, "funding", storing_columns.funding),
    (models.Estimate, "estimates", storing_columns.estimate),
    (models.Milestone, "milestones", storing_columns.milestone),
)


def store_rows(row: models.Plan, plan: PlanDocument, before: PlanDocument | None = None) -> None:
    """Make the rows under `row` say what `plan` says. `before` is what they say now; None: there are none yet."""
    if plan == before:
        return
    was = before or NOTHING
    versions = versions_of(row)
    ids = _known_ids(row)
    ids.party.update(_store_parties(row, was, plan))
    _store_sources(row, was, plan, ids)
    _store_themes(row, was, plan, ids, versions)
    _store_measures(row, was, plan, ids, versions)
    _store_lines(row, was, plan, ids)
    _store_years(row, was, plan, ids)
    _store_under_measures(row, was, plan, ids)
    _store_unkeyed(row, was, plan, ids)
    _remove_gone(row, was, plan)


def _known_ids(row: models.Plan) -> RowIds:
    def of(model: type[fields.Model]) -> dict[str, int]:
        return dict(model._default_manager.filter(plan=row).values_list("key", "pk"))

    return RowIds(
        source=of(models.Source), theme=of(models.Theme), measure=of(models.Measure), line=of(models.BudgetLine)
    )


def _upsert(model: type[Keyed], row: models.Plan, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Insert or update by key, one query; gives the id of each."""
    made = [model(plan=row, **columns) for columns in rows]
    if made:
        kept = {"id", "municipality", "plan", "key"}
        columns = [f.name for f in model._meta.concrete_fields if f.name not in kept]
        model._default_manager.bulk_create(
            made, update_conflicts=True, unique_fields=["plan", "key"], update_fields=columns
        )
    return {one.key: one.pk for one in made}


def _add(model: type[Row], row: models.Plan, rows: Iterable[Mapping[str, Any]]) -> None:
    model._default_manager.bulk_create([model(plan=row, **columns) for columns in rows])


def _store_parties(row: models.Plan, was: PlanDocument, plan: PlanDocument) -> dict[str, int]:
    """The parties belong to the municipality: a plan adds those it names, and corrects their name, kind and sector.

    In the order of their keys: two plans that are stored at once then never wait for each other.
    """
    wanted = {value.key: storing_columns.party(value) for value in sorted(plan.parties, key=lambda party: party.key)}
    known = {party.key: party for party in Party.objects.filter(key__in=wanted)}
    made = [Party(**columns) for key, columns in wanted.items() if _says_else(known.get(key), columns)]
    if made:
        Party.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["municipality", "key"],
            update_fields=["name", "sort_key", "kind", "sector"],
        )
    ids = {key: party.pk for key, party in known.items()} | {party.key: party.pk for party in made}
    _store_taking_part(row, was, plan, ids)
    return ids


def _says_else(row: fields.Model | None, columns: Mapping[str, Any]) -> bool:
    return row is None or any(getattr(row, name) != value for name, value in columns.items())


def _store_taking_part(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: Mapping[str, int]) -> None:
    before, after = _places(was), _places(plan)
    changed = [
        models.PlanParty(plan=row, party_id=ids[key], position=position, participates_at=place)
        for key, (position, place) in after.items()
        if before.get(key) != (position, place)
    ]
    if changed:
        models.PlanParty.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["plan", "party"],
            update_fields=["position", "participates_at"],
        )
    if left := before.keys() - after.keys():
        models.PlanParty.objects.filter(plan=row, party__key__in=left).delete()


def _places(plan: PlanDocument) -> dict[str, tuple[int, int | None]]:
    """For each party its position, and its place among those who take part."""
    taking_part = {key: place for place, key in enumerate(plan.participants)}
    return {party.key: (position, taking_part.get(party.key)) for position, party in enumerate(plan.parties)}


def _store_sources(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds) -> None:
    """At no moment two grants: another source that was the grant steps aside first."""
    if was.sources and was.grant_source.key != plan.grant_source.key:
        models.Source.objects.filter(plan=row, kind=SourceKind.GRANT).update(kind=SourceKind.OWN_MEANS)
    rows = [{"position": at, **storing_columns.source(one)} for at, one in differing(was.sources, plan.sources)]
    ids.source.update(_upsert(models.Source, row, rows))


def _store_themes(
    row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds, versions: Mapping[str, int]
) -> None:
    """Top themes first: their children point at them."""
    written, changed = differing(was.themes, plan.themes), changed_themes(was, plan)
    for is_child in (False, True):
        level = [(at, theme) for at, theme in written if bool(theme.parent) is is_child]
        rows = [
            {"position": at, "version": _next(versions, f"theme:{theme.key}", theme.key in changed)}
            | storing_columns.theme(theme, ids)
            for at, theme in level
        ]
        ids.theme.update(_upsert(models.Theme, row, rows))


def _store_measures(
    row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds, versions: Mapping[str, int]
) -> None:
    changed = changed_measures(was, plan)
    placed = dict(differing(was.measures, plan.measures))
    rows = [
        {"position": at, "version": _next(versions, f"measure:{measure.key}", measure.key in changed)}
        | storing_columns.measure(measure, ids)
        for at, measure in enumerate(plan.measures)
        if at in placed or measure.key in changed
    ]
    ids.measure.update(_upsert(models.Measure, row, rows))


def _next(versions: Mapping[str, int], name: str, changed: bool) -> int:
    """The version to write: 1 for a new row."""
    return versions.get(name, 1) + changed


def _store_lines(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds) -> None:
    rows = [{"position": at, **storing_columns.line(one, ids)} for at, one in differing(was.lines, plan.lines)]
    ids.line.update(_upsert(models.BudgetLine, row, rows))


def _store_years(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds) -> None:
    """Known by line and school year; those of a line stand in the order of the years."""
    before = {(line.key, year): amount for line in was.lines for year, amount in line.years.items()}
    after = {(line.key, year): amount for line in plan.lines for year, amount in line.years.items()}
    changed = [
        models.BudgetYear(
            plan=row, line_id=ids.line[key], school_year=str(year), amount=amount, position=year.first_year
        )
        for (key, year), amount in after.items()
        if before.get((key, year)) != amount
    ]
    if changed:
        models.BudgetYear.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["line", "school_year"],
            update_fields=["amount", "position"],
        )
    if left := {(ids.line[key], str(year)) for key, year in before.keys() - after.keys()}:
        stored = models.BudgetYear.objects.filter(line__in={line for line, _ in left})
        found = {(year.line_id, year.school_year): year.pk for year in stored}
        models.BudgetYear.objects.filter(pk__in=[found[one] for one in left]).delete()


def _store_under_measures(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds) -> None:
    """For each kind: replaced for the measures where it differs."""
    for model, name, columns in UNDER_MEASURES:
        before, after = _by_measure(was.measures, name), _by_measure(plan.measures, name)
        changed = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
        if stale := [ids.measure[key] for key in changed if key in before]:
            model._default_manager.filter(plan=row, measure__in=stale).delete()
        _add(
            model,
            row,
            (
                {"measure_id": ids.measure[key], "position": at, **columns(value, ids)}
                for key in changed
                for at, value in enumerate(after.get(key, ()))
            ),
        )


def _by_measure(measures: Sequence[Measure], name: str) -> dict[str, tuple[Any, ...]]:
    return {measure.key: values for measure in measures if (values := getattr(measure, name))}


def _store_unkeyed(row: models.Plan, was: PlanDocument, plan: PlanDocument, ids: RowIds) -> None:
    """The plan's own lists of values: replaced when they differ."""
    for before, after, stored, columns in (
        (was.milestones, plan.milestones, _steps_of_plan(row), storing_columns.milestone),
        (was.consultations, plan.consultations, _all(models.Consultation, row), storing_columns.consultation),
        (was.spent_before, plan.spent_before, _all(models.SpentBefore, row), storing_columns.spent_before),
    ):
        if before != after:
            stored.delete()
            write: Callable[[Any, RowIds], Columns] = columns
            _add(stored.model, row, ({"position": at, **write(one, ids)} for at, one in enumerate(after)))


def _steps_of_plan(row: models.Plan) -> fields.QuerySet[Any]:
    return models.Milestone.objects.filter(plan=row, measure=None)


def _all(model: type[fields.Model], row: models.Plan) -> fields.QuerySet[Any]:
    return model._default_manager.filter(plan=row)


def _remove_gone(row: models.Plan, was: PlanDocument, plan: PlanDocument) -> None:
    """What points goes before what it points at; by now no row of the plan points at these.

    Django asks what else does, and then removes a hundred rows at a time: the one place where the number of queries
    grows at all. Raises RefusedError when something outside the plan holds on to one.
    """
    for model, keys in (
        (models.BudgetLine, gone(was.lines, plan.lines)),
        (models.Measure, gone(was.measures, plan.measures)),
        (models.Theme, gone(was.themes, plan.themes)),
        (models.Source, gone(was.sources, plan.sources)),
    ):
        if keys:
            _remove(model, _all(model, row).filter(key__in=keys))


def _remove(model: type[fields.Model], rows: fields.QuerySet[Any]) -> None:
    try:
        rows.delete()
    except fields.ProtectedError as error:
        holding = [(one, field) for one in error.protected_objects for field in one._meta.concrete_fields]
        held = {getattr(one, field.attname) for one, field in holding if field.related_model is model}
        names = listed([f"“{name}”" for name in sorted(map(str, rows.filter(pk__in=held)))[:MOST_NAMED]])
        raise RefusedError(
            f"Dit kan niet uit het plan: {names}. Er is al iets bij vastgelegd, zoals een werkplan. Haal dat eerst weg."
        ) from error
