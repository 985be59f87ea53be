"""How a line gets its coding, what it is linked to, and why the two sides differ."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from kapstok.core.access import RefusedError, Role
from kapstok.core.tenancy import inside
from kapstok.ledger.entering import take_back
from kapstok.ledger.journal.coding import choose, code
from kapstok.ledger.journal.correcting import put_right
from kapstok.ledger.journal.matching import Rulebook, specificity
from kapstok.ledger.journal.reconciling import Reason, account_years, differing
from kapstok.ledger.journal.rulebook import Asked, forget, remember
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.journal.tests.files import BY, FIRST, SECOND, THIRD, code_all, export, rule, taken, target
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, JournalImport, JournalLine, LineBalance, Posting
from kapstok.ledger.tests.builders import entered, line, programme, somebody
from kapstok.parties.models import Municipality, Party


@dataclass(frozen=True)
class Rule:
    pk: int
    account: str = ""
    cost_centre: str = ""
    taakveld: str = ""
    party_key: str = ""
    words: str = ""


def test_the_most_specific_rule_wins() -> None:
    rules = [
        Rule(1, account="04430"), Rule(2, party_key="bieb"), Rule(3, account="04430", party_key="bieb"),
        Rule(4, account="04430", words="lezen klas"), Rule(5, taakveld="4.3"),
    ]  # fmt: skip
    book = Rulebook(rules)
    asked = [
        (("04430", "", "", "bieb"), "Voorlezen in de KLAS", 4),
        (("04430", "", "", "bieb"), "Voorlezen", 3),
        (("04430", "", "", "zwembad"), "Zwemmen", 1),
        (("04431", "", "4.3", "bieb"), "", 2),
        (("04431", "", "", ""), "lezen klas", None),
    ]
    assert [book.rule_of(key, text) for key, text, _ in asked] == [wanted for *_, wanted in asked]
    assert [one.pk for one in sorted(rules, key=specificity)] == [1, 5, 2, 3, 4]


@pytest.fixture
def diemen(db: None) -> Municipality:
    return programme()


def test_a_rule_that_is_forgotten_proposes_no_more(diemen: Municipality) -> None:
    with inside(diemen):
        first, second = rule("taal", account="04430"), rule("sport", party_name="Bibliotheek")
        taken(export((FIRST,)))
        assert JournalLine.objects.get().rule == second
        forget(second, by=BY)
        assert JournalLine.objects.get().rule == first
        forget(first, by=BY)
        assert (JournalLine.objects.get().rule, code_all().without) == (None, 1)
        with pytest.raises(RefusedError, match="ten minste één kenmerk"):
            remember(Asked(), target(), by=BY)


def test_what_somebody_chose_goes_before_the_rule(diemen: Municipality) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export((FIRST,)))
        row = JournalLine.objects.get()
        choose(row, target("sport"), by=BY)
        code([row.pk], by=BY)
        assert Posting.objects.get(kind="expense").line == line("sport")
        with pytest.raises(RefusedError, match="al geboekt"):
            choose(row, target("taal"), by=BY)


def test_a_line_of_an_order_uses_it_up(diemen: Municipality) -> None:
    with inside(diemen):
        order = entered(DocumentKind.ORDER, ("taal", 60_000))
        remember(Asked(account="04430"), target("taal", promise=order.pk), by=BY)
        taken(export((FIRST, SECOND)))
        code_all()
        balance = LineBalance.objects.get(line=line("taal"))
        assert [int(balance.committed), int(balance.expense)] == [58_000, 2_000]


def bieb() -> int:
    return Party.objects.create(
        key="bieb", name="Bibliotheek BV", sort_key="bibliotheek bv", kind="organisation", sector="other"
    ).pk


def test_an_invoice_that_was_there_is_linked_and_paid_and_not_spent_twice(diemen: Municipality) -> None:
    with inside(diemen):
        invoice = entered(DocumentKind.INVOICE, ("sport", Decimal("1250.50")), party=bieb(), reference="ink-1")
        rule("taal", account="04430")
        taken(export((FIRST, SECOND)))
        done = code_all()
        assert (done.linked, done.booked) == (1, 1)
        invoice.refresh_from_db()
        assert (invoice.account, JournalLine.objects.get(number="INK-1").document) == ("04430", invoice)
        spent = Posting.objects.filter(kind="expense").values_list("amount", flat=True)
        assert sorted(spent) == [Decimal("749.50"), Decimal("1250.50")]
        assert Posting.objects.get(kind="payment").amount == Decimal("1250.50")
        assert not any(row.difference for row in account_years())


def test_each_difference_has_its_reason_and_together_they_are_the_difference(diemen: Municipality) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export((FIRST, SECOND, ("04430", "21-09-2023", "INK-7", "Terug", "10,00", ""))))
        code_all()
        entered(DocumentKind.OWN_HOURS, ("sport", 500), account="04430", on=date(2023, 9, 9))
        taken(export((FIRST, THIRD, ("04430", "21-09-2023", "INK-7", "Terug", "10,00", ""))))
        take_back(Document.objects.get(reference="INK-7"), why="per ongeluk", by=BY)
        taken(export((FIRST, ("04430", "22-09-2023", "INK-8", "Nieuw", "7,00", ""), THIRD,
                      ("04430", "21-09-2023", "INK-7", "Terug", "10,00", ""))))  # fmt: skip
        found = differing("04430", 2023)
        assert {one.reason for one in found} == {
            Reason.BY_HAND, Reason.MISSING, Reason.OTHERWISE, Reason.NOT_CODED,
        }  # fmt: skip
        row = next(one for one in account_years() if one.account == "04430")
        assert sum((one.difference for one in found), Decimal(0)) == row.difference == Decimal("-1232.50")
        put_right([one.line for one in found if one.reason is Reason.MISSING and one.line], by=BY)
        assert Reason.MISSING not in {one.reason for one in differing("04430", 2023)}


def test_another_file_came_in_between(diemen: Municipality) -> None:
    with inside(diemen):
        file = offer("a.csv", export((FIRST, SECOND)), by=BY)
        taken(export((FIRST,)))
        again = apply(file, by=BY)
        assert (again.status, again.counts["new"][0]) == ("waiting", 1)
        assert apply(JournalImport.objects.get(pk=file.pk), by=BY).status == "applied"


def test_who_may_not_enter_money_does_nothing_here(diemen: Municipality) -> None:
    with inside(diemen):
        file = offer("a.csv", export(), by=BY)
        for act in (
            lambda: offer("b.csv", export(), by=somebody(1, Role.AUDITOR)),
            lambda: apply(file, by=somebody(1, Role.AUDITOR)),
            lambda: code([1], by=somebody(1, Role.AUDITOR)),
            lambda: put_right([1], by=somebody(1, Role.POLICY_OFFICER)),
        ):
            with pytest.raises(RefusedError, match="Dit kan"):
                act()
        assert not JournalLine.objects.exists()
