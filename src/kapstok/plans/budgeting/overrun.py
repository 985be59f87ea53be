"""What to do about a budget above the award, each way one act (Diemen: € 200 of € 315.000). Pure; amounts in euros."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.plans.budgeting.lines import adding_line, with_line
from kapstok.plans.editing.rules import Edit
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.rules import ZERO, from_grant, line_themes, spare_line, total
from kapstok.plans.schema import BudgetLine, PlanDocument, Source, SourceKind

OWN_MEANS, LESS = "eigen", "minder"


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what its button says, and how it is sent."""

    key: str
    label: str


def overrun(plan: PlanDocument, award: Decimal | None) -> Decimal:
    """By how much the grant's lines are above what was awarded; 0 when they are not, or the award is not known."""
    return ZERO if award is None else max(total(from_grant(plan)) - award, ZERO)


def _line(plan: PlanDocument, excess: Decimal) -> BudgetLine | None:
    """Where it comes off: a line for the unforeseen, or else the largest."""
    able = [line for line in from_grant(plan) if line.amount and line.amount >= excess]
    return spare_line(plan, excess) or max(able, key=lambda line: (line.amount or ZERO, line.key), default=None)


def ways_out(plan: PlanDocument, excess: Decimal) -> list[Way]:
    """What can be done with one click; empty when no line is large enough."""
    line = _line(plan, excess)
    if not excess or line is None:
        return []
    amount = format_euro(excess)
    return [
        Way(LESS, f"Haal {amount} van ‘{line.label}’ af"),
        Way(OWN_MEANS, f"Betaal {amount} uit eigen middelen"),
    ]


def solving(way: str, award: Decimal | None) -> Edit:
    """Bring the grant's lines down to the award. With own means the same is planned, and somebody else pays."""

    def edit(plan: PlanDocument) -> PlanDocument:
        excess = overrun(plan, award)
        line = _line(plan, excess)
        if not excess or line is None:
            return plan
        after = with_line(plan, _lowered(line, excess))
        return _paid_by_ourselves(after, line, excess) if way == OWN_MEANS else _stated(after, line, excess)

    return edit


def _lowered(line: BudgetLine, by: Decimal) -> BudgetLine:
    assert line.amount is not None
    years, left = dict(line.years), by
    for year in sorted(years, reverse=True):  # what is furthest away is easiest to change
        taken = min(years[year], left)
        years[year], left = years[year] - taken, left - taken
    return line.model_copy(update={"amount": line.amount - by, "years": years})


def _stated(plan: PlanDocument, line: BudgetLine, less: Decimal) -> PlanDocument:
    """With the totals that the plan states itself lowered as well: those of the line's themes and of the whole."""
    above = set(_themes_above(plan, line))
    themes = tuple(
        theme.model_copy(update={"stated_total": theme.stated_total - less})
        if theme.key in above and theme.stated_total is not None and theme.stated_total >= less
        else theme
        for theme in plan.themes
    )
    total_of_plan = None if plan.stated_total is None else max(plan.stated_total - less, ZERO)
    return plan.model_copy(update={"themes": themes, "stated_total": total_of_plan})


def _themes_above(plan: PlanDocument, line: BudgetLine) -> Iterator[str]:
    parents = {theme.key: theme.parent for theme in plan.themes}
    key = line_themes(plan)[line.key]
    while key:
        yield key
        key = parents[key]


def _paid_by_ourselves(plan: PlanDocument, line: BudgetLine, amount: Decimal) -> PlanDocument:
    own = next((one for one in plan.sources if one.kind is SourceKind.OWN_MEANS), None)
    if own is None:
        key = Keys(one.key for one in plan.sources).new("Eigen middelen", "bron")
        own = Source(key=key, name="Eigen middelen", kind=SourceKind.OWN_MEANS)
        plan = plan.model_copy(update={"sources": (*plan.sources, own)})
    taken = _taken_from(line, amount)
    new = line.model_copy(
        update={"source": own.key, "amount": amount, "years": taken, "label": f"{line.label} (eigen middelen)"[:200]}
    )
    return adding_line(new)(plan)


def _taken_from(line: BudgetLine, amount: Decimal) -> dict[object, Decimal]:
    before, after = dict(line.years), dict(_lowered(line, amount).years)
    return {year: before[year] - after[year] for year in before if before[year] != after[year]}
