"""Who runs the server. PostgreSQL refuses to run as root, so root runs it as another account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kapstok.embedded.errors import EmbeddedError


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter the folder, or run the program, at that path."""
        command = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(command, check=False, cwd="/", **run_as(self)).returncode == 0


def server_account(cluster: Path | None = None) -> Account | None:
    """The account that root runs this cluster as: its owner, or for a new one `postgres`, else `nobody`.

    None when the caller is not root: the server then simply runs as the caller.
    """
    if os.geteuid() != 0:
        return None
    if cluster and cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(f"nummer {owner.st_uid}", owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL mag niet als root draaien, en op deze computer is er geen account “postgres” of “nobody”.\n"
        "Start Kapstok als gewone gebruiker, of gebruik een eigen database met DATABASE_URL."
    )


def run_as(account: Account | None) -> dict[str, Any]:
    """The arguments for `subprocess` that run a program as this account."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
