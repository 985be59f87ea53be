"""Two who promise the last euro at once cannot both do it, over real connections."""

import pytest
from bench.rush import promised, rush

from kapstok.core.access import command
from kapstok.core.tenancy import inside
from kapstok.ledger.models import LineBalance
from kapstok.ledger.tests.builders import programme
from kapstok.ledger.verifying import differences
from kapstok.plans.deciding.actions import set_mandate
from kapstok.plans.statuses import Body, MandateScope


@pytest.mark.django_db(transaction=True)
def test_the_last_euros_are_promised_once() -> None:
    """`make crash-test` does this with 64 clients and 10.000 attempts."""
    diemen = programme()
    with inside(diemen):
        for scope in MandateScope:
            set_mandate(body=Body.MANDATE_HOLDER, scope=scope, maximum=None, source="besluit", by=command("test"))
    outcome = rush(diemen, clients=8, attempts=160, most=5_000)
    assert outcome.broken == []
    assert outcome.attempts == 160
    assert set(outcome.refused) == {"geen ruimte"}
    assert promised(diemen) == outcome.accepted
    with inside(diemen):
        assert all(balance.free >= 0 for balance in LineBalance.objects.filter(has_ceiling=True))
    assert differences() == []
