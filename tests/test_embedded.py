"""The embedded server, for real: each test has a folder and a PostgreSQL of its own."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from kapstok.embedded import EmbeddedError, Server, data_folder, secret_key, server
from kapstok.embedded.account import run_as, server_account
from kapstok.embedded.folder import temporary_folder
from kapstok.embedded.programs import FOLDERS, PACKAGE, is_only_roots, make_copy, package_folder
from tests.places import open_place
from tests.waiting import until

IS_ROOT = os.geteuid() == 0

USER = """
import sys
from pathlib import Path
from kapstok.embedded import server
with server(Path(sys.argv[1]), durable=False) as running:
    print(running.started, running.pid, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as place:
        yield place


@pytest.fixture
def data(place: Path) -> Path:
    return place / "data"


def rows(running: Server) -> list[str]:
    with psycopg.connect(running.owner_url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM note ORDER BY name")]


def write(running: Server, name: str) -> None:
    with psycopg.connect(running.owner_url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (name text)")
        connection.execute("INSERT INTO note VALUES (%s)", [name])


def is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def user_of(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(user: subprocess.Popen[str]) -> tuple[bool, int]:
    assert user.stdout
    started, pid = user.stdout.readline().split()
    return started == "True", int(pid)


def test_first_starts_second_joins_last_out_stops(data: Path) -> None:
    with server(data, durable=False) as first:
        with server(data, durable=False) as second:
            assert (first.started, second.started) == (True, False)
            assert second.pid == first.pid
        write(first, "still here")
        assert rows(first) == ["still here"]
    assert not is_alive(first.pid)
    assert not first.socket.exists()


def test_rows_are_there_the_next_time(data: Path) -> None:
    with server(data) as running:
        write(running, "kept")
    with server(data) as running:
        assert running.started
        assert rows(running) == ["kept"]


def test_of_four_at_once_one_starts_and_the_last_stops(data: Path) -> None:
    users = [user_of(data) for _ in range(4)]
    answers = [said(user) for user in users]
    assert sorted(started for started, _ in answers) == [False, False, False, True]
    [pid] = {pid for _, pid in answers}
    for user in users:
        assert is_alive(pid)
        user.communicate()
    assert not is_alive(pid)


def test_a_killed_server_comes_back_with_its_rows(data: Path) -> None:
    with server(data) as running:
        write(running, "before the crash")
        os.kill(running.pid, signal.SIGKILL)
        until(lambda: not is_alive(running.pid))
        with server(data) as again:
            assert again.started
            assert rows(again) == ["before the crash"]


def test_a_server_whose_user_was_killed_is_joined_and_then_stopped(data: Path) -> None:
    with user_of(data) as user:
        _, pid = said(user)
        user.kill()
    with server(data, durable=False) as running:
        assert (running.started, running.pid) == (False, pid)
    assert not is_alive(pid)


def test_an_interrupted_first_start_is_done_again(data: Path) -> None:
    (data / "pg.new/base").mkdir(parents=True)
    (data / "pg.new/PG_VERSION").write_text("18\n")
    (data / "start.lock").touch()
    with server(data, durable=False) as running:
        write(running, "works")
    assert not (data / "pg.new").exists()


def test_a_process_id_that_belongs_to_another_program_by_now(data: Path) -> None:
    with server(data, durable=False) as running:
        lines = (data / "pg/postmaster.pid").read_text().splitlines()
    (data / "pg/postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    with server(data, durable=False) as running:
        assert running.started
        assert running.pid != os.getpid()


def test_a_forked_child_leaves_the_server_alone(data: Path) -> None:
    forks = """
import os, sys, psycopg
from pathlib import Path
from kapstok.embedded import server
with server(Path(sys.argv[1]), durable=False) as running:
    if child := os.fork():
        os.waitpid(child, 0)
        with psycopg.connect(running.app_url) as connection:
            print(connection.execute("SELECT 1").fetchone())
    else:
        sys.exit(0)
"""
    done = subprocess.run([sys.executable, "-c", forks, str(data)], check=True, capture_output=True, text=True)
    assert done.stdout == "(1,)\n"


def test_roles_and_their_rights(data: Path) -> None:
    with server(data, durable=False) as running:
        with psycopg.connect(running.owner_url, autocommit=True) as owner:
            owner.execute("CREATE TABLE note (name text)")
            owner.execute("CREATE DATABASE copy")
        for database in ("kapstok", "copy"):
            url = running.app_url.removesuffix("kapstok") + database
            with (
                psycopg.connect(url, autocommit=True) as app,
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="schema public"),
            ):
                app.execute("CREATE TABLE mine (name text)")
        with (
            psycopg.connect(running.app_url, autocommit=True) as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="table note"),
        ):
            app.execute("SELECT * FROM note")


def test_every_role_needs_its_password(data: Path) -> None:
    with server(data, durable=False) as running:
        for role in ("postgres", "kapstok_owner", "kapstok_app"):
            for password in ("", "guess"):
                with pytest.raises(psycopg.OperationalError, match="password"):
                    psycopg.connect(host=str(running.socket), port=5432, user=role, password=password, dbname="kapstok")


def test_a_lost_password_of_a_role_is_replaced(data: Path) -> None:
    with server(data, durable=False) as running:
        write(running, "kept")
    (data / "owner.password").unlink()
    with server(data, durable=False) as running:
        assert rows(running) == ["kept"]


def test_a_changed_password_of_the_superuser_is_explained(data: Path) -> None:
    with server(data, durable=False) as running:
        pass
    (data / "postgres.password").write_text("other")
    with pytest.raises(EmbeddedError, match=r"postgres\.password"), server(data, durable=False):
        pass
    assert not (data / "pg/postmaster.pid").exists(), "a server that nobody can use does not stay"
    assert not is_alive(running.pid)


def test_only_the_caller_reads_the_secrets_and_only_the_socket_listens(data: Path) -> None:
    with server(data, durable=False) as running:
        key = secret_key(data)
        assert secret_key(data) == key
        for name in ("postgres.password", "owner.password", "app.password", "secret.key", "postgres.log"):
            assert stat.S_IMODE((data / name).stat().st_mode) == 0o600, name
        assert stat.S_IMODE(data.stat().st_mode) & 0o007 == 0
        assert stat.S_IMODE(running.socket.stat().st_mode) == 0o700
        assert [c for c in psutil.net_connections("inet") if c.pid == running.pid] == []


def test_a_file_where_the_folder_should_be(place: Path) -> None:
    (place / "taken").write_text("")
    for folder in (place / "taken", place / "taken/data"):
        with pytest.raises(EmbeddedError, match="er staat een bestand met die naam") as refused, server(folder):
            pass
        assert "--data" in str(refused.value)


def test_a_folder_that_is_closed(place: Path) -> None:
    """Root can write everywhere, but the server's account cannot come in; another user cannot write."""
    place.chmod(0o700 if IS_ROOT else 0o500)
    with pytest.raises(EmbeddedError, match="gesloten" if IS_ROOT else "u mag er niet schrijven"), server(place / "x"):
        pass


def test_a_folder_with_other_things_in_it_keeps_its_mode(place: Path) -> None:
    (place / "letter.txt").write_text("")
    with server(place, durable=False):
        assert stat.S_IMODE(place.stat().st_mode) == 0o755


def test_a_cluster_of_another_version(data: Path) -> None:
    with server(data, version=16, durable=False) as running, psycopg.connect(running.app_url) as connection:
        assert connection.info.server_version // 10_000 == 16
    with pytest.raises(EmbeddedError, match=r"van PostgreSQL 16; deze Kapstok werkt met 18"), server(data):
        pass


def test_a_server_that_cannot_start_is_explained_and_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(place / "data", durable=False):
        pass
    (place / "data/pg/postgresql.conf").write_text("no such setting")
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with pytest.raises(EmbeddedError, match="contains errors"), server(place / "data"):
        pass
    assert [path.name for path in place.iterdir()] == ["data"]


def test_a_socket_whose_name_would_be_too_long_goes_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = place / ("long" * 20)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    folder = temporary_folder("kapstok-", server_account())
    assert folder.parent == Path("/tmp")
    folder.rmdir()
    assert list(long.iterdir()) == []


def test_a_very_long_path(place: Path) -> None:
    with server(place.joinpath(*["folder-with-a-long-name" * 4] * 7), durable=False) as running:
        write(running, "works")
    with pytest.raises(EmbeddedError, match="te lang"), server(place.joinpath(*["long" * 50] * 5)):
        pass


@pytest.mark.skipif(not IS_ROOT, reason="the other tests already run as an ordinary user")
def test_as_an_ordinary_user(place: Path) -> None:
    """Root steps down after the imports: its Python may live where others cannot read."""
    steps_down = """
import os, pwd, sys, psycopg
from pathlib import Path
from kapstok.embedded import server
nobody = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
with server(Path(sys.argv[1])) as running, psycopg.connect(running.app_url) as connection:
    print(connection.execute("SELECT current_user").fetchone()[0], os.stat(running.socket).st_uid == os.getuid())
"""
    place.chmod(0o777)
    with server(place / "of-root", durable=False):
        done = subprocess.run(
            [sys.executable, "-c", steps_down, str(place / "of-nobody")], check=False, capture_output=True, text=True
        )
    assert (done.stdout, done.stderr) == ("kapstok_app True\n", "")


def test_the_copy_of_the_programs_runs_and_is_not_open_to_others(place: Path) -> None:
    copy = place / "copy"
    make_copy(package_folder(), FOLDERS[18], copy)
    program = copy / PACKAGE / FOLDERS[18] / "bin/initdb"
    account = server_account()
    done = subprocess.run(
        [program, "--version"], check=True, capture_output=True, text=True, cwd="/", **run_as(account)
    )
    assert done.stdout.startswith("initdb (PostgreSQL) 18")
    assert not any(path.stat().st_mode & 0o022 for path in (copy, *copy.rglob("*")))
    assert is_only_roots(copy) == IS_ROOT
    copy.chmod(0o777)
    assert not is_only_roots(copy)


def test_where_the_data_are(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAPSTOK_DATA", str(place / "named"))
    assert data_folder(place / "chosen") == place / "chosen"
    assert data_folder(None) == place / "named"
    monkeypatch.delenv("KAPSTOK_DATA")
    assert data_folder(None).is_absolute()


def throwaway(*command: str) -> list[str]:
    return [sys.executable, "-m", "kapstok.embedded", "--", *command]


def test_a_command_beside_a_throwaway_server_passes_its_exit_code() -> None:
    command = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    assert connection.execute("SHOW fsync").fetchone() == ("off",)
print(os.environ["KAPSTOK_DATA"])
sys.exit(7)
"""
    done = subprocess.run(throwaway(sys.executable, "-c", command), check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (7, "")
    assert not Path(done.stdout.strip()).exists()


def test_a_command_that_does_not_exist() -> None:
    done = subprocess.run(throwaway("no-such-command"), check=False, capture_output=True, text=True)
    assert done.returncode == 127
    assert "no-such-command" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_throwaway_server_goes_when_it_is_told_to(number: signal.Signals) -> None:
    command = "import os, sys; print(os.environ['KAPSTOK_DATA'], flush=True); sys.stdin.read()"
    with subprocess.Popen(
        throwaway(sys.executable, "-c", command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as runner:
        assert runner.stdout
        data = Path(runner.stdout.readline().strip())
        pid = int((data / "pg/postmaster.pid").read_text().split()[0])
        runner.send_signal(number)
        assert runner.wait(30) == 128 + number
    assert not is_alive(pid)
    assert not data.parent.exists()
