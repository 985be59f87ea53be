"""The store of files: DATA/files/<municipality id>/<sha256>, outside everything that the web server shows.

A file is kept under what is in it, so the same file is kept once. Who keeps one adds its row first and the file second,
in one transaction: a row that stands has its file; a file without a row is what is left of something that broke off.
What was chosen in a form that is not finished lies ready beside it, for a day at most.
"""

import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from kapstok.core.file_types import FileType, RefusedFileError, fitting_name, recognise

READY = "ready"
READY_SECONDS = 24 * 3600
MOST_READY = 500  # files that lie ready in one municipality


@dataclass(frozen=True, slots=True)
class Filed:
    """A file to be kept: what is in it and what it is, by its content."""

    name: str
    kind: FileType
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def looked_at(name: str, content: bytes) -> Filed:
    """RefusedFileError, with the name, when it is not a file that we take."""
    try:
        kind = recognise(content)
    except RefusedFileError as refused:
        raise RefusedFileError(f"“{fitting_name(name, FileType('', ('',), ''))}”: {refused}") from refused
    return Filed(fitting_name(name, kind), kind, content)


def keep(municipality: int, file: Filed) -> None:
    """Write it where it belongs, unless it is there. The row must be there already."""
    place = path_of(municipality, file.sha256)
    if not place.exists() or place.stat().st_size != len(file.content):
        _write(place, file.content)


def path_of(municipality: int, digest: str) -> Path:
    return _folder(municipality) / digest


def lay_ready(municipality: int, file: Filed) -> None:
    """Hold it for a form that is sent again."""
    folder = _folder(municipality) / READY
    _clear(folder)
    _write(folder / file.sha256, file.content)


def ready(municipality: int, digest: str) -> bytes | None:
    """What was laid ready; None when it is gone."""
    try:
        return (_folder(municipality) / READY / digest).read_bytes()
    except OSError:
        return None


def _folder(municipality: int) -> Path:
    root: Path = settings.KAPSTOK_DATA
    return root / "files" / str(municipality)


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk when this returns."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    """Away with what nobody came back for, and with the oldest when there is too much."""
    if not folder.is_dir():
        return
    found = sorted(_aged(folder), reverse=True)
    oldest = time.time() - READY_SECONDS
    for at, (changed, path) in enumerate(found):
        if changed < oldest or at >= MOST_READY:
            path.unlink(missing_ok=True)


def _aged(folder: Path) -> list[tuple[float, Path]]:
    aged = []
    for path in folder.iterdir():
        with suppress(OSError):
            aged.append((path.stat().st_mtime, path))
    return aged
