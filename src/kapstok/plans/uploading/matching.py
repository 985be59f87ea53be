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

NEW = ""  # pointed out to be no row of the plan
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
    keys, known = Keys((*(one.key for one in there), *taken)), {slug(one.name): one.key for one in reversed(there)}
    for one in offered:
        known.setdefault(slug(one.name), "")
        known[slug(one.name)] = known[slug(one.name)] or keys.new(one.name, otherwise)
    return {one.key: known[slug(one.name)] for one in offered}


def _themes(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    picker = _Picker("theme", plan.themes, offered.themes, same, found)
    for one in offered.themes:
        parent = found.themes[one.parent] if one.parent else None
        found.themes[one.key] = picker.key_of(one, lambda theme, parent=parent: theme.parent == parent)


def _measures(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    picker = _Picker("measure", plan.measures, offered.measures, same, found)
    for one in offered.measures:
        theme = found.themes[one.theme]
        found.measures[one.key] = picker.key_of(one, lambda measure, theme=theme: measure.theme == theme)


def _lines(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    """Of what has one line for each source, that line; else by name: first where it belongs, then anywhere."""
    picker = _Picker("line", plan.lines, offered.lines, same, found)
    there, asked = Counter(map(_spot, plan.lines)), Counter(spot_of(one, found) for one in offered.lines)
    for one in offered.lines:
        spot = spot_of(one, found)
        single = spot[:2] != (None, None) and there[spot] == asked[spot] == 1
        found.lines[one.key] = picker.key_of(one, lambda line, spot=spot: _spot(line) == spot, single=single)


Spot = tuple[str | None, str | None, str]  # theme, measure, source


def spot_of(line: BudgetLine, found: Matches) -> Spot:
    """Where a line of the workbook belongs in the plan."""
    theme, measure = line.theme and found.themes[line.theme], line.measure and found.measures[line.measure]
    return theme, measure, found.sources[line.source]


def _spot(line: BudgetLine) -> Spot:
    return line.theme, line.measure, line.source


class _Picker(Generic[Row]):
    """Gives each row of a workbook its row in the plan, each only once."""

    def __init__(self, what: str, there: Sequence[Row], offered: Sequence[Row], same: Same, found: Matches) -> None:
        self.what, self.same, self.new = what, same, found.new
        self.free = {row.key: row for row in there}
        self.keys = Keys(self.free)
        self.alone = _only_once(there) & _only_once(offered)
        chosen = {key for row in offered if (key := same.get(f"{what}:{row.key}")) in self.free}
        self.chosen = {key: self.free.pop(key) for key in chosen if key}

    def key_of(self, row: Row, belongs: Callable[[Row], bool], *, single: bool = False) -> str:
        said = self.same.get(f"{self.what}:{row.key}")
        if said in self.chosen:
            return self.chosen.pop(said).key
        key = self._found(row, belongs, single) if said is None else None
        if key is not None:
            return self.free.pop(key).key
        self.new.add(f"{self.what}:{row.key}")
        return self.keys.new(name_of(row), self.what)

    def _found(self, row: Row, belongs: Callable[[Row], bool], single: bool) -> str | None:
        name, here = slug(name_of(row)), [one for one in self.free.values() if belongs(one)]
        alike = [one for one in here if single or slug(name_of(one)) == name]
        if not alike and name in self.alone:
            alike = [one for one in self.free.values() if slug(name_of(one)) == name]
        return alike[0].key if alike else None


def name_of(row: Theme | Measure | BudgetLine) -> str:
    return row.label if isinstance(row, BudgetLine) else row.name


def _only_once(rows: Iterable[Theme | Measure | BudgetLine]) -> set[str]:
    times = Counter(slug(name_of(row)) for row in rows)
    return {name for name, count in times.items() if count == 1}
