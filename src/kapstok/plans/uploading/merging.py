"""A workbook that says a part of a plan, put into that plan. Pure.

Only what the workbook speaks of changes: an empty cell and a column that is not there say nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.lines import removing_line
from kapstok.plans.editing.rules import removing_measures, removing_theme
from kapstok.plans.rules import estimated
from kapstok.plans.schema import BudgetLine, Measure, PlanDocument, Source, SourceKind, Theme
from kapstok.plans.uploading.matching import Matches, match, spot_of

Row = TypeVar("Row", Theme, Measure, BudgetLine)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a workbook says. `years` have a column in it; `themed`: it says under which theme a measure is.

    `noted`: it has a column with notes.
    """

    plan: PlanDocument
    years: frozenset[SchoolYear] = frozenset()
    themed: bool = True
    noted: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """`same`: which new row of the workbook is which row of the plan. `leave`: what goes, as `measure:inloop`."""

    same: Mapping[str, str] = field(default_factory=dict)
    leave: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Merged:
    """`missing`: what the plan has and the workbook does not, as `measure:inloop`, also what leaves by choice."""

    plan: PlanDocument
    matches: Matches
    missing: tuple[str, ...]


def merge(plan: PlanDocument, offered: Offered, choices: Choices) -> Merged:
    """The plan with what the workbook says; may not hold together: whoever stores it looks it over."""
    matches = match(plan, offered.plan, choices.same)
    merged = plan.model_copy(
        update={
            "sources": _sources(plan, offered.plan, matches),
            "parties": _parties(plan, offered.plan, matches),
            "levels": _levels(plan, offered.plan, matches),
            "themes": _themes(plan, offered.plan, matches),
            "measures": _measures(plan, offered, matches),
            "lines": _lines(plan, offered, matches),
            "stated_total": _said(offered.plan.stated_total, plan.stated_total),
        }
    )
    missing = tuple(_missing(plan, offered.plan, matches))
    return Merged(without(merged, [one for one in missing if one in choices.leave]), matches, missing)


def without(plan: PlanDocument, leaving: Collection[str]) -> PlanDocument:
    """The plan without these rows (`line:x`, `measure:x`, `theme:x`) and what hangs under them."""
    for kind, removing in (
        ("line", removing_line),
        ("measure", lambda key: removing_measures({key})),
        ("theme", removing_theme),
    ):
        for one in leaving:
            if one.startswith(f"{kind}:"):
                plan = removing(one.partition(":")[2])(plan)
    return plan


def _said(new: Any, old: Any) -> Any:
    """What the workbook says, when it says anything."""
    return old if new is None or new in ("", ()) else new


def _sources(plan: PlanDocument, offered: PlanDocument, matches: Matches) -> tuple[Source, ...]:
    grant, said = plan.grant_source, offered.grant_source
    if said.amount is not None:
        grant = grant.model_copy(update={"amount": said.amount, "about": said.about})
    there = {source.key for source in plan.sources}
    kept = (grant if source.kind is SourceKind.GRANT else source for source in plan.sources)
    new = (
        source.model_copy(update={"key": matches.sources[source.key]})
        for source in offered.sources
        if matches.sources[source.key] not in there
    )
    return (*kept, *new)


def _parties(plan: PlanDocument, offered: PlanDocument, matches: Matches) -> tuple[Any, ...]:
    there = {party.key: party for party in plan.parties}
    for party in offered.parties:
        key = matches.parties[party.key]
        there.setdefault(key, party.model_copy(update={"key": key}))
    return tuple(there.values())


def _levels(plan: PlanDocument, offered: PlanDocument, matches: Matches) -> tuple[Any, ...]:
    deeper = any(theme.parent and f"theme:{theme.key}" in matches.new for theme in offered.themes)
    return (*plan.levels, *offered.levels[1:]) if deeper and len(plan.levels) == 1 else plan.levels


def _themes(plan: PlanDocument, offered: PlanDocument, matches: Matches) -> tuple[Theme, ...]:
    rows = {theme.key: theme for theme in plan.themes}
    for said in offered.themes:
        key = matches.themes[said.key]
        if f"theme:{said.key}" in matches.new:
            parent = matches.themes[said.parent] if said.parent else None
            rows[key] = said.model_copy(update={"key": key, "parent": parent and (rows[parent].parent or parent)})
        else:
            rows[key] = _with_said(rows[key], said, ("goal", "result", "description", "stated_total"))
    return tuple(rows.values())


