"""What the checks found, in the words and links of a page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.periods import format_date
from kapstok.plans.addresses import Addresses
from kapstok.plans.findings import SEVERITY_LABELS, Finding, Row, RowKind, Severity
from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.plans.schema import PlanDocument

MOST_LINKS = 6
_PLURALS = {Severity.ERROR: "fouten", Severity.WARNING: "waarschuwingen", Severity.INFO: "opmerkingen"}


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is empty for what has no page of its own."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    code: str
    severity: str
    severity_label: str
    message: str
    solution: str
    rows: tuple[Link, ...]
    more: int


def shown(findings: Sequence[Finding], to: Addresses) -> tuple[ShownFinding, ...]:
    return tuple(_shown(finding, to) for finding in findings)


def about(findings: Sequence[Finding], kind: RowKind, keys: set[str]) -> list[Finding]:
    """The findings about any of these rows."""
    return [f for f in findings if any(row.kind is kind and row.key in keys for row in f.rows)]


def counted(findings: Sequence[Finding], checked_on: date) -> str:
    """Nagerekend op de datum van het plan, 31 maart 2023. Eén fout, drie opmerkingen."""
    when = f"Nagerekend op de datum van het plan, {format_date(checked_on)}."
    numbers = Counter(finding.severity for finding in findings)
    parts = [
        count_text(numbers[severity], SEVERITY_LABELS[severity], _PLURALS[severity])
        for severity in Severity
        if numbers[severity]
    ]
    return f"{when} {sentence(listed(parts)) or 'Er viel niets op'}."


def _shown(finding: Finding, to: Addresses) -> ShownFinding:
    links = list(dict.fromkeys(Link(row.label, _url(row, to)) for row in finding.rows if row.kind is not RowKind.PLAN))
    return ShownFinding(
        code=finding.code,
        severity=finding.severity.value,
        severity_label=SEVERITY_LABELS[finding.severity],
        message=finding.message,
        solution=finding.solution,
        rows=tuple(links[:MOST_LINKS]),
        more=max(len(links) - MOST_LINKS, 0),
    )


def _url(row: Row, to: Addresses) -> str:
    match row.kind:
        case RowKind.THEME:
            return to.theme(row.key)
        case RowKind.MEASURE:
            return to.measure(row.key)
        case RowKind.LINE:
            return to.line(row.key)
        case RowKind.SPENT_BEFORE:
            return f"{to.budget}#al-besteed"
        case RowKind.MILESTONE:
            return f"{to.programme}#planning"
        case RowKind.PLAN:
            return ""


def of_theme(plan: PlanDocument, findings: Sequence[Finding], key: str, to: Addresses) -> tuple[ShownFinding, ...]:
    """The findings about a theme, the themes and measures under it, and the budget lines of those."""
    themes = {theme.key for theme in plan.themes if key in (theme.key, theme.parent)}
    measures = {measure.key for measure in plan.measures if measure.theme in themes}
    lines = {line.key for line in plan.lines if line.theme in themes or line.measure in measures}
    keys = {RowKind.THEME: themes, RowKind.MEASURE: measures, RowKind.LINE: lines}
    found = [f for f in findings if any(row.key in keys.get(row.kind, set()) for row in f.rows)]
    return shown(found, to)
