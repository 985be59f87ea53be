"""Which remembered rule a line meets: of all that fit, the most specific. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

Key = tuple[str, str, str, str]


class Conditions(Protocol):
    """What a rule asks; what is empty asks nothing. `words` stand apart by spaces, in the spelling of `searched`."""

    @property
    def pk(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def cost_centre(self) -> str: ...
    @property
    def taakveld(self) -> str: ...
    @property
    def party_key(self) -> str: ...
    @property
    def words(self) -> str: ...


def searched(text: str) -> str:
    """A description as words are looked for in it."""
    return " ".join(text.casefold().split())


def specificity(rule: Conditions) -> tuple[int, ...]:
    """The more a rule asks, the more specific; of equally many, first words, then the supplier, and so on."""
    asked = (rule.words, rule.party_key, rule.cost_centre, rule.taakveld, rule.account)
    return (sum(map(bool, asked)), len(rule.words.split()), *(int(bool(one)) for one in asked), rule.pk)


class Rulebook:
    """Finds the rule of many lines: those that share account, cost centre, taakveld and supplier are looked up once."""

    def __init__(self, rules: Iterable[Conditions]) -> None:
        self._rules = sorted(rules, key=specificity, reverse=True)
        self._candidates: dict[Key, Sequence[Conditions]] = defaultdict(list)

    def rule_of(self, key: Key, description: str) -> int | None:
        """The id of the rule for a line; `key` is its account, cost centre, taakveld and supplier."""
        if key not in self._candidates:
            self._candidates[key] = [rule for rule in self._rules if _fits(rule, key)]
        candidates = self._candidates[key]
        if not candidates:
            return None
        said = searched(description) if any(rule.words for rule in candidates) else ""
        return next((rule.pk for rule in candidates if all(word in said for word in rule.words.split())), None)


def _fits(rule: Conditions, key: Key) -> bool:
    asked = (rule.account, rule.cost_centre, rule.taakveld, rule.party_key)
    return all(not one or one == has for one, has in zip(asked, key, strict=True))
