"""The parts of a plan that differ, as plain values: what the history keeps of a change. Pure.

A field of the plan stands under its name; rows with a key stand under their key, with only the fields that differ:
`{"measures": {"inloop": {"result": "..."}}}`. A row that is only in one of the two was added or removed. What is not
named has its default. `order` names the keys of rows that changed places.
"""

from collections.abc import Mapping
from typing import Any

from kapstok.plans.schema import PlanDocument

KEYED = ("parties", "sources", "themes", "measures", "lines")
Parts = dict[str, Any]


def differing_parts(before: PlanDocument, after: PlanDocument) -> tuple[Parts, Parts]:
    """What only `before` says, and what only `after` says; both empty when they are equal."""
    was, now = _plain(before), _plain(after)
    old, new = _unequal(was, now)
    for name in KEYED:
        _set_apart(name, was.get(name, []), now.get(name, []), old, new)
    return old, new


def undone(document: PlanDocument, before: Mapping[str, Any], after: Mapping[str, Any]) -> PlanDocument:
    """The plan before the change with these parts, from the plan after it."""
    plain = _plain(document)
    for name in KEYED:
        rows = {row["key"]: row for row in plain.get(name, [])}
        plain[name] = _rows_before(rows, before.get(name, {}), after.get(name, {}))
        if order := before.get("order", {}).get(name):
            plain[name].sort(key=lambda row: order.index(row["key"]))
    own = (before.keys() | after.keys()) - {*KEYED, "order", "about"}
    return PlanDocument.model_validate(_put_back(plain, own, before))


def _plain(plan: PlanDocument) -> Parts:
    return plan.model_dump(mode="json", exclude_defaults=True)


def _unequal(was: Parts, now: Parts) -> tuple[Parts, Parts]:
    names = [name for name in was | now if name not in KEYED and _side(was, name) != _side(now, name)]
    return {name: was[name] for name in names if name in was}, {name: now[name] for name in names if name in now}


def _side(plain: Mapping[str, Any], name: str) -> tuple[bool, Any]:
    return name in plain, plain.get(name)


def _set_apart(name: str, was: list[Parts], now: list[Parts], old: Parts, new: Parts) -> None:
    """Adds to `old` and `new` what differs between the rows of one list."""
    before, after = ({row["key"]: row for row in rows} for rows in (was, now))
    for key in before | after:
        match before.get(key), after.get(key):
            case None, row:
                new.setdefault(name, {})[key] = row
            case row, None:
                old.setdefault(name, {})[key] = row
            case a, b if a is not None and b is not None and a != b:
                old.setdefault(name, {})[key], new.setdefault(name, {})[key] = _unequal(a, b)
    if list(before) != [key for key in after if key in before] + [key for key in before if key not in after]:
        old.setdefault("order", {})[name], new.setdefault("order", {})[name] = list(before), list(after)


def _rows_before(rows: Mapping[str, Parts], before: Mapping[str, Parts], after: Mapping[str, Parts]) -> list[Parts]:
    kept = {key: row for key, row in rows.items() if key in before or key not in after}
    return [
        _put_back(kept.get(key, {}), before.get(key, {}).keys() | after.get(key, {}).keys(), before.get(key, {}))
        for key in {**kept, **before}
    ]


def _put_back(plain: Parts, names: set[str], before: Mapping[str, Any]) -> Parts:
    """These fields as they were; one that had its default is left out."""
    rest = {name: value for name, value in plain.items() if name not in names}
    return rest | {name: before[name] for name in names if name in before}
