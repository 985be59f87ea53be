"""The chapter about money, beside the budget table: what lines pay for, what is already spent, how it is spread."""

from dataclasses import dataclass

from kapstok.core.money import format_euro, format_number
from kapstok.core.periods import format_date
from kapstok.plans.presentation.words import listed
from kapstok.plans.schema import BudgetLine, PlanDocument


@dataclass(frozen=True, slots=True)
class Explained:
    """What the plan says a budget line pays for; empty where it says nothing."""

    label: str
    pays: str
    note: str


@dataclass(frozen=True, slots=True)
class Spent:
    label: str
    amount: str
    when: str
    source: str
    note: str


def explained(plan: PlanDocument) -> tuple[Explained, ...]:
    return tuple(explained_line(line) for line in plan.lines if line.activities or line.note)


def explained_line(line: BudgetLine) -> Explained:
    return Explained(line.label, "; ".join(activity.label for activity in line.activities), line.note)


def spent_before(plan: PlanDocument) -> tuple[Spent, ...]:
    names = {source.key: source.name for source in plan.sources}
    lines = {line.key: line.label for line in plan.lines}
    return tuple(
        Spent(
            label=spent.label,
            amount=format_euro(spent.amount),
            when=format_date(spent.on) if spent.on else "geen datum genoemd",
            source=names[spent.source],
            note=" ".join(filter(None, (spent.note, "" if spent.line in lines else "Staat niet in de begroting."))),
        )
        for spent in plan.spent_before
    )


def phasing(plan: PlanDocument) -> tuple[str, ...]:
    """10 % in 2022-2023, 45 % in 2023-2024 en 45 % in 2024-2025 (Concept begroting)."""
    return tuple(
        listed([f"{format_number(share)} % in {year}" for year, share in sorted(one.shares.items())])
        + (f" ({one.stated_in})" if one.stated_in else "")
        for one in plan.phasing
        if one.shares
    )
