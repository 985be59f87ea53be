"""The tables of the workbook put together to one plan, as the schema takes it, with for each row where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kapstok.core.sheets.values import Workbook
from kapstok.plans.workbook import layout
from kapstok.plans.workbook.columns import Table
from kapstok.plans.workbook.grid import Grid, Notes, find
from kapstok.plans.workbook.names import Names, keys_for
from kapstok.plans.workbook.outline import outline
from kapstok.plans.workbook.rowreading import Read, read_rows
from kapstok.plans.workbook.words import WHOLE_PLAN

Path: TypeAlias = tuple[int | str, ...]
Values: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Assembly:
    """`content` is the plan so far; `places` the grid and row of each of its rows; `names` what cells refer to,
    `numbers` the place of each key in its list.
    """

    workbook: Workbook
    notes: Notes
    content: Values = field(default_factory=dict)
    places: dict[Path, tuple[Grid, int]] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def read(self, table: Table) -> tuple[Grid | None, list[Read]]:
        grid = find(self.workbook, table, self.notes)
        return grid, list(read_rows(grid, self.names, self.notes)) if grid else []

    def add(self, path: Path, grid: Grid, read: Read, values: Values) -> None:
        """Put a row in the list that the path ends in, counting from what is there."""
        here: Any = self.content
        for step in path[:-1]:
            here = here[step]
        listed = here.setdefault(path[-1], [])
        self.places[*path, len(listed)] = (grid, read.number)
        listed.append(values)


def assemble(assembly: Assembly) -> None:
    """All tables but the sheet Plan. Names come first, because the other tables refer to them."""
    _keyed(assembly, layout.PARTIES, "partij", "name")
    _name(assembly, "parties", "partij", layout.PARTIES, "name")
    _participants(assembly)
    _keyed(assembly, layout.SOURCES, "geldbron", "name")
    _name(assembly, "sources", "geldbron", layout.SOURCES, "name")
    _outline(assembly)
    _keyed(assembly, layout.LINES, "regel", "label")
    _name(assembly, "lines", "begrotingsregel", layout.LINES, "label")
    _plain(assembly)
    _estimates(assembly)
    for table in (layout.FUNDING, layout.MILESTONES, layout.ACTIVITIES):
        _nested(assembly, table)


def _keyed(assembly: Assembly, table: Table, fallback: str, name: str) -> None:
    """Rows with a key of their own, given or made of the name."""
    grid, reads = assembly.read(table)
    if grid:
        keys = keys_for([(read.values.get("key", ""), read.values.get(name, "")) for read in reads], fallback)
        for read, key in zip(reads, keys, strict=True):
            assembly.add((table.rows,), grid, read, read.values | {"key": key})
        _say_doubles(assembly.notes, grid, list(zip(reads, keys, strict=True)))


def _say_doubles(notes: Notes, grid: Grid, rows: Sequence[tuple[Read, str]]) -> None:
    first: dict[str, int] = {}
    for read, key in rows:
        if first.setdefault(key, read.number) != read.number:
            where = f"ook op rij {first[key] + 1}"
            notes.wrong(
                grid.place(read.number, "key"), f"“{key}” staat er meer dan één keer, {where}; maak de cel leeg"
            )


def _name(assembly: Assembly, rows: str, kind: str, table: Table, name: str) -> None:
    pairs = [(row["key"], row.get(name, "")) for row in assembly.content.get(rows, [])]
    assembly.names[rows] = Names(kind, table.title, pairs)
    assembly.numbers[rows] = {key: number for number, (key, _) in enumerate(pairs)}
    if rows == "measures":
        assembly.names["steps"] = Names(kind, table.title, pairs, reserved=WHOLE_PLAN)


def _participants(assembly: Assembly) -> None:
    """Who takes part, in the order of the numbers, then of the rows."""
    ranked = []
    for place, party in enumerate(assembly.content.get("parties", [])):
        rank = party.pop("participates", False)
        if rank is not False:
            ranked.append((place if rank is True else rank, place, party["key"]))
    assembly.content["participants"] = [key for _, _, key in sorted(ranked)]


def _outline(assembly: Assembly) -> None:
    grid, reads = assembly.read(layout.OUTLINE)
    if grid:
        made = outline(grid, reads, assembly.notes)
        for rows, listed in (("themes", made.themes), ("measures", made.measures)):
            for read, values in listed:
                assembly.add((rows,), grid, read, values)
            _say_doubles(assembly.notes, grid, [(read, values["key"]) for read, values in listed])
    _name(assembly, "themes", "thema", layout.OUTLINE, "name")
    _name(assembly, "measures", "maatregel", layout.OUTLINE, "name")


def _plain(assembly: Assembly) -> None:
    for table in (layout.CONSULTATIONS, layout.PHASING, layout.SPENT_BEFORE):
        grid, reads = assembly.read(table)
        for read in reads if grid else []:
            values = {name: value for name, value in read.values.items() if name not in ("number", "month_only")}
            assert grid
            if read.values.get("month_only"):
                values["precision"] = "month"
            if table is layout.PHASING:
                values.setdefault("shares", {})
            assembly.add((table.rows,), grid, read, values)


ESTIMATE_FIELDS = ("label", "amount", "high", "about", "per", "times", "counted", "unit", "stated_in", "note")


def _estimates(assembly: Assembly) -> None:
    """An estimate starts on a row with a measure or an amount; rows with only a number continue it."""
    grid, reads = assembly.read(layout.ESTIMATES)
    measure: int | None = None
    path: Path | None = None
    for read in reads if grid else []:
        assert grid
        own = {name: read.values[name] for name in ESTIMATE_FIELDS if read.has(name)}
        names_measure = read.has("measure") or "measure" in read.wrong
        if names_measure:
            measure = assembly.numbers["measures"].get(read.values.get("measure", ""))
        if names_measure or own:
            path = None if measure is None else ("measures", measure, "estimates")
            if path:
                assembly.add(path, grid, read, own)
        if path is None and not names_measure:
            assembly.notes.wrong(grid.place(read.number, "measure"), "boven deze rij staat geen maatregel; kies er een")
        if read.has("value") or read.has("factor_unit"):
            _factor(assembly, grid, read, path)


def _factor(assembly: Assembly, grid: Grid, read: Read, path: Path | None) -> None:
    for name, what in (("value", "een getal"), ("factor_unit", "wat dit getal telt, zoals uur per maand")):
        if not read.has(name):
            assembly.notes.wrong(grid.place(read.number, name), f"deze cel is leeg; vul in: {what}")
            return
    if path is None:
        return
    kind = read.values.get("factor_kind", "count")
    estimates = assembly.content["measures"][path[1]]["estimates"]
    values = {"value": read.values["value"], "unit": read.values["factor_unit"]}
    marks = {"price": "price" in kind, "derived": "derived" in kind}
    assembly.add((*path, len(estimates) - 1, "factors"), grid, read, values | marks)


def _nested(assembly: Assembly, table: Table) -> None:
    """Rows that belong to a measure or a budget line; a step may belong to the whole plan."""
    grid, reads = assembly.read(table)
    rows, owner = ("lines", "line") if table is layout.ACTIVITIES else ("measures", "measure")
    seen = set[tuple[int, str]]()
    for read in reads if grid else []:
        assert grid
        key = read.values.get(owner)
        values = {name: value for name, value in read.values.items() if name != owner}
        if key == "" and table is layout.MILESTONES:
            assembly.add((table.rows,), grid, read, values)
        elif (number := assembly.numbers[rows].get(key or "")) is not None:
            if table is layout.FUNDING and not _is_first(seen, number, values):
                assembly.notes.wrong(grid.place(read.number, "source"), "deze geldbron staat al bij deze maatregel")
            assembly.add((rows, number, table.rows), grid, read, values)


def _is_first(seen: set[tuple[int, str]], number: int, values: Values) -> bool:
    pair = (number, values.get("source", ""))
    is_first = pair not in seen
    seen.add(pair)
    return is_first
