"""The two roles and the database in a cluster: the owner migrates, the app reads and writes rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from psycopg import sql

from kapstok.embedded.errors import EmbeddedError
from kapstok.embedded.folder import kept_secret

DATABASE: Final = "kapstok"
OWNER: Final = "kapstok_owner"
APP: Final = "kapstok_app"
TEMPLATE_RIGHTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    f"GRANT USAGE ON SCHEMA public TO {APP}",
    f"GRANT ALL ON SCHEMA public TO {OWNER}",
)
DATABASE_RIGHTS = (
    f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
    f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}",
)


@dataclass(frozen=True, slots=True)
class Passwords:
    superuser: str
    owner: str
    app: str


def superuser_file(data: Path) -> Path:
    return data / "postgres.password"


def kept_passwords(data: Path) -> Passwords:
    """The passwords in this folder, each in a file of its own that only the caller can read."""
    return Passwords(
        superuser=kept_secret(superuser_file(data)),
        owner=kept_secret(data / "owner.password"),
        app=kept_secret(data / "app.password"),
    )


def ensure_roles(socket: Path, passwords: Passwords) -> None:
    """Make the roles and the database where they are missing, and give the roles these passwords."""
    with connect(socket, "postgres", passwords.superuser) as connection:
        ensure_role(connection, OWNER, "CREATEDB", passwords.owner)
        ensure_role(connection, APP, "NOCREATEDB", passwords.app)
        if not exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            with connect(socket, "template1", passwords.superuser) as template:
                execute(template, TEMPLATE_RIGHTS)
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        execute(connection, DATABASE_RIGHTS)


def connect(socket: Path, database: str, password: str) -> psycopg.Connection:
    """A connection as the superuser; the port is named because PGPORT may say otherwise."""
    try:
        return psycopg.connect(
            host=str(socket), port=5432, user="postgres", password=password, dbname=database, autocommit=True
        )
    except psycopg.OperationalError as error:
        raise EmbeddedError(
            f"De database weigert Kapstok. Is het bestand postgres.password veranderd? PostgreSQL zegt:\n{error}"
        ) from error


def ensure_role(connection: psycopg.Connection, role: str, right: str, password: str) -> None:
    known = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
            sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(role), sql.SQL(right), sql.Literal(password)
        )
    )


def exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def execute(connection: psycopg.Connection, statements: Iterable[LiteralString]) -> None:
    for statement in statements:
        connection.execute(statement)
