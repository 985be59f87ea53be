"""Who the other side is, and what each other kind of document asks and does."""

from decimal import Decimal

import pytest
from django.test import Client
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.documents.tests.desk import GELD, Desk, new, spent, text
from kapstok.ledger.models import Document, LineBalance, SourceBalance
from kapstok.ledger.tests.builders import line
from kapstok.parties.models import Party

pytestmark = pytest.mark.django_db


class TestParty:
    def test_a_new_party_is_added_by_who_may(self, diemen: Desk) -> None:
        manager = working(diemen.here, Role.PROGRAMME_MANAGER)
        sent = diemen.invoice(party="Muziekschool")
        assert "vink aan dat deze erbij mag" in text(manager.post(new("invoice"), sent))
        assert manager.post(new("invoice"), sent | {"new_party": "on"}).status_code == 302
        with inside(diemen.here):
            assert Document.objects.get(reference="2023-14").party == Party.objects.get(name="Muziekschool")

    def test_who_may_not_hears_whom_to_ask(self, diemen: Desk, controller: Client) -> None:
        answer = controller.post(new("invoice"), diemen.invoice(party="Muziekschool", new_party="on"))
        assert "Dit kan een programmamanager of een beleidsmedewerker doen" in text(answer)

    @pytest.mark.parametrize("name", ["Putten", "gemeente putten", "GM0273", "0273", "Putten (GM0273)"])
    def test_a_municipality_is_known_by_name_and_by_code(self, name: str, diemen: Desk) -> None:
        cast.municipality("Putten", "GM0273")
        manager = working(diemen.here, Role.PROGRAMME_MANAGER)
        sent = diemen.invoice(party=name)
        assert manager.post(new("municipality_out"), sent).status_code == 302
        with inside(diemen.here):
            paid = Document.objects.get(kind="municipality_out")
            assert (str(paid.party), int(spent("taal"))) == ("Gemeente Putten", 1000)

    @pytest.mark.parametrize(("name", "why"), [("Diemen", "uw eigen gemeente"), ("9999", "Schrijf haar naam op")])
    def test_some_municipalities_cannot_be(self, name: str, why: str, diemen: Desk, controller: Client) -> None:
        assert why in text(controller.post(new("municipality_out"), diemen.invoice(party=name)))


class TestOtherKinds:
    def test_an_order_that_does_not_fit_is_refused_beforehand_and_at_last(
        self, diemen: Desk, controller: Client
    ) -> None:
        sent = diemen.invoice(net="60.001", vat_rate="0")
        for act in ("look", "book"):
            assert "heeft nog € 60.000,00 vrij" in text(controller.post(new("order"), sent | {"act": act}))
        with inside(diemen.here):
            assert not Document.objects.filter(kind="order").exists()

    def test_a_credit_note_takes_back_from_its_invoice(self, diemen: Desk, controller: Client) -> None:
        controller.post(new("invoice"), diemen.invoice())
        with inside(diemen.here):
            (pk,) = Document.objects.filter(kind="invoice").values_list("pk", flat=True)
        sent = diemen.invoice(reference="C-1", net="100", under=str(pk))
        assert "Kies bij “Bij welke factuur”" in text(controller.post(new("credit_note"), sent | {"under": ""}))
        assert controller.post(new("credit_note"), sent).status_code == 302
        with inside(diemen.here):
            note = Document.objects.get(kind="credit_note")
            assert [int(amount) for amount in (note.net, note.vat, spent("taal"))] == [-100, -21, 1089]
            assert note.corrects_id == pk

    def test_own_hours_are_hours_times_rate(self, diemen: Desk, controller: Client) -> None:
        sent = {"on": "2023-09-01", "delivered": "2023-08-31", "hours": "37,5", "rate": "86,67", "rows": "1"}
        assert "€ 3.250,13" in text(controller.post(new("own_hours"), sent | diemen.row() | {"act": "look"}))
        controller.post(new("own_hours"), sent | diemen.row() | {"act": "book"})
        with inside(diemen.here):
            assert spent("taal") == Decimal("3250.13")

    def test_the_next_instalment_is_proposed_and_received(self, diemen: Desk, controller: Client) -> None:
        first = controller.get(new("receipt"))
        assert "Volgens het betaalschema is de volgende termijn € 20.833,33, van december 2021" in text(first)
        sent = {"on": "2021-12-15", "net": "20.833,33", "act": "book"}
        assert controller.post(new("receipt"), sent).status_code == 302
        assert "€ 4.166,67, van januari 2022" in text(controller.get(new("receipt")))
        controller.post(new("repayment"), {"on": "2023-12-15", "net": "833,33", "act": "book"})
        with inside(diemen.here):
            assert SourceBalance.objects.get(source__kind="grant").received == 20_000

    def test_a_payment_follows_its_invoice(self, diemen: Desk, controller: Client) -> None:
        sent = diemen.invoice(rows="2") | diemen.row(0, amount="1.000") | diemen.row(1, "zwemmen")
        controller.post(new("invoice"), sent)
        with inside(diemen.here):
            (pk,) = Document.objects.filter(kind="invoice").values_list("pk", flat=True)
        filled = controller.get(f"{new('payment')}?bij={pk}")
        assert (filled.context["form"]["net"].value(), filled.context["follows"]) == ("1.210", True)
        paid = {"party": "Bibliotheek", "on": "2023-10-01", "net": "605", "under": str(pk), "act": "book"}
        assert controller.post(new("payment"), paid).status_code == 302
        page = text(controller.get(f"{GELD}stuk/{pk}/"))
        assert "<strong>€ 605,00</strong>van € 1.210,00" in page
        with inside(diemen.here):
            balances = [LineBalance.objects.get(line=line(key)).paid for key in ("taal", "sport")]
        assert balances == [500, 105]

    def test_money_of_another_municipality_comes_in(self, diemen: Desk) -> None:
        cast.municipality("Putten", "GM0273")
        manager = working(diemen.here, Role.PROGRAMME_MANAGER)
        sent = {"party": "Putten", "on": "2023-10-01", "net": "500", "act": "book"}
        assert manager.post(new("municipality_in"), sent).status_code == 302
        with inside(diemen.here):
            assert SourceBalance.objects.get(source__kind="grant").received == 500

    @pytest.mark.parametrize("kind", ["adoption", "transfer", "subsidy", "onzin"])
    def test_what_has_its_own_page_is_not_entered_here(self, kind: str, controller: Client) -> None:
        assert controller.get(new(kind)).status_code == 404

    def test_without_a_budget_the_page_says_what_comes_first(self) -> None:
        client = working(cast.municipality("Putten", "GM0273"), Role.CONTROLLER)
        assert "Er is nog geen budget" in text(client.get("/putten/werk/geld/stukken/nieuw/invoice/"))
