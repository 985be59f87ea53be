"""What she said about an upload: kept with it until she says yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kapstok.plans.uploading.merging import Choices

ANSWER, SAME, LEAVE = "answer-", "same-", "leave"
MOST = 2_000  # answers of one kind
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """`regulation`, `award` and `title` are for a new plan; `answers` by the key of their question.

    `recognised`: the columns are those of an earlier time.
    """

    regulation: str = ""
    award: str = ""
    title: str = ""
    recognised: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    leave: frozenset[str] = frozenset()

    @property
    def choices(self) -> Choices:
        return Choices(self.same, self.leave)

    def as_json(self) -> dict[str, Any]:
        return {
            "regulation": self.regulation,
            "award": self.award,
            "title": self.title,
            "recognised": self.recognised,
            "answers": dict(self.answers),
            "same": dict(self.same),
            "leave": sorted(self.leave),
        }


def said_in(kept: Mapping[str, Any]) -> Said:
    """The other way round."""
    return Said(**{**kept, "leave": frozenset(kept.get("leave", ()))})


def answers_in(form: Mapping[str, str]) -> dict[str, str]:
    """What was answered to our questions."""
    found = {name.removeprefix(ANSWER): said[:LONGEST] for name, said in form.items() if name.startswith(ANSWER)}
    return dict(list(found.items())[:MOST])


def same_in(form: Mapping[str, str]) -> dict[str, str]:
    """Which row of the plan each doubtful row of the workbook is; empty for none."""
    found = {name.removeprefix(SAME): said[:LONGEST] for name, said in form.items() if name.startswith(SAME)}
    return dict(list(found.items())[:MOST])