def _with_said(row: Row, said: Row, names: Collection[str]) -> Row:
    return row.model_copy(update={name: _said(getattr(said, name), getattr(row, name)) for name in names})


def _measures(plan: PlanDocument, offered: Offered, matches: Matches) -> tuple[Measure, ...]:
    rows = {measure.key: measure for measure in plan.measures}
    for original in offered.plan.measures:
        said = _translated(original, matches)
        if f"measure:{original.key}" in matches.new:
            rows[said.key] = said
        else:
            rows[said.key] = _measure(rows[said.key], said, themed=offered.themed)
    return tuple(rows.values())


def _translated(measure: Measure, matches: Matches) -> Measure:
    """In the keys of the plan."""
    lead = measure.lead and matches.parties[measure.lead]
    partners = dict.fromkeys(matches.parties[key] for key in measure.partners)
    return measure.model_copy(
        update={
            "key": matches.measures[measure.key],
            "theme": matches.themes[measure.theme],
            "lead": lead,
            "partners": tuple(partners),
            "funding": tuple(one.model_copy(update={"source": matches.sources[one.source]}) for one in measure.funding),
        }
    )


def _measure(row: Measure, said: Measure, *, themed: bool) -> Measure:
    """What says the same in other words stays: an estimate that comes to the same, steps in the same quarters."""
    names = ["description", "target_group", "result", "indicator", "lead", "partners"]
    names += ["theme"] * themed
    if estimated(said) != estimated(row):
        names.append("estimates")
    if [(step.quarter, step.until) for step in said.milestones] != [(s.quarter, s.until) for s in row.milestones]:
        names.append("milestones")
    return _with_said(row, said, names)


def _lines(plan: PlanDocument, offered: Offered, matches: Matches) -> tuple[BudgetLine, ...]:
    rows = {line.key: line for line in plan.lines}
    for said in offered.plan.lines:
        key = matches.lines[said.key]
        if f"line:{said.key}" in matches.new:
            rows[key] = _new_line(said, key, matches)
        else:
            rows[key] = _line(rows[key], said, offered)
    return tuple(rows.values())


def _new_line(said: BudgetLine, key: str, matches: Matches) -> BudgetLine:
    theme, measure, source = spot_of(said, matches)
    activities = tuple(
        one.model_copy(update={"measure": one.measure and matches.measures[one.measure]}) for one in said.activities
    )
    return said.model_copy(
        update={"key": key, "theme": theme, "measure": measure, "source": source, "activities": activities}
    )


def _line(line: BudgetLine, said: BudgetLine, offered: Offered) -> BudgetLine:
    note = _said(said.note, line.note) if offered.noted else line.note
    if said.amount is None:
        return line.model_copy(update={"note": note})
    spoken = offered.years | said.years.keys()
    years = {year: amount for year, amount in line.years.items() if year not in spoken} | said.years
    return line.model_copy(update={"amount": said.amount, "about": said.about, "years": years, "note": note})


def _missing(plan: PlanDocument, offered: PlanDocument, matches: Matches) -> list[str]:
    """Of each kind that the workbook speaks of at all. A theme only when all under it is missing."""
    themes, measures, lines = (set(found.values()) for found in (matches.themes, matches.measures, matches.lines))
    alive = themes | {m.theme for m in plan.measures if m.key in measures or not offered.measures}
    alive |= {line.theme for line in plan.lines if line.theme and line.key in lines}
    alive |= {theme.parent for theme in plan.themes if theme.parent and theme.key in alive}
    gone = {theme.key for theme in plan.themes if theme.key not in alive} if offered.themes else set()
    absent = [m for m in plan.measures if m.key not in measures and m.theme not in gone] if offered.measures else []
    left = [line for line in plan.lines if line.key not in lines and line.theme not in gone]
    left = [line for line in left if not line.measure or line.measure in measures or not offered.measures]
    return [
        *(f"theme:{theme.key}" for theme in plan.themes if theme.key in gone and theme.parent not in gone),
        *(f"measure:{measure.key}" for measure in absent),
        *(f"line:{line.key}" for line in left if offered.lines),
    ]
