"""The outline of themes and measures: which row is what, and under which theme a measure comes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kapstok.plans.workbook.grid import Grid, Notes
from kapstok.plans.workbook.names import Names, keys_for, plain
from kapstok.plans.workbook.rowreading import Read

THEME_FIELDS = ("goal", "result", "description", "stated_total")
ONLY_THEME, ONLY_MEASURE = ("goal", "stated_total"), (
    "target_group", "indicator", "lead", "partners", "purposes", "purposes_illustrative", "offer", "cost_types",
)  # fmt: skip


@dataclass(slots=True)
class Outline:
    """`themes` and `measures` as the schema has them, each with the row it came from."""

    themes: list[tuple[Read, dict[str, Any]]] = field(default_factory=list)
    measures: list[tuple[Read, dict[str, Any]]] = field(default_factory=list)


@dataclass(slots=True)
class _Theme:
    """A theme that was found. `parent` is an index in the list of themes."""

    read: Read
    name: str
    key: str
    parent: int | None
    has_own_row: bool = True


def outline(grid: Grid, reads: Sequence[Read], notes: Notes) -> Outline:
    """Rows with only a theme are that theme; rows with a measure come under the theme they name, or the last one.

    A theme that only stands beside a measure is a theme as well.
    """
    found = _Finder(grid, notes, [read for read in reads if _declares(read)])
    places = [(read, found.place(read)) for read in reads]
    for one, key in zip(found.themes, keys_for([(t.key, t.name) for t in found.themes], "thema"), strict=True):
        one.key = key
    made = Outline([(theme.read, _theme(theme, found.themes)) for theme in found.themes])
    measures = [(read, theme) for read, theme in places if read.has("measure")]
    keys = keys_for([(read.values.get("key", ""), read.values["measure"]) for read, _ in measures], "maatregel")
    for (read, theme), key in zip(measures, keys, strict=True):
        _misplaced(grid, read, ONLY_THEME, "een thema", notes)
        under = found.themes[theme].key if theme is not None else ""
        made.measures.append((read, _measure(read) | {"key": key, "theme": under}))
    return made


def _declares(read: Read) -> bool:
    return not read.has("measure") and (read.has("theme") or read.has("subtheme"))


class _Finder:
    """Goes down the rows and keeps the theme that they stand under."""

    def __init__(self, grid: Grid, notes: Notes, declaring: Sequence[Read]) -> None:
        self.grid, self.notes = grid, notes
        self.themes: list[_Theme] = []
        self.at_key: dict[str, int] = {}
        self.at_name: dict[tuple[str, int | None], list[int]] = {}
        self.here: int | None = None
        rows = [(read.values.get("key", ""), _own_name(read)) for read in declaring]
        self.keys = dict(zip((read.number for read in declaring), keys_for(rows, "thema"), strict=True))
        pairs = [(self.keys[read.number], _own_name(read)) for read in declaring]
        self.declared = Names("thema", grid.table.title, pairs)

    def place(self, read: Read) -> int | None:
        """The theme of this row, as an index in `themes`; a row that declares one adds it."""
        if _declares(read):
            _misplaced(self.grid, read, ONLY_MEASURE, "een maatregel", self.notes)
            parent = self._parent(read) if read.has("subtheme") else None
            self._add(read, _own_name(read), self.keys[read.number], parent)
        elif read.has("measure"):
            self._go_to(read)
            if self.here is None:
                self._wrong(
                    read, "measure", "boven deze maatregel staat geen thema; zet er een rij met een thema boven"
                )
        elif "measure" not in read.wrong:
            self._wrong(read, "", "op deze rij staat geen thema en geen maatregel")
        return self.here

    def _wrong(self, read: Read, name: str, text: str) -> None:
        self.notes.wrong(self.grid.place(read.number, name), text)

    def _add(self, read: Read, name: str, key: str, parent: int | None, has_own_row: bool = True) -> int:
        self.themes.append(_Theme(read, name, key, parent, has_own_row))
        self.here = len(self.themes) - 1
        self.at_key.setdefault(key, self.here)
        self.at_name.setdefault((plain(name), parent), []).append(self.here)
        return self.here

    def _parent(self, read: Read) -> int | None:
        """The top theme of a subtheme: the one it names, or the one it stands under."""
        if read.has("theme"):
            return self._named(read, "theme", None)
        if self.here is None:
            self._wrong(read, "subtheme", "boven dit subthema staat geen thema; zet er een rij met een thema boven")
        return self._top()

    def _top(self) -> int | None:
        if self.here is None:
            return None
        parent = self.themes[self.here].parent
        return self.here if parent is None else parent

    def _go_to(self, read: Read) -> None:
        if read.has("theme"):
            self.here = self._named(read, "theme", None)
        if read.has("subtheme"):
            self.here = self._named(read, "subtheme", self._top())

    def _named(self, read: Read, column: str, parent: int | None) -> int | None:
        """The theme that a cell names; one that has no row of its own is made here."""
        name = read.values[column]
        if (exact := self.declared.exact(name)) is not None:
            return self._index(read, column, exact)
        same = self.at_name.get((plain(name), parent), [])
        if len(same) == 1 and (column == "theme" or parent is not None):
            return same[0]
        if name not in self.declared:
            return self._add(Read(read.number, {}), name, "", parent, has_own_row=False)
        try:
            return self._index(read, column, self.declared.key(name))
        except ValueError as error:
            self._wrong(read, column, str(error))
            return self.here

    def _index(self, read: Read, column: str, key: str) -> int | None:
        index = self.at_key.get(key)
        if index is None:
            self._wrong(read, column, f"het thema “{read.values[column]}” komt pas lager op dit blad; zet het erboven")
        return index


def _own_name(read: Read) -> str:
    name: str = read.values["subtheme"] if read.has("subtheme") else read.values["theme"]
    return name


def _theme(theme: _Theme, themes: Sequence[_Theme]) -> dict[str, Any]:
    own = {name: theme.read.values[name] for name in THEME_FIELDS if theme.has_own_row and theme.read.has(name)}
    parent = {} if theme.parent is None else {"parent": themes[theme.parent].key}
    return {"key": theme.key, "name": theme.name} | parent | own


def _measure(read: Read) -> dict[str, Any]:
    left_out = {"theme", "subtheme", "measure", *ONLY_THEME}
    return {name: value for name, value in read.values.items() if name not in left_out} | {
        "name": read.values["measure"]
    }


def _misplaced(grid: Grid, read: Read, fields: Sequence[str], kind: str, notes: Notes) -> None:
    for name in fields:
        if read.has(name) and name not in read.wrong:
            notes.wrong(grid.place(read.number, name), f"dit hoort bij {kind}; maak de cel leeg of verplaats het")
