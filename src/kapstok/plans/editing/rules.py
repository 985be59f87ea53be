"""What one edit does to a plan. Pure: a function makes the edit, which takes the plan and gives it as it should be."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from kapstok.plans.mapping.naming import Keys
from kapstok.plans.rules import total
from kapstok.plans.schema import BudgetLine, Measure, Party, PlanDocument, Theme

Edit = Callable[[PlanDocument], PlanDocument]
Row = TypeVar("Row", Theme, Measure)


class Way(StrEnum):
    """Which way a row goes among its neighbours."""

    UP = "up"
    DOWN = "down"


def adding_theme(name: str, parent: str | None = None) -> Edit:
    """A theme at the end, under `parent` when the plan has two levels."""

    def edit(plan: PlanDocument) -> PlanDocument:
        key = Keys(theme.key for theme in plan.themes).new(name, "thema")
        return _with(plan, themes=(*plan.themes, Theme(key=key, name=name, parent=parent)))

    return edit


def adding_measure(name: str, theme: str) -> Edit:
    def edit(plan: PlanDocument) -> PlanDocument:
        key = Keys(measure.key for measure in plan.measures).new(name, "maatregel")
        return _with(plan, measures=(*plan.measures, Measure(key=key, theme=theme, name=name)))

    return edit


def putting_theme(theme: Theme) -> Edit:
    """This theme in place of the one with its key. One that is gone comes back at the end: at the top, when what it
    hung under is gone as well."""

    def edit(plan: PlanDocument) -> PlanDocument:
        if theme_of(plan, theme.key):
            return _with(plan, themes=_replaced(plan.themes, theme))
        parent = theme.parent if theme.parent and theme_of(plan, theme.parent) else None
        back = theme.model_copy(update={"parent": parent})
        return _with(plan, themes=_parents_first((*plan.themes, back)))

    return edit


def putting_measure(measure: Measure, parties: Iterable[Party] = ()) -> Edit:
    """This measure in place of the one with its key, and those parties that the plan does not name yet.

    A measure that is gone comes back at the end.
    """

    def edit(plan: PlanDocument) -> PlanDocument:
        named = {party.key for party in plan.parties}
        new = tuple(party for party in parties if party.key not in named)
        there = measure_of(plan, measure.key) is not None
        measures = _replaced(plan.measures, measure) if there else (*plan.measures, measure)
        return _with(plan, measures=measures, parties=(*plan.parties, *new))

    return edit


def moving_measure(key: str, way: Way) -> Edit:
    """One place up or down among the measures of its theme; nothing happens at the end."""

    def edit(plan: PlanDocument) -> PlanDocument:
        at = _place(plan.measures, key)
        neighbour = _neighbour(plan.measures, at, way, lambda one: one.theme)
        return _with(plan, measures=_swapped(plan.measures, at, neighbour))

    return edit


def moving_theme(key: str, way: Way) -> Edit:
    """One place up or down among the themes at its level, with all that hangs under it."""

    def edit(plan: PlanDocument) -> PlanDocument:
        at = _place(plan.themes, key)
        neighbour = _neighbour(plan.themes, at, way, lambda one: one.parent)
        return _with(plan, themes=_parents_first(_swapped(plan.themes, at, neighbour)))

    return edit


def removing_measures(keys: Collection[str]) -> Edit:
    """The measures, with the budget lines that are theirs. What else names them stays, without them."""

    def edit(plan: PlanDocument) -> PlanDocument:
        gone = {line.key for line in plan.lines if line.measure in keys}
        return _without_lines(
            _with(plan, measures=tuple(one for one in plan.measures if one.key not in keys)), gone, keys
        )

    return edit


def removing_theme(key: str) -> Edit:
    """The theme, with the themes and measures under it and all their budget lines."""

    def edit(plan: PlanDocument) -> PlanDocument:
        leaving = leaving_with_theme(plan, key)
        themes = {theme.key for theme in leaving.themes}
        plan = removing_measures({measure.key for measure in leaving.measures})(plan)
        gone = {line.key for line in plan.lines if line.theme in themes}
        plan = _without_lines(plan, gone, ())
        return _with(plan, themes=tuple(theme for theme in plan.themes if theme.key not in themes))

    return edit


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes when something is removed."""

    themes: tuple[Theme, ...]
    measures: tuple[Measure, ...]
    lines: tuple[BudgetLine, ...]

    @property
    def euros(self) -> Decimal:
        return total(self.lines)


