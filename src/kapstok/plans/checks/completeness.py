"""K401 to K404: what a measure needs before somebody can carry it out and say whether it worked.

An outline may still lack all of it. An account looks back: who leads and when no longer matter, what it was for does.
"""

from collections.abc import Callable, Iterator

from kapstok.plans.checks.context import Context, measure_row
from kapstok.plans.checks.wording import counted, quoted
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.schema import Measure, PlanDocument, Stage


def leads(c: Context) -> Iterator[Finding]:
    """K401: nobody leads the measure."""
    if c.plan.stage is Stage.EXECUTION:
        solution = "Kies een organisatie of werkgroep die zorgt dat het gebeurt, bij"
        yield from _lacking(c.plan, "K401", "trekker", solution, lambda m: m.lead is None)


def results(c: Context) -> Iterator[Finding]:
    """K402: neither an intended result nor an indicator, on the measure or on its theme (Putten gives it per theme)."""
    if c.plan.stage is Stage.OUTLINE:
        return
    parents = {theme.key: theme.parent for theme in c.plan.themes}
    with_result = {theme.key for theme in c.plan.themes if theme.result}
    solution = "Schrijf op wat er straks anders is, of waaraan dat te zien is, bij"
    yield from _lacking(
        c.plan,
        "K402",
        "bedoeld resultaat",
        solution,
        lambda m: not (m.result or m.indicator or {m.theme, parents[m.theme]} & with_result),
    )


def steps(c: Context) -> Iterator[Finding]:
    """K403: no step in the planning of the measure itself."""
    if c.plan.stage is Stage.EXECUTION:
        solution = "Zet erbij in welk kwartaal wat gebeurt, bij"
        yield from _lacking(c.plan, "K403", "planning", solution, lambda m: not m.milestones)


def target_groups(c: Context) -> Iterator[Finding]:
    """K404: it does not say for whom the measure is."""
    if c.plan.stage is not Stage.OUTLINE:
        solution = "Schrijf op voor welke kinderen, ouders of professionals het is, bij"
        yield from _lacking(c.plan, "K404", "doelgroep", solution, lambda m: not m.target_group)


def _lacking(
    plan: PlanDocument, code: str, what: str, solution: str, lacks: Callable[[Measure], bool]
) -> Iterator[Finding]:
    """One finding for all measures together."""
    lacking = [measure for measure in plan.measures if lacks(measure)]
    if lacking:
        yield Finding(
            code,
            Severity.WARNING,
            f"{counted(len(lacking), 'maatregel heeft', 'maatregelen hebben')} nog geen {what}.",
            f"{solution} {quoted(measure.name for measure in lacking)}.",
            tuple(map(measure_row, lacking)),
        )
