"""Row-level security against the filter that a careful programmer would have written by hand."""

import psycopg
from django.conf import settings

from bench import country
from bench.timing import Ratio, compare
from kapstok.core.tenancy import SETTING

QUERIES_A_ROUND = 50
BY_THEME = """
    SELECT t.name, count(*), sum(b.amount) FROM plans_budgetline b
    JOIN plans_measure m ON m.id = b.measure_id JOIN plans_theme t ON t.id = m.theme_id
    {where} GROUP BY t.name ORDER BY t.name
"""
BY_HAND = "WHERE b.municipality_id = %(one)s AND m.municipality_id = %(one)s AND t.municipality_id = %(one)s"


def ratios() -> list[Ratio]:
    with _connection(settings.DATABASE_APP) as app, _connection(settings.DATABASE_OWNER) as owner:
        one = _one_in_the_middle(app)
        app.execute("SELECT set_config(%s, %s, false)", [SETTING, str(one)])
        guarded, by_hand = BY_THEME.format(where=""), BY_THEME.format(where=BY_HAND)
        assert app.execute(guarded).fetchall() == owner.execute(by_hand, {"one": one}).fetchall()
        return [
            compare(
                "row-level security / a filter by hand",
                lambda: _ask(app, guarded, one),
                lambda: _ask(owner, by_hand, one),
                goal=1.3,
            )
        ]


def _connection(role: dict[str, str]) -> psycopg.Connection:
    return psycopg.connect(
        host=role["HOST"], user=role["USER"], password=role["PASSWORD"], dbname=country.ALL, autocommit=True
    )


def _one_in_the_middle(app: psycopg.Connection) -> int:
    row = app.execute("SELECT id FROM parties_municipality ORDER BY id OFFSET 170 LIMIT 1").fetchone()
    assert row is not None
    return int(row[0])


def _ask(connection: psycopg.Connection, sql: str, one: int) -> None:
    for _ in range(QUERIES_A_ROUND):
        assert connection.execute(sql, {"one": one}).fetchall()
