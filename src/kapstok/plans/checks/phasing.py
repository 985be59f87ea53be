"""K105: the spread over school years, against what the plan says about it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kapstok.core.money import NBSP, format_euro
from kapstok.core.periods import SchoolYear
from kapstok.plans.checks.context import Context, line_row, plan_row
from kapstok.plans.checks.wording import listed, number_word, opening, quoted, whole_percent
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import ZERO, from_grant, total
from kapstok.plans.schema import BudgetLine, Phasing, PlanDocument

HALF = Decimal("0.5")  # plans give whole percents
EURO = Decimal(1)  # and whole euros


def phasing_against_years(c: Context) -> Iterator[Finding]:
    """K105: the stated percentages do not hold for the whole budget; for which lines do they?

    Diemen's 10 / 45 / 45 % holds for its nine themes, not for coordination and FlexVloot. Info when the percentages
    hold for some lines, warning when they hold for none. Looks at the grant's lines that have amounts per year.
    """
    lines = [line for line in from_grant(c.plan) if line.years and line.amount]
    if not lines:
        return
    for stated in c.plan.phasing:
        if (summed := sum(stated.shares.values(), start=ZERO)) > 100 + HALF:
            yield _above_hundred(c.plan, stated, summed)
        elif not _follow(lines, stated):
            base = [line for line in lines if _follow([line], stated)]
            others = [line for line in lines if not _follow([line], stated)]
            if not base:
                yield _holds_for_nothing(c.plan, stated, lines)
            elif others:  # without them it is the rounding of many small lines
                yield _holds_for(c.plan, stated, base, others)


def _follow(lines: Sequence[BudgetLine], stated: Phasing) -> bool:
    """Whether these lines together are spread as stated. Shares below 100 % in total speak of some years only."""
    whole = total(lines)
    years = set(stated.shares)
    if sum(stated.shares.values(), start=ZERO) >= 100 - HALF:
        years |= {year for line in lines for year in line.years}
    return all(
        abs(_in_year(lines, year) - whole * stated.shares.get(year, ZERO) / 100) <= max(whole * HALF / 100, EURO)
        for year in years
    )


def _in_year(lines: Sequence[BudgetLine], year: SchoolYear) -> Decimal:
    return sum((line.years.get(year, ZERO) for line in lines), start=ZERO)


def _holds_for(
    plan: PlanDocument, stated: Phasing, base: Sequence[BudgetLine], others: Sequence[BudgetLine]
) -> Finding:
    years = sorted(stated.shares)
    spread = listed([format_euro(_in_year(base, year)) for year in years])
    return Finding(
        "K105",
        Severity.INFO,
        f"De verdeling {_stated(stated)} geldt voor {_named(plan, base, others)}, niet voor de hele begroting.",
        f"Daar is het {spread} van {format_euro(total(base))}. {quoted(line.label for line in others)} "
        f"{'is' if len(others) == 1 else 'zijn'} anders verdeeld; {_together([*base, *others], years)} "
        "Zet bij de verdeling voor welk deel zij geldt.",
        tuple(line_row(line) for line in others),
    )


def _holds_for_nothing(plan: PlanDocument, stated: Phasing, lines: Sequence[BudgetLine]) -> Finding:
    together = _together(lines, sorted(stated.shares))
    return Finding(
        "K105",
        Severity.WARNING,
        f"Geen enkele begrotingsregel volgt de verdeling {_stated(stated)} over de schooljaren.",
        f"{opening(together)} Pas de bedragen per schooljaar aan, of de verdeling.",
        (plan_row(plan),),
    )


def _above_hundred(plan: PlanDocument, stated: Phasing, summed: Decimal) -> Finding:
    return Finding(
        "K105",
        Severity.WARNING,
        f"De verdeling {_stated(stated)} over de schooljaren is samen meer dan 100{NBSP}%.",
        f"Samen is het {whole_percent(summed)}{NBSP}% (berekend). Verbeter de percentages.",
        (plan_row(plan),),
    )


def _stated(stated: Phasing) -> str:
    return _percentages([stated.shares[year] for year in sorted(stated.shares)])


def _percentages(shares: Sequence[Decimal]) -> str:
    """`10 / 45 / 45 %`"""
    return f"{' / '.join(whole_percent(share) for share in shares)}{NBSP}%"


def _together(lines: Sequence[BudgetLine], years: Sequence[SchoolYear]) -> str:
    shares = [100 * _in_year(lines, year) / total(lines) for year in years]
    return f"van alles samen valt {_percentages(shares)} in {listed([str(year) for year in years])} (berekend)."


def _named(plan: PlanDocument, base: Sequence[BudgetLine], others: Sequence[BudgetLine]) -> str:
    """`de negen thema's` when the base is the lines of all themes, one each; else `9 van de 11 begrotingsregels`."""
    themes = {line.theme for line in base}
    if None in themes or len(themes) < len(base) or any(line.theme for line in others):
        return f"{len(base)} van de {len(base) + len(others)} begrotingsregels"
    below = all(theme.parent for theme in plan.themes if theme.key in themes)
    level = plan.levels[-1 if below else 0]
    return f"de {number_word(len(base))} {level.plural}" if len(base) > 1 else f"één {level.singular}"
