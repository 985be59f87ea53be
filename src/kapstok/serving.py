"""`kapstok demo` and `kapstok serve`: from a free port to a running web server, step by step, and back."""

import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from kapstok import env
from kapstok.errors import UserError
from kapstok.opening import embedded, has_own_database, load_settings, update_tables

DEMO_DAY = "2024-02-01"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
BACKLOG = 128  # connections that may wait
GUNICORN = {"worker_class": "gthread", "workers": 2, "threads": 4, "loglevel": "warning"}

Say = Callable[[str], None]
Act = Callable[[Say], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve, and on which folder; `command` is how the user got here."""

    command: str
    host: str
    port: int
    data: Path | None


def demo(place: Place) -> None:
    """Serve the example municipalities, always on an embedded server, on the day that the demo plays."""
    os.environ["KAPSTOK_DEMO"] = "1"
    os.environ.setdefault("KAPSTOK_TODAY", DEMO_DAY)
    allow_host(place.host, for_every_address="*")
    with ExitStack() as stack:
        listener = stack.enter_context(listening(place))
        take(
            ("Database starten", lambda _: stack.enter_context(embedded(place.data))),
            ("Tabellen bijwerken", lambda _: update_tables()),
            ("Voorbeeldgemeenten laden", load_examples),
            ("Webserver starten", lambda _: load_pages()),
        )
        answer(listener)


def serve(place: Place) -> None:
    """Serve on the database of DATABASE_URL, or on an embedded server.

    The tables of an own database are updated when its owner is known too; else that is the operator's own step.
    """
    allow_host(place.host)
    own = has_own_database()
    if own and not env.text("KAPSTOK_SECRET_KEY"):
        raise UserError(
            "KAPSTOK_SECRET_KEY ontbreekt. Zet daarin een lange, willekeurige tekst die niemand anders kent, "
            "bijvoorbeeld van:\npython3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    with ExitStack() as stack:
        listener = stack.enter_context(listening(place))
        steps: list[tuple[str, Act]] = []
        if not own:
            steps.append(("Database starten", lambda _: stack.enter_context(embedded(place.data))))
        if not own or env.text("DATABASE_OWNER_URL"):
            steps.append(("Tabellen bijwerken", lambda _: update_tables()))
        take(*steps, ("Webserver starten", lambda _: load_pages()))
        answer(listener)


def take(*steps: tuple[str, Act]) -> None:
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
        say(f"klaar ({time.monotonic() - began:.1f} s)\n".replace(".", ","))


def say(text: str) -> None:
    print(text, end="", flush=True)


def load_examples(say: Say) -> None:
    from kapstok.demo.actions import load_demo

    load_demo(lambda name: say(f"{name} … "))


def load_pages() -> None:
    """Load all code before the workers part, so that a fault in it is told here and their memory is shared."""
    load_settings()
    from django.db import connections

    import kapstok.wsgi  # noqa: F401

    connections.close_all()
