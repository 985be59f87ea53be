"""A difference with the general ledger keeps a year open."""

import pytest

from kapstok.core.access import RefusedError, command
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.hooks import differences_in
from kapstok.ledger.journal.reconciling import account_differences, account_years
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
        assert [(one.account, one.year, one.difference) for one in account_years() if one.difference] == [
            (one.account, one.year, one.difference) for one in account_differences()
        ]
        with pytest.raises(RefusedError, match="04430 verschilt"):
            prepare_freeze(2023, by=somebody(1))
