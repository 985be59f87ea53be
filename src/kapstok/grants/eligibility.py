"""Which costs a grant may not pay, as somebody answered for this municipality."""

from kapstok.grants.models import EligibilityQuestion, Outcome


def not_eligible(grant: int) -> frozenset[str]:
    """The cost types that were answered with “no”."""
    refused = EligibilityQuestion.objects.filter(grant=grant, outcome=Outcome.NOT_ELIGIBLE)
    return frozenset(refused.values_list("cost_type", flat=True))
