"""`python -m kapstok.embedded [--version 16|18] -- COMMAND…`: run a command beside a throwaway server."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from kapstok.embedded import EmbeddedError, server
from kapstok.embedded.account import server_account
from kapstok.embedded.folder import temporary_folder
from kapstok.embedded.programs import FOLDERS

CHILD_LEAVES_WITHIN = 30.0  # seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the command's own exit code; 128 + n when signal n ended it; 2 when the server does not start."""
    parser = argparse.ArgumentParser(prog="python -m kapstok.embedded", description=__doc__)
    parser.add_argument("--version", type=int, choices=sorted(FOLDERS), default=max(FOLDERS))
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        with throwaway_folder() as data, server(data, version=chosen.version, durable=False) as running:
            return run(chosen.command, os.environ | running.environment())
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 2


def leave(number: int, _frame: FrameType | None) -> None:
    """End by way of the `with` blocks, once: what is stopping already is not interrupted."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(128 + number)


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    folder = temporary_folder("kapstok-test-", server_account())
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], environment: dict[str, str]) -> int:
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    with child:
        try:
            code = child.wait()
        except SystemExit:
            end(child)
            raise
    return code if code >= 0 else 128 - code


def end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(CHILD_LEAVES_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()


if __name__ == "__main__":
    sys.exit(main())
