"""What there is to show of an entry: which changes, in which order, and what they point at. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.portal.history.changes import PLAN, Change, changes, subject
from kapstok.portal.history.queries import Written
from kapstok.portal.history.references import Place, Reference, all_pointed, by_key, place_of, writer
from kapstok.portal.history.words import ROWS, noun

FEW = 4  # in a list of entries: how many changes of one
PAGE_SIZE = 30_000  # on the page of one entry: how many characters


@dataclass(frozen=True, slots=True)
class Read:
    """An entry with what changed in it: `found` are the changes to show, of `total`. `about`: the row of a plan."""

    entry: Written
    found: tuple[Change, ...]
    total: int
    about: tuple[str, str] | None
    summary: str = ""


def read(entry: Written, part: tuple[str, str] | None = None) -> Read:
    """All that changed; with `part` only what changed in that row of a plan."""
    every = sorted(changes(entry.table, entry.before, entry.after), key=lambda change: _order(entry, change))
    mine = [change for change in every if change.row == part] if part and entry.table == PLAN else every
    about = part if part and mine is not every else subject(entry.table, entry.after, every)
    return Read(entry, tuple(mine), len(mine), about)


def in_short(whole: Read) -> Read:
    """For a list of entries: the first changes, or how many there are of each kind when they are of many rows."""
    if whole.total > FEW and len({change.row for change in whole.found}) > 1:
        return replace(whole, found=(), summary=sentence(listed(list(_counted(whole.found)))))
    said = _without_name(whole)
    return replace(said, found=said.found[:FEW])


def _without_name(whole: Read) -> Read:
    """Of a new record the sentence says the name already."""
    named_by = (noun(whole.entry.table).name.partition("__")[0],)
    if whole.entry.before is not None or whole.total == 1:
        return whole
    rest = tuple(change for change in whole.found if change.row or change.path != named_by)
    return replace(whole, found=rest, total=len(rest))


def from_number(whole: Read, start: int) -> Read:
    """For the page of one entry: as many changes as fit on it, from this one on."""
    sizes = accumulate(len(str(change.old)) + len(str(change.new)) + 200 for change in whole.found[start:])
    count = max(1, sum(1 for size in sizes if size <= PAGE_SIZE))
    return replace(whole, found=whole.found[start : start + count])


def _order(entry: Written, change: Change) -> tuple[int, int]:
    """First what is of the record itself, in the order of its table: the database does not keep the order of names."""
    groups = list(ROWS)
    group = groups.index(change.row[0]) + 1 if change.row else 0
    table = ROWS[change.row[0]] if change.row else entry.table
    return group, place_of(table, change.path[0]) if change.path else 0


def _counted(found: Iterable[Change]) -> Iterator[str]:
    """vier maatregelen toegevoegd, één begrotingsregel veranderd, twee gegevens van het plan veranderd"""
    rows = {change.row: what_happened(change) for change in found if change.row}
    for (group, happened), count in Counter((row[0], word) for row, word in rows.items() if row).items():
        kind = noun(ROWS[group])
        yield f"{count_text(count, kind.one, kind.more)} {happened}"
    if own := sum(1 for change in found if not change.row):
        yield f"{count_text(own, 'gegeven', 'gegevens')} van het plan zelf"


def what_happened(change: Change) -> str:
    if change.path:
        return "veranderd"
    return "toegevoegd" if change.old is None else "vervallen"


def wanted(reads: Iterable[Read]) -> set[Reference]:
    """All that has to be called by its name."""
    return {reference for one in reads for reference in _wanted(one)}


def _wanted(one: Read) -> Iterator[Reference]:
    entry = one.entry
    yield Reference(entry.table, str(entry.row))
    if person := writer(entry.by):
        yield person
    for row in filter(None, (one.about, *(change.row for change in one.found))):
        yield by_key(row[0], entry.row, row[1])
    for change in one.found:
        for side in (change.old, change.new):
            yield from all_pointed(place(entry, change), change.path, side)


def place(entry: Written, change: Change) -> Place:
    """Where the values of a change stand."""
    return Place(entry.table, entry.row, change.row[0] if change.row else "")
