"""The themes in short, for the front page, and what else belongs to how a plan came about."""

from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.plans.presentation.coats import GENERAL
from kapstok.plans.presentation.words import UNKNOWN, listed
from kapstok.plans.rules import Budget, BudgetGroup, measures_under
from kapstok.plans.schema import PlanDocument, Theme

MOST_HEADINGS = 8
LONGEST_NAME, LONGEST_GIST = 60, 120


@dataclass(frozen=True, slots=True)
class Heading:
    """A top theme in one row; a last row may stand for all the others."""

    name: str
    gist: str
    measures: str
    amount: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another programme that the plan is linked to."""

    name: str
    note: str


def headings(plan: PlanDocument, budget: Budget) -> tuple[Heading, ...]:
    """At most MOST_HEADINGS rows, cut short so that they fit a front page."""
    under = measures_under(plan)
    groups = list(budget.groups)
    rows = [_heading(plan, group, len(under[group.theme.key]) if group.theme else 0) for group in groups]
    if len(rows) <= MOST_HEADINGS:
        return tuple(rows)
    rest = groups[MOST_HEADINGS - 1 :]
    measures = sum(len(under[group.theme.key]) for group in rest if group.theme)
    amount = _amount(rest)
    last = Heading(f"Nog {len(rest)} {plan.levels[0].plural}", "Zie hoofdstuk 2.", str(measures), amount)
    return (*rows[: MOST_HEADINGS - 1], last)


def _heading(plan: PlanDocument, group: BudgetGroup, measures: int) -> Heading:
    if group.theme is None:
        gist = listed([row.line.label for row in group.rows])
        return Heading(GENERAL, shortened(gist, LONGEST_GIST), "–", _amount([group]))
    gist = group.theme.goal or listed(_parts(plan, group.theme))
    return Heading(
        shortened(group.theme.name, LONGEST_NAME), shortened(gist, LONGEST_GIST), str(measures) if measures else "–",
        _amount([group]),
    )  # fmt: skip


def _parts(plan: PlanDocument, theme: Theme) -> list[str]:
    """What a theme without a goal of its own consists of."""
    below = [one.name for one in plan.themes if one.parent == theme.key]
    return below or [measure.name for measure in plan.measures if measure.theme == theme.key]


def _amount(groups: list[BudgetGroup]) -> str:
    known = [row.line for group in groups for row in group.rows if row.line.amount is not None]
    if not known:
        return UNKNOWN
    about = "ca. " if any(line.about for line in known) else ""
    return about + format_euro(sum((group.total for group in groups), start=Decimal(0)))


def related(plan: PlanDocument) -> tuple[Related, ...]:
    return tuple(Related(agenda.name, agenda.note) for agenda in plan.agendas)


def shortened(text: str, most: int) -> str:
    """The text when it fits, else its first sentences, or else its first words with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return text if "\n" not in text.strip() else flat
    cut = flat[:most]
    sentence_end = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    if sentence_end > most // 2:
        return cut[: sentence_end + 1]
    return f"{cut[: max(cut.rfind(' '), most // 2)].rstrip(' ,;:')}…"
