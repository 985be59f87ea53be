"""The programme on one page, and the list of municipalities."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.tables import AmountText
from kapstok.grants.regulation import Regulation
from kapstok.parties.models import Municipality
from kapstok.plans.presentation.budget import BudgetTable, budget_table
from kapstok.plans.presentation.coats import Kapstok, kapstok
from kapstok.plans.presentation.figures import Figure, four_figures
from kapstok.plans.presentation.findings import ShownFinding, counted, shown
from kapstok.plans.presentation.planning import Planning, planning
from kapstok.plans.presentation.taking_part import Moment, SectorGroup, by_sector, moments
from kapstok.plans.presentation.words import STAGES, amount_text, count_text, opening, sentence
from kapstok.plans.reading import Reading

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """`opening` and `more` are the plan's summary: what is read at once, and the rest."""

    opening: str
    more: str
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
    first, rest = opening(plan.summary)
    return ProgrammePage(
        opening=first,
        more=rest,
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
class Headline:
    """What the front page tells of one plan. `rail` is its award in percent of the largest one; 0 when not known."""

    name: str
    award: AmountText
    rail: int


@dataclass(frozen=True, slots=True)
class Town:
    """`letter` is only filled where a new letter of the alphabet begins."""

    letter: str
    municipality: Municipality
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    with_plan: tuple[Town, ...]
    without: tuple[Town, ...]


def front_page(municipalities: Iterable[Municipality], known: Mapping[str, Regulation]) -> FrontPage:
    """First who has a plan, then who has none yet, each in the order they come in."""
    found = list(municipalities)
    longest = max((_award(line) or Decimal(0) for one in found for line in one.headlines), default=Decimal(0))
    with_plan, without = ([one for one in found if bool(one.headlines) is has] for has in (True, False))
    return FrontPage(tuple(_towns(with_plan, known, longest)), tuple(_towns(without, known, longest)))


def _towns(municipalities: Iterable[Municipality], known: Mapping[str, Regulation], longest: Decimal) -> Iterator[Town]:
    before = ""
    for municipality in municipalities:
        letter = municipality.sort_key[:1].upper()
        headlines = tuple(_headline(line, known, longest) for line in municipality.headlines)
        yield Town("" if letter == before else letter, municipality, headlines)
        before = letter


def _headline(line: Mapping[str, Any], known: Mapping[str, Regulation], longest: Decimal) -> Headline:
    regulation, award = known.get(line["regulation"]), _award(line)
    name = regulation.short_name if regulation else line["title"]
    rail = max(round(100 * award / longest), 1) if award else 0
    return Headline(name, amount_text(award, about=line["about"]), rail)


def _award(line: Mapping[str, Any]) -> Decimal | None:
    return None if line["award"] is None else Decimal(line["award"])
