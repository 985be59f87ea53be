"""From a file to lines, and from lines to postings."""

from decimal import Decimal

import pytest

from kapstok.core.tenancy import inside
from kapstok.ledger.journal.correcting import put_right
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.journal.tests.files import BY, FIRST, SECOND, THIRD, USUAL, code_all, export, rule, standing, taken
from kapstok.ledger.models import Document, JournalLine, LineBalance, Posting, Split, StagedLine
from kapstok.ledger.tests.builders import line, programme
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def diemen() -> Municipality:
    return programme()


def spent(key: str) -> Decimal:
    return LineBalance.objects.get(line=line(key)).expense


def test_nothing_is_here_before_it_is_taken_over(diemen: Municipality) -> None:
    with inside(diemen):
        file = offer("grootboek.csv", export(), by=BY)
        assert (file.counts["new"], file.total) == ([3, "2300.00"], Decimal(2300))
        assert not JournalLine.objects.exists()
        apply(file, by=BY)
        assert list(JournalLine.objects.values_list("account", flat=True)) == ["04430", "04430", "04431"]
        assert not Posting.objects.filter(kind="expense").exists()


def test_rules_code_lines_and_the_money_is_spent(diemen: Municipality) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export())
        rule("sport", party_name="ZWEMBAD")
        done = code_all()
        assert (done.booked, done.euros, done.without) == (3, Decimal(2300), 0)
        assert [int(spent(key)) for key in ("taal", "sport")] == [2000, 300]
        document = Document.objects.get(reference="INK-1")
        assert (document.kind, document.account, document.net, document.status) == (
            "journal", "04430", Decimal("1250.50"), "entered",
        )  # fmt: skip
        assert (Split.objects.get(document=document).amount, document.postings.get().amount) == (document.net,) * 2
        assert code_all().booked == 0


def test_the_same_file_again_changes_nothing(diemen: Municipality) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export())
        code_all()
        before = [list(model.objects.order_by("pk").values()) for model in (JournalLine, Document, Posting)]
        file = offer("nog een keer.csv", export(), by=BY)
        assert file.counts["same"] == [3, "2300.00"]
        assert not StagedLine.objects.filter(file=file).exists()
        apply(file, by=BY)
        code_all()
        assert [list(model.objects.order_by("pk").values()) for model in (JournalLine, Document, Posting)] == before


def test_a_line_that_is_gone_is_taken_back(diemen: Municipality) -> None:
    with inside(diemen):
        rule("taal", account="04430")
        taken(export())
        code_all()
        file = taken(export((FIRST, THIRD)))
        assert file.counts["missing"] == [1, "749.50"]
        gone = JournalLine.objects.get(number="INK-2")
        assert gone.missing
        assert int(spent("taal")) == 2000
        put_right([gone.pk], by=BY)
        assert spent("taal") == Decimal("1250.50")
        assert taken(export()).counts["back"] == [1, "749.50"]
        code_all()
        assert spent("taal") == 2000


def test_a_line_that_changed_is_taken_back_and_booked_anew(diemen: Municipality) -> None:
    with inside(diemen):
        headings = "Rekening;Datum;Boekstuk;Regelnr;Omschrijving;Bedrag"
        rule("taal", account="04430")
        taken(export([("04430", "15-09-2023", "A", "1", "Boeken", "100,00")], headings))
        code_all()
        file = taken(export([("04430", "15-09-2023", "A", "1", "Boeken en meer", "120,00")], headings))
        changed = StagedLine.objects.get(file=file)
        assert (changed.difference, set(changed.before)) == ("changed", {"amount", "description"})
        row = JournalLine.objects.get()
        assert row.outdated
        assert [int(row.amount), int(spent("taal"))] == [120, 100]
        assert put_right([row.pk], by=BY).booked == 1
        row.refresh_from_db()
        assert not row.outdated
        assert int(spent("taal")) == 120
        assert [int(one) for one in Posting.objects.filter(kind="expense").values_list("amount", flat=True)] == [
            100, -100, 120,
        ]  # fmt: skip


def test_what_does_not_fit_is_to_be_covered(diemen: Municipality) -> None:
    with inside(diemen):
        rule("sport", account="04430")
        taken(export([("04430", f"{day}-09-2023", f"S{day}", "Zwemmen", "20.000,00", "Zwembad") for day in (1, 2)]))
        assert code_all().booked == 2
        assert int(spent("sport")) == 30_000
        assert int(LineBalance.objects.get(line__kind="to_cover").expense) == 10_000


def test_import_a_then_b_is_b(diemen: Municipality) -> None:
    with inside(diemen):
        taken(export(USUAL))
        taken(export((SECOND, ("04431", "03-10-2023", "INK-9", "Nieuw", "5,00-", ""), THIRD, THIRD)))
        assert standing() == {
            ("Voorlezen in de klas", Decimal("749.50")), ("Nieuw", Decimal(-5)), ("Zwemles", Decimal(300)),
        }  # fmt: skip
        assert JournalLine.objects.filter(missing=False).count() == 4
