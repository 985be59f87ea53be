"""The short form of `make crash-test`: killed while working, and nothing that was acknowledged is lost."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_what_was_acknowledged_survives_a_kill() -> None:
    command = [sys.executable, "-m", "bench.crash", "--rounds", "4", "--attempts", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = dict(re.findall(r"(\w+)=(\d+)", done.stdout))
    assert (figures["rounds"], figures["database_kills"]) == ("4", "2")
    assert int(figures["acknowledged"]) >= 20
    assert (figures["missing"], figures["half"], figures["differences"]) == ("0", "0", "0")
