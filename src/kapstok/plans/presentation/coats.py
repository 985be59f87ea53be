"""A plan as a kapstok: the grant is the rail, the top themes are the hooks, and what they cost hangs on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.pictures import Coat, Hook, Part, Rack, hang
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.figures import Award
from kapstok.plans.presentation.words import amount_text, range_text
from kapstok.plans.rules import Budget, BudgetGroup, BudgetRow, Range, estimated, measures_under, paid_by
from kapstok.plans.schema import LineKind, Measure, PlanDocument

GENERAL = "Algemeen"
TINTS = 6
MOST_HOOKS = 12
Under = Mapping[str, Sequence[Measure]]  # by the key of a theme


@dataclass(frozen=True, slots=True)
class Paint:
    """A way a coat is filled, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Kapstok:
    """`what_hangs` says in words how to read it; `over` is what the rail cannot carry, empty when it can."""

    rack: Rack
    what_hangs: str
    legend: tuple[Paint, ...]
    rail: str
    over: str
    more_hooks: int


def kapstok(plan: PlanDocument, budget: Budget, award: Award, to: Addresses) -> Kapstok:
    under = measures_under(plan)
    rack = hang([_hook(plan, group, under, to) for group in budget.groups[:MOST_HOOKS]])
    too_much = max(budget.from_grant - award.amount, Decimal(0)) if award.amount is not None else Decimal(0)
    return Kapstok(
        rack=rack,
        what_hangs=_what_hangs(plan, budget, under),
        legend=tuple(_legend(rack, budget)),
        rail=_rail(award),
        over=f"{format_euro(too_much)} meer dan de lat draagt" if too_much else "",
        more_hooks=max(len(budget.groups) - MOST_HOOKS, 0),
    )


def _rail(award: Award) -> str:
    if award.amount is None:
        return "De lat: wat is toegekend, is nog niet bekend"
    return f"De lat: {amount_text(award.amount, about=award.about)} toegekend"


def _what_hangs(plan: PlanDocument, budget: Budget, under: Under) -> str:
    if len(plan.levels) > 1:
        coats = f"de {plan.levels[1].plural}"
    else:
        coats = "de maatregelen" if any(_is_heading(group, under) for group in budget.groups) else "de bedragen"
    return f"Eén kapstok: de uitkering is de lat, de {plan.levels[0].plural} zijn de haken, {coats} hangen eraan."


def _hook(plan: PlanDocument, group: BudgetGroup, under: Under, to: Addresses) -> Hook:
    url = to.theme(group.theme.key) if group.theme else to.budget
    heading = _is_heading(group, under)
    coats = list(_measure_coats(group, under, to) if heading else _line_coats(plan, group, to))
    known = [row for row in group.rows if row.line.amount is not None]
    about = any(row.line.about for row in known)
    return Hook(
        title=group.theme.name if group.theme else GENERAL,
        amount=amount_text(group.total if known else None, about=about),
        url=url,
        coats=tuple(coats or [Coat("nog geen bedrag", "", url)]),
    )


def _is_heading(group: BudgetGroup, under: Under) -> bool:
    """One amount for a whole theme, while the measures under it have estimates of their own."""
    if len(group.rows) != 1 or group.theme is None or group.rows[0].line.theme != group.theme.key:
        return False
    return bool(group.rows[0].line.amount) and any(estimated(m) for m in under[group.theme.key])


def _measures(group: BudgetGroup, under: Under) -> Sequence[Measure]:
    return under[group.theme.key] if group.theme else []


def _cost(measure: Measure, source: str) -> Range | None:
    """What a source pays of a measure; where the plan does not say that, what the measure costs."""
    return paid_by(measure, source) or estimated(measure)


def _measure_coats(group: BudgetGroup, under: Under, to: Addresses) -> Iterator[Coat]:
    """The measures with what they are thought to cost, and what the heading has more than that."""
    line = group.rows[0].line
    measures = [(measure, cost) for measure in _measures(group, under) if (cost := _cost(measure, line.source))]
    for measure, cost in measures:
        yield Coat(measure.name, range_text(cost), to.measure(measure.key), _range_parts(cost))
    rest = (line.amount or Decimal(0)) - sum((cost.high for _, cost in measures), start=Decimal(0))
    if rest > 0:
        yield Coat("niet uitgewerkt", amount_text(rest, about=line.about), to.line(line.key), (Part(rest, "open"),))


def _range_parts(cost: Range) -> tuple[Part, ...]:
    return (Part(cost.low, "whole"), Part(cost.high - cost.low, "open"))


def _line_coats(plan: PlanDocument, group: BudgetGroup, to: Addresses) -> Iterator[Coat]:
    return (_line_coat(plan, row, to) for row in group.rows)


def _line_coat(plan: PlanDocument, row: BudgetRow, to: Addresses) -> Coat:
    line = row.line
    other = line.source != plan.grant_source.key
    note = f" (uit {row.source})" if other else " (voorbeeldcijfer)" if line.illustrative else ""
    parts = (Part(line.amount or Decimal(0), "other"),) if other else _line_parts(row)
    return Coat(line.label + note, amount_text(line.amount, about=line.about), line_url(row, to), parts)


def line_url(row: BudgetRow, to: Addresses) -> str:
    """What lies under a budget line: its measure, its theme, or else the line itself in the budget."""
    if row.line.measure:
        return to.measure(row.line.measure)
    return to.theme(row.line.theme) if row.line.theme else to.line(row.line.key)


def _line_parts(row: BudgetRow) -> tuple[Part, ...]:
    if row.line.kind is LineKind.UNALLOCATED:
        return (Part(row.line.amount or Decimal(0), "open"),)
    if not row.line.years:
        return (Part(row.line.amount or Decimal(0), "whole"),)
    return tuple(Part(amount, f"tint-{min(i, TINTS - 1)}") for i, amount in enumerate(row.years))


def _legend(rack: Rack, budget: Budget) -> Iterator[Paint]:
    years: Sequence[str] = [str(year) for year in budget.columns]
    for i, year in enumerate(years[:TINTS]):
        if f"tint-{i}" in rack.paints:
            yield Paint(f"tint-{i}", year if i < TINTS - 1 or len(years) == TINTS else f"{year} en later")
    meanings = {
        "whole": "nog niet over schooljaren verdeeld",
        "open": "nog niet ingevuld, of het hoogste van een raming",
        "other": "betaald uit een andere bron",
        "unknown": "bedrag nog niet bekend",
    }
    yield from (Paint(name, meaning) for name, meaning in meanings.items() if name in rack.paints)
