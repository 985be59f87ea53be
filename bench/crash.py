"""`make crash-test`: kill workers and the database with SIGKILL while they work; what was acknowledged is there, whole.

Each round some workers enter orders and invoices as fast as they can, and write down what was acknowledged. After a
random number of those the workers, and every other round the database as well, are killed. Then the database is started
again, each acknowledged document is looked up with all its postings, and everything is added up (`kapstok verify`).
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import psutil

from kapstok.embedded import Server, server

WORKERS = 3
DAY = date(2023, 9, 1)


@dataclass(slots=True)
class Figures:
    """What the rounds showed."""

    rounds: int = 0
    database_kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    missing: int = 0
    half: int = 0
    differences: int = 0
    slowest_restart: float = 0.0

    @property
    def held(self) -> bool:
        return not (self.missing or self.half or self.differences)


def main(arguments: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--clients", type=int, default=64)
    asked.add_argument("--attempts", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kapstok-crash-") as folder:
        data = Path(folder)
        with server(data) as running:
            _open(running)
            _begin()
        figures = crash(data, rounds=chosen.rounds, chance=random.Random(chosen.seed))
        print(f"\n{figures}")
        held = figures.held and (not chosen.attempts or rushed(data, chosen.clients, chosen.attempts))
    return 0 if held else 1


def rushed(data: Path, clients: int, attempts: int) -> bool:
    """The last euros of ten lines, promised by many clients at once; prints what came of it."""
    from bench.rush import promised, rush  # noqa: PLC0415
    from kapstok.ledger.verifying import differences  # noqa: PLC0415

    with server(data) as running:
        _point_at(running)
        municipality = _another_programme()
        begun = time.monotonic()
        outcome = rush(municipality, clients=clients, attempts=attempts)
        seconds = time.monotonic() - begun
        print(
            f"{clients} clients, {outcome.attempts} attempts in {seconds:.0f} s: {outcome.orders} promises and "
            f"{outcome.transfers} transfers accepted, refused {dict(outcome.refused)}, broken {len(outcome.broken)}"
        )
        same = promised(municipality) == outcome.accepted and not differences()
    return same and not outcome.broken


def crash(data: Path, *, rounds: int, chance: random.Random) -> Figures:
    """Kill and look, `rounds` times, on the cluster of this folder."""
    figures = Figures()
    for number in range(rounds):
        kills_database = number % 2 == 1
        with server(data) as running:
            _point_at(running)
            acknowledged = _work_until_killed(running, chance, kills_database=kills_database)
        begun = time.monotonic()
        with server(data) as running:
            figures.slowest_restart = max(figures.slowest_restart, time.monotonic() - begun)
            _point_at(running)
            _look(figures, acknowledged)
        figures.rounds += 1
        figures.database_kills += kills_database
        print(f"\rronde {number + 1} van {rounds}: {figures.acknowledged} bevestigd", end="", flush=True)
    return figures


def _open(running: Server) -> None:
    """Django on this cluster, with its tables."""
    os.environ.update(running.environment())
    os.environ["DJANGO_SETTINGS_MODULE"] = "kapstok.settings"
    from kapstok.opening import load_settings, update_tables  # noqa: PLC0415

    load_settings()
    update_tables()


def _point_at(running: Server) -> None:
    """The socket has another place each time that the database starts."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    connection.close()
    for place in (settings.DATABASE_APP, settings.DATABASE_OWNER, connection.settings_dict):
        place["HOST"] = str(running.socket)


def _begin() -> None:
    from kapstok.ledger.tests.builders import programme  # noqa: PLC0415

    programme()


def _another_programme() -> "object":
    from kapstok.core.access import command  # noqa: PLC0415
    from kapstok.core.tenancy import inside  # noqa: PLC0415
    from kapstok.ledger.tests.builders import programme_of_lines  # noqa: PLC0415
    from kapstok.plans.deciding.actions import set_mandate  # noqa: PLC0415
    from kapstok.plans.statuses import Body, MandateScope  # noqa: PLC0415

    municipality = programme_of_lines(10)
    with inside(municipality):
        for scope in MandateScope:
            set_mandate(body=Body.MANDATE_HOLDER, scope=scope, maximum=None, source="proef", by=command("crash"))
    return municipality


def _work_until_killed(running: Server, chance: random.Random, *, kills_database: bool) -> list[tuple[int, Decimal]]:
    """What the workers were told before they died: the document and its amount."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    reading, writing = os.pipe()
    workers = [_forked(writing, number) for number in range(WORKERS)]
    os.close(writing)
    told, enough = [], chance.randint(5, 60)
    with os.fdopen(reading) as lines:
        for line in lines:
            told.append(line)
            if len(told) == enough:
                if kills_database:
                    _kill_database(running)
                for worker in workers:
                    os.kill(worker, signal.SIGKILL)
    for worker in workers:
        os.waitpid(worker, 0)
    return [(int(line.split()[0]), Decimal(line.split()[1])) for line in told if line.endswith("\n")]


def _kill_database(running: Server) -> None:
    """The postmaster and every process under it, at once."""
    with suppress(psutil.NoSuchProcess):
        postmaster = psutil.Process(running.pid)
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs([postmaster], timeout=10)


def _forked(writing: int, number: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _work(writing, number)
    finally:
        os._exit(0)


def _work(writing: int, number: int) -> None:
    """Enter an order and an invoice under it, divided over two lines, until killed."""
    from kapstok.core.access import command  # noqa: PLC0415
    from kapstok.core.again import again  # noqa: PLC0415
    from kapstok.core.tenancy import inside  # noqa: PLC0415
    from kapstok.ledger.kinds import DocumentKind  # noqa: PLC0415
    from kapstok.ledger.tests.builders import entered  # noqa: PLC0415
    from kapstok.parties.models import Municipality  # noqa: PLC0415

    municipality = Municipality.objects.get(slug="diemen")
    by = command(f"worker {number}")

    def act(kind: DocumentKind, promise: int | None) -> int:
        with inside(municipality):
            parts = (("taal", Decimal("0.03")), ("sport", Decimal("0.02")))
            return entered(kind, *parts, by=by, promise=promise).pk

    while True:
        order = again(lambda: act(DocumentKind.ORDER, None))
        os.write(writing, f"{order} 0.05\n".encode())
        invoice = again(lambda order=order: act(DocumentKind.INVOICE, order))  # type: ignore[misc]
        os.write(writing, f"{invoice} 0.05\n".encode())


def _look(figures: Figures, acknowledged: list[tuple[int, Decimal]]) -> None:
    from django.db.models import Sum  # noqa: PLC0415

    from kapstok.core.tenancy import inside  # noqa: PLC0415
    from kapstok.ledger.models import Document  # noqa: PLC0415
    from kapstok.ledger.verifying import differences  # noqa: PLC0415
    from kapstok.parties.models import Municipality  # noqa: PLC0415

    with inside(Municipality.objects.get(slug="diemen")):
        booked = Document.objects.filter(kind__in=("order", "invoice"))
        sums = dict(booked.annotate(sum=Sum("postings__amount")).values_list("pk", "sum").order_by())
        unentered = Document.objects.exclude(status="entered").count()
    figures.missing += sum(1 for document, _ in acknowledged if document not in sums)
    figures.half += unentered + sum(1 for amount in sums.values() if amount != Decimal("0.05"))
    figures.acknowledged += len(acknowledged)
    figures.unacknowledged = len(sums) - figures.acknowledged
    figures.differences += len(differences())


if __name__ == "__main__":
    sys.exit(main())
