"""K106 and K107: does an estimate work out, and do the estimates of one measure agree?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from kapstok.core.money import NBSP, format_euro, format_number, format_range
from kapstok.plans.checks.context import Context, fits, measure_row, near
from kapstok.plans.checks.wording import counted, number, sentences
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import Range, per_period, product, quantity, summed, whole
from kapstok.plans.schema import Estimate, Factor, Measure, Per

MONTHS_IN_YEAR = Decimal(12)
PERIODS = {Per.TOTAL: "in totaal", Per.YEAR: "per jaar", Per.MONTH: "per maand"}


def factors_against_amounts(c: Context) -> Iterator[Finding]:
    """K106: the factors multiplied are not the amount that the estimate states.

    "About" amounts and factors we worked out ourselves get the tolerance; a whole amount may be a rounded product.
    """
    wrong = [(measure, estimate) for measure in c.plan.measures for estimate in measure.estimates if _off(estimate)]
    if wrong:
        told = [f"‘{m.name}’: {_sum_of(e)} is {_worked_out(e)}, er staat {_stated(e)}" for m, e in wrong]
        yield Finding(
            "K106",
            Severity.WARNING,
            f"Bij {counted(len(wrong), 'raming', 'ramingen')} komt de rekensom niet uit op het bedrag dat er staat.",
            f"{sentences(told)} Verbeter de rekensom of het bedrag.",
            tuple(dict.fromkeys(measure_row(measure) for measure, _ in wrong)),
        )


def contradictions(c: Context) -> Iterator[Finding]:
    """K107: two estimates of one measure count the same thing and come out differently; one finding a measure.

    Putten's walk-in hours: 2 a month per school (§ 3.2) is 360 hours a year, 2 a week for 40 weeks (§ 4.2) is 1.200.
    Estimates that add up are parts of one sum and not compared: at least one of a pair is there to be compared.
    """
    for measure in c.plan.measures:
        if clash := _first_clash(measure):
            yield _contradiction(measure, clash)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two figures for the same thing, as a reader would write them, and how each was found."""

    kind: str
    one: str
    other: str
    explained: tuple[str, ...]


def _off(estimate: Estimate) -> bool:
    worked_out = product(estimate)
    if estimate.amount is None or worked_out is None:
        return False
    stated = Range(estimate.amount, estimate.high or estimate.amount, _rough(estimate))
    rounded = worked_out.quantize(Decimal(1), ROUND_HALF_UP)
    return not fits(worked_out, stated, stated.about) and rounded not in (stated.low, stated.high)


def _rough(estimate: Estimate) -> bool:
    return estimate.about or any(factor.derived for factor in estimate.factors)


def _first_clash(measure: Measure) -> Clash | None:
    if len(measure.estimates) < 2:
        return None
    adding = [e for e in measure.estimates if _adds_up(e)]
    parts = {id(e) for e in adding}
    counting = [(e, count * _scale(e), id(e) in parts) for e in measure.estimates if (count := quantity(e)) and e.unit]
    for (one, first, one_adds), (other, second, other_adds) in combinations(counting, 2):
        if first != second and not (one_adds and other_adds) and (clash := _quantities(one, other)):
            return clash
    loose = [e for e in measure.estimates if not e.counted]
    return next((clash for e in loose if (clash := _euros(e, _peers(e, adding)))), None)


def _adds_up(estimate: Estimate) -> bool:
    return estimate.counted and whole(estimate) is not None


def _quantities(one: Estimate, other: Estimate) -> Clash | None:
    """A clash between what two estimates count in the same unit, over the same period."""
    if not one.unit or one.unit.casefold() != other.unit.casefold():
        return None
    first, second = quantity(one), quantity(other)
    if first is None or second is None or not _comparable(one, other):
        return None
    first, second = first * _scale(one), second * _scale(other)
    about = _rough(one) or _rough(other)
    if near(first, second, about):
        return None
    period = PERIODS[Per.TOTAL if one.per is Per.TOTAL else Per.YEAR]
    return Clash(
        "aantallen",
        f"{number(first)} {one.unit}",
        f"{number(second)} {one.unit} {period}",
        (_count_told(one, first), _count_told(other, second)),
    )


