"""How plan and money stand, in one glance: status and road, four figures, what is wrong, and what is next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kapstok.core.access import Actor, Right
from kapstok.core.money import format_euro
from kapstok.ledger.state import GrantMoney
from kapstok.plans.deciding.presentation import Mark, road
from kapstok.plans.deciding.rules import step_between
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.models import Plan
from kapstok.plans.presentation.figures import Figure, back, four_figures
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
    empty for who cannot. `money_url`: where the money is, once there is some."""

    row: Plan
    status: str
    road: tuple[Mark, ...]
    url: str
    figures: tuple[Figure, ...]
    wrong: tuple[ShownFinding, ...]
    errors: int
    next_step: str
    money_url: str = ""


def standing(
    row: Plan, reading: Reading | None, actor: Actor, slug: str, today: date, money: GrantMoney | None = None
) -> Standing:
    """`reading`: the plan as this actor may read it; None while partners have nothing to read yet.
    `money`: what became of it, for who may see that; None while nothing was adopted."""
    status = Status(row.status)
    meaning = MEANINGS[status]
    wrong = errors_of(reading.findings) if reading and actor.is_staff else ()
    return Standing(
        row=row,
        status=meaning.staff if actor.is_staff else meaning.partners,
        road=tuple(road(status)),
        url=reverse("work-plan", args=[slug, row.slug]),
        figures=_money_figures(money, today) if money else _figures(reading, today),
        wrong=shown(wrong[:MOST_ERRORS], reading.to) if reading else (),
        errors=len(wrong),
        next_step=_next_step(status) if actor.may(Right.DECIDE) else "",
        money_url=reverse("money", args=[slug]) if money else "",
    )


def errors_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _figures(reading: Reading | None, today: date) -> tuple[Figure, ...]:
    return four_figures(reading.budget, reading.award, reading.last_day(today), today) if reading else ()


def _money_figures(money: GrantMoney, today: date) -> tuple[Figure, ...]:
    """In place of what was planned: what became of it."""
    now = money.on_grant
    spent = Figure(
        "Besteed", format_euro(now.spent, cents=False), f"en {format_euro(now.committed, cents=False)} verplicht"
    )
    free = Figure("Vrij in het plan", format_euro(money.free_in_plan, cents=False))
    found = [Figure("Toegekend", format_euro(money.granted)), spent, free]
    if money.undivided:
        found.append(Figure("Nog niet verdeeld", format_euro(money.undivided, cents=False), wrong=money.undivided < 0))
    if money.to_cover:
        found.append(Figure("Te dekken", format_euro(money.to_cover, cents=False), wrong=True))
    return (*found, back(money.ends, today))


def _next_step(status: Status) -> str:
    """What an officer would do next; nothing for a plan that was adopted."""
    step = step_between(status, NEXT[status]) if status in NEXT else None
    return step.act if step else ""
