"""What an entry of the history says was changed: one thing at a time, from what to what. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kapstok.plans.parts import KEYED

PLAN = "plans.plan"
DEEPEST = 6  # below this a value is shown as one
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. `path`: the fields that lead to it.

    `row`: the list of a plan in which it stands, and the key there: ("measures", "inloop"). Without a path the whole
    row was added (`old` is None) or removed (`new` is None).
    """

    path: tuple[str, ...]
    old: Any
    new: Any
    row: tuple[str, str] | None = None


def changes(table: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """All that differs, in the order in which it was written down."""
    was, now = before or {}, after or {}
    return [change for name in {**was, **now} for change in _of(table, name, was.get(name), now.get(name))]


def _of(table: str, name: str, old: Any, new: Any) -> Iterator[Change]:
    if table != PLAN:
        yield from _walk((name,), old, new)
    elif name in KEYED:
        yield from _rows(name, _by_key(old), _by_key(new))
    elif name == "order" and isinstance(old, dict) and isinstance(new, dict):
        yield from _order(old, new)
    elif name != "about":  # says in words what the act was about, see `subject`
        yield from _walk((name,), old, new)


def _rows(name: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Change]:
    for key in {**was, **now}:
        old, new = was.get(key), now.get(key)
        if old is None or new is None:
            yield Change((), old, new, (name, key))
        else:
            for field in {**old, **new}:
                yield from _walk((field,), old.get(field), new.get(field), (name, key))


def _order(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterator[Change]:
    """Rows that changed places; that others came or went is said elsewhere."""
    for name in old:
        was = [key for key in old[name] if key in new.get(name, ())]
        now = [key for key in new.get(name, ()) if key in was]
        if was != now:
            yield Change(("order", name), was, now)


def _by_key(rows: Any) -> dict[str, Json]:
    """Rows with a key, however they were written down: in a list, or each under its key."""
    match rows:
        case dict():
            return {key: row for key, row in rows.items() if isinstance(row, dict)}
        case list():
            return {row["key"]: row for row in rows if isinstance(row, dict) and "key" in row}
        case _:
            return {}


def _walk(path: tuple[str, ...], old: Any, new: Any, row: tuple[str, str] | None = None) -> Iterator[Change]:
    nested = isinstance(old, dict) or isinstance(new, dict)
    if nested and len(path) < DEEPEST and all(isinstance(side, dict | None) for side in (old, new)):
        was, now = old or {}, new or {}
        for name in {**was, **now}:
            yield from _walk((*path, name), was.get(name), now.get(name), row)
    elif old != new and not (is_nothing(old) and is_nothing(new)):
        yield Change(path, old, new, row)


def is_nothing(value: Any) -> bool:
    """No value, or an empty text or list. Zero and “no” are values."""
    return value is None or value in ("", [], {})


ABOUT = {"theme": "themes", "measure": "measures", "line": "lines", "source": "sources", "party": "parties"}


def subject(table: str, after: Mapping[str, Any] | None, found: list[Change]) -> tuple[str, str] | None:
    """The row of a plan that an entry is about: as the act said, else the only row that changed."""
    if table != PLAN:
        return None
    kind, _, key = str((after or {}).get("about", "")).partition(":")
    if kind in ABOUT and key:
        return ABOUT[kind], key
    rows = {change.row for change in found}
    return rows.pop() if len(rows) == 1 else None


def only_different(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two lists what is not in both; of lists that only differ in order, and of other values, all."""
    if not isinstance(old, list) or not isinstance(new, list):
        return old, new
    gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
    return (gone, came) if gone or came else (old, new)
