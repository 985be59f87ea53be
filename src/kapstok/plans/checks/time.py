"""K201 to K204: the plan against the calendar and the grant's spending window."""

from collections.abc import Iterator, Sequence

from kapstok.core.money import format_euro
from kapstok.core.periods import SchoolYear, format_date
from kapstok.grants.regulation_parts import Window
from kapstok.plans.checks.context import Context, line_row, milestone_row, spent_row
from kapstok.plans.checks.wording import counted, listed, quoted, sentences
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import ZERO, from_grant
from kapstok.plans.schema import Milestone, MilestoneKind, PlanDocument, SpentBefore, Stage


def outside_the_window(c: Context) -> Iterator[Finding]:
    """K201: money of the grant in a school year that lies wholly outside the window, or spent on a day outside it."""
    if c.window:
        yield from _planned_outside(c.plan, c.window)
        yield from _spent_outside(c.plan, c.window)


def spent_before_adoption(c: Context) -> Iterator[Finding]:
    """K202: spent before the plan was adopted. Allowed, but somebody will ask; only said when both days are known."""
    adopted = c.plan.adopted_on
    early = [(s, s.on) for s in c.plan.spent_before if s.on and adopted and s.on < adopted and s.amount]
    if early and adopted:
        spent = sum((s.amount for s, _ in early), start=ZERO)
        told = [f"‘{s.label}’: {format_euro(s.amount)} op {format_date(on)}" for s, on in early]
        yield Finding(
            "K202",
            Severity.INFO,
            f"{format_euro(spent)} is uitgegeven voordat het plan op {format_date(adopted)} werd vastgesteld.",
            f"{sentences(told)} Dat mag als het bij de uitkering past. Leg vast wie ermee instemde en wanneer.",
            tuple(spent_row(s) for s, _ in early),
        )


def planning(c: Context) -> Iterator[Finding]:
    """K203: steps that were over before `as_of`, or that start after the window.

    Only a plan that is being carried out can be late: an outline still has to begin, an account looks back.
    """
    milestones = _milestones(c.plan)
    over = [(m, on) for m, on in milestones if c.plan.stage is Stage.EXECUTION and (m.until or m.quarter).end < c.as_of]
    if over:
        yield Finding(
            "K203",
            Severity.WARNING,
            f"{counted(len(over), 'stap', 'stappen')} in de planning {'is' if len(over) == 1 else 'zijn'} al voorbij: "
            "te laat of al klaar?",
            f"Voorbij op {format_date(c.as_of)}: {_told(over)}. Zet erbij wat klaar is, of geef een nieuw kwartaal.",
            tuple(milestone_row(m) for m, _ in over),
        )
    if c.window and (late := [(m, on) for m, on in milestones if m.quarter.start > c.window.ends]):
        yield Finding(
            "K203",
            Severity.WARNING,
            f"{counted(len(late), 'stap', 'stappen')} in de planning {'begint' if len(late) == 1 else 'beginnen'} "
            f"na {format_date(c.window.ends)}, als de uitkering niet meer te besteden is.",
            f"Het gaat om {_told(late)}. Haal de stap naar voren, of zeg wie hem dan betaalt.",
            tuple(milestone_row(m) for m, _ in late),
        )


def monitoring_after_the_start(c: Context) -> Iterator[Finding]:
    """K204: the monitor is drawn up when measures already run, so nobody knows where they started.

    Putten: a monitoring plan in Q1 2023, measures from Q2 2023, the monitor itself only in Q4 2023. Each monitoring
    plan counts; of the monitoring itself the first time, because later rounds belong after the start.
    """
    milestones = [m for m, _ in _milestones(c.plan)]
    starts = [m.quarter for m in milestones if m.kind is MilestoneKind.START]
    if not starts:
        return
    start = min(starts)
    late = [m for m in _monitoring(milestones) if m.quarter > start]
    if late:
        yield Finding(
            "K204",
            Severity.WARNING,
            f"De monitor komt pas in {listed(_quarters(late))}, maar de eerste maatregelen beginnen al in {start}.",
            f"Het gaat om {quoted(m.what for m in late)}. Stel de monitor op vóór de start: "
            "dan is bekend hoe het ervoor stond en is later te zien wat er veranderde.",
            tuple(milestone_row(m) for m in late),
        )


def _planned_outside(plan: PlanDocument, window: Window) -> Iterator[Finding]:
    lines = from_grant(plan)
    years = sorted({y for line in lines for y, euros in line.years.items() if euros and not _overlaps(y, window)})
    late = [line for line in lines if any(line.years.get(year) for year in years)]
    if late:
        money = sum((line.years.get(year, ZERO) for line in late for year in years), start=ZERO)
        yield Finding(
            "K201",
            Severity.ERROR,
            f"{format_euro(money)} is gepland in {listed([str(y) for y in years])}, {_outside(window)}.",
            f"Het gaat om {quoted(line.label for line in late)}. Plan het binnen de termijn, "
            "of betaal het uit eigen middelen.",
            tuple(map(line_row, late)),
        )


def _spent_outside(plan: PlanDocument, window: Window) -> Iterator[Finding]:
    grant = plan.grant_source.key
    outside: list[SpentBefore] = [
        s
        for s in plan.spent_before
        if s.on and s.amount and s.source == grant and not window.starts <= s.on <= window.ends
    ]
    if outside:
        spent = sum((s.amount for s in outside), start=ZERO)
        yield Finding(
            "K201",
            Severity.ERROR,
            f"{format_euro(spent)} is uitgegeven {_outside(window)}.",
            f"Het gaat om {quoted(s.label for s in outside)}. Controleer de datum, of betaal het uit eigen middelen.",
            tuple(spent_row(s) for s in outside),
        )


def _overlaps(year: SchoolYear, window: Window) -> bool:
    return year.start <= window.ends and window.starts <= year.end


def _outside(window: Window) -> str:
    return f"buiten de termijn van {format_date(window.starts)} tot en met {format_date(window.ends)}"


def _milestones(plan: PlanDocument) -> list[tuple[Milestone, str]]:
    """Every step in the plan, with the measure it belongs to (empty for the plan as a whole)."""
    return [(m, "") for m in plan.milestones] + [
        (m, measure.name) for measure in plan.measures for m in measure.milestones
    ]


def _told(milestones: Sequence[tuple[Milestone, str]]) -> str:
    return listed(
        [f"‘{m.what}’{f' bij {measure}' if measure else ''} ({m.until or m.quarter})" for m, measure in milestones]
    )


def _monitoring(milestones: Sequence[Milestone]) -> list[Milestone]:
    plans = [m for m in milestones if m.kind is MilestoneKind.MONITOR_PLAN]
    rounds = sorted((m for m in milestones if m.kind is MilestoneKind.MONITOR), key=lambda m: m.quarter)
    return plans + rounds[:1]


def _quarters(milestones: Sequence[Milestone]) -> list[str]:
    return [str(quarter) for quarter in sorted({m.quarter for m in milestones})]
