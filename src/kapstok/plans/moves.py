"""What moved between the measures and themes of a plan: euros, per source. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.plans.difference_kinds import WHOLE_PLAN
from kapstok.plans.difference_words import What
from kapstok.plans.schema import BudgetLine, PlanDocument

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Move:
    """Euros that one source plans for a measure, a theme, or (`What.PLAN`, no key) the plan as a whole.

    `name` and `source_name` are those of the later plan, or of the earlier one for what is gone.
    """

    what: What
    key: str
    name: str
    source: str
    source_name: str
    before: Decimal
    after: Decimal

    @property
    def amount(self) -> Decimal:
        """Euros that came in; below 0 what went out."""
        return self.after - self.before


_Spot = tuple[What, str, str]  # what, its key, the key of the source


def moved(before: PlanDocument, after: PlanDocument) -> list[Move]:
    """Where the planned euros differ, in the order of the later plan, then what is gone.

    Each budget line counts where it stands itself, so the amounts sum to the difference of the totals, for each source
    as well. A line without an amount counts as nothing.
    """
    was, now = _planned(before), _planned(after)
    names = _names(before) | _names(after)
    sources = {source.key: source.name for source in (*before.sources, *after.sources)}
    return [
        Move(what, key, names[what, key], source, sources[source], old, new)
        for what, key, source in now | was
        if (old := was.get((what, key, source), ZERO)) != (new := now.get((what, key, source), ZERO))
    ]


def _planned(plan: PlanDocument) -> dict[_Spot, Decimal]:
    """Euros per place and source: the plan as a whole, then the themes and measures in their order."""
    found: dict[_Spot, Decimal] = defaultdict(lambda: ZERO)
    for line in plan.lines:
        found[*_place(line), line.source] += line.amount or ZERO
    order = {place: at for at, place in enumerate(_names(plan))}
    return {spot: found[spot] for spot in sorted(found, key=lambda spot: order[spot[:2]])}


def _place(line: BudgetLine) -> tuple[What, str]:
    if line.measure:
        return What.MEASURE, line.measure
    return (What.THEME, line.theme) if line.theme else (What.PLAN, "")


def _names(plan: PlanDocument) -> dict[tuple[What, str], str]:
    return dict(_named(plan))


def _named(plan: PlanDocument) -> Iterator[tuple[tuple[What, str], str]]:
    yield (What.PLAN, ""), WHOLE_PLAN
    yield from (((What.THEME, theme.key), theme.name) for theme in plan.themes)
    yield from (((What.MEASURE, measure.key), measure.name) for measure in plan.measures)
