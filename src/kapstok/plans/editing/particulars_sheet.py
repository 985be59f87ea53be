"""The form of a plan's own particulars: its fields, its lists, and its money sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from kapstok.core.forms import KapstokForm
from kapstok.plans.editing import written
from kapstok.plans.editing.particulars import Particulars, has_two_levels, uses
from kapstok.plans.editing.particulars_forms import FRESH_KEY, AgendaForm, PlanForm, SourceForm, TextForm
from kapstok.plans.editing.sheet import Sheet, values_of
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.schema import Level, Party, Source, Stage

GOAL, PRINCIPLE, AGENDA, SOURCE = "doel", "uitgangspunt", "agenda", "bron"
LEVELS = (("level_1", "level_1_plural"), ("level_2", "level_2_plural"))
TEXTS = ("title", "date", "date_note", "document", "summary")


class ParticularsSheet(Sheet[Particulars]):
    def build(self) -> None:
        plan = self.around.plan
        self.own = PlanForm(self.typed, initial=written.particulars(self.first), nested=has_two_levels(plan))
        self.goals = self.rows(TextForm, GOAL, lambda one: one.goals, _text)
        self.principles = self.rows(TextForm, PRINCIPLE, lambda one: one.principles, _text)
        self.agendas = self.rows(AgendaForm, AGENDA, lambda one: one.agendas, written.agenda)
        self.sources = self.rows(SourceForm, SOURCE, lambda one: one.sources, written.source, empty=0, held=uses(plan))

    @property
    def forms(self) -> Sequence[KapstokForm]:
        return [self.own, *self.sources, *self.goals, *self.principles, *self.agendas]

    def read(self) -> tuple[Particulars, tuple[Party, ...]]:
        self.is_valid()
        lists = {
            "goals": _texts(self.goals, self.base.goals),
            "principles": _texts(self.principles, self.base.principles),
            "agendas": values_of(self.agendas, self.base.agendas),
            "sources": self._sources(),
        }
        return self.base.model_copy(update=self._own() | lists), ()

    def _own(self) -> dict[str, Any]:
        cleaned, changed = self.own.cleaned_data, self.own.changed_data
        said = {name: cleaned[name] for name in TEXTS if name in cleaned and name in changed}
        if "stage" in cleaned:
            said["stage"] = Stage(cleaned["stage"])
        if "stated_total" in cleaned and "stated_total" in changed:
            said["stated_total"] = cleaned["stated_total"].low if cleaned["stated_total"] else None
        names = {name for pair in LEVELS for name in pair}
        if names & set(changed) and not names & self.own.errors.keys():
            said["levels"] = _levels(cleaned)
        return said

    def _sources(self) -> tuple[Source, ...]:
        """With a key for each new one, that no other has."""
        found: tuple[Source, ...] = values_of(self.sources, self.base.sources)
        keys = Keys(one.key for one in (*self.around.plan.sources, *self.base.sources))
        return tuple(
            one.model_copy(update={"key": keys.new(one.name, "geldbron")}) if one.key == FRESH_KEY else one
            for one in found
        )


def _levels(cleaned: Mapping[str, str]) -> tuple[Level, ...]:
    return tuple(Level(singular=cleaned[one], plural=cleaned[more]) for one, more in LEVELS if cleaned[one])


def _texts(rows: Sequence[TextForm], base: tuple[str, ...]) -> tuple[str, ...]:
    """An empty one is no text; a list in which only those are missing was not changed."""
    found: tuple[str, ...] = values_of(rows, base)
    return base if found == tuple(filter(None, base)) else found


def _text(value: str) -> dict[str, Any]:
    return {"text": value}
