"""Rows of a workbook that seem new, or were taken for a row that is called otherwise: she knows better. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kapstok.plans.schema import BudgetLine, Measure, PlanDocument, Theme
from kapstok.plans.uploading.likeness import alike
from kapstok.plans.uploading.matching import Matches, Same, name_of

MOST_OPTIONS = 200  # rows of the plan to choose from
APART = "new"  # it was pointed out to be none of them
Row = Theme | Measure | BudgetLine


@dataclass(frozen=True, slots=True)
class Doubt:
    """`chosen`: the row of the plan it is taken for, empty when it comes beside them; `options`: likeliest first."""

    id: str
    what: str
    name: str
    chosen: str
    options: tuple[tuple[str, str], ...]


def doubts(plan: PlanDocument, offered: PlanDocument, matches: Matches, same: Same) -> list[Doubt]:
    return [
        *_of("theme", "thema", offered.themes, plan.themes, matches.themes, matches, same),
        *_of("measure", "maatregel", offered.measures, plan.measures, matches.measures, matches, same),
        *_of("line", "begrotingsregel", _own(offered, matches), plan.lines, matches.lines, matches, same),
    ]


def _of(
    kind: str,
    what: str,
    rows: Sequence[Row],
    there: Sequence[Row],
    keys: Mapping[str, str],
    matches: Matches,
    same: Same,
) -> list[Doubt]:
    used, found = set(keys.values()), list[Doubt]()
    for row in rows:
        one = f"{kind}:{row.key}"
        chosen = "" if one in matches.new else keys[row.key]
        options = [other for other in there if other.key == chosen or other.key not in used]
        if options and (one in same or one in matches.new or one in matches.guessed):
            found.append(Doubt(one, what, name_of(row), chosen, _ranked(row, options)))
    return found


def _own(offered: PlanDocument, matches: Matches) -> list[BudgetLine]:
    """The lines that do not come along with a new theme or measure."""
    new = matches.new
    return [line for line in offered.lines if not {f"measure:{line.measure}", f"theme:{line.theme}"} & new]


def _ranked(row: Row, there: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    ranked = sorted(there, key=lambda other: -alike(name_of(row), name_of(other)))
    return tuple((other.key, name_of(other)) for other in ranked[:MOST_OPTIONS])


def pointed_out(found: Sequence[Doubt], said: Mapping[str, str], same: Same) -> dict[str, str]:
    """What is pointed out from now on; `said` is what came back for each doubt, which may be what was shown."""
    changed = {one.id: said[one.id] or APART for one in found if said.get(one.id, one.chosen) != one.chosen}
    return {**same, **changed}
