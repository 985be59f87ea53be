"""Documents that take longer than a page may: set beside the web server, and waiting in a folder when they are done.

A lock file says who is at it, over all processes of this machine. Its lock is held by the program that sets the
document, so it goes when that program ends, however it ends.
"""

import fcntl
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kapstok.core.documents.pdf import DocumentError
from kapstok.core.documents.typesetting import Request

KEPT_SECONDS = 3600
MOST_AT_ONCE = 2
MOST_SECONDS = 300.0
OURS = {".pdf", ".error", ".part"}
UNFINISHED = "The program that sets the document was ended before it was ready: no memory, or no time left.\n"
# The program ends itself: who started it may be gone by then. SIGALRM also ends it inside Typst.
COMMAND = """
import signal, sys
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[1]))
from kapstok.core.documents.typesetting import main
sys.exit(main())
"""
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
        return _finished(ready, failed)
    with (place / f"{key}.lock").open("a+") as lock:
        if not _locked(lock.fileno()):
            return Busy(max(int(time.time() - os.fstat(lock.fileno()).st_mtime), 1))
        if ready.exists():
            return _finished(ready, failed)
        if failed.exists():
            said = failed.read_text(errors="replace")
            failed.unlink()
            raise DocumentError(said.removeprefix(UNFINISHED) or UNFINISHED)
        if _at_work() >= MOST_AT_ONCE:
            return Busy(0)
        _clear(place)
        _start(replace(ask(), output=str(ready)), failed, lock.fileno())
    return Busy(1)


def _finished(ready: Path, failed: Path) -> bytes:
    failed.unlink(missing_ok=True)
    return ready.read_bytes()


def own_folder() -> Path:
    """A folder that only we can read, and not a link to one: anyone may put something in the temporary folder."""
    folder = Path(tempfile.gettempdir()) / f"kapstok-documents-{os.getuid()}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) != 0o700:
        raise DocumentError(f"{folder} is not a folder of ours alone (mode 0700); remove it")
    return folder


def _start(asked: Request, failed: Path, lock: int) -> None:
    """The program gets our open lock file, and with it the lock. Until it is ready, it counts as failed."""
    os.utime(lock)
    with tempfile.TemporaryFile() as written, failed.open("wb", buffering=0) as said:
        written.write(asked.as_json())
        written.seek(0)
        said.write(UNFINISHED.encode())
        program = subprocess.Popen(
            (sys.executable, "-c", COMMAND, str(MOST_SECONDS)),
            stdin=written,
            stdout=subprocess.DEVNULL,
            stderr=said,
            pass_fds=(lock,),
            start_new_session=True,
        )
    _running.append(program)


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
    """Drop what nobody came for: only files that we made. Lock files stay, as one may be in use."""
    old = time.time() - KEPT_SECONDS
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            if path.suffix in OURS and _is_file_from_before(path, old):
                path.unlink()


def _is_file_from_before(path: Path, moment: float) -> bool:
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_mtime < moment
