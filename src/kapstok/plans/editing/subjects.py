"""What is edited on a page of its own: a measure, a theme, and the plan's own particulars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from kapstok.plans.editing import parts
from kapstok.plans.editing.measure_sheet import MeasureSheet
from kapstok.plans.editing.merging import Parts, V
from kapstok.plans.editing.particulars import Particulars, particulars_of, with_particulars
from kapstok.plans.editing.particulars_sheet import ParticularsSheet
from kapstok.plans.editing.rules import Edit, measure_of, putting_measure, putting_theme, theme_of
from kapstok.plans.editing.sheet import Sheet
from kapstok.plans.editing.theme_sheet import ThemeSheet
from kapstok.plans.schema import Measure, Party, PlanDocument, Theme


@dataclass(frozen=True, slots=True)
class Subject(Generic[V]):
    """One kind of thing, and how it is found in a plan, put back into it and asked in a form.

    `gone`: what to tell when somebody else took it out of the plan.
    """

    kind: str
    model: type[V]
    parts: Parts
    find: Callable[[PlanDocument, str], V | None]
    put: Callable[[V, Sequence[Party]], Edit]
    sheet: type[Sheet[V]]
    gone: str = ""

    def name(self, key: str) -> str:
        """Of one of them, as drafts and the history know it: `measure:inloop`."""
        return f"{self.kind}:{key}" if key else self.kind

    @property
    def act(self) -> str:
        return f"{self.kind} changed"


MEASURE = Subject(
    kind="measure",
    model=Measure,
    parts=parts.MEASURE,
    find=measure_of,
    put=putting_measure,
    sheet=MeasureSheet,
    gone="Deze maatregel is intussen uit het plan gehaald. Uw tekst staat hieronder. Bewaar om haar terug te zetten.",
)
THEME = Subject(
    kind="theme",
    model=Theme,
    parts=parts.THEME,
    find=theme_of,
    put=lambda theme, _: putting_theme(theme),
    sheet=ThemeSheet,
    gone="Dit thema is intussen uit het plan gehaald. Uw tekst staat hieronder. Bewaar om het terug te zetten.",
)
PARTICULARS = Subject(
    kind="plan",
    model=Particulars,
    parts=parts.PARTICULARS,
    find=lambda plan, _: particulars_of(plan),
    put=lambda mine, _: lambda plan: with_particulars(plan, mine),
    sheet=ParticularsSheet,
)
