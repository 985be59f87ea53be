"""A difference with the general ledger keeps a year open and asks for attention on the page about money."""

import pytest

from kapstok.core.access import RefusedError, command
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.hooks import asking, differences_in
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.tests.builders import programme, somebody
from kapstok.ledger.years import prepare_freeze

pytestmark = pytest.mark.django_db
BY = command("test")
LINES = b"Rekening;Datum;Bedrag;Omschrijving\n04430;2023-09-01;640,00;Boeken\n"


def test_a_year_with_a_difference_stays_open() -> None:
    diemen = programme()
    with inside(diemen):
        apply(offer("augustus.csv", LINES, by=BY), by=BY)
        assert len(differences_in(2023)) == 1
        assert differences_in(2022) == []
        with pytest.raises(RefusedError, match="04430 verschilt"):
            prepare_freeze(2023, by=somebody(1))
        [found] = asking(diemen.slug, somebody(1))
        assert (int(found.euros), found.url) == (640, f"/{diemen.slug}/werk/geld/aansluiting/")
