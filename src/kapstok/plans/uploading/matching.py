"""Which rows of a workbook are which rows of a plan. Pure.

Rows belong together when they are called the same, as people spell it: capitals, spaces, hyphens and accents do not
count. Of what is left those that share nearly all their words are taken to be the same, and asked about. What is
called otherwise may be pointed out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kapstok.plans.mapping.naming import Keys, slug
from kapstok.plans.schema import BudgetLine, Measure, Party, PlanDocument, Source, SourceKind, Theme
from kapstok.plans.uploading.likeness import likeliest

Same = Mapping[str, str]  # what was pointed out: `{"theme:preventie": "inzet-op-preventie"}`
Row = TypeVar("Row", Theme, Measure, BudgetLine)
Named = TypeVar("Named", Source, Party)


@dataclass(frozen=True, slots=True)
class Matches:
    """Keys in the workbook to keys in the plan; of what the plan does not have yet (`new`, as `theme:preventie`), to
    the key that it will get. `guessed`: not called the same, but likely the same."""

    themes: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    guessed: set[str] = field(default_factory=set)


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
    """The top themes first: where the others belong depends on them."""
    picker = _Picker("theme", plan.themes, offered.themes, lambda theme: theme.parent, same, found)
    for below in (False, True):
        rows = [one for one in offered.themes if bool(one.parent) is below]
        places = [found.themes[one.parent] if one.parent else None for one in rows]
        found.themes.update(picker.keys_of(rows, places))


def _measures(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    picker = _Picker("measure", plan.measures, offered.measures, lambda measure: measure.theme, same, found)
    found.measures.update(picker.keys_of(offered.measures, [found.themes[one.theme] for one in offered.measures]))


def _lines(plan: PlanDocument, offered: PlanDocument, same: Same, found: Matches) -> None:
    """Of what has one line for each source, that line; else by name: first where it belongs, then anywhere."""
    picker = _Picker("line", plan.lines, offered.lines, _spot, same, found)
    spots = [spot_of(one, found) for one in offered.lines]
    there, asked = Counter(map(_spot, plan.lines)), Counter(spots)
    single = {spot for spot in asked if spot[:2] != (None, None) and there[spot] == asked[spot] == 1}
    found.lines.update(picker.keys_of(offered.lines, spots, single=single))


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
        found: Matches,
    ) -> None:
        self.what, self.same, self.found = what, same, found
        self.place: Callable[[Row], object] = place
        self.free: dict[str, Row] = {row.key: row for row in there}
        self.keys = Keys(self.free)
        self.alone = _only_once(there) & _only_once(offered)

    def keys_of(
        self, rows: Sequence[Row], places: Sequence[object], *, single: Collection[object] = ()
    ) -> dict[str, str]:
        """`places`: where each row belongs, in the keys of the plan; at those in `single` there is one on either
        side."""
        taken = self._pointed(rows)
        open_rows = [(row, place) for row, place in zip(rows, places, strict=True) if self._id(row) not in self.same]
        for row, place in open_rows:
            if row.key not in taken and (key := self._called(row, place, place in single)):
                taken[row.key] = self.free.pop(key).key
        taken |= self._likely([(row, place) for row, place in open_rows if row.key not in taken])
        for row in rows:
            if row.key not in taken:
                self.found.new.add(self._id(row))
                taken[row.key] = self.keys.new(name_of(row), self.what)
        return taken

    def _id(self, row: Row) -> str:
        return f"{self.what}:{row.key}"

    def _pointed(self, rows: Sequence[Row]) -> dict[str, str]:
        return {row.key: key for row in rows if self.free.pop(key := self.same.get(self._id(row), ""), None)}

    def _called(self, row: Row, place: object, single: bool) -> str | None:
        name = slug(name_of(row))
        here = [one for one in self.free.values() if self.place(one) == place]
        alike = [one for one in here if single or slug(name_of(one)) == name]
        if not alike and name in self.alone:
            alike = [one for one in self.free.values() if slug(name_of(one)) == name]
        return next((one.key for one in alike if one.key == row.key), alike[0].key if alike else None)

    def _likely(self, rows: Sequence[tuple[Row, object]]) -> dict[str, str]:
        """First those that belong at the same place."""
        taken = dict[str, str]()
        for here in (True, False):
            groups: dict[object, list[Row]] = {}
            for row, place in rows:
                if row.key not in taken:
                    groups.setdefault(place if here else None, []).append(row)
            for place, mine in groups.items():
                there = [one for one in self.free.values() if not here or self.place(one) == place]
                for i, j in likeliest([name_of(row) for row in mine], [name_of(one) for one in there]).items():
                    taken[mine[i].key] = self.free.pop(there[j].key).key
                    self.found.guessed.add(self._id(mine[i]))
        return taken


def name_of(row: Theme | Measure | BudgetLine) -> str:
    return row.label if isinstance(row, BudgetLine) else row.name


def _only_once(rows: Iterable[Theme | Measure | BudgetLine]) -> set[str]:
    times = Counter(slug(name_of(row)) for row in rows)
    return {name for name, count in times.items() if count == 1}
