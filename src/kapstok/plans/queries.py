"""Reading plans. A whole plan is read back as one value, one query a table, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from kapstok.plans import models
from kapstok.plans import schema as s

Row = TypeVar("Row", bound=Model)


def plans_of_municipality() -> QuerySet[models.Plan]:
    """The plans of the municipality we are inside of, the newest first, with their grants."""
    return models.Plan.objects.select_related("grant").order_by("-date", "id")


def published_plans() -> QuerySet[models.Plan]:
    """The plans that everybody may see, the newest first."""
    return plans_of_municipality().exclude(published=None)


def document_of(row: models.Plan) -> s.PlanDocument:
    """The plan as one value, equal to the document it was loaded from. 14 queries."""
    parties = list(models.PlanParty.objects.filter(plan=row).order_by("position").select_related("party"))
    steps = _grouped(models.Milestone.objects.filter(plan=row).order_by("position"))
    taking_part = sorted((p for p in parties if p.participates_at is not None), key=lambda p: p.participates_at or 0)
    source_rows = list(models.Source.objects.filter(plan=row).order_by("position"))
    theme_rows = list(models.Theme.objects.filter(plan=row).order_by("position"))
    measure_rows = list(models.Measure.objects.filter(plan=row).order_by("position"))
    line_rows = list(models.BudgetLine.objects.filter(plan=row).order_by("position"))
    keys = Keys(parties=parties, sources=source_rows, themes=theme_rows, measures=measure_rows, lines=line_rows)
    return s.PlanDocument(
        slug=row.slug,
        title=row.title,
        regulation=row.grant.regulation,
        stage=s.Stage(row.stage),
        date=row.date,
        date_note=row.date_note,
        adopted_on=row.adopted_on,
        summary=row.summary,
        document=row.document,
        stated_total=row.stated_total,
        levels=tuple(s.Level(**level) for level in row.levels),
        goals=tuple(row.goals),
        principles=tuple(row.principles),
        agendas=tuple(s.Agenda(**agenda) for agenda in row.agendas),
        parties=tuple(_party(p) for p in parties),
        participants=tuple(p.party.key for p in taking_part),
        consultations=tuple(_consultation(c) for c in _of(models.Consultation, row)),
        sources=tuple(_source(source) for source in source_rows),
        themes=tuple(_theme(theme, keys) for theme in theme_rows),
        measures=_measures(row, measure_rows, steps, keys),
        milestones=tuple(_milestone(step) for step in steps[None]),
        lines=_lines(row, line_rows, keys),
        phasing=tuple(s.Phasing.model_validate(phasing) for phasing in row.phasing),
        spent_before=tuple(_spent_before(spent, keys) for spent in _of(models.SpentBefore, row)),
    )


def versions_of(row: models.Plan) -> dict[str, int]:
    """The version of each thing in the plan that has one: `plan`, `theme:taal`, `measure:inloop`. 2 queries."""
    found = {"plan": row.version}
    for name, model in (("theme", models.Theme), ("measure", models.Measure)):
        kept = model._default_manager.filter(plan=row).values_list("key", "version")
        found |= {f"{name}:{key}": version for key, version in kept}
    return found


class Keys:
    """Row ids to the keys that a document uses."""

    def __init__(
        self,
        *,
        parties: Iterable[models.PlanParty],
        sources: Iterable[models.Source],
        themes: Iterable[models.Theme],
        measures: Iterable[models.Measure],
        lines: Iterable[models.BudgetLine],
    ) -> None:
        self.party: dict[int | None, str] = {p.party_id: p.party.key for p in parties}
        self.source: dict[int | None, str] = {row.pk: row.key for row in sources}
        self.theme: dict[int | None, str] = {row.pk: row.key for row in themes}
        self.measure: dict[int | None, str] = {row.pk: row.key for row in measures}
        self.line: dict[int | None, str] = {row.pk: row.key for row in lines}


def _of(model: type[Row], plan: models.Plan) -> Iterable[Row]:
    return model._default_manager.filter(plan=plan).order_by("position")


def _grouped(rows: Iterable[Any], by: str = "measure_id") -> dict[int | None, list[Any]]:
    groups: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


def _plain(row: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _party(row: models.PlanParty) -> s.Party:
    return s.Party.model_validate(_plain(row.party, "key", "name", "kind", "sector"))


def _consultation(row: models.Consultation) -> s.Consultation:
    return s.Consultation.model_validate(_plain(row, "starts", "ends", "precision", "title", "text", "sectors"))


def _source(row: models.Source) -> s.Source:
    return s.Source.model_validate(_plain(row, "key", "name", "kind", "amount", "about", "illustrative"))


def _theme(row: models.Theme, keys: Keys) -> s.Theme:
    plain = _plain(row, "key", "name", "goal", "result", "description", "stated_total")
    return s.Theme(**plain, parent=keys.theme.get(row.parent_id))


def _measures(
    plan: models.Plan, rows: Iterable[models.Measure], steps: dict[int | None, list[Any]], keys: Keys
) -> tuple[s.Measure, ...]:
    partners = _grouped(_of(models.Partner, plan))
    purposes = _grouped(_of(models.MeasurePurpose, plan))
    funding = _grouped(_of(models.MeasureFunding, plan))
    estimates = _grouped(_of(models.Estimate, plan))
    own = ("key", "name", "description", "target_group", "result", "indicator", "purposes_illustrative")
    return tuple(
        s.Measure(
            **_plain(row, *own),
            theme=keys.theme[row.theme_id],
            offer=s.Offer(row.offer) if row.offer else None,
            lead=keys.party.get(row.lead_id),
            partners=tuple(keys.party[p.party_id] for p in partners[row.pk]),
            purposes=tuple(s.Purpose(number=p.number, share=p.share) for p in purposes[row.pk]),
            funding=tuple(
                s.Funding(source=keys.source[f.source_id], **_plain(f, "amount", "about", "note"))
                for f in funding[row.pk]
            ),
            cost_types=tuple(row.cost_types),
            estimates=tuple(_estimate(e) for e in estimates[row.pk]),
            milestones=tuple(_milestone(step) for step in steps[row.pk]),
        )
        for row in rows
    )


def _estimate(row: models.Estimate) -> s.Estimate:
    own = ("label", "amount", "high", "about", "factors", "unit", "per", "times", "counted", "stated_in", "note")
    return s.Estimate.model_validate(_plain(row, *own))


def _milestone(row: models.Milestone) -> s.Milestone:
    return s.Milestone.model_validate(_plain(row, "quarter", "what", "kind") | {"until": row.until or None})


def _lines(plan: models.Plan, rows: Iterable[models.BudgetLine], keys: Keys) -> tuple[s.BudgetLine, ...]:
    years = _grouped(_of(models.BudgetYear, plan), "line_id")
    own = ("key", "label", "kind", "amount", "about", "activities", "illustrative", "note")
    return tuple(
        s.BudgetLine.model_validate(
            _plain(row, *own)
            | {
                "theme": keys.theme.get(row.theme_id),
                "measure": keys.measure.get(row.measure_id),
                "source": keys.source[row.source_id],
                "years": {year.school_year: year.amount for year in years[row.pk]},
            }
        )
        for row in rows
    )


def _spent_before(row: models.SpentBefore, keys: Keys) -> s.SpentBefore:
    plain = _plain(row, "label", "amount", "on", "note")
    return s.SpentBefore(**plain, source=keys.source[row.source_id], line=keys.line.get(row.line_id))
