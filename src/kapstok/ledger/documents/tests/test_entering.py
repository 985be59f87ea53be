"""Entering documents: what happens is told first, and then it happens; what is wrong is told all at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.grants.models import EligibilityQuestion, Outcome
from kapstok.ledger.documents.tests.desk import GELD, Desk, desk, file, new, party, spent, text
from kapstok.ledger.kinds import DocumentKind, PostingKind
from kapstok.ledger.models import Document, LineBalance, Posting
from kapstok.ledger.tests.builders import entered, grant, line
from kapstok.parties.models import Municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
Send = Callable[..., Any]


class TestInvoice:
    def test_what_will_happen_is_told_and_nothing_happened_yet(self, diemen: Desk, controller: Client) -> None:
        seen = text(controller.post(new("invoice"), diemen.invoice(act="look")))
        assert "<strong>Taal</strong>" in seen
        assert "vrij: € 60.000,00 → € 58.790,00" in seen
        with inside(diemen.here):
            assert not Document.objects.filter(kind="invoice").exists()

    def test_it_is_booked_with_its_evidence(self, diemen: Desk, controller: Client) -> None:
        answer = controller.post(new("invoice"), diemen.invoice(evidence=file(), confirmed="on"), follow=True)
        assert "“Factuur 2023-14” is geboekt" in text(answer)
        with inside(diemen.here):
            row = Document.objects.get(reference="2023-14")
            assert [int(amount) for amount in (row.net, row.vat, row.cost)] == [1000, 210, 1210]
            assert row.party_id == diemen.party
            assert (row.confirmed_on, row.evidence.count()) == (row.on, 1)
            assert spent("taal") == 1210

    def test_vat_that_comes_back_is_no_cost(self, diemen: Desk, controller: Client) -> None:
        controller.post(new("invoice"), diemen.invoice(reclaimable="210"))
        with inside(diemen.here):
            assert spent("taal") == 1000

    def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(
        self, diemen: Desk, controller: Client
    ) -> None:
        sent = diemen.invoice(party="Onbekend", reference="", on="gisteren", net="1.25", description="Leesclub")
        answer = controller.post(new("invoice"), sent | {"deel-0-place": "m0", "reclaimable": "5.000"})
        said = [error for _, error in answer.context["wrong"]]
        assert answer.status_code == 422
        assert len(said) >= 5
        for piece in ("Onbekend” staat nog niet", "Factuurnummer", "punt voor de centen", "nooit meer btw"):
            assert any(piece in error for error in said), piece
        for typed in ("gisteren", "1.25", "Leesclub", "5.000"):
            assert f'value="{typed}"' in text(answer)

    def test_a_duplicate_is_stopped_with_a_link_to_the_first(self, diemen: Desk, controller: Client) -> None:
        controller.post(new("invoice"), diemen.invoice())
        answer = controller.post(new("invoice"), diemen.invoice())
        with inside(diemen.here):
            first = Document.objects.get(reference="2023-14")
        assert answer.status_code == 422
        assert "al ingevoerd" in text(answer)
        assert f'href="{GELD}stuk/{first.pk}/"' in text(answer)

    def test_it_is_divided_over_measures_and_the_purposes_of_the_plan(self) -> None:
        diemen = desk(shares={1: 60, 3: 40})
        sent = diemen.invoice(rows="2") | diemen.row(0, amount="1.000") | diemen.row(1, "zwemmen")
        assert working(diemen.here, Role.CONTROLLER).post(new("invoice"), sent).status_code == 302
        with inside(diemen.here):
            splits = Document.objects.get(reference="2023-14").splits.order_by("position")
            parts = [(split.line.label, split.purpose, int(split.amount)) for split in splits]
        assert parts == [("Taal", 1, 600), ("Taal", 3, 400), ("Sport", None, 210)]

    @pytest.mark.parametrize(
        ("amounts", "said"),
        [(("1.000", "100"), "€ 110,00 te weinig"), (("1.000", "300"), "€ 90,00 te veel"), (("", ""), "te weinig")],
    )
    def test_rows_that_do_not_sum_say_by_how_much(
        self, amounts: tuple[str, str], said: str, diemen: Desk, controller: Client
    ) -> None:
        first, other = amounts
        sent = diemen.invoice(rows="2") | diemen.row(0, amount=first) | diemen.row(1, "zwemmen", amount=other)
        answer = controller.post(new("invoice"), sent)
        assert (answer.status_code, said in text(answer)) == (422, True)

    def test_it_uses_up_its_order_over_all_purposes(self) -> None:
        diemen = desk(shares={1: 60, 3: 40})
        controller = working(diemen.here, Role.CONTROLLER)
        order = diemen.invoice(reference="OPD-1", net="60.000", vat_rate="0")
        controller.post(new("order"), order)
        with inside(diemen.here):
            (pk,) = Document.objects.filter(kind="order").values_list("pk", flat=True)
        filled = controller.get(f"{new('invoice')}?bij={pk}")
        assert "nog € 60.000,00 open" in text(filled)
        assert filled.context["form"]["party"].value() == "Bibliotheek"
        bill = diemen.invoice(net="60.000", vat_rate="0", under=str(pk))
        assert "al was toegezegd" in text(controller.post(new("invoice"), bill | {"act": "look"}))
        controller.post(new("invoice"), bill)
        with inside(diemen.here):
            left = LineBalance.objects.get(line=line("taal"))
            assert [int(amount) for amount in (left.committed, left.expense, left.free)] == [0, 60_000, 0]
            assert LineBalance.objects.get(line__kind="to_cover").expense == 0

    def test_what_does_not_fit_is_booked_and_told_to_be_covered(self, diemen: Desk, controller: Client) -> None:
        sent = diemen.invoice(net="70.000", vat_rate="0")
        seen = text(controller.post(new("invoice"), sent | {"act": "look"}))
        assert "<strong>Te dekken</strong>" in seen
        assert "€ 10.000,00" in seen
        assert controller.post(new("invoice"), sent).status_code == 302
        with inside(diemen.here):
            assert LineBalance.objects.get(line__kind="to_cover").expense == 10_000

    def test_a_cost_in_doubt_warns_and_a_no_goes_to_be_covered(self, diemen: Desk, controller: Client) -> None:
        sent = diemen.invoice() | diemen.row(cost_type="Glasvezel")
        assert "is nog niet beantwoord" in text(controller.post(new("invoice"), sent | {"act": "look"}))
        with inside(diemen.here):
            EligibilityQuestion.objects.create(
                grant=grant(), cost_type="Glasvezel", question="Mag het?", outcome=Outcome.NOT_ELIGIBLE
            )
        seen = text(controller.post(new("invoice"), sent | {"act": "look"}))
        assert "mag “Glasvezel” niet betalen. Dit komt bij ‘te dekken’" in seen
        controller.post(new("invoice"), sent)
        with inside(diemen.here):
            assert Posting.objects.get(kind=PostingKind.EXPENSE).uncovered == "not_eligible"

    def test_a_measure_without_budget_from_this_source_says_what_to_do(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            other = line("taal").source
            own = type(other).objects.create(grant=grant(), key="eigen", name="Eigen middelen", kind="own_means")
        answer = controller.post(new("invoice"), diemen.invoice() | diemen.row(source=str(own.pk)))
        assert "heeft geen budget uit Eigen middelen" in text(answer)


class TestRows:
    def test_rows_come_and_go_without_a_script(self, diemen: Desk, controller: Client) -> None:
        sent = diemen.invoice()
        more = controller.post(new("invoice"), sent | {"act": "more:deel"})
        assert len(more.context["rows"]) == 2
        two = sent | {"rows": "2"} | diemen.row(1, "zwemmen")
        even = controller.post(new("invoice"), two | {"act": "even"})
        assert [row.form["amount"].value() for row in even.context["rows"]] == ["605", "605"]
        less = controller.post(new("invoice"), two | {"act": "less:0"})
        assert [row.form["place"].value() for row in less.context["rows"]] == [diemen.places["zwemmen"]]

    @pytest.mark.parametrize("rows", ["", "0", "-3", "99999", "x", "2²"])
    def test_any_number_of_rows_is_borne(self, rows: str, diemen: Desk, controller: Client) -> None:
        assert controller.post(new("invoice"), diemen.invoice(rows=rows, act="look")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_no_page_costs_more_when_there_is_more(diemen: Desk, controller: Client) -> None:
    look = diemen.invoice(act="look", reference="anders")

    def cost() -> dict[str, int]:
        found = {}
        with inside(diemen.here):
            pk = Document.objects.filter(kind="invoice").earliest("pk").pk
            waiting = Document.objects.filter(status="prepared").earliest("pk").pk
        asked: list[tuple[str, Callable[[], Any]]] = [
            ("new", lambda: controller.get(new("invoice"))),
            ("look", lambda: controller.post(new("invoice"), look, headers={"HX-Request": "true"})),
            ("change", lambda: controller.get(f"{GELD}stuk/{waiting}/wijzigen/")),
            ("receipt", lambda: controller.get(new("receipt"))),
            ("document", lambda: controller.get(f"{GELD}stuk/{pk}/")),
            ("list", lambda: controller.get(f"{GELD}stukken/")),
            ("table", lambda: controller.get(f"{GELD}stukken/stukken.xlsx")),
            ("approvals", lambda: controller.get(f"{GELD}akkoord/")),
        ]
        for name, ask in asked:
            with CaptureQueriesContext(connection) as queries:
                answer = ask()
            assert answer.status_code == 200, name
            assert len(answer.content) < 100 * 1024, name
            found[name] = len(queries)
        return found

    controller.post(new("invoice"), diemen.invoice(evidence=file()))
    manager = working(diemen.here, Role.PROGRAMME_MANAGER)
    manager.post(new("invoice"), diemen.invoice(act="save", reference="W-1", evidence=file()))
    controller.get(GELD + "stukken/")
    few = cost()
    with inside(diemen.here):
        for number in range(30):
            party(f"Partner {number}")
            entered(DocumentKind.ORDER, ("taal", 10), reference=f"O-{number}", party=diemen.party)
    for number in range(5):
        manager.post(new("invoice"), diemen.invoice(act="save", reference=f"W-{number + 2}", evidence=file()))
    assert cost() == few
    assert few.pop("look") < 25  # with the savepoint in which it is tried out
    assert max(few.values()) < 20, few


def test_another_municipality_is_untouched(diemen: Desk, controller: Client) -> None:
    there: Municipality = cast.municipality("Putten", "GM0273")
    controller.post(new("invoice"), diemen.invoice())
    with inside(there):
        assert not Document.objects.exists()
