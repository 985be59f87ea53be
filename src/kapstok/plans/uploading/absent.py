"""What the plan has and the workbook does not, with what would go along if it left. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kapstok.core.money import format_euro
from kapstok.plans.editing.rules import Leaving, leaving_with_measure, leaving_with_theme
from kapstok.plans.presentation.words import count_text, listed
from kapstok.plans.schema import PlanDocument


@dataclass(frozen=True, slots=True)
class Absent:
    """What the plan has and the workbook does not. `held`: why it cannot leave; `with_it`: what would go along."""

    id: str
    what: str
    name: str
    with_it: str
    leaves: bool
    held: str = ""


HOLDS = "Kan niet weg: er is een werkplan van {}."


def absent(
    plan: PlanDocument, missing: Sequence[str], leave: frozenset[str], held: Mapping[str, Sequence[str]]
) -> list[Absent]:
    """`held`: whose work plans there are, by the key of the measure."""
    return [_absent(plan, one, one in leave, held) for one in missing]


def _absent(plan: PlanDocument, one: str, leaves: bool, held: Mapping[str, Sequence[str]]) -> Absent:
    kind, _, key = one.partition(":")
    match kind:
        case "line":
            line = next(line for line in plan.lines if line.key == key)
            amount = "zonder bedrag" if line.amount is None else format_euro(line.amount)
            return Absent(one, "begrotingsregel", line.label, amount, leaves)
        case "measure":
            leaving = leaving_with_measure(plan, key)
            return Absent(one, "maatregel", leaving.measures[0].name, _with_it(leaving), leaves, _held(leaving, held))
        case _:
            leaving = leaving_with_theme(plan, key)
            return Absent(one, "thema", leaving.themes[0].name, _with_it(leaving), leaves, _held(leaving, held))


def _with_it(leaving: Leaving) -> str:
    under = [count_text(len(leaving.measures), "maatregel", "maatregelen")] * bool(leaving.themes and leaving.measures)
    lines = f"{count_text(len(leaving.lines), 'regel', 'regels')} van {format_euro(leaving.euros)}"
    return f"met {listed([*under, lines])}" if leaving.lines else f"met {listed(under)}" if under else ""


def _held(leaving: Leaving, held: Mapping[str, Sequence[str]]) -> str:
    parties = dict.fromkeys(party for measure in leaving.measures for party in held.get(measure.key, ()))
    return HOLDS.format(listed(list(parties))) if parties else ""
