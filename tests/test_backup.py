"""A backup put back is the same, table by table and file by file."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kapstok.embedded import server
from tests.places import open_place

COMMAND = [sys.executable, "-m", "kapstok.cli"]


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "KAPSTOK_DATA"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [*COMMAND, *arguments, "--data", str(data)], env=environment, capture_output=True, text=True, check=False
    )


def contents(data: Path) -> dict[str, list[str]]:
    """Every row of every table as text, whoever it belongs to."""
    with server(data) as running, psycopg.connect(running.owner_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {
            name: sorted(row[0] for row in connection.execute(f'SELECT t::text FROM "{name}" t').fetchall())
            for (name,) in tables
        }


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    with open_place() as place:
        yield place / "elders"


@pytest.fixture(scope="module")
def weert() -> Iterator[Path]:
    """A folder with a municipality, a plan and a piece of evidence."""
    with open_place() as place:
        yield filled(place / "weert")


def filled(data: Path) -> Path:
    plan = Path(__file__).parents[1] / "src/kapstok/demo/putten-plan.toml"
    assert run("municipality", "weert", "--name", "Weert", "--cbs", "GM0988", data=data).returncode == 0
    assert run("load", "weert", str(plan), data=data).returncode == 0
    kept = data / "files" / "1" / "abc"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"bewijs")
    return data


def test_a_backup_put_back_is_the_same_in_every_table(weert: Path, elsewhere: Path, tmp_path: Path) -> None:
    before, kept = contents(weert), tmp_path / "kapstok.tar"
    assert run("backup", str(kept), data=weert).returncode == 0
    assert kept.stat().st_mode & 0o077 == 0
    done = run("restore", str(kept), data=elsewhere)
    assert done.returncode == 0, done.stderr
    assert "Alle saldi kloppen" in done.stdout
    assert contents(elsewhere) == before
    assert len(before["plans_measure"]) > 5
    assert (elsewhere / "files" / "1" / "abc").read_bytes() == b"bewijs"


def test_a_backup_never_replaces_somebodys_work(weert: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kapstok.tar"
    assert run("backup", str(kept), data=weert).returncode == 0
    before = contents(weert)
    done = run("restore", str(kept), data=weert)
    assert (done.returncode, "staan al 1 gemeenten" in done.stderr) == (2, True)
    assert contents(weert) == before


def test_what_is_no_backup_is_refused(elsewhere: Path, tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"geen tar", b"\x1f\x8b")):
        wrong = tmp_path / f"{number}.tar"
        wrong.write_bytes(content)
        done = run("restore", str(wrong), data=elsewhere)
        assert "geen back-up" in done.stderr
        assert done.returncode == 2
