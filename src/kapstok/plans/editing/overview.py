"""The plan as a list to work in: themes with their measures, each with what people look for first. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.tables import AmountText
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.words import amount_text, range_text
from kapstok.plans.rules import estimated, line_themes, measures_under, roots, total
from kapstok.plans.schema import BudgetLine, Measure, Milestone, PlanDocument, Theme

MOST_OPEN = 60  # measures; a plan with more shows its themes closed
PAGE = 50


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """`estimate`: the amount is what was estimated, not what is budgeted."""

    key: str
    name: str
    url: str
    lead: str
    planning: str
    amount: str
    estimate: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """`measures` are those on this page, of `count` in all; those of the themes under it are theirs."""

    key: str
    name: str
    url: str
    amount: str
    count: int
    measures: tuple[MeasureRow, ...]
    themes: tuple["ThemeRow", ...]


def outline(plan: PlanDocument, to: Addresses) -> tuple[ThemeRow, ...]:
    """The whole plan; without the measures when there are too many for one page."""
    words = _Words(plan, to)
    is_open = len(plan.measures) <= MOST_OPEN
    return tuple(words.theme(theme, is_open=is_open) for theme in plan.themes if theme.parent is None)


def one_theme(plan: PlanDocument, theme: Theme, to: Addresses, *, first: int = 0) -> ThemeRow:
    """A theme with a page of its measures, the first of them at this place."""
    words = _Words(plan, to)
    shown = words.theme(theme, is_open=False)
    measures = words.of_theme[theme.key][first : first + PAGE]
    below = tuple(words.theme(one, is_open=False) for one in plan.themes if one.parent == theme.key)
    return ThemeRow(
        shown.key, shown.name, shown.url, shown.amount, len(words.of_theme[theme.key]),
        tuple(words.measure(one) for one in measures), below,
    )  # fmt: skip


class _Words:
    """What the rows need of the rest of the plan, worked out once."""

    def __init__(self, plan: PlanDocument, to: Addresses) -> None:
        self.plan, self.to = plan, to
        self.parties = {party.key: party.name for party in plan.parties}
        self.of_theme: Mapping[str, list[Measure]] = defaultdict(list)
        for measure in plan.measures:
            self.of_theme[measure.theme].append(measure)
        self.lines = _lines_of_measures(plan.lines)
        self.amounts = _amounts(plan)
        self.under = measures_under(plan)

    def theme(self, theme: Theme, *, is_open: bool) -> ThemeRow:
        measures = self.of_theme[theme.key] if is_open else []
        return ThemeRow(
            key=theme.key,
            name=theme.name,
            url=self.to.theme(theme.key),
            amount=format_euro(self.amounts[theme.key]) if self.amounts[theme.key] else "",
            count=len(self.under[theme.key]),
            measures=tuple(self.measure(measure) for measure in measures),
            themes=tuple(self.theme(one, is_open=is_open) for one in self.plan.themes if one.parent == theme.key),
        )

    def measure(self, measure: Measure) -> MeasureRow:
        lines, cost = self.lines.get(measure.key), estimated(measure)
        amount: str | AmountText = range_text(cost) if cost else ""
        if lines:
            amount = amount_text(total(lines), about=any(line.about for line in lines))
        return MeasureRow(
            key=measure.key,
            name=measure.name,
            url=self.to.measure(measure.key),
            lead=self.parties[measure.lead] if measure.lead else "",
            planning=period(measure.milestones),
            amount=str(amount),
            estimate=bool(amount) and not lines,
        )


def period(steps: Sequence[Milestone]) -> str:
    """Q1 2023 – Q3 2024: from the first step to the end of the last."""
    if not steps:
        return ""
    first, last = min(step.quarter for step in steps), max(step.until or step.quarter for step in steps)
    return str(first) if first == last else f"{first} – {last}"


def _lines_of_measures(lines: Sequence[BudgetLine]) -> Mapping[str, list[BudgetLine]]:
    found: dict[str, list[BudgetLine]] = {}
    for line in lines:
        if line.measure and line.amount is not None:
            found.setdefault(line.measure, []).append(line)
    return found


def _amounts(plan: PlanDocument) -> Mapping[str, Decimal]:
    """For each theme what is budgeted for it, and for what is under it."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    root, themes = roots(plan), line_themes(plan)
    for line in plan.lines:
        theme = themes[line.key]
        for key in {theme, root[theme]} if theme else ():
            found[key] += line.amount or Decimal(0)
    return found
