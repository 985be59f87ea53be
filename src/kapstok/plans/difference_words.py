"""What can differ between two plans, as people call it. Pure; `difference_kinds` holds what each kind of row has."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kapstok.core.periods import format_date
from kapstok.plans.schema import PlanDocument


class What(StrEnum):
    PLAN = "plan"
    THEME = "theme"
    MEASURE = "measure"
    ESTIMATE = "estimate"
    STEP = "step"
    LINE = "line"
    SOURCE = "source"
    PARTY = "party"
    MOMENT = "moment"
    SPENT_BEFORE = "spent_before"


WHAT_LABELS: Mapping[What, str] = {
    What.PLAN: "plan",
    What.THEME: "thema",
    What.MEASURE: "maatregel",
    What.ESTIMATE: "raming",
    What.STEP: "stap in de planning",
    What.LINE: "begrotingsregel",
    What.SOURCE: "geldbron",
    What.PARTY: "partij",
    What.MOMENT: "moment",
    What.SPENT_BEFORE: "al besteed",
}


class Names:
    """What people call the rows of one plan, by key; two with one name are told apart by their keys."""

    def __init__(self, plan: PlanDocument) -> None:
        self.parties = _names((row.key, row.name) for row in plan.parties)
        self.sources = _names((row.key, row.name) for row in plan.sources)
        self.themes = _names((row.key, row.name) for row in plan.themes)
        self.measures = _names((row.key, row.name) for row in plan.measures)
        self.lines = _names((row.key, row.label) for row in plan.lines)


def _names(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    named = list(rows)
    times = Counter(name for _, name in named)
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in named}


@dataclass(frozen=True, slots=True)
class Facet:
    """What people see as one thing: one field, or several that are read together."""

    label: str
    fields: tuple[str, ...]
    words: Callable[[Any, Names], str]


@dataclass(frozen=True, slots=True)
class RowKind:
    """A list of the plan, or of a measure: `rows` is where it stands, `brief` says the row in a few words."""

    what: What
    rows: str
    name: Callable[[Any], str]
    brief: Callable[[Any, Names], str]
    facets: tuple[Facet, ...]


def text(label: str, field: str) -> Facet:
    return Facet(label, (field,), lambda row, _: getattr(row, field))


def yes(label: str, field: str) -> Facet:
    return Facet(label, (field,), lambda row, _: "ja" if getattr(row, field) else "nee")


def word(label: str, field: str, words: Mapping[Any, str]) -> Facet:
    return Facet(label, (field,), lambda row, _: words.get(getattr(row, field), ""))


def day(label: str, field: str) -> Facet:
    return Facet(label, (field,), lambda row, _: format_date(on) if (on := getattr(row, field)) else "")
