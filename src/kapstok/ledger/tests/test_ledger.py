"""From an adopted plan to money: what is promised fits, what happened is never refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests import cast

from kapstok.core.access import RefusedError, command
from kapstok.core.tenancy import inside
from kapstok.ledger.covering import cover_from_line, cover_from_own_means
from kapstok.ledger.entering import DuplicateError, enter, prepare, take_back
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, LineBalance, Posting, SourceBalance, Tally
from kapstok.ledger.tests.builders import adopt, document, draft, entered, line, programme, somebody
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import load_plan

pytestmark = [pytest.mark.django_db, pytest.mark.database_rules]
BY = command("test")


@pytest.fixture
def diemen() -> Municipality:
    return programme()


def amounts(*values: Decimal) -> list[int]:
    return [int(value) for value in values]


def balance(key: str) -> LineBalance:
    return LineBalance.objects.get(line=line(key))


def to_cover() -> Decimal:
    return LineBalance.objects.get(line__kind="to_cover").expense


def test_adoption_makes_the_budget(diemen: Municipality) -> None:
    with inside(diemen):
        assert [balance(key).budget for key in ("taal", "sport", "onvoorzien")] == [60_000, 30_000, 10_000]
        assert SourceBalance.objects.get(source__kind="grant").budget == 100_000


def test_a_plan_above_its_award_is_not_adopted(diemen: Municipality) -> None:
    other = cast.municipality("Putten", "GM0273")
    with inside(other):
        plan = load_plan(document(99_800), by=BY).plan
        with pytest.raises(RefusedError, match=r"€\s200,00 hoger"), transaction.atomic():
            adopt(plan)
        plan.refresh_from_db()
        assert (plan.adopted_on, Posting.objects.count()) == (None, 0)


def test_a_promise_that_does_not_fit_is_refused_and_leaves_nothing(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.ORDER, ("taal", 50_000))
        before = Document.objects.count()
        with pytest.raises(RefusedError, match=r"nog €\s10\.000,00 vrij"):
            entered(DocumentKind.ORDER, ("taal", 10_001))
        assert Document.objects.count() == before
        assert balance("taal").committed == 50_000


def test_a_fact_uses_up_its_own_promise_and_the_rest_is_to_be_covered(diemen: Municipality) -> None:
    with inside(diemen):
        order = entered(DocumentKind.ORDER, ("taal", 60_000))
        entered(DocumentKind.INVOICE, ("taal", 45_000), promise=order.pk)
        entered(DocumentKind.INVOICE, ("taal", 20_000), promise=order.pk)
        assert amounts(balance("taal").committed, balance("taal").expense, to_cover()) == [0, 60_000, 5_000]


def test_a_fact_never_takes_what_another_was_promised(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.ORDER, ("taal", 60_000))
        entered(DocumentKind.INVOICE, ("taal", 1_000))
        assert amounts(balance("taal").committed, balance("taal").expense, to_cover()) == [60_000, 0, 1_000]


def test_what_was_delivered_outside_the_window_is_to_be_covered(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("taal", 1_210), delivered=date(2021, 6, 24))
        posting = Posting.objects.get(kind="expense")
        assert (int(to_cover()), posting.uncovered) == (1_210, "outside_window")
        with pytest.raises(RefusedError, match="betaalt alleen wat geleverd is"):
            cover_from_line(posting, line("taal"), why="kan toch?", by=BY)
        cover_from_own_means(posting, why="was te vroeg", by=BY)
        assert to_cover() == 0


def test_covering_from_what_was_not_divided(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        assert to_cover() == 12_000
        cover_from_line(Posting.objects.get(uncovered="no_room"), line("onvoorzien"), why="past", by=BY)
        assert amounts(to_cover(), balance("onvoorzien").expense) == [2_000, 10_000]


def test_a_credit_note_takes_back_at_most_what_was_spent(diemen: Municipality) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 1_000))
        entered(DocumentKind.CREDIT_NOTE, ("sport", -1_500))
        assert amounts(balance("sport").expense, to_cover()) == [0, -500]


def test_an_invoice_is_entered_once(diemen: Municipality) -> None:
    with inside(diemen):
        party = _party()
        first = entered(DocumentKind.INVOICE, ("sport", 1_000), party=party, reference="F-12")
        with pytest.raises(DuplicateError) as refused:
            entered(DocumentKind.INVOICE, ("sport", 1_000), party=party, reference="f-12")
        assert refused.value.first == first


def _party() -> int:
    return Party.objects.create(key="bieb", name="Bieb", sort_key="bieb", kind="organisation", sector="other").pk


def test_taking_back_restores_every_balance(diemen: Municipality) -> None:
    with inside(diemen):
        order = entered(DocumentKind.ORDER, ("taal", 5_000))
        invoice = entered(DocumentKind.INVOICE, ("taal", 3_000), promise=order.pk)
        take_back(invoice, why="verkeerde regel", by=BY)
        assert amounts(balance("taal").committed, balance("taal").expense) == [5_000, 0]
        take_back(order, why="gaat niet door", by=BY)
        assert balance("taal").free == 60_000
        with pytest.raises(RefusedError, match="Hier staat niets meer van"):
            take_back(order, why="nog eens", by=BY)


def test_whoever_prepares_a_transfer_never_approves_it(diemen: Municipality) -> None:
    with inside(diemen):
        wanted = draft(DocumentKind.TRANSFER, ("onvoorzien", -1_000), ("sport", 1_000), why="meer zwemmen")
        prepared = prepare(wanted, by=somebody(1))
        with pytest.raises(RefusedError, match="Een collega"):
            enter(prepared, by=somebody(1))
        with pytest.raises(RefusedError, match="In de mandaattabel staat niet"):
            enter(prepared, by=somebody(2))


def test_nobody_but_the_database_writes_a_balance(diemen: Municipality) -> None:
    with inside(diemen):
        for model in (LineBalance, SourceBalance, Tally):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                model._default_manager.all().delete()
