"""Two people in one measure: what each changed since the version that one of them started from. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kapstok.plans.difference_kinds import ESTIMATES, MEASURES, STEPS
from kapstok.plans.difference_words import Names, RowKind
from kapstok.plans.schema import Measure, PlanDocument

# What is one thing to a person, and therefore taken over or chosen as a whole: its fields, and what it is called.
PARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "name": (("name",), "Naam"),
    "theme": (("theme",), "Thema"),
    "description": (("description",), "Omschrijving"),
    "target_group": (("target_group",), "Doelgroep"),
    "result": (("result",), "Beoogd resultaat"),
    "indicator": (("indicator",), "Indicator"),
    "offer": (("offer",), "Soort aanbod"),
    "lead": (("lead",), "Trekker"),
    "partners": (("partners",), "Partners"),
    "purposes": (("purposes", "purposes_illustrative"), "Bestedingsdoelen"),
    "cost_types": (("cost_types",), "Soorten kosten"),
    "estimates": (("estimates",), "Ramingen"),
    "milestones": (("milestones",), "Planning"),
    "funding": (("funding",), "Wie het betaalt"),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """`measure` has my text where both changed something else, which `both` names; `taken` was changed by the other
    only."""

    measure: Measure
    taken: tuple[str, ...]
    both: tuple[str, ...]


def merge(base: Measure, mine: Measure, theirs: Measure) -> Merged:
    """What I made of `base` and what somebody else made of it, together. Nothing that anybody changed is lost:
    it is in the measure, or in `theirs` under a part that `both` names."""
    taken = tuple(part for part in PARTS if same(part, mine, base) and not same(part, theirs, base))
    both = tuple(
        part
        for part in PARTS
        if not same(part, mine, base) and not same(part, theirs, base) and not same(part, mine, theirs)
    )
    return Merged(with_parts(mine, theirs, taken), taken, both)


def same(part: str, one: Measure, other: Measure) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in PARTS[part][0])


def with_parts(measure: Measure, source: Measure, parts: Sequence[str]) -> Measure:
    """The measure, with these parts as `source` has them."""
    return measure.model_copy(update={field: getattr(source, field) for part in parts for field in PARTS[part][0]})


@dataclass(frozen=True, slots=True)
class Choice:
    """A part that both changed, as people read it on either side."""

    part: str
    label: str
    mine: str
    theirs: str


def choices(merged: Merged, theirs: Measure, mine_in: PlanDocument, theirs_in: PlanDocument) -> tuple[Choice, ...]:
    """The parts to choose in; each measure is read with the names of its own plan."""
    return tuple(
        Choice(part, PARTS[part][1], _words(part, merged.measure, mine_in), _words(part, theirs, theirs_in))
        for part in merged.both
    )


def labels(parts: Sequence[str]) -> list[str]:
    return [PARTS[part][1].lower() for part in parts]


_FACETS = {facet.fields[0]: facet for facet in MEASURES.facets}
_UNDER = {"estimates": ESTIMATES, "milestones": STEPS}


def _words(part: str, measure: Measure, plan: PlanDocument) -> str:
    names = Names(plan)
    if part in _UNDER:
        return "\n".join(_row(_UNDER[part], row, names) for row in getattr(measure, part))
    try:
        return _FACETS[part].words(measure, names)
    except KeyError:  # it names what the other side took out of the plan
        return "staat niet meer in het plan"


def _row(kind: RowKind, row: Any, names: Names) -> str:
    return f"{kind.name(row)}: {kind.brief(row, names)}"
