"""What comes up while a sheet is read, gathered so that everything is said at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.money import format_euro
from kapstok.core.sheets.values import Problem
from kapstok.plans.mapping.values import Place, Question, Remark


@dataclass(slots=True)
class Notes:
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, place: Place, found: str, expected: str) -> None:
        self.problems.append(Problem(str(place), f"hier staat ‘{shortened(found)}’; {expected}"))

    def ask(self, place: Place, found: str, text: str, ways: Sequence[str], assumed: str) -> None:
        self.questions.append(Question(place, shortened(found, 200), text, tuple(ways), assumed))

    def remark(self, place: Place, text: str) -> None:
        self.remarks.append(Remark(place, text))


def shortened(text: str, longest: int = 60) -> str:
    """The text on one line, cut off with … when it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def in_euros(amount: Decimal) -> str:
    """€ 1.250,50: to the cent, also for what a formula left with more decimals."""
    return format_euro(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
