"""The answers to what a council asks: what came in, who was involved when, what it was spent on, what is left. Pure
but for the meetings that were held."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date, format_date_short
from kapstok.core.tables import AmountText
from kapstok.ledger.forecast import said
from kapstok.ledger.money.attention import Known
from kapstok.ledger.money.coats import by_theme, whole
from kapstok.ledger.money.presentation import shown
from kapstok.ledger.state import Amounts, GrantMoney, share_of
from kapstok.parties.kinds import SECTOR_LABELS
from kapstok.parties.models import Meeting
from kapstok.plans.presentation.figures import time_to_go
from kapstok.plans.presentation.taking_part import when
from kapstok.plans.presentation.words import listed, sentence
from kapstok.plans.schema import PlanDocument

MOST_MEETINGS = 12


@dataclass(frozen=True, slots=True)
class Moment:
    when: str
    title: str
    who: str


@dataclass(frozen=True, slots=True)
class Spending:
    """What one theme had, and what became of it. `share`: how much of its budget was spent, in percents."""

    label: str
    budget: AmountText
    committed: AmountText
    spent: AmountText
    share: str


@dataclass(frozen=True, slots=True)
class Council:
    came_in: str
    involved: tuple[Moment, ...]
    meetings: tuple[Moment, ...]
    parties: tuple[tuple[str, str], ...]
    spending: tuple[Spending, ...]
    total: Spending
    spent: str
    left: str
    until: str


def answers(here: Known, today: date) -> Council:
    money, plans = here.money, here.plans
    groups = by_theme(money)
    return Council(
        came_in=_came_in(money),
        involved=tuple(_consultations(plans)),
        meetings=tuple(_meetings(today, {one.title for plan in plans for one in plan.consultations})),
        parties=tuple(_parties(plans)),
        spending=tuple(_spending(group.title, group.amounts) for group in groups),
        total=_spending("Totaal", whole(groups)),
        spent=_spent(money),
        left=_left(here),
        until=_until(money, today),
    )


def _came_in(money: GrantMoney) -> str:
    received = f" Daarvan is {format_euro(money.received)} ontvangen." if money.received else ""
    beside = money.beside
    other = f" Uit andere bronnen komt {format_euro(beside.budget)} erbij." if beside.budget else ""
    return f"Het Rijk heeft {format_euro(money.granted)} toegekend voor “{money.name}”.{received}{other}"


def _spent(money: GrantMoney) -> str:
    now = money.on_grant
    part = share_of(now.spent, money.granted)
    return (
        f"Besteed is {format_euro(now.spent, cents=False)}: {part} % van wat is toegekend. Verplicht, maar nog niet "
        f"geleverd, is {format_euro(now.committed, cents=False)}."
    )


def _left(here: Known) -> str:
    money = here.money
    undivided = money.undivided
    part = f" Daarvan heeft {format_euro(undivided, cents=False)} nog geen bestemming." if undivided > 0 else ""
    back = ""
    if here.whole is not None and here.whole.left_high > 0:
        back = f" Naar verwachting blijft {said(here.whole.left_low, here.whole.left_high)} over."
    return f"Nog niet besteed is {format_euro(money.left, cents=False)}.{part}{back}"


def _until(money: GrantMoney, today: date) -> str:
    if money.ends is None:
        return "Wanneer het geld besteed moet zijn, is hier niet bekend."
    return (
        f"Het geld moet besteed zijn op {format_date(money.ends)}, {time_to_go(today, money.ends)}. Wat dan over is, "
        f"gaat terug naar het Rijk."
    )


def _consultations(plans: Sequence[PlanDocument]) -> list[Moment]:
    found = [one for plan in plans for one in plan.consultations]
    return [
        Moment(when(one), one.title, listed([SECTOR_LABELS[sector] for sector in one.sectors]))
        for one in sorted(found, key=lambda one: one.starts)
    ]


def _meetings(today: date, told: Collection[str]) -> list[Moment]:
    """The latest that were held, without those that the plan tells of already. One query."""
    held = Meeting.objects.filter(on__lte=today, cancelled=False).exclude(title__in=told)
    rows = list(held.select_related("group").order_by("-on", "-id")[:MOST_MEETINGS])
    return [Moment(format_date_short(row.on), row.title, row.group.name if row.group else "") for row in reversed(rows)]


def _parties(plans: Sequence[PlanDocument]) -> list[tuple[str, str]]:
    """Who takes part, by sector."""
    found: dict[str, dict[str, None]] = {}
    for plan in plans:
        named = {party.key: party for party in plan.parties}
        for key in plan.participants:
            sector = sentence(SECTOR_LABELS[named[key].sector])
            found.setdefault(sector, {})[named[key].name] = None
    return [(sector, listed(list(names))) for sector, names in found.items()]


def _spending(label: str, amounts: Amounts) -> Spending:
    share = f"{share_of(amounts.spent, amounts.budget)} %" if amounts.budget else ""
    return Spending(label, shown(amounts.budget), shown(amounts.committed), shown(amounts.spent), share)
