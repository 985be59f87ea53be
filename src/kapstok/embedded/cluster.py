"""One PostgreSQL cluster: making its files, and starting, finding and stopping its process."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from kapstok.embedded.account import Account, run_as
from kapstok.embedded.errors import EmbeddedError
from kapstok.embedded.folder import explained, temporary_folder
from kapstok.embedded.programs import programs

ROOM_NEEDED = 150_000_000  # bytes: an empty cluster and its first write-ahead logs
LARGEST_LOG = 5_000_000  # bytes
STARTS_WITHIN = 300.0  # seconds: recovery after a crash may take a while
STOPS_WITHIN = 60.0  # seconds
OLD_SERVER_LEAVES_WITHIN = 15.0  # seconds
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LOCALES = {18: ("--locale-provider=builtin", "--builtin-locale=C.UTF-8"), 16: ("--locale=C.UTF-8",)}


@dataclass(frozen=True, slots=True)
class Process:
    """A server: its process id and the folder of its socket."""

    pid: int
    socket: Path


@dataclass(frozen=True, slots=True)
class Cluster:
    data: Path
    version: int
    account: Account | None
    durable: bool  # False: may be lost when the machine fails, for tests

    @property
    def files(self) -> Path:
        return self.data / "pg"

    @property
    def log(self) -> Path:
        return self.data / "postgres.log"

    def program(self, name: str) -> str:
        return str(programs(self.version, self.account) / name)


def running(cluster: Cluster) -> Process | None:
    """The server on this cluster, when it says it is ready and its socket answers.

    The socket is the only proof of life: the process id in the file may be a zombie's, or another program's by now.
    """
    lines = pid_file_lines(cluster)
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    found = Process(int(lines[0]), Path(lines[4].strip()))
    return found if answers(found.socket) else None


def pid_file_lines(cluster: Cluster) -> list[str]:
    try:
        return (cluster.files / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def answers(folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(folder / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def is_at_work(pid: int, cluster: Cluster) -> bool:
    """Whether this process is a living server on this cluster, ready or not."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and str(cluster.files) in process.cmdline()
    except psutil.Error:
        return False


def initialise(cluster: Cluster, password_file: Path) -> None:
    """Make the files of a new cluster; they get their name when they are complete."""
    unfinished = cluster.data / "pg.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    if cluster.files.exists():
        check_version(cluster)
        return
    if shutil.disk_usage(cluster.data).free < ROOM_NEEDED:
        raise EmbeddedError(
            f"De schijf van {cluster.data} is bijna vol: een nieuwe database heeft 150 MB nodig.\n"
            "Maak ruimte, of kies met --data een map op een andere schijf."
        )
    unfinished.mkdir(mode=0o700)
    if cluster.account:
        os.chown(unfinished, cluster.account.uid, cluster.account.gid)
        os.chown(password_file, cluster.account.uid, cluster.account.gid)
    command = [cluster.program("initdb"), "-D", str(unfinished), "-U", "postgres", f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", *LOCALES[cluster.version]]
    command += ["--no-instructions"] if cluster.durable else ["--no-instructions", "--no-sync"]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", env=ENVIRONMENT, **run_as(cluster.account)
    )
    if done.returncode:
        raise EmbeddedError(
            f"De database kon niet gemaakt worden in {cluster.data}. PostgreSQL zegt:\n{done.stderr.strip()}"
        )
    unfinished.rename(cluster.files)


