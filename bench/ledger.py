"""The ledger under load: promises through the action against pgbench and plain SQL, and one busy line against many."""

import os
import random
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal

import psycopg
from django.core.management import call_command
from django.db import connection

from bench.timing import Ratio, compare
from kapstok.core.access import command
from kapstok.core.database import as_owner, become_app
from kapstok.core.tenancy import SETTING, inside
from kapstok.embedded.programs import programs
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter_at_once
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, Line
from kapstok.ledger.tests.builders import BY, DAY, programme_of_lines
from kapstok.parties.models import Municipality

DATABASE = "kapstok_bench_ledger"
PROCESSES, PROMISES = 8, 100  # promises of each process in a round
MANY = 20_000

BARE = """
WITH d AS (INSERT INTO ledger_document (grant_id, kind, status, reference, "on", delivered, description, net, vat,
    reclaimable, account, confirmed_by, prepared_by, entered_by, why, illustrative, version)
  VALUES (%(grant)s, 'order', 'entered', '', %(day)s, %(day)s, '', 0.01, 0, 0, '', '', 'bench', 'bench', '', false, 1)
  RETURNING id),
s AS (INSERT INTO ledger_split (document_id, position, line_id, cost_type, amount)
  SELECT id, 0, %(line)s, '', 0.01 FROM d)
INSERT INTO ledger_posting (line_id, document_id, kind, amount, delivered, year, cost_type, used, uncovered, by)
SELECT %(line)s, d.id, 'commitment', 0.01, %(day)s, 2023, '', 0, '', 'bench' FROM d
"""
BARE_AUDIT = """
INSERT INTO core_auditentry (by, act, "table", "row", why) VALUES ('bench', 'order entered', 'ledger.document', 1, '')
"""
ON_LINES = """
INSERT INTO ledger_posting (line_id, document_id, kind, amount, delivered, year, cost_type, used, uncovered, by)
SELECT l, %(document)s, 'commitment', 0.01, %(day)s, 2023, '', 0, '', 'bench' FROM unnest(%(lines)s::bigint[]) l
"""


def ratios() -> list[Ratio]:
    _build()
    with inside(Municipality.objects.get()):
        lines = list(Line.objects.filter(kind="budget").values_list("pk", flat=True))
        grant = Line.objects.select_related("source")[0].source.grant_id
        document = Document.objects.latest("id").pk
    place = _place()
    return [
        compare(
            "promises by 8 processes: the action / pgbench simple-update",
            lambda: _by_processes(lambda chance: _promise(grant, chance.choice(lines))),
            lambda: _pgbench(PROCESSES * PROMISES),
            goal=1 / 0.12,
            rounds=6,
        ),
        compare(
            "promises by 8 processes: the action / the same SQL by hand",
            lambda: _by_processes(lambda chance: _promise(grant, chance.choice(lines))),
            lambda: _by_processes(lambda chance: _bare(grant, chance.choice(lines)), before=_bare_connection),
            goal=2,
            rounds=6,
        ),
        compare(
            f"{MANY} postings on one line / on {MANY} lines",
            lambda: _at_once(place, [lines[0]] * MANY, document),
            lambda: _at_once(place, lines[:MANY], document),
            goal=1.5,
            rounds=4,
        ),
    ]


def _build() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
    connection.settings_dict["NAME"] = DATABASE
    with as_owner():
        call_command("migrate", verbosity=0)
    become_app()
    programme_of_lines(10, each=10_000_000)
    with inside(Municipality.objects.get()):
        source = Line.objects.filter(kind="budget").select_related("source")[0].source
        more = [Line(source=source, key=f"bench:{at}", kind="budget", label=str(at)) for at in range(MANY)]
        made = Line.objects.bulk_create(more)
        donor = Line.objects.filter(source=source, kind="budget").exclude(pk__in=[line.pk for line in made])[0]
        _move(donor, made)
    place = _place()
    subprocess.run([place.program("pgbench"), "-i", "-q", "-s", "10"], env=place.owner, check=True, capture_output=True)


