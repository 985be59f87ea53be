"""What a regulation says about amounts: how much a municipality gets, and when it is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.money import CENT, apportion
from kapstok.core.periods import add_months
from kapstok.grants.regulation import FormulaTerm, Payment, Regulation


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of the grant, in euros. Months are given by their first day; both covered months are included."""

    due: date
    first_month: date
    last_month: date
    amount: Decimal


def formula_amount(regulation: Regulation, counts: Mapping[str, Decimal]) -> Decimal:
    """The grant in euros: the sum over the formula of the counted units times their rate.

    `counts`: the key of each term to the number of units. A negative disadvantage score counts as 0. How the
    ministry rounds is not known: here the sum, half a cent up. Compare the outcome with the award letter.
    ValueError, in Dutch: the formula is not known, a count is missing, unknown or impossible.
    """
    if not regulation.formula:
        raise ValueError(f"{regulation.short_name}: {regulation.formula_unknown}")
    terms = {term.key: term for term in regulation.formula}
    if missing := terms.keys() - counts.keys():
        raise ValueError(f"Vul ook in: {', '.join(sorted(missing))}.")
    if unknown := counts.keys() - terms.keys():
        raise ValueError(f"Dit telt niet mee voor {regulation.short_name}: {', '.join(sorted(unknown))}.")
    amount = sum((term.amount * _units(term, counts[key]) for key, term in terms.items()), Decimal(0))
    return amount.quantize(CENT, ROUND_HALF_UP)


def _units(term: FormulaTerm, count: Decimal) -> Decimal:
    if not count.is_finite() or (term.whole and count % 1):
        kind = "heel getal" if term.whole else "getal"
        raise ValueError(f"Het aantal voor {term.unit} moet een {kind} zijn, niet {count}.")
    if count < 0 and not term.only_positive:
        raise ValueError(f"Het aantal voor {term.unit} kan niet kleiner zijn dan 0.")
    return max(count, Decimal(0))


def payment_schedule(regulation: Regulation, award: Decimal) -> list[Instalment]:
    """The payments of an award in euros, in order; they sum to exactly the award.

    Each payment gets its share of the months, to the cent (how the ministry rounds is not known). Empty when
    the schedule is not known: the reason is `regulation.payment_unknown`. NPO: 24 months from August 2021,
    the first payment in December 2021 covers five (nponderwijs.nl, "Betaling en verantwoording").
    """
    if not regulation.payment:
        return []
    covered = _months_paid(regulation.payment)
    amounts = apportion(award, {due: Decimal(len(months)) for due, months in covered.items()})
    return [Instalment(due, months[0], months[-1], amounts[due]) for due, months in covered.items()]


def _months_paid(payment: Payment) -> dict[date, list[date]]:
    """The month of each payment to the months that it covers."""
    months = [add_months(payment.first_month, index) for index in range(payment.terms)]
    later = {month: [month] for month in months[payment.first_covers :]}
    return {payment.first_payment: months[: payment.first_covers]} | later
