"""The commands that serve, as a user gives them: what they say, what answers, and what is left when they stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from kapstok import serving as serving_module
from kapstok.embedded import server
from kapstok.serving import Place, listening
from tests.places import open_place, servers_on

MOST_STOPPING_SECONDS = 10
SETTINGS = ("DATABASE_", "KAPSTOK_", "DJANGO_")


@pytest.fixture
def data() -> Iterator[Path]:
    with open_place() as place:
        yield place / "data"


def environment(**settings: str) -> dict[str, str]:
    """This environment without the settings of the test run itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)} | settings


def kapstok(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kapstok.cli", *map(str, arguments)]


def outcome(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        kapstok(*arguments), check=False, capture_output=True, text=True, env=environment(**settings), timeout=120
    )


@contextmanager
def serving(*arguments: object, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """A command that serves: its process, the address it names, and what it said before that."""
    command = kapstok(*arguments, "--port", 0)
    process = subprocess.Popen(
        command,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    with process:
        try:
            said = lines_until_address(process)
            match = re.search(r"http://\S+", said[-1])
            assert match, said
            yield process, match[0], said
        finally:
            process.terminate()


def lines_until_address(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if "Kapstok draait op" in line:
            break
    return said


def page(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def is_refused(done: subprocess.CompletedProcess[str], text: str) -> None:
    assert done.returncode == 2, done.stderr
    assert text in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_says_its_steps_answers_and_leaves_nothing(data: Path) -> None:
    with serving("demo", "--data", data) as (process, address, said):
        assert [re.sub(r"\d+,\d", "N", line) for line in said[:2]] == [
            "1/4 Database starten … klaar (N s)",
            "2/4 Tabellen bijwerken … klaar (N s)",
        ]
        assert "Diemen" in page(address)
        assert len(servers_on(data)) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert servers_on(data) == []
    with serving("demo", "--data", data) as (process, address, _):
        assert "Diemen" in page(address)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert servers_on(data) == []


def test_ctrl_c_in_a_terminal_reaches_the_workers_too_and_stops_at_once(data: Path) -> None:
    with serving("serve", "--data", data) as (process, address, _):
        page(address)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert time.monotonic() - began < MOST_STOPPING_SECONDS
        assert said == "\nKapstok stopt.\n"
    assert servers_on(data) == []


def test_no_thread_waits_for_a_connection_that_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving_module, "SILENT_SECONDS", 0.05)
    place = Place("serve", "127.0.0.1", 0, None)
    with listening(place) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted, pytest.raises(BlockingIOError):
            accepted.setblocking(True)
            accepted.recv(1)


def test_a_command_joins_what_is_running(data: Path) -> None:
    with serving("serve", "--data", data) as (_, address, _):
        assert outcome("migrate", "--data", data).stdout == "De tabellen zijn bijgewerkt.\n"
        assert len(servers_on(data)) == 1
        page(address)


def test_two_that_update_the_tables_at_once(data: Path) -> None:
    both = [subprocess.Popen(kapstok("migrate", "--data", data), env=environment()) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]


def test_ctrl_c_while_starting_leaves_nothing(data: Path) -> None:
    with subprocess.Popen(
        kapstok("demo", "--port", 0, "--data", data), env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.read(len("1/4 Database starten")) == "1/4 Database starten"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert servers_on(data) == []
    assert outcome("migrate", "--data", data).returncode == 0


def test_a_port_in_use_is_told_before_anything_starts(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = outcome("demo", "--port", port, "--data", data)
    is_refused(done, f"Poort {port} is al in gebruik")
    assert f"kapstok demo --port {port + 1}" in done.stderr
    assert done.stdout == ""
    assert not data.exists()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--port", "veel"], "geen poort"),
        (["--port", "70000"], "geen poort"),
        (["--host", "203.0.113.7"], "geen adres van deze computer"),
        (["--host", "no-such-host.invalid"], "geen adres van deze computer"),
        (["--port", "0", "--data", __file__], "er staat een bestand met die naam"),
    ],
)
def test_what_cannot_be_served_is_explained(arguments: Sequence[str], text: str) -> None:
    is_refused(outcome("serve", *arguments), text)


def test_an_own_database_is_served_as_it_is(data: Path) -> None:
    with server(data, durable=False) as running:
        own = {"DATABASE_URL": running.app_url}
        is_refused(outcome("serve", "--port", 0, **own), "KAPSTOK_SECRET_KEY ontbreekt")
        is_refused(outcome("migrate", **own), "DATABASE_OWNER_URL")
        assert outcome("migrate", **own, DATABASE_OWNER_URL=running.owner_url).returncode == 0
        with serving("serve", **own, KAPSTOK_SECRET_KEY="test") as (_, address, said):
            assert said[0].startswith("1/1 Webserver starten")
            page(address)


def test_a_database_that_does_not_answer_is_explained() -> None:
    nowhere = "postgresql://kapstok_owner:secret@127.0.0.1:1/kapstok"
    done = outcome("migrate", DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere)
    is_refused(done, "De database antwoordt niet")
    assert "secret" not in done.stderr
