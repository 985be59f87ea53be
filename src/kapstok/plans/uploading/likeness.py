"""How alike two names are: by the words that they share. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from kapstok.plans.mapping.naming import slug

STEM, LEAST_SHARED, LEAST_OF_ALL = 4, 0.75, 0.3
MOST_PAIRS = 40_000
_ARTICLES = frozenset({"de", "dat", "den", "der", "die", "dit", "een", "en", "het", "of"})
_PREPOSITIONS = frozenset(
    {"aan", "als", "bij", "in", "met", "naar", "om", "op", "per", "te", "tot", "uit", "van", "via", "voor"}
)
_EMPTY_WORDS = _ARTICLES | _PREPOSITIONS


def alike(one: str, other: str) -> float:
    """0 when they cannot be the same; else more than 0, and higher when they share more of their words.

    Of the shorter name nearly all words stand in the longer one: “Executieve functies” in “Executieve functies
    basisscholen”.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0
    shared = len(mine & theirs)
    of_shorter, of_all = shared / min(len(mine), len(theirs)), shared / len(mine | theirs)
    return of_shorter + of_all if of_shorter >= LEAST_SHARED and of_all >= LEAST_OF_ALL else 0


@lru_cache(maxsize=20_000)
def _words(name: str) -> frozenset[str]:
    """Long words by their first letters, so that school and scholen are the same."""
    words = [word for word in slug(name).split("-") if word and word not in _EMPTY_WORDS]
    return frozenset(word if word.isdecimal() or len(word) <= STEM else word[:STEM] for word in words)


def likeliest(names: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """Which of `names` is which of `others`, by their places; the most alike first, each only once. Nothing when
    there are too many to hold each against each."""
    if len(names) * len(others) > MOST_PAIRS:
        return {}
    pairs = [(alike(a, b), i, j) for i, a in enumerate(names) for j, b in enumerate(others)]
    found = dict[int, int]()
    for _, i, j in sorted((pair for pair in pairs if pair[0]), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in found and j not in found.values():
            found[i] = j
    return found
