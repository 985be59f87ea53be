"""Two people in one page of a plan: what each changed since the version that one of them started from. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kapstok.plans.schema import PlanDocument, Value

V = TypeVar("V", bound=Value)


@dataclass(frozen=True, slots=True)
class Part:
    """What is one thing to a person, and therefore taken over or chosen as a whole: its fields, and what it is called.

    `words`: what it says in Dutch, read with the names of its own plan; KeyError when it names what is not there.
    """

    label: str
    fields: tuple[str, ...]
    words: Callable[[Any, PlanDocument], str]


Parts = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Merged(Generic[V]):
    """`value` has my text where both changed something else, which `both` names; `taken` was changed by the other
    only."""

    value: V
    taken: tuple[str, ...]
    both: tuple[str, ...]


def merge(parts: Parts, base: V, mine: V, theirs: V) -> Merged[V]:
    """What I made of `base` and what somebody else made of it, together. Nothing that anybody changed is lost:
    it is in the value, or in `theirs` under a part that `both` names."""
    taken = tuple(name for name, part in parts.items() if same(part, mine, base) and not same(part, theirs, base))
    both = tuple(
        name
        for name, part in parts.items()
        if not same(part, mine, base) and not same(part, theirs, base) and not same(part, mine, theirs)
    )
    return Merged(with_parts(parts, mine, theirs, taken), taken, both)


def same(part: Part, one: Value, other: Value) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in part.fields)


def with_parts(parts: Parts, value: V, source: V, names: Sequence[str]) -> V:
    """The value, with these parts as `source` has them."""
    return value.model_copy(update={field: getattr(source, field) for name in names for field in parts[name].fields})


@dataclass(frozen=True, slots=True)
class Choice:
    """A part that both changed, as people read it on either side."""

    part: str
    label: str
    mine: str
    theirs: str


def choices(
    parts: Parts, merged: Merged[V], theirs: V, mine_in: PlanDocument, theirs_in: PlanDocument
) -> tuple[Choice, ...]:
    """The parts to choose in; each side is read with the names of its own plan."""
    return tuple(
        Choice(
            name, parts[name].label, _words(parts[name], merged.value, mine_in), _words(parts[name], theirs, theirs_in)
        )
        for name in merged.both
    )


def labels(parts: Parts, names: Sequence[str]) -> list[str]:
    return [parts[name].label.lower() for name in names]


def _words(part: Part, value: Value, plan: PlanDocument) -> str:
    try:
        return part.words(value, plan)
    except KeyError:  # it names what the other side took out of the plan
        return "staat niet meer in het plan"
