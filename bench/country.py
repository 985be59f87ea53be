"""Two databases on one server: one municipality, and all 342 with 10.000 measures."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.management import call_command
from django.db import connection
from tests import cast

from kapstok.core.database import as_owner, become_app

ONE, ALL = "kapstok_bench_one", "kapstok_bench_all"
# Django keeps a connection per thread, so each database has a thread of its own and nobody reconnects while timed.
_at = {name: ThreadPoolExecutor(max_workers=1) for name in (ONE, ALL)}


def build() -> None:
    """Make both databases and fill them."""
    for name, municipalities in ((ONE, 1), (ALL, cast.MUNICIPALITIES)):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        _at[name].submit(_fill, name, municipalities).result()
        connection.close()


def work_at(name: str, work: Callable[[], None]) -> None:
    """Do this work in that database, on the connection that is open there."""
    _at[name].submit(work).result()


def _fill(name: str, municipalities: int) -> None:
    connection.settings_dict["NAME"] = name
    connection.settings_dict["CONN_MAX_AGE"] = None
    with as_owner():
        call_command("migrate", verbosity=0)
    become_app()
    cast.country(municipalities)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    become_app()
    connection.ensure_connection()
