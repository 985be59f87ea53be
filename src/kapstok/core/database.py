"""The two roles of the database: the app role that serves, and the owner that migrates, backs up and verifies."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

ROLE = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the role that owns the tables, which row-level security does not hold back. Never inside a request."""
    before = {key: connection.settings_dict[key] for key in ROLE}
    become_owner()
    try:
        yield
    finally:
        _become(before)


def become_owner() -> None:
    if not settings.DATABASE_OWNER:
        raise ImproperlyConfigured("DATABASE_OWNER_URL ontbreekt; met die rol worden de tabellen gemaakt.")
    _become(settings.DATABASE_OWNER)


def become_app() -> None:
    _become(settings.DATABASE_APP)


def _become(role: Mapping[str, str]) -> None:
    connection.close()
    connection.settings_dict.update({key: role[key] for key in ROLE})
