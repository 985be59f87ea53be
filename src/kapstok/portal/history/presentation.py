"""The history as a page shows it: each entry a sentence, each change from what to what. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import format_date
from kapstok.plans.presentation.words import sentence
from kapstok.portal.history import marking
from kapstok.portal.history.changes import Change, only_different
from kapstok.portal.history.fields import path_label
from kapstok.portal.history.queries import Written
from kapstok.portal.history.reading import Read, place, what_happened
from kapstok.portal.history.references import Place, Reference, by_key, place_of, writer
from kapstok.portal.history.values import NOTHING, Names, clock_time, gone, pairs, shown
from kapstok.portal.history.words import ACTS, ROWS, record_words, verb

LONG_TEXT = 80  # from here on a text is shown with what changed in it marked
SHORT, LONG_REASON = 160, 400  # in a list of entries: how much of a value, and of a reason
LONGEST = 12_000  # on the page of one entry: how much of a value
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
    def has_old(self) -> bool:
        return any(change.kind != "new" for change in self.brief)

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


def entry_shown(one: Read, names: Names, *, short: bool = False) -> ShownEntry:
    entry = one.entry
    said, _, rest = verb(
        entry.act, added=not entry.before and bool(entry.after), removed=not entry.after and bool(entry.before)
    ).partition("{}")
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
    if short and not change.path:
        old, new = old.replace("\n", "; "), new.replace("\n", "; ")
    if not change.path or one.entry.before is None or one.entry.after is None:
        return ShownChange(name, _one_side(change, one.entry), _cut(old, longest), _cut(new, longest))
    if isinstance(change.old, str) and isinstance(change.new, str) and max(len(old), len(new)) > LONG_TEXT:
        pieces = marking.marked(old, new)
        shown_pieces = marking.excerpt(pieces, SHORT) if short else pieces
        return ShownChange(name, "text", pieces=shown_pieces, counted=marking.counted(pieces))
    return ShownChange(name, "both", _cut(old, longest), _cut(new, longest))


def in_words(one: Read, change: Change, names: Names) -> tuple[str, str]:
    """The old value and the new one, however long; of lists only what differs."""
    where = place(one.entry, change)
    if not change.path:
        old, new = (_row_in_lines(side, where, names) for side in (change.old, change.new))
        return old, new
    old, new = (shown(side, change.path, where, names) for side in only_different(change.old, change.new))
    return old, new


def _row_in_lines(row: dict[str, Any] | None, where: Place, names: Names) -> str:
    """A whole row of a plan, each field on a line."""
    table = ROWS[where.group]
    fields = sorted(row or {}, key=lambda name: place_of(table, name))
    return "\n".join(pairs({name: row[name] for name in fields}, (), where, names)) if row else NOTHING


def _one_side(change: Change, entry: Written) -> str:
    came = change.old is None if not change.path else entry.before is None
    return "new" if came else "old"


def label_of(one: Read, change: Change, names: Names) -> str:
    """Trekker, or maatregel ‘Inloop’ › Trekker when the entry is about more than that measure."""
    own = path_label(change.path, one.entry.table)
    if change.row is None:
        return own
    row = _row(change.row, one, names).text
    if not change.path:
        return f"{sentence(row)} {what_happened(change)}"
    return own if change.row == one.about else f"{sentence(row)} › {own}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def by_day(entries: Iterable[ShownEntry]) -> tuple[Day, ...]:
    return tuple(Day(day, tuple(of_day)) for day, of_day in groupby(entries, key=lambda entry: entry.day))
