"""The history as a page shows it: each entry a sentence, each change from what to what. No queries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, groupby

from django.utils import timezone

from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import format_date
from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.portal.history import marking
from kapstok.portal.history.changes import PLAN, Change, changes, only_different, subject
from kapstok.portal.history.queries import Written
from kapstok.portal.history.references import Place, Reference, all_pointed, by_key, place_of, writer
from kapstok.portal.history.values import Names, clock_time, gone, shown
from kapstok.portal.history.words import ACTS, ROWS, noun, path_label, record_words, verb

LONG_TEXT = 80  # from here on a text is shown with what changed in it marked
FEW, SHORT, LONG_REASON = 4, 160, 400  # in a list of entries: how many changes of one, and how much of a text
LONGEST, PAGE_SIZE = 12_000, 30_000  # on the page of one entry, in characters: of one value, and of all together
NAME_FIELDS = ("name", "title", "label", "function", "what")


@dataclass(frozen=True, slots=True)
class Link:
    """A record as the history calls it; `table` and `row` lead to its own history, empty when it is gone."""

    text: str
    table: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class ShownChange:
    """`label`: which field. `kind`: only an old value, only a new one, both, or a text with its changes marked."""

    label: str
    kind: str
    old: str = ""
    new: str = ""
    pieces: tuple[marking.Piece, ...] = ()
    counted: str = ""

    @property
    def is_long(self) -> bool:
        return bool(self.pieces) or max(len(self.old), len(self.new)) > SHORT

    @property
    def was(self) -> tuple[marking.Piece, ...]:
        return marking.side(self.pieces, "out")

    @property
    def now(self) -> tuple[marking.Piece, ...]:
        return marking.side(self.pieces, "in")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """`said` and `rest` stand before and after `about`. `more`: how many changes are only on its own page."""

    id: int
    at: datetime
    day: str
    time: str
    who: str
    said: str
    about: Link
    rest: str
    within: Link | None
    changes: tuple[ShownChange, ...]
    more: int
    summary: str
    why: str
    unknown_act: str
    heavy: bool

    @property
    def brief(self) -> tuple[ShownChange, ...]:
        return tuple(change for change in self.changes if not change.is_long)

    @property
    def long(self) -> tuple[ShownChange, ...]:
        return tuple(change for change in self.changes if change.is_long)

    @property
    def has_long_text(self) -> bool:
        return any(change.kind == "text" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Day:
    day: str
    entries: tuple[ShownEntry, ...]


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
    whole = _without_name(whole)
    if whole.total <= FEW:
        return whole
    if len({change.row for change in whole.found}) > 1:
        return replace(whole, found=(), summary=sentence(listed(list(_counted(whole.found)))))
    return replace(whole, found=whole.found[:FEW])


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
    rows = {change.row: _what_happened(change) for change in found if change.row}
    for (group, happened), count in Counter((row[0], word) for row, word in rows.items() if row).items():
        kind = noun(ROWS[group])
        yield f"{count_text(count, kind.one, kind.more)} {happened}"
    if own := sum(1 for change in found if not change.row):
        yield f"{count_text(own, 'gegeven', 'gegevens')} van het plan zelf"


def _what_happened(change: Change) -> str:
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
            yield from all_pointed(_place(entry, change), change.path, side)


def _place(entry: Written, change: Change) -> Place:
    return Place(entry.table, entry.row, change.row[0] if change.row else "")


def entry_shown(one: Read, names: Names, *, short: bool = False) -> ShownEntry:
    entry = one.entry
    said, _, rest = verb(entry.act, added=entry.before is None, removed=entry.after is None).partition("{}")
    whole = _record(entry, names)
    about = _row(one.about, one, names) if one.about else whole
    local = timezone.localtime(entry.at, AMSTERDAM)
    return ShownEntry(
        id=entry.id,
        at=entry.at,
        day=format_date(local),
        time=clock_time(local.time()),
        who=sentence(who(entry.by, names)),
        said=said.strip(),
        about=about,
        rest=rest.strip(),
        within=whole if one.about else None,
        changes=tuple(change_shown(one, change, names, short=short) for change in one.found),
        more=one.total - len(one.found),
        summary=one.summary,
        why=_cut(entry.why, LONG_REASON) if short else entry.why,
        unknown_act="" if entry.act in ACTS else entry.act,
        heavy=entry.heavy,
    )


def who(by: str, names: Names) -> str:
    """Programmamanager NPO, een oud-medewerker, or opdracht kapstok load."""
    person = writer(by)
    if person is None:
        return f"opdracht {by}"
    return names[person].name if person in names else gone(person, by)


def _record(entry: Written, names: Names) -> Link:
    """The record of an entry; one that is gone by the name that the entry has for it."""
    known = names.get(Reference(entry.table, str(entry.row)))
    name = known.name if known else _name_then(entry)
    return Link(record_words(entry.table, name, entry.row), entry.table, entry.row)


def _name_then(entry: Written) -> str:
    every = {**(entry.before or {}), **(entry.after or {})}
    return next((str(every[name]) for name in NAME_FIELDS if isinstance(every.get(name), str)), "")


def _row(row: tuple[str, str], one: Read, names: Names) -> Link:
    """A row of a plan: as it is called now, else as it was called, else by its key."""
    group, key = row
    known = names.get(by_key(group, one.entry.row, key))
    if known:
        return Link(record_words(known.table, known.name, key), known.table, known.row)
    sides = [side for change in one.found if change.row == row and not change.path for side in (change.new, change.old)]
    name = next((side[field] for side in sides if side for field in ("name", "label") if side.get(field)), key)
    return Link(record_words(ROWS[group], name, key))


def change_shown(one: Read, change: Change, names: Names, *, short: bool = False) -> ShownChange:
    name, longest = label_of(one, change, names), SHORT if short else LONGEST
    old, new = in_words(one, change, names)
    if not change.path or one.entry.before is None or one.entry.after is None:
        return ShownChange(name, _one_side(change, one.entry), _cut(old, longest), _cut(new, longest))
    if isinstance(change.old, str) and isinstance(change.new, str) and max(len(old), len(new)) > LONG_TEXT:
        pieces = marking.marked(old, new)
        shown_pieces = marking.excerpt(pieces, SHORT) if short else pieces
        return ShownChange(name, "text", pieces=shown_pieces, counted=marking.counted(pieces))
    return ShownChange(name, "both", _cut(old, longest), _cut(new, longest))


def in_words(one: Read, change: Change, names: Names) -> tuple[str, str]:
    """The old value and the new one, however long; of lists only what differs."""
    place = _place(one.entry, change)
    old, new = (shown(side, change.path, place, names) for side in only_different(change.old, change.new))
    return old, new


def _one_side(change: Change, entry: Written) -> str:
    came = change.old is None if not change.path else entry.before is None
    return "new" if came else "old"


def label_of(one: Read, change: Change, names: Names) -> str:
    """Trekker, or maatregel ‘Inloop’ › Trekker when the entry is about more than that measure."""
    own = path_label(change.path)
    if change.row is None:
        return own
    row = _row(change.row, one, names).text
    if not change.path:
        return f"{sentence(row)} {_what_happened(change)}"
    return own if change.row == one.about else f"{sentence(row)} › {own}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def by_day(entries: Iterable[ShownEntry]) -> tuple[Day, ...]:
    return tuple(Day(day, tuple(of_day)) for day, of_day in groupby(entries, key=lambda entry: entry.day))
