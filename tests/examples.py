"""The examples of the demo, quickly: made once by each process, and after that put back as the rows that they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from kapstok.core.models import CacheEntry
from kapstok.core.tenancy import TenantModel, inside
from kapstok.demo.actions import load_demo
from kapstok.parties.models import Municipality

APPS = {"core", "parties", "grants", "plans"}
Rows = list[tuple[int | None, str, str]]  # of which municipality (None: of all), in which table, as JSON

_kept: dict[date | None, Rows] = {}


def load_examples() -> None:
    """Into a database without municipalities. The sequences are past these rows: flushing does not turn them back."""
    today: date | None = settings.KAPSTOK_TODAY
    if today in _kept:
        put_back(_kept[today])
    else:
        load_demo(lambda name: None)
        _kept[today] = rows_now()


def rows_now() -> Rows:
    rows: Rows = [(None, table, _read(table)) for table in _tables(of_tenants=False)]
    for pk in Municipality.objects.order_by("pk").values_list("pk", flat=True):
        with inside(pk):
            rows += [(pk, table, _read(table)) for table in _tables(of_tenants=True)]
    return [(pk, table, found) for pk, table, found in rows if found != "[]"]


def put_back(rows: Rows) -> None:
    with transaction.atomic(), _in_any_order():
        for pk in dict.fromkeys(pk for pk, _, _ in rows):
            of_this = [(table, found) for its, table, found in rows if its == pk]
            if pk is None:
                _insert(of_this)
            else:
                with inside(pk):
                    _insert(of_this)


def _tables(*, of_tenants: bool) -> list[str]:
    """The app role sees no row of a tenant's table outside the door."""
    kept: list[type[models.Model]] = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return [
        model._meta.db_table
        for model in kept
        if model is not CacheEntry and issubclass(model, TenantModel) == of_tenants
    ]


def _read(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(json_agg(r ORDER BY r.id), '[]')::text FROM {table} r")
        return str(cursor.fetchone()[0])


def _insert(rows: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for table, found in rows:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s)", [found])


@contextmanager
def _in_any_order() -> Iterator[None]:
    """Keys are checked at the end of this block, and after it as they always are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint WHERE condeferred")
        checked_late = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS {checked_late} DEFERRED")
