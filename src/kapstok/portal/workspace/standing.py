"""How plan and money stand, in one glance: status and road, four figures, what is wrong, and what is next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kapstok.core.access import Actor, Right
from kapstok.plans.deciding.presentation import Mark, road
from kapstok.plans.deciding.rules import step_between
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.models import Plan
from kapstok.plans.presentation.figures import Figure, four_figures
from kapstok.plans.presentation.findings import ShownFinding, shown
from kapstok.plans.reading import Reading
from kapstok.plans.statuses import MEANINGS, Status

MOST_ERRORS = 3
NEXT = {
    Status.CONCEPT: Status.SHARED,
    Status.SHARED: Status.CONSULTED,
    Status.CONSULTED: Status.PROPOSED,
    Status.PROPOSED: Status.ADOPTED,
    Status.AMENDED: Status.ADOPTED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`wrong`: the gravest findings, of `errors` in all. `next_step`: what an officer would do next with the plan,
    empty for who cannot."""

    row: Plan
    status: str
    road: tuple[Mark, ...]
    url: str
    figures: tuple[Figure, ...]
    wrong: tuple[ShownFinding, ...]
    errors: int
    next_step: str


def standing(row: Plan, reading: Reading | None, actor: Actor, slug: str, today: date) -> Standing:
    """`reading`: the plan as this actor may read it; None while partners have nothing to read yet."""
    status = Status(row.status)
    meaning = MEANINGS[status]
    wrong = errors_of(reading.findings) if reading and actor.is_staff else ()
    return Standing(
        row=row,
        status=meaning.staff if actor.is_staff else meaning.partners,
        road=tuple(road(status)),
        url=reverse("work-plan", args=[slug, row.slug]),
        figures=_figures(reading, today),
        wrong=shown(wrong[:MOST_ERRORS], reading.to) if reading else (),
        errors=len(wrong),
        next_step=_next_step(status) if actor.may(Right.DECIDE) else "",
    )


def errors_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _figures(reading: Reading | None, today: date) -> tuple[Figure, ...]:
    return four_figures(reading.budget, reading.award, reading.last_day(today), today) if reading else ()


def _next_step(status: Status) -> str:
    """What an officer would do next; nothing for a plan that was adopted."""
    step = step_between(status, NEXT[status]) if status in NEXT else None
    return step.act if step else ""
