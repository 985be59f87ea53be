"""K104: does the budget add up? Years against their line, lines against the totals of themes and plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kapstok.core.money import format_euro, format_range
from kapstok.plans.checks.context import Context, line_row, near, plan_row
from kapstok.plans.checks.wording import counted, sentences
from kapstok.plans.findings import Finding, Row, RowKind, Severity
from kapstok.plans.rules import ZERO, line_themes, total
from kapstok.plans.schema import BudgetLine, PlanDocument, Theme


def additions(c: Context) -> Iterator[Finding]:
    """K104: a sum in the budget is not what it should be. At most one finding for years, themes and plan each."""
    yield from _years_against_amounts(c.plan)
    yield from _lines_against_themes(c.plan)
    yield from _lines_against_plan(c.plan)


def _years_against_amounts(plan: PlanDocument) -> Iterator[Finding]:
    in_years = {line.key: sum(line.years.values(), start=ZERO) for line in plan.lines if line.years}
    wrong = [
        (line, in_years[line.key], line.amount)
        for line in plan.lines
        if line.amount is not None and line.years and not near(in_years[line.key], line.amount, line.about)
    ]
    if wrong:
        told = [
            f"‘{line.label}’: de jaren zijn samen {format_euro(years)} (berekend), "
            f"er staat {format_range(amount, amount, line.about)}"
            for line, years, amount in wrong
        ]
        lines = counted(len(wrong), "begrotingsregel", "begrotingsregels")
        yield Finding(
            "K104",
            Severity.ERROR,
            f"Bij {lines} zijn de schooljaren samen een ander bedrag dan er staat.",
            f"{sentences(told)} Verbeter een jaar of het bedrag.",
            tuple(line_row(line) for line, _, _ in wrong),
        )


def _lines_against_themes(plan: PlanDocument) -> Iterator[Finding]:
    lines = _lines_under(plan)
    wrong = [
        (theme, found, theme.stated_total)
        for theme in plan.themes
        if theme.stated_total is not None
        and (found := _other_total(plan, lines.get(theme.key, []), theme.stated_total)) is not None
    ]
    if wrong:
        told = [
            f"‘{theme.name}’: de regels zijn samen {format_euro(found)} (berekend), er staat {format_euro(stated)}"
            for theme, found, stated in wrong
        ]
        yield Finding(
            "K104",
            Severity.ERROR,
            f"Bij {_counted(plan, [theme for theme, _, _ in wrong])} klopt het totaal niet met de regels eronder.",
            f"{sentences(told)} Verbeter een regel of het totaal.",
            tuple(Row(RowKind.THEME, theme.key, theme.name) for theme, _, _ in wrong),
        )


def _lines_against_plan(plan: PlanDocument) -> Iterator[Finding]:
    stated = plan.stated_total
    if stated is not None and (found := _other_total(plan, plan.lines, stated)) is not None:
        yield Finding(
            "K104",
            Severity.ERROR,
            f"De begroting is samen {format_euro(found)}, maar het plan noemt {format_euro(stated)} als totaal.",
            f"Dat scheelt {format_euro(abs(found - stated))} (berekend). Verbeter een regel of het totaal.",
            (plan_row(plan),),
        )


def _other_total(plan: PlanDocument, lines: Sequence[BudgetLine], stated: Decimal) -> Decimal | None:
    """What the lines add up to, when that is not what is stated: neither all lines nor those of the grant alone.

    Without lines there is nothing to compare. While a line has no amount yet, only a sum that is too high is wrong.
    """
    source = plan.grant_source.key
    grant = [line for line in lines if line.source == source]
    about, found = any(line.about for line in lines), total(lines)
    if not lines or near(found, stated, about) or near(total(grant), stated, about):
        return None
    unknown = any(line.amount is None for line in lines)
    return None if unknown and total(grant) < stated else found


def _counted(plan: PlanDocument, themes: Sequence[Theme]) -> str:
    """`2 leeftijdsgroepen`: in the plan's own word for the level they are at."""
    level = plan.levels[-1 if all(theme.parent for theme in themes) else 0]
    return counted(len(themes), level.singular, level.plural)


def _lines_under(plan: PlanDocument) -> dict[str, list[BudgetLine]]:
    """For each theme the lines under it, those of the themes below it included."""
    themes, parents = line_themes(plan), {theme.key: theme.parent for theme in plan.themes}
    found: dict[str, list[BudgetLine]] = {}
    for line in plan.lines:
        theme = themes[line.key]
        while theme:
            found.setdefault(theme, []).append(line)
            theme = parents[theme]
    return found
