"""The programme on one page, and the list of municipalities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kapstok.parties.models import Municipality
from kapstok.plans.presentation.budget import BudgetTable, budget_table
from kapstok.plans.presentation.coats import Kapstok, kapstok
from kapstok.plans.presentation.figures import Figure, four_figures
from kapstok.plans.presentation.findings import ShownFinding, counted, shown
from kapstok.plans.presentation.planning import Planning, planning
from kapstok.plans.presentation.taking_part import Moment, SectorGroup, by_sector, moments
from kapstok.plans.presentation.words import STAGES, count_text, sentence
from kapstok.plans.reading import Reading

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    stage: str
    figures: tuple[Figure, ...]
    kapstok: Kapstok
    findings: tuple[ShownFinding, ...]
    checked: str
    moments: tuple[Moment, ...]
    moments_counted: str
    planning: Planning
    sectors: tuple[SectorGroup, ...]
    table: BudgetTable


def programme_page(reading: Reading, today: date) -> ProgrammePage:
    plan, to = reading.plan, reading.to
    told = moments(plan)
    return ProgrammePage(
        stage=sentence(STAGES[plan.stage]),
        figures=four_figures(reading.budget, reading.award, reading.last_day(today), today),
        kapstok=kapstok(plan, reading.budget, reading.award, to),
        findings=shown(reading.findings, to),
        checked=counted(reading.findings, plan.date),
        moments=told,
        moments_counted=sentence(count_text(len(told), "moment", "momenten")) + " met het veld.",
        planning=planning(plan, to, today),
        sectors=by_sector(plan, to),
        table=budget_table(plan, reading.budget, reading.award, to, most_lines=MOST_LINES),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    municipalities: tuple[Municipality, ...]


def alphabet(municipalities: Iterable[Municipality]) -> tuple[Letter, ...]:
    """The municipalities by first letter, in the order they come in."""
    found: dict[str, list[Municipality]] = {}
    for municipality in municipalities:
        found.setdefault(municipality.sort_key[:1].upper(), []).append(municipality)
    return tuple(Letter(letter, tuple(those)) for letter, those in found.items())
