"""A regulation in the words of a page: which version holds when, what is paid when, what may be doubted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date, format_month
from kapstok.grants.regulation import Regulation
from kapstok.grants.regulation_parts import DoubtfulCost, Window
from kapstok.grants.rules import Instalment, payment_schedule

COST_STATUSES = {
    "eligible": "mag",
    "not_eligible": "mag niet",
    "conditional": "mag soms",
    "unclear": "onduidelijk",
}
_FIELDS = {
    "starts": "de eerste dag",
    "ends": "de laatste dag",
    "made_on": "de dag waarop deze versie is gemaakt",
    "in_force": "de dag waarop deze versie ging gelden",
    "final_account_latest_year": "het jaar van de eindverantwoording",
}


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """A version of the spending window; `marks` says when it held and who could know it."""

    window: Window
    marks: tuple[str, ...]
    unverified: str


@dataclass(frozen=True, slots=True)
class ShownInstalment:
    covers: str
    due: str
    amount: str


@dataclass(frozen=True, slots=True)
class ShownCost:
    cost: DoubtfulCost
    status: str


@dataclass(frozen=True, slots=True)
class RegulationPage:
    """`instalments` is empty when the schedule or the exact award is not known; `instalments_unknown` says why."""

    regulation: Regulation
    windows: tuple[ShownWindow, ...]
    instalments: tuple[ShownInstalment, ...]
    instalments_sum: str
    instalments_unknown: str
    costs: tuple[ShownCost, ...]


def regulation_page(regulation: Regulation, award: Decimal | None, *, known_on: date, today: date) -> RegulationPage:
    """`award` in euros, None when it is not exactly known; `known_on` is the date of the plan."""
    schedule = payment_schedule(regulation, award) if award is not None else []
    return RegulationPage(
        regulation=regulation,
        windows=tuple(_window(regulation, window, known_on, today) for window in regulation.windows),
        instalments=tuple(_instalment(one) for one in schedule),
        instalments_sum=format_euro(sum((one.amount for one in schedule), Decimal(0)), cents=True),
        instalments_unknown=_why_no_schedule(regulation, award),
        costs=tuple(ShownCost(cost, COST_STATUSES[cost.status]) for cost in regulation.doubtful_costs),
    )


def _why_no_schedule(regulation: Regulation, award: Decimal | None) -> str:
    if regulation.payment_unknown:
        return regulation.payment_unknown
    return "" if award is not None else "Het precieze bedrag is nog niet bekend. Daarom staan de betalingen hier niet."


def _window(regulation: Regulation, window: Window, known_on: date, today: date) -> ShownWindow:
    fields = ", ".join(_FIELDS[name] for name in window.unverified)
    return ShownWindow(window, tuple(_marks(regulation, window, known_on, today)), fields)


def _marks(regulation: Regulation, window: Window, known_on: date, today: date) -> Iterator[str]:
    if regulation.window_in_force(today) is window:
        yield f"geldt op {format_date(today)}"
    plan_date = format_date(known_on)
    if regulation.window_in_force(known_on) is window:
        yield f"gold op de datum van het plan, {plan_date}"
    elif regulation.window_known(known_on) is window:
        yield f"was al bekend op de datum van het plan, {plan_date}"


def _instalment(one: Instalment) -> ShownInstalment:
    first, last = format_month(one.first_month), format_month(one.last_month)
    covers = first if first == last else f"{first} tot en met {last}"
    return ShownInstalment(covers, format_month(one.due), format_euro(one.amount, cents=True))
