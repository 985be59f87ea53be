"""Themes and measures: where they hang, what they are to cost and how that was worked out, who does what."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro, format_number, format_range
from kapstok.grants.regulation import Regulation
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.findings import Link
from kapstok.plans.presentation.planning import Planned, planned
from kapstok.plans.presentation.words import OFFERS, PERIODS, TIMES, amount_text, range_text
from kapstok.plans.rules import estimated, per_period, product, quantity, whole
from kapstok.plans.schema import Estimate, Factor, Funding, Measure, PlanDocument, Theme

WORKED_OUT = "berekend"


@dataclass(frozen=True, slots=True)
class Sum:
    """A step of an estimate: what is multiplied, `sign`, what comes of it, each what, and a word about that."""

    what: str
    sign: str
    outcome: str
    per: str = ""
    remark: str = ""

    @property
    def text(self) -> str:
        remark = f"({self.remark})" if self.remark else ""
        return " ".join(filter(None, (self.what, self.sign, self.outcome, self.per, remark)))

    @property
    def after(self) -> str:
        return ", ".join(filter(None, (self.per, self.remark)))


@dataclass(frozen=True, slots=True)
class Working:
    """An estimate, step by step: in text and as sums. One that is not `counted` only stands here to be compared."""

    label: str
    steps: tuple[str, ...]
    sums: tuple[Sum, ...]
    stated_in: str
    note: str
    counted: bool


@dataclass(frozen=True, slots=True)
class ShownPurpose:
    number: int
    name: str
    share: str
    reported_separately: bool


@dataclass(frozen=True, slots=True)
class ShownFunding:
    name: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """Everything a page says about one measure. `cost` is empty when nothing in euros is counted."""

    key: str
    name: str
    url: str
    themes: tuple[Link, ...]
    description: str
    offer: str
    target_group: str
    result: str
    indicator: str
    lead: str
    partners: tuple[str, ...]
    cost: str
    workings: tuple[Working, ...]
    funding: tuple[ShownFunding, ...]
    purposes: tuple[ShownPurpose, ...]
    purposes_illustrative: bool
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A theme with the themes and measures under it. `stated` is the amount the plan's text gives, if it does."""

    key: str
    name: str
    url: str
    above: tuple[Link, ...]
    goal: str
    result: str
    description: str
    stated: str
    themes: tuple["ShownTheme", ...]
    measures: tuple[ShownMeasure, ...]


def outline(plan: PlanDocument, regulation: Regulation | None, to: Addresses) -> tuple[ShownTheme, ...]:
    """The top themes with all that is under them, in the order of the document."""
    return tuple(shown_theme(plan, theme, regulation, to) for theme in plan.themes if theme.parent is None)


def shown_theme(plan: PlanDocument, theme: Theme, regulation: Regulation | None, to: Addresses) -> ShownTheme:
    return ShownTheme(
        key=theme.key,
        name=theme.name,
        url=to.theme(theme.key),
        above=above(plan, theme.parent, to),
        goal=theme.goal,
        result=theme.result,
        description=theme.description,
        stated="" if theme.stated_total is None else amount_text(theme.stated_total),
        themes=tuple(shown_theme(plan, t, regulation, to) for t in plan.themes if t.parent == theme.key),
        measures=tuple(shown_measure(plan, m, regulation, to) for m in plan.measures if m.theme == theme.key),
    )


def shown_measure(plan: PlanDocument, measure: Measure, regulation: Regulation | None, to: Addresses) -> ShownMeasure:
    names = {party.key: party.name for party in plan.parties}
    cost = estimated(measure)
    return ShownMeasure(
        key=measure.key,
        name=measure.name,
        url=to.measure(measure.key),
        themes=above(plan, measure.theme, to),
        description=measure.description,
        offer=OFFERS[measure.offer] if measure.offer else "",
        target_group=measure.target_group,
        result=measure.result,
        indicator=measure.indicator,
        lead=names[measure.lead] if measure.lead else "",
        partners=tuple(names[key] for key in measure.partners),
        cost=range_text(cost) if cost else "",
        workings=tuple(working(estimate) for estimate in measure.estimates),
        funding=tuple(_funding(plan, one) for one in measure.funding),
        purposes=_purposes(measure, regulation),
        purposes_illustrative=measure.purposes_illustrative,
        planned=planned(measure.milestones),
    )


def working(estimate: Estimate) -> Working:
    sums = tuple(_sums(estimate))
    steps = tuple(step.text for step in sums)
    return Working(estimate.label, steps, sums, estimate.stated_in, estimate.note, estimate.counted)


def _sums(estimate: Estimate) -> Iterator[Sum]:
    """2 uur per maand × 15 locaties × € 86,67 per uur = € 2.600,10 (berekend), and so on to the whole plan."""
    per = PERIODS[estimate.per]
    if estimate.factors:
        yield Sum(" × ".join(map(_factor, estimate.factors)), "=", _outcome(estimate), per, WORKED_OUT)
    if estimate.amount is not None:
        stated = format_range(estimate.amount, estimate.high or estimate.amount, estimate.about)
        yield Sum("Het plan zegt", "", stated, per)
    once, total = per_period(estimate), whole(estimate)
    if once and total and estimate.times != 1:
        times = f"{format_number(estimate.times)} {TIMES[estimate.per]}"
        yield Sum(f"{times} × {format_range(once.low, once.high)}", "=", range_text(total))


def _factor(factor: Factor) -> str:
    derived = " (afgeleid)" if factor.derived else ""
    if not factor.price:
        return f"{format_number(factor.value)} {factor.unit}{derived}"
    unit = factor.unit.removeprefix("euro ").removeprefix("euro's ")
    whole_cents = factor.value == factor.value.quantize(Decimal("0.01"))
    price = format_euro(factor.value) if whole_cents else f"€ {format_number(factor.value)}"
    return f"{price} {unit}{derived}"


def _outcome(estimate: Estimate) -> str:
    euros = product(estimate)
    if euros is not None:
        return format_euro(euros)
    return f"{format_number(quantity(estimate) or Decimal(0))} {estimate.unit}".strip()


def _funding(plan: PlanDocument, funding: Funding) -> ShownFunding:
    name = next(source.name for source in plan.sources if source.key == funding.source)
    return ShownFunding(name, amount_text(funding.amount, about=funding.about), funding.note)


def _purposes(measure: Measure, regulation: Regulation | None) -> tuple[ShownPurpose, ...]:
    known = {purpose.number: purpose for purpose in regulation.purposes} if regulation else {}
    return tuple(
        ShownPurpose(
            number=purpose.number,
            name=known[purpose.number].name if purpose.number in known else "dit doel staat niet in de regeling",
            share=f"{format_number(purpose.share)}\u00a0%",
            reported_separately=purpose.number in known and known[purpose.number].reported_separately,
        )
        for purpose in measure.purposes
    )


def above(plan: PlanDocument, key: str | None, to: Addresses) -> tuple[Link, ...]:
    """The themes from the top down to this one."""
    theme = next((theme for theme in plan.themes if theme.key == key), None)
    return (*above(plan, theme.parent, to), Link(theme.name, to.theme(theme.key))) if theme else ()
