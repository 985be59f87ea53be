"""How many errors a plan has, for a number that stands on every page: worked out once for each version of it."""

from django.conf import settings

from kapstok.grants.regulation import regulations
from kapstok.plans.checks import run
from kapstok.plans.findings import Severity
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of

REMEMBERED = 1_000  # plans


_found: dict[tuple[int, str], int] = {}


def remembered(plan: int, state: str) -> int:
    """As `errors_in`, where somebody looked before; 0 where nobody did. No queries."""
    return _found.get((plan, state), 0)


def errors_in(plan: int, state: str) -> int:
    """`state` says on what they depend, in any words: another version or award is another state. Inside the
    municipality. 2 queries, the first time."""
    if (plan, state) not in _found:
        if len(_found) >= REMEMBERED:
            _found.clear()
        _found[plan, state] = _counted(plan)
    return _found[plan, state]


def _counted(plan: int) -> int:
    row = Plan.objects.select_related("grant").get(pk=plan)
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(row.grant.regulation)
    found = run(document_of(row), regulation, award=row.grant.award)
    return sum(finding.severity is Severity.ERROR for finding in found)
