"""K301 to K303: what measures are for, against the regulation."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kapstok.core.money import NBSP
from kapstok.grants.regulation_parts import DoubtfulCost
from kapstok.plans.checks.context import Context, measure_row
from kapstok.plans.checks.wording import counted, listed, percent, quoted, sentences
from kapstok.plans.findings import Finding, Row, Severity
from kapstok.plans.rules import ZERO
from kapstok.plans.schema import Measure, Stage


def purposes(c: Context) -> Iterator[Finding]:
    """K301: measures without a spending purpose, or with shares that are not 100 %. An outline may still lack them."""
    if c.plan.stage is Stage.OUTLINE:
        return
    without = [m for m in c.plan.measures if not m.purposes]
    if without:
        yield Finding(
            "K301",
            Severity.WARNING,
            f"{_measures(without)} {'heeft' if len(without) == 1 else 'hebben'} nog geen bestedingsdoel.",
            f"Kies het doel bij {_names(without)}. Zonder doel is later niet te laten zien waarvoor het geld was.",
            tuple(map(measure_row, without)),
        )
    uneven = [(m, shares) for m in c.plan.measures if m.purposes and (shares := _shares(m)) != 100]
    if uneven:
        yield Finding(
            "K301",
            Severity.ERROR,
            f"Bij {_measures([m for m, _ in uneven])} zijn de delen per bestedingsdoel samen geen 100{NBSP}%.",
            f"{sentences([f'‘{m.name}’: samen {percent(s)} (berekend)' for m, s in uneven])} Verbeter de delen.",
            tuple(measure_row(m) for m, _ in uneven),
        )


def unknown_purposes(c: Context) -> Iterator[Finding]:
    """K302: a purpose number that the regulation does not have."""
    if not c.regulation:
        return
    known = [purpose.number for purpose in c.regulation.purposes]
    strange = {m.key: [p.number for p in m.purposes if p.number not in known] for m in c.plan.measures}
    wrong = [m for m in c.plan.measures if strange[m.key]]
    if wrong:
        numbers = sorted({number for found in strange.values() for number in found})
        yield Finding(
            "K302",
            Severity.ERROR,
            f"{_measures(wrong)} {'noemt' if len(wrong) == 1 else 'noemen'} een bestedingsdoel dat niet bestaat.",
            f"Doel {listed([str(n) for n in numbers])} staat niet in de regeling; die heeft "
            f"{', '.join(map(str, known))}. Het gaat om {_names(wrong)}.",
            tuple(map(measure_row, wrong)),
        )


def doubtful_costs(c: Context) -> Iterator[Finding]:
    """K303: costs of which the regulation says no, or of which nobody has said yet that they are allowed."""
    if not c.regulation:
        return
    known = {cost_key(cost): cost for cost in c.regulation.doubtful_costs}
    found = [(m, known[key]) for m in c.plan.measures for key in m.cost_types if key in known]
    refused = [(m, cost) for m, cost in found if cost.status == "not_eligible"]
    open_ = [(m, cost) for m, cost in found if cost.status in ("unclear", "conditional")]
    if refused:
        yield Finding(
            "K303",
            Severity.ERROR,
            f"{counted(len(refused), 'kostenpost mag', 'kostenposten mogen')} niet uit deze uitkering worden betaald.",
            f"{_costs(refused)} Betaal het uit eigen middelen of een ander potje.",
            _rows(refused),
        )
    if open_:
        yield Finding(
            "K303",
            Severity.WARNING,
            f"Bij {counted(len(open_), 'kostenpost', 'kostenposten')} is nog niet zeker of de uitkering die betaalt.",
            f"{_costs(open_)} Vraag het de accountant en leg het antwoord vast.",
            _rows(open_),
        )


def cost_key(cost: DoubtfulCost) -> str:
    """How a plan's `cost_types` name this cost: its name in plain small letters, `glasvezel` or `groen-schoolplein`."""
    plain = unicodedata.normalize("NFKD", cost.name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:80].strip("-")


def _costs(found: Sequence[tuple[Measure, DoubtfulCost]]) -> str:
    return sentences([f"‘{m.name}’: {cost.name}. {cost.position.removesuffix('.')}" for m, cost in found])


def _rows(found: Sequence[tuple[Measure, DoubtfulCost]]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(measure_row(m) for m, _ in found))


def _shares(measure: Measure) -> Decimal:
    return sum((purpose.share for purpose in measure.purposes), start=ZERO)


def _measures(measures: Sequence[Measure]) -> str:
    return counted(len(measures), "maatregel", "maatregelen")


def _names(measures: Sequence[Measure]) -> str:
    return quoted(measure.name for measure in measures)
