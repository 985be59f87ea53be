"""The page of a measure that is being edited: all of it, or only what changes while she types."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from kapstok.core.money import format_number
from kapstok.plans.editing import drafts
from kapstok.plans.editing.desk import Desk, moment_text
from kapstok.plans.editing.points import points
from kapstok.plans.editing.queries import Hand
from kapstok.plans.editing.sheet import Sheet
from kapstok.plans.editing.snapshots import sealed
from kapstok.plans.presentation.findings import shown
from kapstok.plans.presentation.measures import above
from kapstok.plans.presentation.words import range_text
from kapstok.plans.reading import surroundings

MOST_SUGGESTED = 300


def whole_page(
    request: HttpRequest,
    desk: Desk,
    *,
    status: int = 200,
    told: str = "",
    other: Hand | None = None,
    wrong: bool = False,
) -> TemplateResponse:
    """`told`: why it was not saved. `other`: who was first. `wrong`: tell what is wrong with the fields."""
    kept = drafts.kept_draft(desk.row, desk.form, desk.by)
    context = (
        surroundings(request, desk.reading)
        | _living(desk)
        | {
            "measure": desk.snapshot.measure,
            "trail": above(desk.reading.plan, desk.snapshot.measure.theme, desk.reading.to),
            "base": sealed(desk.row.pk, desk.snapshot),
            "page": desk.page,
            "waiting": moment_text(kept.at) if kept and kept.page != desk.page else "",
            "kept": moment_text(kept.at) if kept and kept.page == desk.page else "",
            "choices": desk.choices,
            "other": other,
            "other_at": moment_text(other.at) if other else "",
            "told": told,
            "wrong": desk.sheet.wrong if wrong else (),
            "suggested": [party.name for party in desk.sheet.around.parties[:MOST_SUGGESTED]],
        }
    )
    return TemplateResponse(request, "plans/editing/measure.html", context, status=status)


def living_parts(request: HttpRequest, desk: Desk, kept: str) -> TemplateResponse:
    """The sums and findings, each to take the place of the one with its id."""
    context = surroundings(request, desk.reading) | _living(desk) | {"kept": kept, "living": True}
    return TemplateResponse(request, "plans/editing/_living.html", context)


def _living(desk: Desk) -> dict[str, Any]:
    measure = desk.sheet.read()[0] if desk.sheet.typed is not None else desk.sheet.base
    found = points(desk.reading.plan, measure, desk.reading.regulation, desk.reading.findings)
    return {
        "sheet": desk.sheet,
        "points": {part: shown(findings, desk.reading.to) for part, findings in found.items()},
        "total": range_text(desk.sheet.counted) if desk.sheet.counted else "",
        "shares": shares(desk.sheet),
    }


def shares(sheet: Sheet) -> str:
    """The shares of the purposes added up: 100, as it should be."""
    rows = [row.value if row.is_bound else row.original for row in sheet.purposes]
    values = [value.share for value in rows if value]
    return format_number(sum(values)) if values else ""
