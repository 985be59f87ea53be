"""Workbooks with random damage: whatever is in the file, it is a plan or it is refused with the reason.

    python -m tests.fuzz_workbooks --rounds 10000

Each round has a number, and the same number gives the same damage.
"""

import argparse
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from kapstok.grants.regulation import regulations
from kapstok.plans.files import PlanFileError, plan_in_workbook, read_plan
from kapstok.plans.workbook.write import plan_as_xlsx, template_xlsx

DEMO = Path(__file__).resolve().parents[1] / "src/kapstok/demo"
NASTY = [
    b"", b"0", b"-1", b"1E+308", b"1e-300", b"NaN", b"99999999999999999999", b"2147483648", b"XFD1048576", b"A0",
    b"#REF!", b"=1+1", b"<", b"&amp;", b"&#0;", b"&x;", b"]]>", b"<!-- -->", b"\xff\xfe", b"\x00", b"_x0000_",
    "😀é".encode(), b"a" * 5000, b"Totaal", b"ja", b"Q5 2023", b"2022-2023", b"45016", b"31-2-2023",
]  # fmt: skip
BODIES = [
    b' t="str"><v>%b</v></c>', b"><v>%b</v></c>", b' t="e"><v>#REF!</v></c>', b"><f>A1</f></c>", b' t="b"><v>1</v></c>',
]  # fmt: skip
TOKENS = re.compile(rb'[A-Za-z0-9.]+(?=")|(?<=>)[^<>]+(?=<)|"[^"]*"|</?[A-Za-z:]+')


@dataclass(slots=True)
class Figures:
    """What came of the rounds. `slowest` in seconds; `peak` and `memory` in MB: the process, and how much it grew."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: float = 0.0
    peak: float = 0.0
    failed: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{count:7} {outcome}" for outcome, count in self.outcomes.most_common()]
        lines.append(f"slowest {self.slowest:.2f} s, memory grew {self.memory:.0f} MB to {self.peak:.0f} MB")
        return "\n".join(lines + [f"round {number}: {error}" for number, error in self.failed])


def bases() -> list[bytes]:
    """Workbooks to damage: the demo plans, small ones more often, and the template."""
    known, made_on = regulations()["npo"], date(2024, 2, 1)
    plans = [read_plan(DEMO / f"{name}-plan.toml") for name in ("stichtse-vecht", "putten", "diemen")]
    files = [plan_as_xlsx(plan, known, made_on=made_on) for plan in plans]
    return [files[0], *files, template_xlsx(known, made_on=made_on)]


def flipped(file: bytes, dice: random.Random) -> bytes:
    changed = bytearray(file)
    for _ in range(dice.randint(1, 12)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(file: bytes, dice: random.Random) -> bytes:
    """A piece missing, doubled, or put elsewhere."""
    start, length = dice.randrange(len(file)), dice.randint(1, 2000)
    piece = file[start : start + length]
    rest = file[:start] + file[start + length :]
    where = dice.randrange(len(rest) + 1)
    return dice.choice([file[:start], rest, rest[:where] + piece + rest[where:], file[:where] + piece + file[where:]])


def parts_of(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, 1)
    return file.getvalue()


def rewritten(file: bytes, dice: random.Random) -> bytes:
    """The XML of some part changed: a value, an attribute or a tag becomes something else."""
    parts = parts_of(file)
    for _ in range(dice.randint(1, 3)):
        name = dice.choice([name for name in parts if name.endswith((".xml", ".rels")) and "theme" not in name])
        tokens = list(TOKENS.finditer(parts[name]))
        for token in sorted(dice.sample(tokens, min(len(tokens), dice.randint(1, 5))), key=lambda t: -t.start()):
            new = dice.choice([*NASTY, dice.choice(tokens)[0], dice.choice(tokens)[0]])
            parts[name] = parts[name][: token.start()] + new + parts[name][token.end() :]
    return packed(parts)


def missing(file: bytes, dice: random.Random) -> bytes:
    """Parts gone, or with the contents of another."""
    parts = parts_of(file)
    for _ in range(dice.randint(1, 2)):
        name = dice.choice(list(parts))
        if dice.random() < 0.5 and len(parts) > 1:
            del parts[name]
        else:
            parts[name] = dice.choice(list(parts.values()))
    return packed(parts)


def retyped(file: bytes, dice: random.Random) -> bytes:
    """Still a proper workbook, with other things in some cells: texts, numbers, errors, formulas without outcome."""
    parts = parts_of(file)
    name = dice.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])
    cells = list(re.finditer(rb'<c r="([A-Z]+[0-9]+)"[^<>]*?(?:/>|>.*?</c>)', parts[name]))
    for cell in sorted(dice.sample(cells, min(len(cells), dice.randint(1, 8))), key=lambda c: -c.start()):
        value = re.sub(rb"[<\x00]|\xff\xfe|&(?!amp;)", b"", dice.choice(NASTY))
        new = b'<c r="' + cell[1] + b'"' + dice.choice(BODIES).replace(b"%b", value)
        parts[name] = parts[name][: cell.start()] + new + parts[name][cell.end() :]
    return packed(parts)


DAMAGES = (flipped, cut, rewritten, rewritten, missing, retyped, retyped)


def round_of(number: int, files: Sequence[bytes], figures: Figures) -> None:
    dice = random.Random(number)
    damage = dice.choice(DAMAGES)
    file = damage(dice.choice(files), dice)
    started = time.perf_counter()
    try:
        plan_in_workbook(file, "fuzz.xlsx")
        outcome = "read"
    except PlanFileError as error:
        outcome = "refused" if error.problems and all(problem.text for problem in error.problems) else "no reason"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        outcome = "failed"
        figures.failed.append((number, f"{type(error).__name__}: {str(error)[:200]}"))
    figures.outcomes[f"{damage.__name__}: {outcome}"] += 1
    figures.slowest = max(figures.slowest, time.perf_counter() - started)


def fuzz(rounds: Sequence[int]) -> Figures:
    files, figures = bases(), Figures()
    for file in files:
        try:
            plan_in_workbook(file)
        except PlanFileError:
            continue  # the template is no plan yet
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in rounds:
        round_of(number, files, figures)
    figures.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.memory = figures.peak - before / 1024
    return figures


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=10_000)
    asked.add_argument("--first", type=int, default=0, help="number of the first round")
    chosen = asked.parse_args()
    figures = fuzz(range(chosen.first, chosen.first + chosen.rounds))
    print(figures)
    return 1 if figures.failed or any(outcome.endswith("no reason") for outcome in figures.outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
