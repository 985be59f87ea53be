"""Which rows of a workbook are which rows of a plan. Pure.

Rows belong together when they are called the same, as people spell it: capitals, spaces, hyphens and accents do not
count. What is called otherwise may be pointed out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kapstok.plans.mapping.naming import Keys, slug
from kapstok.plans.schema import BudgetLine, Measure, Party, PlanDocument, Source, SourceKind, Theme

Same = Mapping[str, str]  # what was pointed out: `{"theme:preventie": "inzet-op-preventie"}`
Row = TypeVar("Row", Theme, Measure, BudgetLine)
Named = TypeVar("Named", Source, Party)


@dataclass(frozen=True, slots=True)
class Matches:
    """Keys in the workbook to keys in the plan; of what the plan does not have yet (`new`, as `theme:preventie`), to
    the key that it will get."""

    themes: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)


def match(plan: PlanDocument, offered: PlanDocument, same: Same) -> Matches:
    """Each row of the plan is at most one row of the workbook."""
    found = Matches(sources=_sources(plan, offered), parties=_by_name(plan.parties, offered.parties, "partij"))
    _themes(plan, offered, same, found)
    _measures(plan, offered, same, found)
    _lines(plan, offered, same, found)
    return found


def _sources(plan: PlanDocument, offered: PlanDocument) -> dict[str, str]:
    others = [one for one in offered.sources if one.kind is not SourceKind.GRANT]
    kept = [one for one in plan.sources if one.kind is not SourceKind.GRANT]
    taken = _by_name(kept, others, "geldbron", plan.grant_source.key)
    return {offered.grant_source.key: plan.grant_source.key, **taken}


def _by_name(there: Sequence[Named], offered: Sequence[Named], otherwise: str, *taken: str) -> dict[str, str]:
    """What has the same key as well goes before what is only called the same."""
    known = {(slug(one.name), key): one.key for one in reversed(there) for key in (one.key, "")}
    keys, found = Keys((*(one.key for one in there), *taken)), dict[str, str]()
    for one in offered:
        name = slug(one.name)
        key = known.get((name, one.key)) or known.get((name, "")) or keys.new(one.name, otherwise)
        found[one.key] = known[name, ""] = key
    return found


def _themes(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    picker = _Picker("theme", plan.themes, offered.themes, lambda theme: theme.parent, same, found.new)
    for one in offered.themes:
        found.themes[one.key] = picker.key_of(one, found.themes[one.parent] if one.parent else None)


def _measures(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    picker = _Picker("measure", plan.measures, offered.measures, lambda measure: measure.theme, same, found.new)
    for one in offered.measures:
        found.measures[one.key] = picker.key_of(one, found.themes[one.theme])


def _lines(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    """Of what has one line for each source, that line; else by name: first where it belongs, then anywhere."""
    picker = _Picker("line", plan.lines, offered.lines, _spot, same, found.new)
    there, asked = Counter(map(_spot, plan.lines)), Counter(spot_of(one, found) for one in offered.lines)
    for one in offered.lines:
        spot = spot_of(one, found)
        single = spot[:2] != (None, None) and there[spot] == asked[spot] == 1
        found.lines[one.key] = picker.key_of(one, spot, single=single)


Spot = tuple[str | None, str | None, str]  # theme, measure, source


def spot_of(line: BudgetLine, found: Matches) -> Spot:
    """Where a line of the workbook belongs in the plan."""
    theme, measure = line.theme and found.themes[line.theme], line.measure and found.measures[line.measure]
    return theme, measure, found.sources[line.source]


def _spot(line: BudgetLine) -> Spot:
    return line.theme, line.measure, line.source


class _Picker(Generic[Row]):
    """Gives each row of a workbook its row in the plan, each only once. `place`: where a row of the plan belongs."""

    def __init__(
        self,
        what: str,
        there: Sequence[Row],
        offered: Sequence[Row],
        place: Callable[[Row], object],
        same: Same,
        new: set[str],
    ) -> None:
        self.what, self.same, self.new = what, same, new
        self.place: Callable[[Row], object] = place
        self.free: dict[str, Row] = {row.key: row for row in there}
        self.keys = Keys(self.free)
        self.alone = _only_once(there) & _only_once(offered)
        said = {same.get(f"{what}:{row.key}", "") for row in offered}
        self.pointed = {key for key in said if self.free.pop(key, None)}

    def key_of(self, row: Row, place: object, *, single: bool = False) -> str:
        """`single`: the only row at this place, on either side."""
        said = self.same.get(f"{self.what}:{row.key}")
        if said in self.pointed:
            self.pointed.remove(said)
            return said
        if said is None and (key := self._found(row, place, single)):
            self.free.pop(key)
            return key
        self.new.add(f"{self.what}:{row.key}")
        return self.keys.new(name_of(row), self.what)

    def _found(self, row: Row, place: object, single: bool) -> str | None:
        name = slug(name_of(row))
        here = [one for one in self.free.values() if self.place(one) == place]
        alike = [one for one in here if single or slug(name_of(one)) == name]
        if not alike and name in self.alone:
            alike = [one for one in self.free.values() if slug(name_of(one)) == name]
        return next((one.key for one in alike if one.key == row.key), alike[0].key if alike else None)


def name_of(row: Theme | Measure | BudgetLine) -> str:
    return row.label if isinstance(row, BudgetLine) else row.name


def _only_once(rows: Iterable[Theme | Measure | BudgetLine]) -> set[str]:
    times = Counter(slug(name_of(row)) for row in rows)
    return {name for name, count in times.items() if count == 1}
