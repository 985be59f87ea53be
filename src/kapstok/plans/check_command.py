"""`kapstok check PLAN`: the checks over a plan file, without a database and without Django."""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import RegulationError, regulations
from kapstok.plans import report
from kapstok.plans.checks import context_of, run_in
from kapstok.plans.files import PlanFileError, read_plan
from kapstok.plans.findings import Severity
from kapstok.plans.mapping.command import Columns, how_it_was_read, is_for_us, read_workbook, with_reading

FINE, WRONG, UNREADABLE = 0, 1, 2
WIDEST = 100  # longer lines are hard to read


def run(
    path: Path,
    as_of: date | None = None,
    as_json: bool = False,
    extra: Path | None = None,
    columns: Columns | None = None,
) -> int:
    """Print what the checks say about the plan in this file; exit code 0 no errors, 1 errors, 2 unreadable.

    `extra` is a folder with more regulations, beside those of the package. `columns` is for a workbook.
    """
    tried, columns = None, columns or Columns()
    try:
        known = regulations(extra)
        tried = read_workbook(path, columns, known, as_of) if is_for_us(path, columns) else None
        plan = tried.draft.plan if tried and tried.draft else read_plan(path)
    except PlanFileError as error:
        _print_unreadable(error.name, error.problems, as_json)
        return UNREADABLE
    except RegulationError as error:
        _print_unreadable("regelingen", [Problem("", text) for text in error.problems], as_json)
        return UNREADABLE
    context = context_of(plan, known.get(plan.regulation), as_of)
    findings = run_in(context)
    if as_json:
        sys.stdout.write(with_reading(report.as_json(context, findings), tried))
    else:
        sys.stdout.write(how_it_was_read(tried) if tried else "")
        sys.stdout.write(report.as_text(context, findings, _paper()))
    return WRONG if any(finding.severity is Severity.ERROR for finding in findings) else FINE


def _print_unreadable(name: str, problems: Sequence[Problem], as_json: bool) -> None:
    """People get the problems where errors go; a program gets one object, as always."""
    if as_json:
        told = {"file": name, "problems": [{"place": problem.place, "text": problem.text} for problem in problems]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stderr.writelines(f"{report.printable(f'{name}: {problem}')}\n" for problem in problems)


def _paper() -> report.Paper:
    """The terminal; colour only there, and not when the reader asked for none (no-color.org)."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return report.Paper(width, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
