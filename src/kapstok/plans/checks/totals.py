"""K101, K102, K108 and K110: does the plan fit the grant, and is all of it in the budget?"""

from collections.abc import Iterator
from decimal import Decimal

from kapstok.core.money import format_euro, format_range
from kapstok.plans.checks.context import Context, line_row, margin, plan_row, spent_row
from kapstok.plans.checks.wording import opening, percent, quoted
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import ZERO, from_grant, measures_of_lines, paid_by, spare_line, summed, total
from kapstok.plans.schema import BudgetLine, LineKind, PlanDocument, SpentBefore

WORTH_SAYING = Decimal(10)  # percent: a small post for the unforeseen is what every budget has


def over_the_grant(c: Context) -> Iterator[Finding]:
    """K101: the lines that the grant pays come to more than was awarded (Diemen: € 315.000 on € 314.800)."""
    if c.award is None or (excess := _excess(c, c.budget.from_grant)) <= 0:
        return
    spare = spare_line(c.plan, excess)
    yield Finding(
        "K101",
        Severity.ERROR,
        f"Er is {format_euro(excess, cents=True)} meer gepland dan er is toegekend.",
        f"{format_euro(c.budget.from_grant)} op {_awarded(c, c.award)}. "
        f"Haal het van {f'‘{spare.label}’' if spare else 'de begroting af'}, of betaal het uit eigen middelen.",
        (line_row(spare),) if spare else (plan_row(c.plan),),
    )


def unallocated(c: Context) -> Iterator[Finding]:
    """K102: a large part of the grant has no purpose yet, in a line for the unforeseen or in no line at all.

    Only said when every line has an amount.
    """
    lines = [line for line in from_grant(c.plan) if line.kind is LineKind.UNALLOCATED]
    if not c.award or any(line.amount is None for line in from_grant(c.plan)):
        return
    outside = _in_no_line(c, c.award)
    free, about = total(lines) + outside, any(line.about for line in lines)
    if (share := 100 * free / c.award) < WORTH_SAYING:
        return
    yield Finding(
        "K102",
        Severity.INFO,
        f"{opening(format_range(free, free, about))} van {_awarded(c, c.award)} heeft nog geen bestemming: "
        f"{percent(share)} (berekend).",
        f"{_where(lines, outside)} Dat mag. Spreek af wie erover beslist en wanneer: "
        "wat aan het eind over is, moet terug.",
        tuple(line_row(line) for line in lines) or (plan_row(c.plan),),
    )


def _in_no_line(c: Context, award: Decimal) -> Decimal:
    """Euros of the grant that are in no line and were not spent before; 0 when rough amounts may well add up to it."""
    planned = c.budget.from_grant + sum((s.amount for s in _spent_in_no_line(c.plan)), start=ZERO)
    about = c.award_about or any(line.about for line in from_grant(c.plan))
    return ZERO if award - planned <= margin(planned, award, about) else award - planned


def _where(lines: list[BudgetLine], outside: Decimal) -> str:
    if not lines:
        return "Het staat in geen enkele regel van de begroting."
    labels = quoted(line.label for line in lines)
    if not outside:
        return f"Het gaat om {labels}."
    return f"{opening(_summed(lines))} staat in {labels}, en {format_euro(outside)} staat in geen enkele regel."


def upper_bounds(c: Context) -> Iterator[Finding]:
    """K108: at the upper bounds of its ranges the plan no longer fits the grant, though as budgeted it does."""
    if c.award is None or _excess(c, c.budget.from_grant) > 0:
        return
    above = _above_budget(c.plan)
    at_most = c.budget.from_grant + sum(above.values(), start=ZERO)
    if (excess := _excess(c, at_most)) <= 0:
        return
    lines = [line for line in c.plan.lines if line.key in above]
    yield Finding(
        "K108",
        Severity.WARNING,
        f"Als alles het hoogste bedrag kost, is er {format_euro(excess)} te weinig.",
        f"De begroting komt dan op {format_euro(at_most)} (berekend), en er is {_awarded(c, c.award)}. "
        f"Spreek een maximum af voor {quoted(line.label for line in lines)}, of houd dit bedrag achter de hand.",
        tuple(line_row(line) for line in lines),
    )


def spent_outside_the_budget(c: Context) -> Iterator[Finding]:
    """K110: money of the grant that was spent before the plan, but is in none of its lines (Putten: € 1.400)."""
    missing = _spent_in_no_line(c.plan)
    if not missing:
        return
    spent = sum((s.amount for s in missing), start=ZERO)
    spare = spare_line(c.plan, spent, (LineKind.UNALLOCATED,))
    yield Finding(
        "K110",
        Severity.WARNING,
        f"{format_euro(spent)} is al uitgegeven, maar staat niet in de begroting.",
        f"Het gaat om {quoted(s.label for s in missing)}. Met de begroting samen is het "
        f"{format_euro(c.budget.from_grant + spent)} (berekend){_of_award(c)}. Neem het op als eigen regel"
        + (f" en haal het van ‘{spare.label}’ ({_amount(spare)})." if spare else "."),
        (*(spent_row(s) for s in missing), *([line_row(spare)] if spare else [])),
    )


def _spent_in_no_line(plan: PlanDocument) -> list[SpentBefore]:
    return [s for s in plan.spent_before if s.line is None and s.source == plan.grant_source.key and s.amount]


def _excess(c: Context, planned: Decimal) -> Decimal:
    """Euros above the award; 0 when an award that is only roughly known may still cover it."""
    award = c.award or ZERO
    return ZERO if planned - award <= margin(planned, award, c.award_about) else planned - award


def _awarded(c: Context, award: Decimal) -> str:
    return format_range(award, award, c.award_about)


def _of_award(c: Context) -> str:
    return "" if c.award is None else f", en er is {_awarded(c, c.award)}"


def _amount(line: BudgetLine) -> str:
    amount = line.amount or ZERO
    return format_range(amount, amount, line.about)


def _summed(lines: list[BudgetLine]) -> str:
    amount = total(lines)
    return format_range(amount, amount, any(line.about for line in lines))


def _above_budget(plan: PlanDocument) -> dict[str, Decimal]:
    """For each grant line by how many euros the ranges of the measures it pays may exceed its amount."""
    measures, above = measures_of_lines(plan), {}
    for line in from_grant(plan):
        found = summed([part for m in measures[line.key] if (part := paid_by(m, line.source)) is not None])
        if found and found.low < found.high and found.high > (line.amount or ZERO):
            above[line.key] = found.high - (line.amount or ZERO)
    return above