def _peers(loose: Estimate, adding: Sequence[Estimate]) -> Sequence[Estimate]:
    """The counted estimates that a loose one is another figure for: of the same unit, or else the whole measure."""
    same = [e for e in adding if loose.unit and e.unit.casefold() == loose.unit.casefold()]
    return same or (adding if len(adding) == 1 or not loose.unit else [])


def _euros(loose: Estimate, peers: Sequence[Estimate]) -> Clash | None:
    """A clash between the euros of a loose estimate and those that add up: per year, or else over the whole plan."""
    per_year = all(_comparable(loose, e) and e.per is not Per.TOTAL for e in peers)
    one, other = _over(loose, per_year), summed([found for e in peers if (found := _over(e, per_year))])
    if not one or not other or _overlap(one, other, any(_rough(e) for e in (loose, *peers))):
        return None
    period = PERIODS[Per.YEAR if per_year else Per.TOTAL]
    told = [f"{_where(e)}{_stated_or_worked_out(e)} {PERIODS[e.per]}" for e in (*peers, loose)]
    return Clash("bedragen", _written(other), f"{_written(one)} {period}", tuple(told))


def _overlap(one: Range, other: Range, about: bool) -> bool:
    lower, upper = sorted((one, other), key=lambda found: found.low)
    return upper.low <= lower.high or near(upper.low, lower.high, about)


def _over(estimate: Estimate, per_year: bool) -> Range | None:
    """Euros a year, or over the whole plan."""
    once = per_period(estimate)
    if not per_year or once is None:
        return whole(estimate)
    return Range(once.low * _scale(estimate), once.high * _scale(estimate), once.about)


def _comparable(one: Estimate, other: Estimate) -> bool:
    """Years and months can be compared with each other, a total only with a total."""
    return (one.per is Per.TOTAL) == (other.per is Per.TOTAL)


def _scale(estimate: Estimate) -> Decimal:
    """From one period to a year; a total to the whole plan."""
    match estimate.per:
        case Per.MONTH:
            return MONTHS_IN_YEAR
        case Per.YEAR:
            return Decimal(1)
        case Per.TOTAL:
            return estimate.times


def _contradiction(measure: Measure, clash: Clash) -> Finding:
    return Finding(
        "K107",
        Severity.WARNING,
        f"Voor ‘{measure.name}’ staan in het plan twee {clash.kind}: {clash.one} en {clash.other}.",
        f"{sentences(clash.explained)} Kies één van de twee en pas het bedrag daarop aan.",
        (measure_row(measure),),
    )


def _where(estimate: Estimate) -> str:
    return f"{estimate.stated_in or estimate.label}: " if estimate.stated_in or estimate.label else ""


def _count_told(estimate: Estimate, counted: Decimal) -> str:
    factors = _times([factor for factor in estimate.factors if not factor.price])
    return f"{_where(estimate)}{factors} is {number(counted)} {estimate.unit} (berekend)"


def _sum_of(estimate: Estimate) -> str:
    return _times(estimate.factors)


def _times(factors: Sequence[Factor]) -> str:
    return " × ".join(_factor(factor) for factor in factors)


def _factor(factor: Factor) -> str:
    value = format_number(factor.value)
    return f"€{NBSP}{value}" if factor.price else f"{value} {factor.unit}"


def _worked_out(estimate: Estimate) -> str:
    return format_euro(product(estimate) or Decimal(0))


def _stated(estimate: Estimate) -> str:
    amount = estimate.amount or Decimal(0)
    return format_range(amount, estimate.high or amount, estimate.about)


def _stated_or_worked_out(estimate: Estimate) -> str:
    return _stated(estimate) if estimate.amount is not None else f"{_sum_of(estimate)} is {_worked_out(estimate)}"


def _written(amount: Range) -> str:
    return format_range(amount.low, amount.high, amount.about)
