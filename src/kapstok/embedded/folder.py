"""The data folder: where it is, who may enter it, and the secrets in it."""

import errno
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from kapstok.embedded.account import Account, server_account
from kapstok.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[3]
FOR_ROOT = Path("/var/lib/kapstok")
START_LOCK = "start.lock"
LONGEST_PATH = 900  # PostgreSQL keeps paths in 1024 bytes and adds names of its own
LONGEST_SOCKET = 103  # bytes, on macOS; Linux allows 107

REASONS = {
    errno.EACCES: "u mag er niet schrijven",
    errno.ENOENT: "daar kan geen map staan",
    errno.EPERM: "u mag er niet schrijven",
    errno.EROFS: "die schijf is alleen te lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijfruimte voor dit account is op",
    errno.ENOTDIR: "er staat een bestand met die naam",
    errno.EEXIST: "er staat een bestand met die naam",
    errno.ENAMETOOLONG: "de naam is te lang",
}


def data_folder(chosen: Path | None) -> Path:
    """Where the database and the files live.

    The chosen folder (or KAPSTOK_DATA); else `var/` of a source checkout that the caller can write to; else
    `/var/lib/kapstok` as root; else `~/.local/share/kapstok`. Where root's checkout is closed to the server's
    account the folder is elsewhere, and stderr says where.
    """
    if named := chosen or os.environ.get("KAPSTOK_DATA"):
        return Path(named).expanduser().absolute()
    checkout = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() and os.access(CHECKOUT, os.W_OK) else None
    if checkout is None:
        return FOR_ROOT if os.geteuid() == 0 else own_folder()
    account = server_account(checkout / "var/pg")
    if account is None or account.reaches(checkout):
        return checkout / "var"
    elsewhere = FOR_ROOT / f"{checkout.name}-{sha256(os.fsencode(checkout)).hexdigest()[:8]}"
    print(f"{checkout} is gesloten voor account {account.name}; de gegevens staan in {elsewhere}", file=sys.stderr)
    return elsewhere


def own_folder() -> Path:
    try:
        return Path.home() / ".local/share/kapstok"
    except RuntimeError as error:
        raise EmbeddedError("Dit account heeft geen eigen map. Kies met --data een map voor de gegevens.") from error


def prepare(data: Path) -> Account | None:
    """Make the folder if need be and let the server's account in. Returns that account."""
    if len(os.fsencode(data)) > LONGEST_PATH:
        raise EmbeddedError(f"De naam van de map is te lang voor PostgreSQL: {data}\nKies met --data een andere map.")
    with explained(data):
        account = server_account(data / "pg")
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if account and is_ours(data):
            os.chown(data, 0, account.gid)
            data.chmod(0o750)
    if account and not account.reaches(data):
        raise EmbeddedError(
            f"De database draait als account {account.name}, en dat komt niet in {data}: die map, of een map erboven, "
            "is gesloten.\nKies met --data een map buiten uw eigen map, bijvoorbeeld --data /var/lib/kapstok."
        )
    return account


def is_ours(data: Path) -> bool:
    """Whether root may change who enters: never a folder with other things in it, or of somebody else."""
    return data.stat().st_uid == 0 and ((data / START_LOCK).exists() or not any(data.iterdir()))


@contextmanager
def explained(data: Path) -> Iterator[None]:
    """Turn what the system refuses on this folder into a sentence for the user."""
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise EmbeddedError(f"Kapstok kan {data} niet gebruiken: {reason}.\nKies met --data een andere map.") from error


def temporary_folder(prefix: str, account: Account | None) -> Path:
    """A new folder for the account alone, with room for a socket's name; the system's own choice unless too long."""
    for parent in (None, "/tmp"):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        if account:
            os.chown(folder, account.uid, account.gid)
        fits = len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET
        if fits and (account is None or account.reaches(folder)):
            return folder
        folder.rmdir()
    raise EmbeddedError("De map /tmp is gesloten. De database heeft haar nodig voor de verbinding met Kapstok.")


def kept_secret(path: Path) -> str:
    """The secret in this file, made the first time; two who come at once read the same one."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(0o600)
        fresh.write_text(secrets.token_urlsafe(32))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def secret_key(data: Path) -> str:
    """The key that signs cookies and links of the installation in this folder."""
    with explained(data):
        return kept_secret(data / "secret.key")
