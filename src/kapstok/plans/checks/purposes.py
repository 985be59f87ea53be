"""K301 to K303: what measures are for, against the regulation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import NBSP
from kapstok.grants.costs import Outcome, cost_key
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known about a type of cost: by the municipality's own answer, or else by the regulation."""

    name: str
    words: str
    outcome: Outcome
    settled: bool


def doubtful_costs(c: Context) -> Iterator[Finding]:
    """K303: costs of which somebody said no, or of which nobody has said yet that they are allowed.

    The municipality's own answers go before what the regulation says.
    """
    known = _known(c)
    found = [(m, known[key]) for m in c.plan.measures for key in m.cost_types if key in known]
    refused = [(m, cost) for m, cost in found if cost.outcome is Outcome.NOT_ELIGIBLE]
    open_ = [(m, cost) for m, cost in found if cost.outcome is not Outcome.NOT_ELIGIBLE and not cost.settled]
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


def _known(c: Context) -> Mapping[str, _Known]:
    found = {
        cost_key(cost): _Known(cost.name, cost.position, Outcome(cost.status), settled=cost.status == "eligible")
        for cost in (c.regulation.doubtful_costs if c.regulation else ())
    }
    for key, answer in c.answers.items():
        name = found[key].name if key in found else key.replace("-", " ").capitalize()
        found[key] = _Known(name, answer.words, answer.outcome, answer.settled)
    return found


def _costs(found: Sequence[tuple[Measure, _Known]]) -> str:
    return sentences([f"‘{m.name}’: {cost.name}. {cost.words}".removesuffix(".") for m, cost in found])


def _rows(found: Sequence[tuple[Measure, _Known]]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(measure_row(m) for m, _ in found))


def _shares(measure: Measure) -> Decimal:
    return sum((purpose.share for purpose in measure.purposes), start=ZERO)


def _measures(measures: Sequence[Measure]) -> str:
    return counted(len(measures), "maatregel", "maatregelen")


def _names(measures: Sequence[Measure]) -> str:
    return quoted(measure.name for measure in measures)
