"""Reading a workbook the way an officer would who points nothing out, and what comes of it in figures."""

from decimal import Decimal

from kapstok.core.sheets.reading import open_workbook
from kapstok.grants.regulation import Regulation, regulations
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.guess import guess
from kapstok.plans.mapping.values import Draft, Guess
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument

Totals = dict[str, dict[str, int]]


def npo() -> Regulation:
    return regulations()["npo"]


def guessed(content: bytes, name: str = "begroting.xlsx") -> Guess:
    found = guess(open_workbook(content, name))
    assert found is not None
    return found


def draft_of(content: bytes, name: str = "begroting.xlsx") -> Draft:
    """The draft by the guess alone."""
    return apply(guessed(content, name).mapping, open_workbook(content, name), npo())


def totals(plan: PlanDocument) -> Totals:
    """Whole euros for each top theme (none: the plan itself), by school year; `totaal` over all."""
    added_up = budget(plan)
    found: Totals = {}
    for group in added_up.groups:
        years = zip(map(str, added_up.columns), group.years, strict=True)
        amounts = {"totaal": group.total} | {year: euros for year, euros in years if euros}
        found[group.theme.name if group.theme else ""] = {name: _whole(euros) for name, euros in amounts.items()}
    return found


def _whole(euros: Decimal) -> int:
    assert euros == int(euros)
    return int(euros)
