"""Acts on a municipality's grants."""

from decimal import Decimal

from django.db import transaction

from kapstok.core import audit
from kapstok.grants.models import Grant


@transaction.atomic
def register_award(
    *,
    regulation: str,
    provisional_award: Decimal,
    about: bool = False,
    illustrative: bool = False,
    source: str = "",
    by: str,
) -> Grant:
    """Write down what the state awarded provisionally, in euros, to the municipality we are inside of."""
    fields = {
        "provisional_award": provisional_award,
        "about": about,
        "illustrative": illustrative,
        "source": source,
        "from_plan": "",
    }
    before = Grant.objects.select_for_update().filter(regulation=regulation).first()
    if before and all(getattr(before, name) == value for name, value in fields.items()):
        return before
    grant, _ = Grant.objects.update_or_create(regulation=regulation, defaults=fields)
    was = {name: getattr(before, name) for name in fields} if before else None
    audit.record("award registered", grant, by=by, before=was, after=fields)
    return grant
