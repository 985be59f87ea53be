"""From entries to a plan: themes, measures, organisations, sources and budget lines, with their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation
from kapstok.plans.mapping.entries import Entry
from kapstok.plans.mapping.naming import Keys, bullets, split_name, without_number
from kapstok.plans.mapping.noting import Notes, shortened
from kapstok.plans.mapping.parties import Parties, TooManyError
from kapstok.plans.mapping.planning import LONGEST_PLANNING, day_in, milestones_in
from kapstok.plans.mapping.rowsums import source_total, sources_of
from kapstok.plans.mapping.sources import Sources, sources
from kapstok.plans.mapping.words import Role, line_kind, plain, without_prefix
from kapstok.plans.schema import Activity, BudgetLine, Level, LineKind, Measure, PlanDocument, Theme

PLURALS = {
    "thema": "thema's",
    "hoofdthema": "hoofdthema's",
    "pijler": "pijlers",
    "leeftijdsgroep": "leeftijdsgroepen",
    "programmalijn": "programmalijnen",
    "speerpunt": "speerpunten",
    "ambitie": "ambities",
    "spoor": "sporen",
    "categorie": "categorieën",
}
_NO_MEASURE = {LineKind.UNALLOCATED, LineKind.SPENT_BEFORE, LineKind.COORDINATION}
Path = tuple[str, ...]


class UnfitError(Exception):
    """A row does not fit in a plan; the one argument is the Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Heading:
    """What the plan is called and held against. `award` in euros; `day`: the date of the plan."""

    title: str
    regulation: Regulation
    day: date
    award: Decimal | None
    theme_word: str = "thema"


