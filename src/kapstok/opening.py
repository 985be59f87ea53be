"""Opens the database for a command: the one that DATABASE_URL names, else the embedded one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from kapstok import env
from kapstok.embedded import data_folder, server
from kapstok.env import SettingError
from kapstok.errors import UserError


def has_own_database() -> bool:
    return bool(env.text("DATABASE_URL"))


@contextmanager
def opened(data: Path | None) -> Iterator[None]:
    """Django, with the database of DATABASE_URL or else the embedded one of this folder."""
    if has_own_database():
        load_settings()
        yield
    else:
        with embedded(data):
            load_settings()
            yield


@contextmanager
def ready(data: Path | None) -> Iterator[None]:
    """As `opened`, with the tables of an embedded database made or brought up to date first."""
    own = has_own_database()
    with opened(data):
        if not own:
            update_tables()
        yield


@contextmanager
def embedded(data: Path | None) -> Iterator[None]:
    """Use the embedded server of this folder, by way of the environment: settings must not be loaded yet."""
    with server(data_folder(data)) as running:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(f"{name}_FILE", None)
        own_key = env.text("KAPSTOK_SECRET_KEY")
        os.environ.update(running.environment())
        if own_key:
            os.environ["KAPSTOK_SECRET_KEY"] = own_key
        yield


def load_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapstok.settings")
    try:
        django.setup()
    except SettingError as error:
        raise UserError(str(error)) from error


def update_tables() -> None:
    """Run the migrations as the owner, one process at a time, however long they take."""
    load_settings()
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from kapstok.core.database import as_owner

    try:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(hashtext('kapstok migrate'))")
            call_command("migrate", verbosity=0, interactive=False)
    except ImproperlyConfigured as error:
        raise UserError(str(error)) from error
    except OperationalError as error:
        raise UserError(f"De database antwoordt niet; kijk naar DATABASE_OWNER_URL.\n{error}") from error
