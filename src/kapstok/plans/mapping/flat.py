"""A list without themes: its rows are the themes themselves when each holds a list, else measures of one theme."""

from collections.abc import Sequence
from dataclasses import replace

from kapstok.plans.mapping.entries import Entry
from kapstok.plans.mapping.naming import bullets, is_numbered

ONE_THEME = "Maatregelen"


def with_themes(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each under a theme; of a numbered list what has no number serves the whole plan."""
    if any(entry.themes for entry in entries):
        return list(entries)
    numbered = [entry for entry in entries if is_numbered(entry.name)]
    lists = [entry for entry in entries if bullets(entry.name)]
    if 2 * len(numbered) >= len(entries) > 1 and lists:
        return [_as_theme(entry) if is_numbered(entry.name) else entry for entry in entries]
    if 2 * len(lists) >= len(entries) > 1:
        return [_as_theme(entry) for entry in entries]
    return [replace(entry, themes=(ONE_THEME,)) for entry in entries]


def _as_theme(entry: Entry) -> Entry:
    return replace(entry, themes=(entry.name,), name="")