@dataclass(slots=True)
class Composer:
    """The rows of the plan so far."""

    heading: Heading
    sources: Sources
    notes: Notes
    themes: dict[Path, dict[str, Any]] = field(default_factory=dict)
    measures: dict[tuple[Path, str], dict[str, Any]] = field(default_factory=dict)
    lines: list[BudgetLine] = field(default_factory=list)
    parties: Parties = field(default_factory=Parties)
    theme_keys: Keys = field(default_factory=Keys)
    measure_keys: Keys = field(default_factory=Keys)
    line_keys: Keys = field(default_factory=Keys)

    def take(self, entry: Entry) -> None:
        path = self._theme(entry.themes)
        if entry.name and path and self._is_measure(entry):
            self._line(entry, measure=self._measure(entry, path))
        elif entry.name and not entry.costs:
            self.notes.remark(entry.place, f"geen thema en geen bedrag, dus niet gelezen: ‘{shortened(entry.name)}’")
        elif entry.name:
            self._line(entry, theme=self.themes[path]["key"] if path else None)
        elif path:
            self._about_theme(entry, self.themes[path])
            self._line(entry, theme=self.themes[path]["key"])

    def _is_measure(self, entry: Entry) -> bool:
        if not entry.costs:
            return True
        return line_kind(entry.name) not in _NO_MEASURE or bool(entry.texts.keys() & {Role.LEAD, Role.PLANNING})

    def _theme(self, path: Path) -> Path:
        for depth in range(1, len(path) + 1):
            here = path[:depth]
            if here not in self.themes:
                name = without_number(split_name(without_prefix(here[-1]))[0])
                row: dict[str, Any] = {"key": self.theme_keys.new(name, "thema"), "name": name}
                if depth > 1:
                    row["parent"] = self.themes[here[:-1]]["key"]
                self.themes[here] = row
        return path

    def _about_theme(self, entry: Entry, row: dict[str, Any]) -> None:
        for role, column in ((Role.DESCRIPTION, "description"), (Role.RESULT, "goal")):
            if text := entry.texts.get(role, ""):
                row[column] = f"{row.get(column, '')}\n{text}".strip()[:10_000]

    def _measure(self, entry: Entry, path: Path) -> str:
        name, rest = split_name(without_prefix(entry.name))
        if (path, name) not in self.measures:
            self.measures[path, name] = self._new_measure(entry, path, name, rest)
        return str(self.measures[path, name]["key"])

    def _new_measure(self, entry: Entry, path: Path, name: str, rest: str) -> dict[str, Any]:
        texts = entry.texts
        lead, partners = self._parties(entry)
        planning = texts.get(Role.PLANNING, "")
        milestones = milestones_in(planning, name) if planning else ()
        self._about_planning(entry, planning, bool(milestones))
        unread = f"Planning: {planning}" if planning and not milestones else ""
        description = "\n\n".join(text for text in (rest, texts.get(Role.DESCRIPTION, ""), unread) if text)
        return {
            "key": self.measure_keys.new(name, "maatregel"),
            "theme": self.themes[path]["key"],
            "name": name,
            "description": description[:10_000],
            "target_group": texts.get(Role.TARGET_GROUP, "")[:10_000],
            "result": texts.get(Role.RESULT, "")[:10_000],
            "lead": lead,
            "partners": partners,
            "milestones": milestones,
            "estimates": _estimates(entry),
        }

    def _parties(self, entry: Entry) -> tuple[str | None, tuple[str, ...]]:
        lead, partners = (entry.texts.get(role, "") for role in (Role.LEAD, Role.PARTNERS))
        try:
            return self.parties.lead_and_partners(lead, partners)
        except TooManyError as error:
            raise UnfitError(Problem(str(entry.place), str(error))) from error

    def _about_planning(self, entry: Entry, planning: str, read: bool) -> None:
        if planning.isdigit() and (day := day_in(planning)):
            self.notes.remark(entry.place, f"in de planning staat {planning}; dat lazen we als de datum {day:%d-%m-%Y}")
        elif planning and not read:
            found = "te veel om te lezen" if len(planning) > LONGEST_PLANNING else "geen kwartaal gevonden"
            self.notes.remark(entry.place, f"{found} in de planning ‘{shortened(planning)}’; de tekst is bewaard")

    def _line(self, entry: Entry, theme: str | None = None, measure: str | None = None) -> None:
        name, rest = split_name(entry.name or (entry.themes[-1] if entry.themes else "begroting"))
        label = without_number(without_prefix(name))
        for source in sources_of(entry):
            costs = [cost for (who, _), cost in entry.costs.items() if who == source]
            amount = source_total(entry, source)
            said = [cost.note for cost in costs if cost.euros is not None or amount is None]
            note = "\n".join(dict.fromkeys(text for text in (*said, entry.texts.get(Role.NOTE, "")) if text))
            self.lines.append(
                BudgetLine(
                    key=self.line_keys.new(label, "regel"),
                    label=label,
                    theme=theme,
                    measure=measure,
                    source=self.sources.keys[plain(source)],
                    kind=line_kind(f"{label} {note}") if not measure else LineKind.PLANNED,
                    amount=amount,
                    about=any(cost.about for cost in costs),
                    years=_years(entry, source),
                    activities=() if measure else _activities(rest),
                    note=note[:10_000],
                )
            )

    def plan(self, stated: Mapping[Path, Decimal]) -> PlanDocument:
        """The whole plan. `stated`: what the sheet says a theme, or with no path the plan, comes to, in euros."""
        for path, euros in stated.items():
            if path in self.themes:
                self.themes[path]["stated_total"] = euros
        return PlanDocument(
            slug=self.heading.regulation.key,
            title=shortened(self.heading.title, 200),
            regulation=self.heading.regulation.key,
            date=self.heading.day,
            stated_total=stated.get(()),
            levels=self._levels(),
            parties=tuple(self.parties.rows.values()),
            sources=self.sources.rows,
            themes=tuple(Theme(**row) for row in self.themes.values()),
            measures=tuple(Measure(**row) for row in self.measures.values()),
            lines=tuple(self.lines),
        )

    def _levels(self) -> tuple[Level, ...]:
        word = self.heading.theme_word
        if not any("parent" in row for row in self.themes.values()):
            return (_level(word),)
        return (_level("hoofdthema" if word == "thema" else word), _level("thema"))


def compose(
    entries: Sequence[Entry],
    stated: Mapping[Path, Decimal],
    theme_texts: Mapping[Path, str],
    heading: Heading,
    notes: Notes,
) -> PlanDocument:
    """The plan that these entries make."""
    names = [source for entry in entries for source in sources_of(entry)]
    composer = Composer(heading, sources(names, heading.regulation, heading.award), notes)
    for entry in entries:
        composer.take(entry)
    for path, text in theme_texts.items():
        if path in composer.themes:
            composer.themes[path]["result"] = text[:10_000]
    return composer.plan(stated)


def _level(word: str) -> Level:
    return Level(singular=word, plural=PLURALS.get(word, f"{word}en"))


def _years(entry: Entry, source: str) -> dict[Any, Decimal]:
    return {
        year: cost.euros
        for (who, year), cost in entry.costs.items()
        if who == source and year is not None and cost.euros is not None
    }


def _estimates(entry: Entry) -> tuple[Any, ...]:
    """How the amounts came about, when the cells say so for the whole of the line and not for a part of it."""
    costs = [cost for cost in entry.costs.values() if cost.euros]
    if not costs or not all(cost.estimates for cost in costs):
        return ()
    return tuple(estimate for cost in costs for estimate in cost.estimates)


def _activities(text: str) -> tuple[Activity, ...]:
    keys = Keys()
    return tuple(Activity(topic=keys.new(item, "activiteit"), label=item) for item in bullets(text))
