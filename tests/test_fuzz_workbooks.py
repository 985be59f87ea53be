"""A short form of `python -m tests.fuzz_workbooks`."""

from tests.fuzz_workbooks import fuzz

ROUNDS = 250


def test_no_damaged_workbook_gives_anything_but_a_plan_or_a_reason() -> None:
    figures = fuzz(range(1_000_000, 1_000_000 + ROUNDS))
    assert figures.failed == []
    assert sum(figures.outcomes.values()) == ROUNDS
    assert not [outcome for outcome in figures.outcomes if outcome.endswith("no reason")]
    assert figures.memory < 300
