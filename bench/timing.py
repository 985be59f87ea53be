"""Two ways of doing the same, timed in turn in one run, so that a slow machine slows both."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """`measured` divided by `against`, pair by pair; seconds are medians of one call."""

    name: str
    goal: float
    ratio: float
    measured: float
    against: float

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal


def compare(name: str, measured: Work, against: Work, *, goal: float, rounds: int = 40) -> Ratio:
    """Run both in turn, `rounds` times after a warm-up, and take the median of the ratios."""
    measured(), against()
    pairs = []
    for turn in range(rounds):
        first, second = (measured, against) if turn % 2 else (against, measured)
        times = {first: _seconds(first)}
        times[second] = _seconds(second)
        pairs.append((times[measured], times[against]))
    return Ratio(
        name=name,
        goal=goal,
        ratio=statistics.median(a / b for a, b in pairs),
        measured=statistics.median(a for a, _ in pairs),
        against=statistics.median(b for _, b in pairs),
    )


def _seconds(work: Work) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
