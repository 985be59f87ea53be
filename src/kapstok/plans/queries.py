"""Reading plans. A whole plan is read back as one value in one query: the database puts its rows together."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from kapstok.plans import models
from kapstok.plans.schema import PlanDocument

_OWN = (
    "slug", "title", "stage", "date", "date_note", "adopted_on", "summary", "document", "stated_total", "levels",
    "goals", "principles", "agendas", "phasing",
)  # fmt: skip
_STEP = ("quarter", "until", "what", "kind")
_MEASURE = ("key", "name", "description", "target_group", "result", "indicator", "offer", "purposes_illustrative")
_ESTIMATE = (
    "label", "amount", "high", "about", "factors", "unit", "per", "times", "counted", "stated_in", "note",
)  # fmt: skip


def plans_of_municipality() -> QuerySet[models.Plan]:
    """The plans of the municipality we are inside of, the newest first, with their grants."""
    return models.Plan.objects.select_related("grant").order_by("-date", "id")


def published_plans() -> QuerySet[models.Plan]:
    """The plans that everybody may see, the newest first."""
    return plans_of_municipality().exclude(published=None)


def document_of(row: models.Plan) -> PlanDocument:
    """The plan as one value, equal to the document it was loaded from. One query; `row` comes with its grant."""
    lists: Mapping[str, Any] = models.Plan.objects.filter(pk=row.pk).values(**_lists()).get()
    found = {name: [_plain(json.loads(text, parse_float=Decimal)) for text in lists[name]] for name in lists}
    named = found.pop("named")
    places = sorted((party["at"], party["key"]) for party in named if party["at"] is not None)
    own = {name: getattr(row, name) for name in _OWN}
    parties = [{name: value for name, value in party.items() if name != "at"} for party in named]
    return PlanDocument.model_validate(
        own
        | found
        | {
            "regulation": row.grant.regulation,
            "parties": parties,
            "participants": [key for _, key in places],
        }
    )


def versions_of(row: models.Plan) -> dict[str, int]:
    """The version of each thing in the plan that has one: `plan`, `theme:taal`, `measure:inloop`. 2 queries."""
    found = {"plan": row.version}
    for name, model in (("theme", models.Theme), ("measure", models.Measure)):
        kept = model._default_manager.filter(plan=row).values_list("key", "version")
        found |= {f"{name}:{key}": version for key, version in kept}
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """As the schema takes it: an empty word is nothing, and years are looked up."""
    for one in (row, *row.get("milestones", ())):
        one |= {name: None for name in ("until", "offer") if one.get(name) == ""}
    if "years" in row:
        row["years"] = {year["year"]: year["amount"] for year in row["years"]}
    return row


def _lists() -> dict[str, ArraySubquery]:
    """Each list of the document as texts of JSON: what the database gives as numbers would lose their cents."""
    of_plan = {"plan": OuterRef("pk")}
    return {
        "named": _texts(
            models.PlanParty, of_plan, at="participates_at",
            **{name: f"party__{name}" for name in ("key", "name", "kind", "sector")},
        ),
        "consultations": _texts(
            models.Consultation, of_plan, **_same("starts", "ends", "precision", "title", "text", "sectors")
        ),
        "sources": _texts(models.Source, of_plan, **_same("key", "name", "kind", "amount", "about", "illustrative")),
        "themes": _texts(
            models.Theme, of_plan, parent="parent__key",
            **_same("key", "name", "goal", "result", "description", "stated_total"),
        ),
        "measures": _texts(models.Measure, of_plan, **_measure()),
        "milestones": _texts(models.Milestone, of_plan | {"measure": None}, **_same(*_STEP)),
        "lines": _texts(
            models.BudgetLine, of_plan, theme="theme__key", measure="measure__key", source="source__key",
            years=_rows(models.BudgetYear, "line", year="school_year", amount="amount"),
            **_same("key", "label", "kind", "amount", "about", "activities", "illustrative", "note"),
        ),
        "spent_before": _texts(
            models.SpentBefore, of_plan, source="source__key", line="line__key",
            **_same("label", "amount", "on", "note"),
        ),
    }  # fmt: skip


def _measure() -> dict[str, Any]:
    return _same(*_MEASURE, "cost_types") | {
        "theme": "theme__key",
        "lead": "lead__key",
        "partners": _array(models.Partner.objects.filter(measure=OuterRef("pk")), F("party__key")),
        "purposes": _rows(models.MeasurePurpose, "measure", **_same("number", "share")),
        "funding": _rows(models.MeasureFunding, "measure", source="source__key", **_same("amount", "about", "note")),
        "estimates": _rows(models.Estimate, "measure", **_same(*_ESTIMATE)),
        "milestones": _rows(models.Milestone, "measure", **_same(*_STEP)),
    }


def _same(*names: str) -> dict[str, Any]:
    return {name: name for name in names}


def _texts(model: type[Model], which: dict[str, Any], **fields: Any) -> ArraySubquery:
    return _array(model._default_manager.filter(**which), Cast(JSONObject(**fields), TextField()))


def _rows(model: type[Model], of: str, **fields: Any) -> ArraySubquery:
    return _array(model._default_manager.filter(**{of: OuterRef("pk")}), JSONObject(**fields))


def _array(rows: Any, value: Any) -> ArraySubquery:
    return ArraySubquery(rows.order_by("position").values_list(value))
