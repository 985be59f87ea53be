"""`kapstok backup` and `kapstok restore`: the database and the evidence in one file, and back.

The file is a tar: `database.dump` in PostgreSQL's own form, and the evidence under `files/`. The evidence comes last: a
row whose file is written in that moment is rather kept without its row than the other way round. Keys and passwords
stay out of it.
"""

import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from kapstok.core.database import as_owner
from kapstok.embedded.programs import programs
from kapstok.errors import UserError
from kapstok.opening import update_tables

DUMP = "database.dump"
FILES = "files"
NEWEST = 18


def backup(target: Path, evidence: Path) -> int:
    """Write a backup to `target`, whole or not at all; gives its size in bytes."""
    fresh = target.with_name(f"{target.name}.nieuw")
    with refusal_of(target), tempfile.TemporaryDirectory(prefix="kapstok-") as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(dump))
        with tarfile.open(fresh, "w") as kept:
            kept.add(dump, DUMP)
            if evidence.is_dir():
                kept.add(evidence, FILES)
        fresh.chmod(0o600)
        fresh.replace(target)
    return target.stat().st_size


def restore(source: Path, evidence: Path) -> None:
    """Put a backup into a database that holds no municipalities yet. UserError when it does, or is no backup."""
    with refusal_of(source), tempfile.TemporaryDirectory(prefix="kapstok-") as folder:
        try:
            with tarfile.open(source) as kept:
                kept.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError) as error:
            raise UserError(f"{source} is geen back-up van Kapstok.") from error
        dump = Path(folder) / DUMP
        if not dump.exists():
            raise UserError(f"{source} is geen back-up van Kapstok: {DUMP} staat er niet in.")
        _empty()
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", _owner()["NAME"], str(dump))
        _put_files(Path(folder) / FILES, evidence)
    update_tables()


def _put_files(kept: Path, evidence: Path) -> None:
    for path in kept.rglob("*") if kept.is_dir() else ():
        place = evidence / path.relative_to(kept)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place.write_bytes(path.read_bytes())


def _empty() -> None:
    """Clear the way, unless somebody's work is in it."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('parties_municipality') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT count(*) FROM parties_municipality")
            if number := cursor.fetchone()[0]:
                raise UserError(
                    f"In deze database staan al {number} gemeenten. Zet een back-up terug in een lege database "
                    "(kies met --data een nieuwe map); er is niets veranderd."
                )
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, as the owner of the tables: row-level security does not hold that back."""
    owner = _owner()
    environment = os.environ | {
        "PGHOST": owner["HOST"],
        "PGPORT": owner["PORT"] or "5432",
        "PGUSER": owner["USER"],
        "PGPASSWORD": owner["PASSWORD"],
        "PGDATABASE": owner["NAME"],
    }
    command = [str(programs(NEWEST, None) / program), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"Dit lukte niet; PostgreSQL zegt:\n{done.stderr.strip()}")


def _owner() -> dict[str, str]:
    if not settings.DATABASE_OWNER:
        raise UserError("DATABASE_OWNER_URL ontbreekt; met die rol leest en schrijft een back-up alle gemeenten.")
    return dict(settings.DATABASE_OWNER)


@contextmanager
def refusal_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(f"{error.filename or path}: {error.strerror}") from error
