"""Which costs a grant may pay, as somebody answered for this municipality."""

from collections.abc import Mapping

from kapstok.grants.costs import Answerer, CostAnswer, Outcome
from kapstok.grants.models import EligibilityQuestion

OUTCOME_LABELS = {
    Outcome.ELIGIBLE: "mag",
    Outcome.NOT_ELIGIBLE: "mag niet",
    Outcome.CONDITIONAL: "mag onder voorwaarden",
    Outcome.UNCLEAR: "nog niet beantwoord",
}
ANSWERER_LABELS = {
    Answerer.NOBODY: "nog niemand",
    Answerer.ACCOUNTANT: "accountant",
    Answerer.MINISTRY: "ministerie",
    Answerer.OWN_JUDGEMENT: "eigen afweging",
    Answerer.MEETING: "bijeenkomst",
}


def not_eligible(grant: int) -> frozenset[str]:
    """The cost types that were answered with “no”."""
    refused = EligibilityQuestion.objects.filter(grant=grant, outcome=Outcome.NOT_ELIGIBLE)
    return frozenset(refused.values_list("cost_type", flat=True))


def answers_for(grant: int) -> Mapping[str, CostAnswer]:
    """What this municipality's register says, by cost type. One query."""
    rows = EligibilityQuestion.objects.filter(grant=grant)
    return {
        row.cost_type: CostAnswer(Outcome(row.outcome), Answerer(row.answered_by), row.conditions or row.motivation)
        for row in rows
    }
