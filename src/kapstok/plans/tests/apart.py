"""One example after the other in the same municipality, each as if it were the first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.schema import PlanDocument


@contextmanager
def apart(municipality: Municipality) -> Iterator[None]:
    """Inside the municipality, of which nothing stays: a party that one example made is not known to the next."""
    with inside(municipality):
        yield
        transaction.set_rollback(True)


def after_loading(first: PlanDocument, second: PlanDocument) -> PlanDocument:
    """The second plan as it is loaded where the first one was: parties that are known keep their names."""
    known = {party.key: party for party in first.parties}
    parties = tuple(known.get(party.key, party) for party in second.parties)
    return second.model_copy(update={"slug": first.slug, "parties": parties})
