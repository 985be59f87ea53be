"""The state of the money at a million postings against ten thousand, and against the same by hand in SQL.

The postings go in through the real triggers. They fall in the same lines, months and measures, however many there are.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from tests import cast
from tests.signing import seated, signed_in

from bench import country
from bench.timing import Ratio, compare
from kapstok.core.access import Role, command
from kapstok.core.database import as_owner, become_app
from kapstok.core.tenancy import SETTING, inside
from kapstok.ledger.filling import fill
from kapstok.ledger.models import Document, Line
from kapstok.ledger.money.queries import all_money, flows
from kapstok.parties.models import Municipality
from kapstok.plans import models as plans
from kapstok.plans.actions import load_plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import BudgetLine, Measure, PlanDocument, Source, SourceKind, Theme
from kapstok.plans.versions import freeze

FEW, MANY = 10_000, 1_000_000
THEMES, MEASURES_EACH, MONTHS = 20, 5, 40  # 4.000 sums, which 10.000 postings fill
BLOCK = 10_000
ROUNDS, TIMES = 20, 5
BY = command("bench")
NAMES = {FEW: "Weinig", MANY: "Veel"}
ADD = """
    INSERT INTO ledger_posting
      (line_id, document_id, kind, amount, delivered, year, measure_id, cost_type, used, uncovered, by)
    SELECT (%(lines)s::bigint[])[1 + n %% %(themes)s], %(document)s, 'expense', 1, delivered,
           date_part('year', delivered), (%(measures)s::bigint[])[1 + n %% %(of_measures)s], '', 0, '', 'bench'
    FROM (SELECT n, (date '2022-01-15' + (n / %(of_measures)s %% %(months)s) * interval '1 month')::date AS delivered
          FROM generate_series(%(first)s, %(last)s) n) one
"""
BALANCES = """
    SELECT l.id, l.key, l.label, l.kind, l.source_id, l.theme_id, l.measure_id,
           b.budget, b.reserved, b.committed, b.expense
    FROM ledger_line l JOIN ledger_linebalance b ON b.line_id = l.id
    WHERE l.municipality_id = %(one)s AND b.municipality_id = %(one)s ORDER BY l.position, l.id
"""
SOURCES = """
    SELECT s.*, b.budget, b.expense, b.received, g.regulation FROM ledger_source s
    JOIN ledger_sourcebalance b ON b.source_id = s.id JOIN grants_grant g ON g.id = s.grant_id
    WHERE s.municipality_id = %(one)s AND b.municipality_id = %(one)s AND g.municipality_id = %(one)s ORDER BY s.id
"""
ROOTS = "SELECT id, parent_id, name FROM plans_theme WHERE municipality_id = %(one)s"
COURSE = """
    SELECT line_id, kind, month, sum(amount), sum(used) FROM ledger_tally
    WHERE municipality_id = %(one)s AND kind IN ('expense', 'commitment') GROUP BY 1, 2, 3
"""


def build() -> None:
    """Two municipalities in the database of one, with as many postings as their names say."""
    for count in NAMES:
        country.work_at(country.ONE, partial(_fill, count))


def ratios() -> list[Ratio]:
    pages = {count: _page(count) for count in NAMES}
    return [
        compare("money page, 1.000.000 postings / 10.000", pages[MANY], pages[FEW], goal=1.2, rounds=ROUNDS),
        _against_sql(),
    ]


def _fill(count: int) -> None:
    municipality = cast.municipality(NAMES[count], f"GM9{len(NAMES[count]):03}")
    with inside(municipality):
        plan = load_plan(_plan(), by=BY).plan
        fill(plan, freeze(plan, document_of(plan), by=BY), by=BY)
        lines = list(Line.objects.filter(kind="budget").order_by("id"))
        document = Document.objects.create(
            grant_id=plan.grant_id,
            kind="journal",
            on=date(2022, 1, 15),
            delivered=date(2022, 1, 15),
            prepared_by="bench",
        )
        asked = {
            "lines": [line.pk for line in lines],
            "document": document.pk,
            "measures": _measures(),
            "themes": THEMES,
        }
        asked |= {"of_measures": THEMES * MEASURES_EACH, "months": MONTHS}
    for first in range(0, count, BLOCK):
        _add(municipality, asked | {"first": first, "last": min(first + BLOCK, count) - 1})
        if first in (0, count // 2 // BLOCK * BLOCK):
            _analyze()
    print(f"{NAMES[count]}: {count} boekingen", flush=True)


def _add(municipality: Municipality, asked: dict[str, object]) -> None:
    with inside(municipality), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(ADD, asked)


def _analyze() -> None:
    """What autovacuum does in a real database: without it the planner thinks that the table is empty."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    become_app()
    connection.ensure_connection()


def _measures() -> list[int]:
    return list(plans.Measure.objects.order_by("id").values_list("id", flat=True))


def _plan() -> PlanDocument:
    count = THEMES * MEASURES_EACH
    themes = tuple(Theme(key=f"thema-{i}", name=f"Thema {i}") for i in range(THEMES))
    measures = tuple(
        Measure(key=f"maatregel-{i}", theme=f"thema-{i % THEMES}", name=f"Maatregel {i}") for i in range(count)
    )
    award = Decimal(THEMES * MANY)
    lines = tuple(
        BudgetLine(key=theme.key, label=theme.name, theme=theme.key, source="npo", amount=Decimal(MANY))
        for theme in themes
    )
    sources = (Source(key="npo", name="NPO", kind=SourceKind.GRANT, amount=award),)
    return cast.plan(themes=themes, measures=measures, lines=lines, sources=sources)


def _page(count: int) -> Callable[[], None]:
    client = Client(headers={"host": "localhost"})
    where = f"/{NAMES[count].lower()}/werk/geld/"

    def sign_in() -> None:
        signed_in(seated(Municipality.objects.get(name=NAMES[count]), Role.CONTROLLER), client)

    def fetch() -> None:
        for _ in range(TIMES):
            response = client.get(where)
            assert response.status_code == 200, where

    country.work_at(country.ONE, sign_in)
    return lambda: country.work_at(country.ONE, fetch)


def _against_sql() -> Ratio:
    """Both in the door of a municipality: what the page reads of the money, and the same figures by hand."""

    def ours() -> None:
        municipality = Municipality.objects.get(name=NAMES[MANY])
        for _ in range(TIMES):
            with inside(municipality):
                assert all_money()
                assert flows()

    with _by_hand() as by_hand:
        row = by_hand.execute("SELECT id FROM parties_municipality WHERE name = %s", [NAMES[MANY]]).fetchone()
        assert row is not None
        one = {"one": row[0]}

        def theirs() -> None:
            for _ in range(TIMES):
                with by_hand.transaction():
                    by_hand.execute("SELECT set_config(%s, %s, true)", [SETTING, str(row[0])])
                    for question in (SOURCES, ROOTS, BALANCES, COURSE):
                        assert by_hand.execute(question, one).fetchall()

        return compare(
            "state of the money / the SQL by hand",
            lambda: country.work_at(country.ONE, ours),
            theirs,
            goal=1.2,
            rounds=ROUNDS,
        )


def _by_hand() -> psycopg.Connection:
    """As the pages come in: the app's role, nothing prepared beforehand."""
    role = settings.DATABASE_APP
    return psycopg.connect(
        host=role["HOST"],
        user=role["USER"],
        password=role["PASSWORD"],
        dbname=country.ONE,
        autocommit=True,
        prepare_threshold=None,
    )