def check_version(cluster: Cluster) -> None:
    try:
        found = (cluster.files / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise EmbeddedError(
            f"{cluster.files} is geen map van PostgreSQL.\nHaal haar weg, of kies met --data een andere map."
        ) from None
    if found != str(cluster.version):
        raise EmbeddedError(
            f"De gegevens in {cluster.data} zijn van PostgreSQL {found}; deze Kapstok werkt met {cluster.version}.\n"
            "Kies met --data een andere map, of gebruik de Kapstok waarmee deze gegevens gemaakt zijn."
        )


def start(cluster: Cluster) -> Process:
    """Start the server and wait until it answers; one that is still starting or stopping is waited for first."""
    began = time.monotonic()
    started: Process | None = None
    try:
        while time.monotonic() - began < STARTS_WITHIN:
            if found := running(cluster):
                return found
            if not (is_recorded_at_work(cluster) or (started and is_at_work(started.pid, cluster))):
                if started:
                    remove_socket_folder(started.socket)
                    refuse_unless_old_server_lingers(cluster, began)
                clear_leftovers(cluster)
                started = spawn(cluster)
            time.sleep(0.02)
        raise EmbeddedError(f"De database is na 5 minuten nog niet klaar met starten. Kijk in {cluster.log}.")
    except BaseException:
        if started:
            end(started, cluster)
        raise


def is_recorded_at_work(cluster: Cluster) -> bool:
    lines = pid_file_lines(cluster)
    return bool(lines) and lines[0].isdigit() and is_at_work(int(lines[0]), cluster)


def refuse_unless_old_server_lingers(cluster: Cluster, began: float) -> None:
    """After a kill, the old server's children hold its memory for a moment; every other failure is final."""
    lines = [line for line in cluster.log.read_text(errors="replace").splitlines() if " LOG:  " not in line]
    said = "\n".join(lines[-3:])
    if "shared memory block" in said and time.monotonic() - began < OLD_SERVER_LEAVES_WITHIN:
        return
    advice = "Maak ruimte: de schijf is vol.\n" if "No space left" in said else ""
    raise EmbeddedError(f"De database in {cluster.data} start niet.\n{advice}PostgreSQL zegt:\n{said}")


def clear_leftovers(cluster: Cluster) -> None:
    """Remove what a killed server left; its process id may belong to another program by now."""
    lines = pid_file_lines(cluster)
    (cluster.files / "postmaster.pid").unlink(missing_ok=True)
    if len(lines) > 4:
        remove_socket_folder(Path(lines[4].strip()))


def remove_socket_folder(folder: Path) -> None:
    with suppress(OSError):
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def spawn(cluster: Cluster) -> Process:
    """Start the server's process in a session of its own, as nobody's child. It does not answer yet."""
    folder = temporary_folder("kapstok-", cluster.account)
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    if not cluster.durable:
        settings |= UNSAFE_BUT_QUICK
    command = [cluster.program("postgres"), "-D", str(cluster.files)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with explained(cluster.data):
        if cluster.log.exists() and cluster.log.stat().st_size > LARGEST_LOG:
            cluster.log.rename(cluster.log.with_suffix(".log.old"))
        cluster.log.touch(0o600)
        with cluster.log.open("ab") as log:
            shell = subprocess.run(
                ["/bin/sh", "-c", '"$@" >&2 </dev/null & echo $!', "sh", *command],
                check=True,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                cwd="/",
                env=ENVIRONMENT,
                **run_as(cluster.account),
            )
    return Process(int(shell.stdout), folder)


def stop(cluster: Cluster) -> None:
    """Stop the server, without losing anything: open transactions are rolled back, the rest is on disk."""
    lines = pid_file_lines(cluster)
    if len(lines) > 4 and lines[0].isdigit():
        end(Process(int(lines[0]), Path(lines[4].strip())), cluster)


def end(process: Process, cluster: Cluster) -> None:
    for request in (signal.SIGINT, signal.SIGQUIT):
        if is_at_work(process.pid, cluster):
            os.kill(process.pid, request)
        if is_gone(process.pid, cluster):
            break
    remove_socket_folder(process.socket)


def is_gone(pid: int, cluster: Cluster) -> bool:
    """Wait until the process has ended; False when it takes too long."""
    deadline = time.monotonic() + STOPS_WITHIN
    while is_at_work(pid, cluster):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
