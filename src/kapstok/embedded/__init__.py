"""PostgreSQL without installing it: the server from a PyPI wheel, on a folder of its own.

Whoever comes first starts the server, others join it, and the last one out stops it. It listens on a private
socket only, and every role has a password. Two locks in the folder keep order: `start.lock` is held while somebody
starts or stops the server, `users.lock` is shared by all who use it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from kapstok.embedded.cluster import Cluster, initialise, running, start, stop
from kapstok.embedded.errors import EmbeddedError
from kapstok.embedded.folder import START_LOCK, data_folder, explained, prepare, secret_key
from kapstok.embedded.roles import APP, DATABASE, OWNER, Passwords, ensure_roles, kept_passwords, superuser_file

__all__ = ["EmbeddedError", "Server", "data_folder", "secret_key", "server"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is and how to sign in. `started` is False when it was running already."""

    data: Path
    socket: Path
    pid: int
    started: bool
    passwords: Passwords

    @property
    def app_url(self) -> str:
        return self._url(APP, self.passwords.app)

    @property
    def owner_url(self) -> str:
        return self._url(OWNER, self.passwords.owner)

    def _url(self, role: str, password: str) -> str:
        host = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{quote(password, safe='')}@{host}:5432/{DATABASE}"

    def environment(self) -> dict[str, str]:
        """The settings with which Kapstok uses this server."""
        return {
            "DATABASE_URL": self.app_url,
            "DATABASE_OWNER_URL": self.owner_url,
            "KAPSTOK_SECRET_KEY": secret_key(self.data),
            "KAPSTOK_DATA": str(self.data),
        }


@contextmanager
def server(data: Path, *, version: int = 18, durable: bool = True) -> Iterator[Server]:
    """Use the server on this folder, starting it if need be. Raises EmbeddedError when that cannot be done.

    A process that forks inside the block (a web server's workers) leaves the server alone when the child ends.
    """
    entered_by = os.getpid()
    data = data.resolve()
    cluster = Cluster(data, version, prepare(data), durable)
    with explained(data):
        starting, using = (data / START_LOCK).open("a"), (data / "users.lock").open("a")
    with starting, using:
        try:
            with held(starting):
                fcntl.flock(using, fcntl.LOCK_SH)
                joined = join_or_start(cluster)
            yield joined
        finally:
            if os.getpid() == entered_by:
                with held(starting):
                    if is_last(using):
                        stop(cluster)


@contextmanager
def held(lock: IO[str]) -> Iterator[None]:
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def is_last(using: IO[str]) -> bool:
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def join_or_start(cluster: Cluster) -> Server:
    with explained(cluster.data):
        passwords = kept_passwords(cluster.data)
        initialise(cluster, superuser_file(cluster.data))
    found = running(cluster)
    process = found or start(cluster)
    ensure_roles(process.socket, passwords)
    return Server(cluster.data, process.socket, process.pid, started=found is None, passwords=passwords)
