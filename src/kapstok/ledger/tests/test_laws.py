"""Whatever is done, in whatever order: balances are the sum of postings, promises fit, no fact is lost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from kapstok.core.access import RefusedError
from kapstok.core.tenancy import inside
from kapstok.ledger.covering import cover_from_line, cover_from_own_means
from kapstok.ledger.entering import enter, prepare, take_back
from kapstok.ledger.kinds import DocumentKind, PostingKind
from kapstok.ledger.models import Document, LineBalance, Posting, PromiseBalance, SourceBalance, Tally
from kapstok.ledger.tests.builders import BY, draft, entered, line, programme, somebody
from kapstok.parties.models import Municipality
from kapstok.plans.deciding.actions import set_mandate
from kapstok.plans.statuses import Body, MandateScope

pytestmark = [pytest.mark.django_db, pytest.mark.database_rules]

LINES = st.sampled_from(["taal", "sport", "onvoorzien"])
EUROS = st.decimals(min_value="0.01", max_value="70000", places=2)
DAYS = st.dates(date(2021, 6, 1), date(2025, 9, 1))
ZERO = Decimal(0)


class Ledger(RuleBasedStateMachine):
    """Acts at random, beside a tally of facts kept here: what happened has to be there to the cent."""

    orders = Bundle("orders")
    invoices = Bundle("invoices")

    here: Municipality

    def __init__(self) -> None:
        super().__init__()
        self.door = inside(self.here)
        self.door.__enter__()
        self.facts = ZERO

    def teardown(self) -> None:
        transaction.set_rollback(True)  # the next example starts from the same programme
        self.door.__exit__(None, None, None)

    @rule(target=orders, on=LINES, amount=EUROS, reserve=st.booleans())
    def promise(self, on: str, amount: Decimal, reserve: bool) -> Document | None:
        kind = DocumentKind.RESERVATION if reserve else DocumentKind.ORDER
        fits = LineBalance.objects.get(line=line(on)).free >= amount
        made = self.refused_or(lambda: entered(kind, (on, amount)), expected=fits)
        return made if not reserve else None

    @rule(target=invoices, on=LINES, amount=EUROS, delivered=DAYS, under=orders)
    def invoice(self, on: str, amount: Decimal, delivered: date, under: Document | None) -> Document:
        promise = under.pk if under else None
        self.facts += amount
        return entered(DocumentKind.INVOICE, (on, amount), delivered=delivered, promise=promise)

    @rule(on=LINES, amount=EUROS)
    def credit(self, on: str, amount: Decimal) -> None:
        self.facts -= amount
        entered(DocumentKind.CREDIT_NOTE, (on, -amount))

    @rule(document=consumes(invoices))
    def take_back_invoice(self, document: Document) -> None:
        if self.refused_or(lambda: take_back(document, why="fout", by=BY)):
            self.facts -= document.cost

    @rule(frm=LINES, to=LINES, amount=EUROS)
    def move(self, frm: str, to: str, amount: Decimal) -> None:
        prepared = prepare(draft(DocumentKind.TRANSFER, (frm, -amount), (to, amount), why="anders"), by=somebody(1))
        fits = LineBalance.objects.get(line=line(frm)).free >= amount
        self.refused_or(lambda: enter(prepared, by=somebody(2)), expected=fits)

    @rule(on=LINES, own_means=st.booleans())
    def cover(self, on: str, own_means: bool) -> None:
        waiting = Posting.objects.filter(line__kind="to_cover", reversed_by=None, reverses=None).first()
        if waiting is None:
            return
        if own_means:
            self.refused_or(lambda: cover_from_own_means(waiting, why="", by=BY))
        else:
            self.refused_or(lambda: cover_from_line(waiting, line(on), why="", by=BY))

    def refused_or(self, act: object, *, expected: bool | None = None) -> Document | None:
        """Do it; a refusal leaves every count as it was, and comes only when it was expected."""
        before = self.counts()
        try:
            with transaction.atomic():
                made = act()  # type: ignore[operator]
        except RefusedError:
            assert expected is not True
            assert self.counts() == before
            return None
        assert expected is not False
        return made  # type: ignore[no-any-return]

    def counts(self) -> list[int]:
        return [model._default_manager.count() for model in (Document, Posting, PromiseBalance, Tally)]

    @invariant()
    def every_balance_is_the_sum_of_its_postings(self) -> None:
        sums: dict[int, dict[str, Any]] = {}
        for found in Posting.objects.values("line", "kind").annotate(a=Sum("amount"), u=Sum("used")).order_by():
            sums.setdefault(found["line"], {})[found["kind"]] = found
        for balance in LineBalance.objects.all():
            of = sums.get(balance.line_id, {})
            amount = {kind: of[kind]["a"] if kind in of else ZERO for kind in PostingKind}
            used = {kind: of[kind]["u"] if kind in of else ZERO for kind in PostingKind}
            assert balance.budget == amount[PostingKind.BUDGET]
            assert balance.reserved == amount[PostingKind.RESERVATION] - used[PostingKind.COMMITMENT]
            assert balance.committed == amount[PostingKind.COMMITMENT] - used[PostingKind.EXPENSE]
            assert balance.expense == amount[PostingKind.EXPENSE]
            assert not balance.has_ceiling or balance.free >= 0

    @invariant()
    def no_fact_is_lost(self) -> None:
        spent = LineBalance.objects.aggregate(spent=Sum("expense"))["spent"]
        assert spent == self.facts

    @invariant()
    def the_grant_pays_no_more_than_its_award_and_only_inside_its_window(self) -> None:
        balance = SourceBalance.objects.select_related("source").get(source__kind="grant")
        assert balance.budget <= 100_000
        assert 0 <= balance.expense <= 100_000
        charged = Posting.objects.filter(line__source=balance.source, kind="expense")
        assert not charged.filter(delivered__gt=balance.source.ends).exists()
        assert not charged.filter(delivered__lt=balance.source.starts).exists()


def test_whatever_is_done_the_ledger_holds(db: None) -> None:
    Ledger.here = programme()
    with inside(Ledger.here):
        for scope in MandateScope:
            set_mandate(body=Body.MANDATE_HOLDER, scope=scope, maximum=None, source="besluit", by=BY)
    suppressed = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Ledger, settings=settings(stateful_step_count=12, suppress_health_check=suppressed, deadline=None)
    )
