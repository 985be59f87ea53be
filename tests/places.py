"""Folders for embedded servers, and who is at work on them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def open_place() -> Iterator[Path]:
    """A new folder that every account can enter. pytest's own are closed, and root's server is another account."""
    place = Path(tempfile.mkdtemp(prefix="kapstok-place-"))
    place.chmod(0o755)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


def servers_on(data: Path) -> list[int]:
    """The process ids of the database servers at work on this folder."""
    files = str(data.resolve() / "pg")
    return [process.pid for process in psutil.process_iter(["cmdline"]) if files in (process.info["cmdline"] or [])]
