"""Importing 50.000 lines of the general ledger, from file to postings, against adding as many postings in one SQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.management import call_command
from django.db import connection, transaction

from bench.timing import Ratio, compare
from kapstok.core.access import command
from kapstok.core.database import as_owner, become_app
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.booking import Target
from kapstok.ledger.journal.coding import code
from kapstok.ledger.journal.rulebook import Asked, remember
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.models import JournalLine
from kapstok.ledger.tests.builders import grant, line, programme
from kapstok.parties.models import Municipality

NAME, LINES, ROUNDS, ACCOUNTS = "kapstok_bench_journal", 50_000, 3, 10
BY = command("bench")
HEADINGS = "Grootboekrekening;Boekdatum;Boekstuk;Omschrijving;Bedrag;D/C;Leverancier;Kostenplaats"
POSTINGS = """
    INSERT INTO ledger_posting
      (line_id, document_id, kind, amount, delivered, year, measure_id, purpose, cost_type, used, uncovered, by)
    SELECT line_id, document_id, kind, amount, delivered, year, measure_id, purpose, cost_type, used, uncovered, by
    FROM ledger_posting WHERE kind = 'expense' ORDER BY id
"""
# Django keeps a connection per thread; this one stays in the database of its own.
_thread = ThreadPoolExecutor(max_workers=1)


def ratios() -> list[Ratio]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    municipality = _thread.submit(_fill).result()
    second = export(LINES)
    return [
        compare(
            f"import of {LINES} journal lines / INSERT … SELECT",
            lambda: _thread.submit(_undone, municipality, lambda: _import(second)).result(),
            lambda: _thread.submit(_undone, municipality, _insert).result(),
            goal=4,
            rounds=ROUNDS,
        )
    ]


def export(first: int) -> bytes:
    """As a financial system writes it; numbers count from `first`."""
    rows = (
        f"0443{n % ACCOUNTS};{n % 28 + 1:02}-{n % 12 + 1:02}-2023;INK-{n};Boeking {n} voor de leeshoek;"
        f"1.{n % 1000:03},{n % 100:02};{'C' if n % 50 == 0 else 'D'};Leverancier {n % 300} B.V.;61{n % 40}"
        for n in range(first, first + LINES)
    )
    return "\r\n".join([HEADINGS, *rows]).encode()


def _fill() -> Municipality:
    """A municipality that has as many lines already."""
    connection.settings_dict["NAME"], connection.settings_dict["CONN_MAX_AGE"] = NAME, None
    with as_owner():
        call_command("migrate", verbosity=0)
    become_app()
    municipality = programme(award=1_000_000_000)
    with inside(municipality):
        _give_budget()
        for account in range(ACCOUNTS):
            target = Target(line=line("taal").pk, grant=grant().pk, measure=None, purpose=1, cost_type="", promise=None)
            remember(Asked(account=f"0443{account}"), target, by=BY)
        _import(export(0))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    become_app()
    return municipality


def _give_budget() -> None:
    """So much that all fits: what is measured is the usual case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_posting"
            " (line_id, document_id, kind, amount, delivered, year, cost_type, used, uncovered, by)"
            " SELECT line_id, document_id, kind, 800000000, delivered, year, cost_type, used, uncovered, by"
            " FROM ledger_posting WHERE line_id = %s",
            [line("taal").pk],
        )


def _import(content: bytes) -> None:
    file = apply(offer("grootboek.csv", content, by=BY), by=BY)
    fresh = JournalLine.objects.filter(added_by=file).values_list("pk", flat=True)
    done = code(list(fresh), by=BY)
    assert done.booked == LINES, done


def _insert() -> None:
    with connection.cursor() as cursor:
        cursor.execute(POSTINGS)
        assert cursor.rowcount == LINES, cursor.rowcount


def _undone(municipality: Municipality, work: Callable[[], None]) -> None:
    with inside(municipality):
        work()
        transaction.set_rollback(True)
