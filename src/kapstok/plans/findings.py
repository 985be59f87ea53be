"""What a check says about a plan: one sentence with the figures, what would solve it, and the rows it is about."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_LABELS = {Severity.ERROR: "fout", Severity.WARNING: "waarschuwing", Severity.INFO: "opmerking"}


class RowKind(StrEnum):
    PLAN = "plan"
    THEME = "theme"
    MEASURE = "measure"
    LINE = "line"
    SPENT_BEFORE = "spent_before"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the plan that a finding is about; `key` is empty for the plan itself and rows without a key."""

    kind: RowKind
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` is one plain Dutch sentence with the figures; `solution` says what would solve it."""

    code: str
    severity: Severity
    message: str
    solution: str
    rows: tuple[Row, ...] = ()
