"""`kapstok demo` and `kapstok serve`: from a free port to a running web server, step by step, and back."""

import errno
import logging
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from kapstok import env
from kapstok.embedded import data_folder
from kapstok.errors import UserError
from kapstok.opening import embedded, has_own_database, load_settings, update_tables

DEMO_DAY = "2024-02-01"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY_ADDRESS = ("0.0.0.0", "::")
WAITING_CONNECTIONS = 128
SILENT_SECONDS = 10.0
STOPPING_SECONDS = 3

Say = Callable[[str], None]
Step = tuple[str, Callable[[Say], None]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve, and on which folder; `command` is what the user typed to get here."""

    command: str
    host: str
    port: int
    data: Path | None


def demo(place: Place) -> None:
    """Serve the example municipalities, always on an embedded server, on the day that the demo plays."""
    os.environ["KAPSTOK_DEMO"] = "1"
    os.environ.setdefault("KAPSTOK_TODAY", DEMO_DAY)
    data = data_folder(place.data)
    with ExitStack() as stack:
        listener = stack.enter_context(listening(place))
        take(
            ("Database starten", lambda _: stack.enter_context(embedded(data))),
            ("Tabellen bijwerken", lambda _: update_tables()),
            ("Voorbeeldgemeenten laden", load_examples),
            ("Webserver starten", lambda _: load_pages()),
        )
        answer(listener, place)


def serve(place: Place) -> None:
    """Serve on an embedded server, or on the database of DATABASE_URL, whose tables the operator updates."""
    own = has_own_database()
    if own:
        require_secret_key()
    data = place.data if own else data_folder(place.data)
    with ExitStack() as stack:
        listener = stack.enter_context(listening(place))
        start_embedded: list[Step] = [
            ("Database starten", lambda _: stack.enter_context(embedded(data))),
            ("Tabellen bijwerken", lambda _: update_tables()),
        ]
        take(*([] if own else start_embedded), ("Webserver starten", lambda _: load_pages()))
        answer(listener, place)


def require_secret_key() -> None:
    if not env.text("KAPSTOK_SECRET_KEY"):
        raise UserError(
            "KAPSTOK_SECRET_KEY ontbreekt. Zet daarin een lange, willekeurige tekst die niemand anders kent, "
            "bijvoorbeeld van:\npython3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )


def listening(place: Place) -> socket.socket:
    """A socket that listens already, so that a port in use is told before anything starts."""
    allow(place)
    try:
        family, kind, _, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise UserError(not_an_address(place)) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        give_up_on_silence(listener)
        listener.bind(address)
        listener.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listener.close()
        raise UserError(cannot_listen(place, error)) from error
    return listener


def give_up_on_silence(listener: socket.socket) -> None:
    """Connections inherit this from their listener, whatever gunicorn makes of blocking: a thread waits no longer."""
    most = struct.pack("@ll", int(SILENT_SECONDS), int(SILENT_SECONDS % 1 * 1_000_000))
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        listener.setsockopt(socket.SOL_SOCKET, option, most)


def allow(place: Place) -> None:
    """Whoever serves on an address that others reach means to be found there, unless the environment says more."""
    if place.host not in LOOPBACK:
        known = "*" if place.command == "demo" else f"localhost,127.0.0.1,[::1],{place.host}"
        os.environ.setdefault("KAPSTOK_ALLOWED_HOSTS", known)


def cannot_listen(place: Place, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Poort {place.port} is al in gebruik, misschien door een andere Kapstok.\n"
                f"Stop dat programma, of kies een andere poort: kapstok {place.command} --port {place.port + 1}"
            )
        case errno.EACCES | errno.EPERM:
            return (
                f"Poort {place.port} mag u niet gebruiken.\n"
                f"Kies een poort boven 1024: kapstok {place.command} --port 8000"
            )
        case _:
            return not_an_address(place)


def not_an_address(place: Place) -> str:
    return f"{place.host} is geen adres van deze computer.\nGebruik --host 127.0.0.1, of 0.0.0.0 voor elk adres."


def take(*steps: Step) -> None:
    """Take the steps in order and say on standard output which, and how long each took."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    for number, (text, act) in enumerate(steps, start=1):
        began = time.monotonic()
        say(f"{number}/{len(steps)} {text} … ")
        try:
            act(say)
        except BaseException:
            say("\n")
            raise
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        say(f"klaar ({seconds} s)\n")


def say(text: str) -> None:
    print(text, end="", flush=True)


def load_examples(say: Say) -> None:
    from kapstok.demo.actions import load_demo

    load_demo(lambda name: say(f"{name} … "))


def load_pages() -> None:
    """Load all code before the workers part, so that a fault in it shows here and they share its memory."""
    load_settings()
    from django.db import connections
    from django.urls import get_resolver

    import kapstok.wsgi  # noqa: F401

    get_resolver().check()
    connections.close_all()


def answer(listener: socket.socket, place: Place) -> None:
    """Answer requests until Ctrl-C or SIGTERM; ends with SystemExit, in the workers too."""
    port = listener.getsockname()[1]
    host = place.host if place.host not in EVERY_ADDRESS else "127.0.0.1"
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    WebServer(
        bind=f"fd://{listener.detach()}",
        when_ready=lambda arbiter: ready(arbiter, address),
        post_worker_init=lambda _: leave_ctrl_c_to_parent(),
        on_exit=lambda _: say("\nKapstok stopt.\n"),
    ).run()


def ready(arbiter: Arbiter, address: str) -> None:
    logging.getLogger("gunicorn.error").addFilter(lambda record: worth_saying(record, stopping=not arbiter.LISTENERS))
    say(f"Kapstok draait op {address} · stoppen met Ctrl-C\n")


def worth_saying(record: logging.LogRecord, *, stopping: bool) -> bool:
    """Not that a client stayed silent, nor, when we are stopping, that a worker was killed: then we did that."""
    gave_up = record.exc_info is not None and isinstance(record.exc_info[1], BlockingIOError)
    return not gave_up and not (stopping and "was sent" in str(record.msg))


def leave_ctrl_c_to_parent() -> None:
    """A terminal sends SIGINT to the workers too; with the SIGQUIT of their parent on top of it they deadlock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class WebServer(BaseApplication):
    """gunicorn inside this process: it parts into workers, and ends them when it is told to stop."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "worker_class": "gthread",
            "workers": 2,
            "threads": 4,
            "graceful_timeout": STOPPING_SECONDS,
            "loglevel": "warning",
            **self.settings,
        }
        if "control_socket_disable" in self.cfg.settings:  # since gunicorn 25.1
            chosen["control_socket_disable"] = True
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from kapstok.wsgi import application

        return application
