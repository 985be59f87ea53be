"""The act of writing down what the general ledger itself says."""

from decimal import Decimal

from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, Right, require
from kapstok.ledger.models import ControlTotal
from kapstok.ledger.refusals import money_act


@money_act
def set_control_total(account: str, year: int, amount: Decimal, *, by: Actor) -> ControlTotal:
    """The total of this account in this year, in euros, as somebody read it in the financial system."""
    require(by, Right.ENTER_MONEY)
    before = ControlTotal.objects.filter(account=account, year=year).values_list("amount", flat=True).first()
    row, _ = ControlTotal.objects.update_or_create(
        account=account, year=year, defaults={"amount": amount, "by": str(by), "at": now()}
    )
    audit.record("control total set", row, by=by, before={"amount": before}, after={"amount": amount})
    return row