def leaving_with_theme(plan: PlanDocument, key: str) -> Leaving:
    themes = tuple(theme for theme in plan.themes if key in (theme.key, theme.parent))
    under = {theme.key for theme in themes}
    measures = tuple(measure for measure in plan.measures if measure.theme in under)
    keys = {measure.key for measure in measures}
    lines = tuple(line for line in plan.lines if line.theme in under or line.measure in keys)
    return Leaving(themes, measures, lines)


def leaving_with_measure(plan: PlanDocument, key: str) -> Leaving:
    measures = tuple(measure for measure in plan.measures if measure.key == key)
    return Leaving((), measures, tuple(line for line in plan.lines if line.measure == key))


def theme_of(plan: PlanDocument, key: str) -> Theme | None:
    return next((theme for theme in plan.themes if theme.key == key), None)


def measure_of(plan: PlanDocument, key: str) -> Measure | None:
    return next((measure for measure in plan.measures if measure.key == key), None)


def added(before: Sequence[Row], after: Sequence[Row]) -> Row | None:
    """The row that was not there before."""
    known = {row.key for row in before}
    return next((row for row in after if row.key not in known), None)


def _with(plan: PlanDocument, **changes: object) -> PlanDocument:
    return plan.model_copy(update=changes)


def _replaced(rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    return tuple(row if one.key == row.key else one for one in rows)


def _place(rows: Sequence[Row], key: str) -> int | None:
    return next((at for at, row in enumerate(rows) if row.key == key), None)


def _neighbour(rows: Sequence[Row], at: int | None, way: Way, group: Callable[[Row], str | None]) -> int | None:
    """The place of the nearest row of the same group on that side."""
    if at is None:
        return None
    places = range(at - 1, -1, -1) if way is Way.UP else range(at + 1, len(rows))
    return next((place for place in places if group(rows[place]) == group(rows[at])), None)


def _swapped(rows: tuple[Row, ...], one: int | None, other: int | None) -> tuple[Row, ...]:
    if one is None or other is None:
        return rows
    swapped = list(rows)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return tuple(swapped)


def _parents_first(themes: tuple[Theme, ...]) -> tuple[Theme, ...]:
    """Each top theme followed by the themes under it, as a document wants them."""
    under: Mapping[str | None, list[Theme]] = {None: []} | {theme.key: [] for theme in themes}
    for theme in themes:
        under[theme.parent].append(theme)
    return tuple(theme for top in under[None] for theme in (top, *under[top.key]))


def _without_lines(plan: PlanDocument, gone: Collection[str], measures: Collection[str]) -> PlanDocument:
    """Without these budget lines, and without a pointer to them or to these measures."""
    lines = tuple(_without_activities(line, measures) for line in plan.lines if line.key not in gone)
    spent = tuple(one.model_copy(update={"line": None}) if one.line in gone else one for one in plan.spent_before)
    return _with(plan, lines=lines, spent_before=spent)


def _without_activities(line: BudgetLine, measures: Collection[str]) -> BudgetLine:
    """The activities stay, as the budget names them; only the pointer to a measure that is gone is dropped."""
    if not any(activity.measure in measures for activity in line.activities if activity.measure):
        return line
    activities = tuple(
        activity.model_copy(update={"measure": None}) if activity.measure in measures else activity
        for activity in line.activities
    )
    return line.model_copy(update={"activities": activities})
