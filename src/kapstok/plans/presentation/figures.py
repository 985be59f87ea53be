"""The four figures that say it all: awarded, planned, what is left, and when that goes back."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.plans.presentation.words import UNKNOWN, amount_text, count_text, listed
from kapstok.plans.rules import Budget


@dataclass(frozen=True, slots=True)
class Award:
    """What the state awarded, in euros; None while that is not known."""

    amount: Decimal | None
    about: bool = False
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """`wrong` when it needs repair."""

    label: str
    value: str
    note: str = ""
    wrong: bool = False


def four_figures(budget: Budget, award: Award, ends: date | None, today: date) -> tuple[Figure, ...]:
    """`ends` is the last day the grant may be spent, None when the regulation is not known."""
    return (awarded(award), planned(budget), left(budget, award), back(ends, today))


def awarded(award: Award) -> Figure:
    note = "voorbeeldcijfer" if award.illustrative else ""
    return Figure("Toegekend", amount_text(award.amount, about=award.about), note)


def planned(budget: Budget) -> Figure:
    """What this grant is to pay. Lines without an amount are counted, never guessed."""
    notes = []
    if budget.unallocated:
        notes.append(f"{format_euro(budget.unallocated)} nog niet verdeeld")
    if budget.unknown:
        notes.append(f"{count_text(budget.unknown, 'post', 'posten')} nog zonder bedrag")
    note = f"waarvan {listed(notes)}" if budget.unallocated else listed(notes)
    return Figure("Gepland", format_euro(budget.from_grant) if budget.from_grant else UNKNOWN, note)


def left(budget: Budget, award: Award) -> Figure:
    """An unknown line can only make less remain, so what is left is then at most that."""
    if award.amount is None or not budget.from_grant:
        return Figure("Vrij", UNKNOWN)
    difference = award.amount - budget.from_grant
    about = "ca. " if award.about else ""
    if difference < 0:
        return Figure("Te veel gepland", f"{about}{format_euro(-difference)}", wrong=True)
    at_most = "hooguit " if budget.unknown else ""
    return Figure("Vrij", f"{at_most}{about}{format_euro(difference)}")


def back(ends: date | None, today: date) -> Figure:
    if ends is None:
        return Figure("Terug naar het Rijk", UNKNOWN, "de regeling van dit plan is hier niet bekend")
    when = f"op {format_date(ends)}"
    return Figure("Terug naar het Rijk", "wat over is", f"{when}, {time_to_go(today, ends)}")


def time_to_go(today: date, ends: date) -> str:
    """over 18 maanden; the last day itself still counts."""
    if today > ends:
        return "en die dag is voorbij"
    after = ends + timedelta(days=1)
    months = (after.year - today.year) * 12 + after.month - today.month - (after.day < today.day)
    if months > 1:
        return f"over {months} maanden"
    days = (ends - today).days
    return "vandaag" if not days else f"over {days} {'dag' if days == 1 else 'dagen'}"
