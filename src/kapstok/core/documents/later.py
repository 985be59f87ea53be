"""Documents that take longer than a page may: set beside the web server, and waiting in a folder when they are done.

A lock file says who is at it, over all processes of this machine. Its lock is held by the program that sets the
document, so it goes when that program ends, however it ends.
"""

import fcntl
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kapstok.core.documents.pdf import COMMAND, DocumentError
from kapstok.core.documents.typesetting import Request

KEPT_SECONDS = 3600
MOST_AT_ONCE = 2
_running: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Busy:
    """The document is not ready yet. `seconds`: how long it has been worked on; 0 when it waits for its turn."""

    seconds: int


def made_later(key: str, ask: Callable[[], Request], folder: Path | None = None) -> bytes | Busy:
    """The document of this key when it is ready; else it is started, unless it is being made already.

    `key` names the contents (a hash), so that who asks again gets the same. DocumentError when making it failed;
    the next time it is tried again.
    """
    place = folder or own_folder()
    ready, failed = place / f"{key}.pdf", place / f"{key}.error"
    if ready.exists():
        return ready.read_bytes()
    with (place / f"{key}.lock").open("a+") as lock:
        if not _locked(lock.fileno()):
            return Busy(max(int(time.time() - os.fstat(lock.fileno()).st_mtime), 1))
        if ready.exists():
            return ready.read_bytes()
        if failed.exists() and (said := failed.read_text(errors="replace")):
            failed.unlink()
            raise DocumentError(said)
        if _at_work() >= MOST_AT_ONCE:
            return Busy(0)
        _clear(place)
        _start(replace(ask(), output=str(ready)), failed, lock.fileno())
    return Busy(1)


def own_folder() -> Path:
    """A folder that only we can read."""
    folder = Path(tempfile.gettempdir()) / f"kapstok-documents-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.stat().st_mode & 0o077:
        raise DocumentError(f"{folder} is not ours alone")
    return folder


def _start(asked: Request, failed: Path, lock: int) -> None:
    """The program gets our open lock file, and with it the lock."""
    os.utime(lock)
    with tempfile.TemporaryFile() as written, failed.open("wb") as said:
        written.write(asked.as_json())
        written.seek(0)
        _running.append(
            subprocess.Popen(
                COMMAND, stdin=written, stdout=subprocess.DEVNULL, stderr=said, pass_fds=(lock,), start_new_session=True
            )
        )


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _at_work() -> int:
    """How many documents this process is having made; those that are done are let go."""
    _running[:] = [program for program in _running if program.poll() is None]
    return len(_running)


def _clear(place: Path) -> None:
    """Drop what nobody came for. A lock file that is in use is left to the next time."""
    old = time.time() - KEPT_SECONDS
    for path in place.iterdir():
        if path.suffix != ".lock" and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
