"""Budget lines put in and taken out. Pure."""

from dataclasses import dataclass

from kapstok.plans.editing.rules import Edit
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.schema import BudgetLine, LineKind, PlanDocument, SpentBefore

WHOLE_PLAN = "het hele plan"


@dataclass(frozen=True, slots=True)
class Place:
    """What a line is for: a measure, a theme, or with neither the plan as a whole."""

    theme: str | None = None
    measure: str | None = None

    def __str__(self) -> str:
        """`measure:inloop`, as a form sends it; empty for the plan."""
        return f"measure:{self.measure}" if self.measure else f"theme:{self.theme}" if self.theme else ""

    @classmethod
    def read(cls, text: str) -> "Place":
        kind, _, key = text.partition(":")
        return cls(theme=key if kind == "theme" else None, measure=key if kind == "measure" else None)


def places(plan: PlanDocument) -> list[tuple[str, str]]:
    """Everything a line can be for, with what it is called: each theme with its measures under it."""
    found = [("", WHOLE_PLAN.capitalize())]
    for theme in plan.themes:
        found.append((str(Place(theme=theme.key)), f"Thema {theme.name}"))
        found += [
            (str(Place(measure=measure.key)), f"– {measure.name}")
            for measure in plan.measures
            if measure.theme == theme.key
        ]
    return found


def adding_line(line: BudgetLine) -> Edit:
    """After the last line that is for the same; its key is made from its label when the plan knows it already."""

    def edit(plan: PlanDocument) -> PlanDocument:
        key = Keys(one.key for one in plan.lines).new(line.label, "regel")
        alike = [at for at, one in enumerate(plan.lines) if (one.theme, one.measure) == (line.theme, line.measure)]
        at = alike[-1] + 1 if alike else len(plan.lines)
        new = line.model_copy(update={"key": key})
        return plan.model_copy(update={"lines": (*plan.lines[:at], new, *plan.lines[at:])})

    return edit


@dataclass(frozen=True, slots=True)
class About:
    """What a line says beside its amounts."""

    label: str
    place: Place
    source: str
    kind: LineKind
    about: bool
    note: str


def about_of(line: BudgetLine) -> About:
    place = Place(line.theme, line.measure)
    return About(line.label, place, line.source, line.kind, line.about, line.note)


def with_about(line: BudgetLine, about: About) -> BudgetLine:
    return line.model_copy(
        update={
            "label": about.label,
            "theme": about.place.theme,
            "measure": about.place.measure,
            "source": about.source,
            "kind": about.kind,
            "about": about.about and line.amount is not None,
            "note": about.note,
        }
    )


def with_line(plan: PlanDocument, line: BudgetLine) -> PlanDocument:
    """With this line in place of the one with its key."""
    return plan.model_copy(update={"lines": tuple(line if one.key == line.key else one for one in plan.lines)})


def removing_line(key: str) -> Edit:
    """Without the line; what was spent before stays, in no line."""

    def edit(plan: PlanDocument) -> PlanDocument:
        lines = tuple(line for line in plan.lines if line.key != key)
        spent = tuple(_without(one, key) for one in plan.spent_before)
        return plan.model_copy(update={"lines": lines, "spent_before": spent})

    return edit


def _without(spent: SpentBefore, key: str) -> SpentBefore:
    return spent.model_copy(update={"line": None}) if spent.line == key else spent


def line_of(plan: PlanDocument, key: str) -> BudgetLine | None:
    return next((line for line in plan.lines if line.key == key), None)
