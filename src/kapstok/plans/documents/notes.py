"""The last chapter: where everything comes from, and what the small words in the document mean."""

from collections.abc import Iterator
from datetime import date

from kapstok.core.periods import format_date
from kapstok.grants.regulation import Regulation
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import PlanDocument


def notes(plan: PlanDocument, regulation: Regulation | None, award: Award, made_on: date) -> tuple[str, ...]:
    return (*_sources(plan, regulation, made_on), *budget_notes(plan, award), *_words(plan))


def budget_notes(plan: PlanDocument, award: Award) -> Iterator[str]:
    """What the small words in the budget mean, as far as they are used."""
    estimates = (estimate.about for measure in plan.measures for estimate in measure.estimates)
    rough = (award.about, *(source.about for source in plan.sources), *(line.about for line in plan.lines), *estimates)
    if any(rough):
        yield "‘Ca.’ staat bij een bedrag dat het plan ongeveer noemt."
    invented = (*(source.illustrative for source in plan.sources), *(line.illustrative for line in plan.lines))
    if award.illustrative or any(invented):
        yield "‘Voorbeeldcijfer’ staat bij een bedrag dat niet uit het plan komt, maar als voorbeeld is ingevuld."
    if any(line.years for line in plan.lines) and any(not line.years and line.amount for line in plan.lines):
        yield "‘Niet per jaar’: het plan verdeelt dit bedrag niet over schooljaren."


def _sources(plan: PlanDocument, regulation: Regulation | None, made_on: date) -> Iterator[str]:
    after = f", naar het document ‘{plan.document}’" if plan.document else ""
    yield f"Dit document is op {format_date(made_on)} gemaakt met Kapstok{after}."
    yield f"De datum van het plan is {format_date(plan.date)}. {plan.date_note}".rstrip()
    adopted = f"Het plan is vastgesteld op {format_date(plan.adopted_on)}." if plan.adopted_on else ""
    yield adopted or "In het plan staat niet of en wanneer het is vastgesteld."
    if regulation is None:
        yield f"De regeling ‘{plan.regulation}’ is hier niet bekend. Daarom ontbreken termijn en doelen."
        return
    yield f"De regeling: {regulation.legal_name} ({regulation.legal_basis})."
    window = regulation.window_in_force(made_on)
    doubt = "" if window.verified else " Dat is niet geverifieerd."
    yield f"Uitgeven kan van {format_date(window.starts)} tot en met {format_date(window.ends)}.{doubt}"


def _words(plan: PlanDocument) -> Iterator[str]:
    estimates = [estimate for measure in plan.measures for estimate in measure.estimates]
    if any(estimate.factors for estimate in estimates):
        yield "‘Berekend’ staat bij een uitkomst die niet in het plan staat, maar is nagerekend."
    if any(factor.derived for estimate in estimates for factor in estimate.factors):
        yield "‘Afgeleid’ staat bij een getal dat volgt uit andere getallen in het plan."
    if any(measure.purposes and measure.purposes_illustrative for measure in plan.measures):
        yield "Waar het plan niet zelf zegt bij welk bestedingsdoel een maatregel hoort, staat er ‘voorbeeld’ bij."
