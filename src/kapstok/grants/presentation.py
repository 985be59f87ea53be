"""A regulation in the words of a page: which version holds when, what is paid when, what may be doubted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date, format_month
from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import NOTHING, AmountText, Table
from kapstok.grants.regulation import Regulation
from kapstok.grants.regulation_parts import DoubtfulCost, Statement, Window
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
class PaymentMonth:
    """The payments in one month of each year."""

    month: str
    amounts: tuple[AmountText, ...]


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments with a column for each year: twelve months at most, then the sum of the year."""

    years: tuple[int, ...]
    months: tuple[PaymentMonth, ...]
    sums: tuple[AmountText, ...]
    total: AmountText


@dataclass(frozen=True, slots=True)
class ShownCost:
    cost: DoubtfulCost
    status: str


@dataclass(frozen=True, slots=True)
class RegulationPage:
    """`payments` is None when the schedule or the exact award is not known; `payments_unknown` says why.

    `verified` and `unverified`: what else is told about it, and what of that nobody could confirm."""

    regulation: Regulation
    windows: tuple[ShownWindow, ...]
    payments: Payments | None
    payments_unknown: str
    costs: tuple[ShownCost, ...]
    verified: tuple[Statement, ...]
    unverified: tuple[Statement, ...]


def regulation_page(regulation: Regulation, award: Decimal | None, *, known_on: date, today: date) -> RegulationPage:
    """`award` in euros, None when it is not exactly known; `known_on` is the date of the plan."""
    schedule = payment_schedule(regulation, award) if award is not None else []
    return RegulationPage(
        regulation=regulation,
        windows=tuple(_window(regulation, window, known_on, today) for window in regulation.windows),
        payments=_payments(schedule) if schedule else None,
        payments_unknown=_why_no_schedule(regulation, award),
        costs=tuple(ShownCost(cost, COST_STATUSES[cost.status]) for cost in regulation.doubtful_costs),
        verified=tuple(said for said in regulation.statements if said.verified),
        unverified=tuple(said for said in regulation.statements if not said.verified),
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


def _payments(schedule: Sequence[Instalment]) -> Payments:
    paid = {(one.due.year, one.due.month): one.amount for one in schedule}
    years = tuple(range(min(year for year, _ in paid), max(year for year, _ in paid) + 1))
    months = sorted({month for _, month in paid})
    return Payments(
        years,
        tuple(PaymentMonth(_month(month), tuple(_paid(paid.get((y, month))) for y in years)) for month in months),
        tuple(_paid(sum((amount for (y, _), amount in paid.items() if y == year), Decimal(0))) for year in years),
        _paid(sum(paid.values(), Decimal(0))),
    )


def _month(number: int) -> str:
    return format_month(date(2000, number, 1)).split()[0]


def _paid(amount: Decimal | None) -> AmountText:
    return AmountText(format_euro(amount, cents=True), amount) if amount else NOTHING


def purposes_table(regulation: Regulation) -> Table:
    """What the grant is for, as a workbook has it."""
    headings = ("Nummer", "Doel", "Wat het is", "Voorbeelden", "Apart verantwoorden", "SiSa", "Bron", "Nagegaan")
    rows = (
        (
            one.number,
            one.name,
            one.description,
            "; ".join(one.examples),
            one.reported_separately,
            one.sisa_indicator,
            one.source.description,
            one.verified,
        )
        for one in regulation.purposes
    )
    return Table("doelen", "Doelen", (Heading("Nummer", Form.NUMBER), *map(Heading, headings[1:])), tuple(rows))


def payments_table(payments: Payments) -> Table:
    """When the state pays, as a workbook has it: the same months, sums and total as on the page."""
    columns = (*map(str, payments.years), "Alle jaren")
    headings = (Heading("Maand"), *(Heading(column, Form.EUROS) for column in columns))
    months = [(one.month, *(amount.value for amount in one.amounts), None) for one in payments.months]
    sums = ("Samen", *(amount.value for amount in (*payments.sums, payments.total)))
    return Table("betalingen", "Betalingen van het Rijk", headings, (*months, sums))
