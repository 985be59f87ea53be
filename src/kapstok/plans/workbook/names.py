"""Keys and the names that people see instead: made, looked up, and told apart when two rows have the same name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from kapstok.core.sorting import sort_key

LONGEST_KEY, LONGEST_NAME = 80, 200
MOST_LOOKED_UP = 25
_KEYED = re.compile(r".*\[([a-z0-9-]+)\]", re.DOTALL)


def key_from(name: str, fallback: str) -> str:
    """Inzet op preventie becomes inzet-op-preventie; `fallback` when the name has no letters or figures."""
    key = re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")[:LONGEST_KEY].strip("-")
    return key or fallback


def keys_for(rows: Sequence[tuple[str, str]], fallback: str) -> list[str]:
    """For each (key, name) its key, or one made of its name that no other row has."""
    taken, last = {key for key, _ in rows if key}, dict[str, int]()
    keys = []
    for number, (key, name) in enumerate(rows, 1):
        keys.append(key or _free(key_from(name, f"{fallback}-{number}"), taken, last))
        taken.add(keys[-1])
    return keys


def _free(key: str, taken: set[str], last: dict[str, int]) -> str:
    """A key that is not taken; `last` keeps up to which number those like it are."""
    number, free = last.get(key, 1), key
    while free in taken:
        number += 1
        free = f"{key[: LONGEST_KEY - len(str(number)) - 1]}-{number}"
    last[key] = number
    return free


class Names:
    """The rows of one kind, by key and by name. `kind` is the Dutch word for such a row, `where` its sheet.

    `reserved`: a name that stands for no row at all; its key is empty.
    """

    def __init__(self, kind: str, where: str, rows: Iterable[tuple[str, str]], reserved: str = "") -> None:
        self.kind, self.where, self._looked_up = kind, where, 0
        pairs = list(rows)
        plainly = [plain(name) for _, name in pairs]
        counted = Counter([*plainly, plain(reserved)])
        self.labels = {
            key: _label(key, name, counted[bare] > 1) for (key, name), bare in zip(pairs, plainly, strict=True)
        }
        self._by_name: dict[str, list[str]] = {}
        for (key, _), bare in zip(pairs, plainly, strict=True):
            self._by_name.setdefault(bare, []).append(key)
        if reserved:
            self.labels[""] = reserved
            self._by_name.setdefault(plain(reserved), []).append("")
        self._by_label = {label: key for key, label in self.labels.items()}

    def __contains__(self, text: str) -> bool:
        return text in self._by_label or bool(self._by_name.get(plain(text))) or self._keyed(text) is not None

    def exact(self, text: str) -> str | None:
        """The key of the row with exactly this label."""
        return self._by_label.get(text)

    def key(self, text: str) -> str:
        """The key of the row that a cell names. ValueError in Dutch when there is none, or more than one."""
        if text in self._by_label:
            return self._by_label[text]
        found = self._by_name.get(plain(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(f"“{text}” komt meer dan één keer voor; schrijf {_or([self.labels[k] for k in found])}")
        keyed = self._keyed(text)
        if keyed is None:
            raise ValueError(self._unknown(text))
        return keyed

    def _keyed(self, text: str) -> str | None:
        match = _KEYED.fullmatch(text)
        key = match[1] if match else text.strip()
        return key if key in self.labels else None

    def keys(self, text: str) -> list[str]:
        """Several names, with semicolons or on lines of their own; commas only when all parts are known."""
        parts = [part.strip(" ") for part in re.split(r"[;\n]", text) if part.strip(" ")]
        if len(parts) == 1 and parts[0] not in self and "," in text:
            by_comma = [part.strip() for part in text.split(",") if part.strip()]
            parts = by_comma if sum(part in self for part in by_comma) else parts
        return [self.key(part) for part in parts]

    def _unknown(self, text: str) -> str:
        """With the name that it looks like; only for the first few, because looking for that takes long."""
        self._looked_up += 1
        is_worth_it = self._looked_up <= MOST_LOOKED_UP and len(text) <= LONGEST_NAME
        near = get_close_matches(plain(text), list(self._by_name), n=1, cutoff=0.75) if is_worth_it else []
        meant = f"Bedoelt u “{self.labels[self._by_name[near[0]][0]]}”? Anders: v" if near else "V"
        return f"{self.kind} “{text[:60]}” is niet bekend. {meant}oeg een rij toe op het blad {self.where}"


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """What two spellings of a name have in common."""
    bare = " ".join(text.lower().split()) if text.isascii() else sort_key(text)
    return bare.strip(" *:.")


def _label(key: str, name: str, is_double: bool) -> str:
    """The name; with the key when another row has it too, or when a cell with names would be split inside it."""
    name_in_cell = name.replace(";", ",").replace("\n", ",")
    return f"{name_in_cell} [{key}]" if is_double or name_in_cell != name or name.endswith("]") else name


def _or(labels: Sequence[str]) -> str:
    return " of ".join(f"“{label}”" for label in labels)