def _move(donor: Line, made: list[Line]) -> None:
    """Budget for the many lines, from a line that has plenty."""
    from kapstok.ledger.kinds import PostingKind  # noqa: PLC0415
    from kapstok.ledger.posting import Entry, post  # noqa: PLC0415

    document = Document.objects.latest("id")
    each = Decimal(300)
    amounts = {donor.pk: -each * len(made)} | {line.pk: each for line in made}
    entries = [
        Entry(line=line, kind=PostingKind.BUDGET, amount=amount, delivered=DAY, year=2023)
        for line, amount in amounts.items()
    ]
    post(document, entries, by=BY)


class _Place:
    """Where the database is, for programs that are not Django."""

    def __init__(self) -> None:
        at = connection.settings_dict
        self.host, self.name = at["HOST"], DATABASE
        self.app = (at["USER"], at["PASSWORD"])
        from django.conf import settings  # noqa: PLC0415

        owner = settings.DATABASE_OWNER
        self.owner = os.environ | {
            "PGHOST": owner["HOST"],
            "PGUSER": owner["USER"],
            "PGPASSWORD": owner["PASSWORD"],
            "PGDATABASE": DATABASE,
            "PGPORT": "5432",
        }

    def program(self, name: str) -> str:
        return str(programs(18, None) / name)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(host=self.host, user=self.app[0], password=self.app[1], dbname=self.name)


def _place() -> _Place:
    return _Place()


def _promise(grant: int, line: int) -> None:
    amount = Decimal("0.01")
    draft = Draft(
        kind=DocumentKind.ORDER,
        grant=grant,
        on=DAY,
        delivered=DAY,
        net=amount,
        parts=(Part(line=line, amount=amount),),
    )
    with inside(1):
        enter_at_once(draft, by=command("bench"))


_raw: list[psycopg.Connection] = []


def _bare_connection() -> None:
    _raw[:] = [_place().connect()]


def _bare(grant: int, line: int) -> None:
    facts = {"grant": grant, "line": line, "day": DAY}
    with _raw[0].transaction():
        _raw[0].execute("SELECT set_config(%s, '1', true)", [SETTING])
        _raw[0].execute("SELECT 1 FROM ledger_line WHERE id = %(line)s FOR NO KEY UPDATE", facts)
        _raw[0].execute(
            "SELECT budget - reserved - committed - expense FROM ledger_linebalance WHERE line_id = %(line)s", facts
        )
        _raw[0].execute(BARE, facts)
        _raw[0].execute(BARE_AUDIT)


def _by_processes(act: Callable[[random.Random], None], before: Callable[[], None] | None = None) -> None:
    """Do it PROMISES times in each of the processes, together."""
    connection.close()
    children = [_child(number, act, before) for number in range(PROCESSES)]
    for child in children:
        assert os.waitpid(child, 0)[1] == 0


def _child(number: int, act: Callable[[random.Random], None], before: Callable[[], None] | None) -> int:
    pid = os.fork()
    if pid:
        return pid
    failed = 1
    try:
        if before:
            before()
        chance = random.Random(number + time.time_ns())
        for _ in range(PROMISES):
            act(chance)
        failed = 0
    finally:
        os._exit(failed)


def _pgbench(transactions: int) -> None:
    place = _place()
    each = str(transactions // PROCESSES)
    arguments = ["-N", "-n", "-c", str(PROCESSES), "-j", "2", "-t", each]
    subprocess.run([place.program("pgbench"), *arguments], env=place.owner, check=True, capture_output=True)


def _at_once(place: _Place, lines: list[int], document: int) -> None:
    with place.connect() as database:
        database.execute("SELECT set_config(%s, '1', true)", [SETTING])
        database.execute(ON_LINES, {"document": document, "day": DAY, "lines": lines})
