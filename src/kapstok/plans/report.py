"""What the checks found, as text for people and as JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from textwrap import fill

from kapstok.core.money import format_euro, format_range
from kapstok.core.periods import format_date
from kapstok.plans.checks.context import Context
from kapstok.plans.checks.wording import counted
from kapstok.plans.findings import SEVERITY_LABELS, Finding, Severity
from kapstok.plans.rules import from_grant

MARGIN = 8  # room for a code and two spaces on either side
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
BOLD, FAINT = "1", "2"
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")


@dataclass(frozen=True, slots=True)
class Paper:
    """What the report is printed on: how many characters wide, and whether it can show colour."""

    width: int = 100
    colour: bool = False

    def mark(self, text: str, style: str) -> str:
        return f"\033[{style}m{text}\033[0m" if self.colour else text

    def wrap(self, text: str, indent: int = 0) -> str:
        margin = " " * indent
        return fill(printable(text), max(self.width, 40), initial_indent=margin, subsequent_indent=margin)


def printable(text: str) -> str:
    """The text without the control characters that a terminal would obey."""
    return text.translate(_CONTROLS)


def as_text(c: Context, findings: Sequence[Finding], paper: Paper = Paper()) -> str:
    """The plan, the day, the window and the money, then the findings under a heading for each severity."""
    return "\n".join([*_header(c, paper), *_findings(findings, paper)]) + "\n"


def as_json(c: Context, findings: Sequence[Finding]) -> str:
    """One object. Amounts are strings with euros and cents, days are ISO dates; what is not known is null."""
    counts = Counter(finding.severity for finding in findings)
    report = {
        "plan": {"slug": c.plan.slug, "title": c.plan.title, "date": c.plan.date.isoformat(), "stage": c.plan.stage},
        "regulation": c.plan.regulation,
        "regulation_known": c.regulation is not None,
        "as_of": c.as_of.isoformat(),
        "window": {"starts": c.window.starts.isoformat(), "ends": c.window.ends.isoformat()} if c.window else None,
        "award": None if c.award is None else _plain(c.award),
        "award_about": c.award_about,
        "planned": _plain(c.budget.from_grant),
        "lines_without_amount": c.budget.unknown,
        "counts": {severity: counts[severity] for severity in Severity},
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _header(c: Context, paper: Paper) -> Iterator[str]:
    yield paper.mark(paper.wrap(c.plan.title), BOLD)
    yield f"Nagerekend op {format_date(c.as_of)}."
    if c.window:
        yield f"Uitgeven kan van {format_date(c.window.starts)} tot en met {format_date(c.window.ends)}."
    if not c.regulation:
        yield paper.wrap(f"Regeling ‘{c.plan.regulation}’ is niet bekend: termijn, doelen en kosten niet nagekeken.")
    yield paper.wrap(_money(c))


def _money(c: Context) -> str:
    planned, unknown = c.budget.from_grant, sum(line.amount is None for line in from_grant(c.plan))
    written = f"Gepland {format_euro(planned)}"
    if unknown:
        written += f", en {counted(unknown, 'regel heeft', 'regels hebben')} nog geen bedrag"
    if c.award is None:
        return f"{written}. Wat is toegekend, staat er niet."
    written += f". Toegekend {format_range(c.award, c.award, c.award_about)}."
    left = c.award - planned
    if unknown or not left:
        return written
    return f"{written} {'Nog vrij' if left > 0 else 'Te veel'}: {format_euro(abs(left))}."


def _findings(findings: Sequence[Finding], paper: Paper) -> Iterator[str]:
    if not findings:
        yield "\nWe vonden geen fouten."
    for severity in Severity:
        found = [finding for finding in findings if finding.severity is severity]
        if found:
            heading = counted(len(found), SEVERITY_LABELS[severity], f"{SEVERITY_LABELS[severity]}en")
            yield "\n" + paper.mark(heading, f"{BOLD};{COLOURS[severity]}")
        for finding in found:
            yield paper.mark(f"  {finding.code}", COLOURS[severity]) + paper.wrap(finding.message, MARGIN)[6:]
            yield paper.mark(paper.wrap(finding.solution, MARGIN), FAINT)
