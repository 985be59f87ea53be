"""A document on its page: what can be done with it, and by whom; the list; what waits for approval."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.signing import seated, signed_in, working

from kapstok.core.access import RefusedError, Role
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.ledger.covering import cover_from_own_means
from kapstok.ledger.documents.actions import approve_seen, release_rest, take_back_whole
from kapstok.ledger.documents.tests.desk import GELD, Desk, desk, text
from kapstok.ledger.entering import prepare
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document, LineBalance, Posting
from kapstok.ledger.tests.builders import BY, draft, entered, line, somebody
from kapstok.parties.models import Person

pytestmark = pytest.mark.django_db
WHY = {"why": "Verkeerde maatregel"}


@pytest.fixture
def careful(folder: Path) -> Desk:
    """A municipality where two people look at everything."""
    return desk(four_eyes=True)


def free(key: str) -> int:
    return int(LineBalance.objects.get(line=line(key)).free)


def to_cover() -> int:
    return int(LineBalance.objects.get(line__kind="to_cover").expense)


class TestFourEyes:
    def test_who_prepared_it_waits_for_another(self, careful: Desk) -> None:
        manager, controller = (working(careful.here, role) for role in (Role.PROGRAMME_MANAGER, Role.CONTROLLER))
        said = text(manager.post(f"{GELD}stukken/nieuw/invoice/", careful.invoice(), follow=True))
        assert "wacht op akkoord van een collega" in said
        assert "U hebt dit zelf voorbereid" in said
        with inside(careful.here):
            row = Document.objects.get(kind="invoice")
            assert not Posting.objects.filter(document=row).exists()
        own = manager.post(f"{GELD}stuk/{row.pk}/akkoord/", {"version": row.version})
        assert (own.status_code, "U hebt dit zelf voorbereid" in text(own)) == (422, True)
        assert "1 stuk wacht op uw akkoord, samen € 1.210,00" in text(controller.get(f"{GELD}akkoord/"))
        assert "Eén stuk wacht op uw akkoord" in text(controller.get("/diemen/werk/")).replace("Een stuk", "Eén stuk")
        done = controller.post(f"{GELD}stuk/{row.pk}/akkoord/", {"version": row.version}, follow=True)
        assert "is geboekt" in text(done)
        assert "Er wacht niets op uw akkoord" in text(controller.get(f"{GELD}akkoord/"))

    def test_several_at_once_and_what_fails_says_why(self, careful: Desk) -> None:
        with inside(careful.here):
            orders = [
                prepare(draft(DocumentKind.ORDER, ("taal", 40_000), description=f"Opdracht {n}"), by=somebody(99))
                for n in range(2)
            ]
            invoice = prepare(draft(DocumentKind.INVOICE, ("sport", 100), description="Factuur"), by=somebody(99))
        seen = [f"{row.pk}:{row.version}" for row in [*orders, invoice]]
        controller = working(careful.here, Role.CONTROLLER)
        said = text(controller.post(f"{GELD}akkoord/", {"stuk": [*seen, "x:1", "5", "999999:1"]}, follow=True))
        assert "Twee stukken zijn geboekt" in said
        assert "“Opdracht 1” is niet geboekt. “Taal” heeft nog € 20.000,00 vrij" in said
        with inside(careful.here):
            entered_now = Document.objects.filter(status=DocumentStatus.ENTERED, kind__in=("order", "invoice"))
            assert set(entered_now) == {orders[0], invoice}

    def test_what_changed_after_it_was_seen_is_not_approved(self, careful: Desk) -> None:
        with inside(careful.here):
            row = prepare(draft(DocumentKind.INVOICE, ("taal", 100)), by=somebody(99))
            Document.objects.filter(pk=row.pk).update(version=2)
            with pytest.raises(RefusedError, match="veranderd nadat u het bekeek"):
                approve_seen(row, version=1, by=somebody(7))

    def test_nothing_chosen_says_so(self, diemen: Desk, controller: Client) -> None:
        assert "Kies eerst wat akkoord is" in text(controller.post(f"{GELD}akkoord/", {}, follow=True))


class TestChanging:
    def test_while_it_waits_it_can_be_changed(self, diemen: Desk, controller: Client) -> None:
        controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice(act="save", reclaimable="10"))
        with inside(diemen.here):
            row = Document.objects.get(kind="invoice")
        form = controller.get(f"{GELD}stuk/{row.pk}/wijzigen/").context["form"]
        typed = {name: form[name].value() for name in ("net", "vat", "reclaimable", "party", "on")}
        assert typed == {"net": "1.000", "vat": "210", "reclaimable": "10", "party": "Bibliotheek", "on": "2023-09-01"}
        sent = diemen.invoice(net="2.000", version=str(row.version))
        assert controller.post(f"{GELD}stuk/{row.pk}/wijzigen/", sent).status_code == 302
        again = controller.post(f"{GELD}stuk/{row.pk}/wijzigen/", sent, follow=True)
        assert "kan het niet meer veranderen" in text(again)
        with inside(diemen.here):
            row.refresh_from_db()
            assert (int(row.net), row.status, int(row.splits.get().amount)) == (2000, "entered", 2420)

    def test_somebody_else_was_first(self, diemen: Desk, controller: Client) -> None:
        controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice(act="save"))
        with inside(diemen.here):
            row = Document.objects.get(kind="invoice")
            Document.objects.filter(pk=row.pk).update(version=5)
        answer = controller.post(f"{GELD}stuk/{row.pk}/wijzigen/", diemen.invoice(version="1"))
        assert (answer.status_code, "Iemand anders heeft dit intussen veranderd" in text(answer)) == (422, True)

    def test_withdrawing_needs_a_reason_and_leaves_it_to_be_seen(self, diemen: Desk, controller: Client) -> None:
        controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice(act="save"))
        with inside(diemen.here):
            row = Document.objects.get(kind="invoice")
        where = f"{GELD}stuk/{row.pk}/intrekken/"
        assert "Vul “Waarom” in" in text(controller.post(where, {}))
        said = text(controller.post(where, WHY, follow=True))
        assert "is ingetrokken. Het blijft te zien" in said
        assert "Verkeerde maatregel" in said
        assert controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice()).status_code == 302


class TestTakingBack:
    def test_it_takes_everything_back_and_may_be_entered_anew(self, diemen: Desk, controller: Client) -> None:
        new = f"{GELD}stukken/nieuw/invoice/"
        controller.post(new, diemen.invoice(net="70.000", vat_rate="0"))
        with inside(diemen.here):
            row = Document.objects.get(kind="invoice")
            cover_from_own_means(Posting.objects.get(uncovered="no_room"), why="Zelf", by=BY)
            assert (to_cover(), free("taal")) == (0, 0)
        where = f"{GELD}stuk/{row.pk}/terugdraaien/"
        assert "Vul “Waarom” in" in text(controller.post(where, {}))
        said = text(controller.post(where, WHY, follow=True))
        assert 'stand--gone">teruggedraaid' in said
        with inside(diemen.here):
            own = LineBalance.objects.get(line__key="eigen-middelen")
            assert (to_cover(), free("taal"), int(own.expense), int(own.budget)) == (0, 60_000, 0, 0)
        assert controller.post(new, diemen.invoice(net="70.000", vat_rate="0")).status_code == 302

    def test_nothing_is_taken_back_twice_or_alone(self, diemen: Desk) -> None:
        with inside(diemen.here):
            row = entered(DocumentKind.INVOICE, ("taal", 100))
            (correction,) = take_back_whole(row, why="Dubbel", by=BY)
            for each in (row, correction):
                with pytest.raises(RefusedError):
                    take_back_whole(each, why="Nog eens", by=BY)

    def test_what_two_people_decide_is_not_undone_by_who_approved_it(self, diemen: Desk) -> None:
        with inside(diemen.here):
            moved = prepare(draft(DocumentKind.TRANSFER, ("onvoorzien", -10), ("taal", 10), why="Meer lezen"), by=BY)
            Document.objects.filter(pk=moved.pk).update(status="entered", entered_by=str(somebody(4)))
            with pytest.raises(RefusedError, match="U gaf hier zelf akkoord op"):
                take_back_whole(moved, why="Toch niet", by=somebody(4))
            with pytest.raises(RefusedError, match="nooit geboekt"):
                take_back_whole(moved, why="Toch niet", by=somebody(5))

    def test_an_order_that_was_used_stands(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            order = entered(DocumentKind.ORDER, ("taal", 1_000))
            entered(DocumentKind.INVOICE, ("taal", 400), promise=order.pk)
        answer = controller.post(f"{GELD}stuk/{order.pk}/terugdraaien/", WHY)
        assert (answer.status_code, "Draai dat eerst terug, of geef de rest vrij" in text(answer)) == (422, True)

    def test_it_asks_who_you_are_first(self, diemen: Desk) -> None:
        with inside(diemen.here):
            row = entered(DocumentKind.INVOICE, ("taal", 100))
        somebody_long_here: Person = seated(diemen.here, Role.CONTROLLER)
        client = signed_in(somebody_long_here)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0}]
        session.save()
        answer = client.get(f"{GELD}stuk/{row.pk}/terugdraaien/")
        assert (answer.status_code, "/account/" in answer["Location"]) == (302, True)


class TestReleasing:
    def test_the_rest_becomes_free_over_all_purposes(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            order = entered(DocumentKind.ORDER, ("taal", 600), ("taal", 400), ("sport", 50))
            entered(DocumentKind.INVOICE, ("taal", 700), promise=order.pk)
        where = f"{GELD}stuk/{order.pk}/vrijgeven/"
        assert "nog <strong>€ 350,00</strong> open" in text(controller.get(where))
        assert "De rest is vrij" in text(controller.post(where, {"why": "Klaar"}, follow=True))
        with inside(diemen.here):
            assert (free("taal"), free("sport")) == (59_300, 30_000)
            with pytest.raises(RefusedError, match="niets meer over"):
                release_rest(order, why="Nog eens", by=BY)

    def test_what_is_no_promise_has_no_rest(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            row = entered(DocumentKind.INVOICE, ("taal", 100))
        answer = controller.post(f"{GELD}stuk/{row.pk}/vrijgeven/", {"why": "Klaar"})
        assert (answer.status_code, "Alleen van een opdracht" in text(answer)) == (422, True)


def test_the_chain_leads_from_order_to_payment_and_back(diemen: Desk, controller: Client) -> None:
    with inside(diemen.here):
        order = entered(DocumentKind.ORDER, ("taal", 1_000), description="Opdracht A")
        bill = entered(DocumentKind.INVOICE, ("taal", 400), description="Factuur B", promise=order.pk)
        entered(DocumentKind.PAYMENT, ("taal", 400), description="Betaling C", promise=bill.pk)
        entered(DocumentKind.CREDIT_NOTE, ("taal", -50), description="Creditnota D", corrects=bill.pk)
        entered(DocumentKind.INVOICE, ("taal", 10), description="Niets mee te maken")
    for one in (order, bill):
        chain = controller.get(f"{GELD}stuk/{one.pk}/").context["chain"]
        found = [(link.text, link.depth) for link in chain]
        assert found == [("Opdracht A", 0), ("Factuur B", 1), ("Betaling C", 2), ("Creditnota D", 2)]


def test_each_act_is_told_in_the_history_in_words(diemen: Desk, controller: Client) -> None:
    controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice(description="Leesclub"))
    with inside(diemen.here):
        row = Document.objects.get(kind="invoice")
        assert list(AuditEntry.objects.filter(row=row.pk, table="ledger.document").values_list("act", flat=True))
    told = text(controller.get(f"/diemen/werk/geschiedenis/ledger.document/{row.pk}/"))
    assert "boekte" in told
    assert "stuk ‘Leesclub’" in told


class TestList:
    @pytest.fixture
    def some(self, diemen: Desk) -> Desk:
        with inside(diemen.here):
            entered(DocumentKind.ORDER, ("taal", 300), description="Boeken", reference="O-1", party=diemen.party)
            entered(DocumentKind.INVOICE, ("taal", 100), description="Leesclub", reference="F-1", party=diemen.party)
            prepare(draft(DocumentKind.INVOICE, ("sport", 200), description="Zwemmen"), by=BY)
        return diemen

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("soort=order", ["Boeken"]),
            ("stand=prepared", ["Zwemmen"]),
            ("zoek=f-1", ["Leesclub"]),
            ("zoek=lees", ["Leesclub"]),
            ("jaar=2023&soort=invoice&op=bedrag", ["Leesclub", "Zwemmen"]),
            ("soort=invoice&op=-bedrag", ["Zwemmen", "Leesclub"]),
            ("soort=invoice&organisatie={party}", ["Leesclub"]),
            ("soort=onzin&organisatie=x&jaar=²&op=onzin&stand=entered&zoek=boeken", ["Boeken"]),
        ],
    )
    def test_the_address_filters_and_sorts(self, asked: str, found: list[str], some: Desk, controller: Client) -> None:
        answer = controller.get(f"{GELD}stukken/?{asked.format(party=some.party)}")
        assert [str(one.row) for one in answer.context["rows"]] == found

    def test_nothing_found_leads_back(self, some: Desk, controller: Client) -> None:
        assert "Niets gevonden" in text(controller.get(f"{GELD}stukken/?zoek=onvindbaar"))

    def test_a_measure_finds_its_documents(self, diemen: Desk, controller: Client) -> None:
        controller.post(f"{GELD}stukken/nieuw/invoice/", diemen.invoice(description="Leesclub"))
        measure = diemen.places["voorlezen"].removeprefix("m")
        answer = controller.get(f"{GELD}stukken/?maatregel={measure}")
        assert [str(one.row) for one in answer.context["rows"]] == ["Leesclub"]

    def test_it_is_paged_and_the_workbook_has_all(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            for number in range(55):
                entered(DocumentKind.ORDER, ("taal", 1), description=f"Opdracht {number}")
        assert len(controller.get(f"{GELD}stukken/?soort=order").context["rows"]) == 50
        last = controller.get(f"{GELD}stukken/?soort=order&pagina=2")
        assert len(last.context["rows"]) == 5
        assert re.search(r'\?soort=order&amp;pagina=1" rel="prev"', last.content.decode())
        file = controller.get(f"{GELD}stukken/stukken.xlsx?soort=order")
        assert file["Content-Disposition"].startswith('attachment; filename="stukken-diemen-')
        assert file.content.startswith(b"PK")
