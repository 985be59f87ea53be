"""The total of one row: filled in where it is missing, held against its years where it stands there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kapstok.plans.mapping.costs import Cost
from kapstok.plans.mapping.entries import Entry
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.noting import Notes, in_euros
from kapstok.plans.mapping.values import Column, ColumnMapping, Orientation, Place
from kapstok.plans.mapping.words import Role

ROUNDING = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class RowTotal:
    """A column with totals, and the columns (from 0) that it adds up; `is_own`: of one source, not of all together."""

    column: Column
    parts: tuple[int, ...]
    is_own: bool


def row_totals(mapping: ColumnMapping) -> tuple[RowTotal, ...]:
    if mapping.orientation is Orientation.YEAR_ROWS:
        return ()
    undated = [column for column in mapping.amounts if column.year is None]
    found = [RowTotal(column, tuple(_parts(column, mapping)), _is_own(column, mapping)) for column in undated]
    return tuple(total for total in found if total.parts)


def settled(entry: Entry, totals: Sequence[RowTotal], notes: Notes) -> Entry:
    """The entry with its totals checked; a total over several sources is only there to be checked."""
    for total in totals:
        entry = _with_total(entry, total, notes)
    return entry


def _with_total(entry: Entry, total: RowTotal, notes: Notes) -> Entry:
    at, found = index(total.column.column), [entry.sums[part] for part in total.parts if part in entry.sums]
    worked_out = sum(found, start=Decimal(0))
    stated = entry.sums.get(at)
    if stated is None:
        return replace(entry, sums={**entry.sums, at: worked_out}) if found else entry
    if found and abs(stated - worked_out) > ROUNDING:
        _ask(entry, total.column, stated, worked_out, notes)
    return entry if total.is_own or not found else _without(entry)


def _parts(column: Column, mapping: ColumnMapping) -> list[int]:
    """The columns that a total adds up: the years of its source; without years the sources."""
    others = [other for other in mapping.amounts if other is not column and other.role is Role.AMOUNT]
    if column.source:
        return [index(other.column) for other in others if other.source == column.source and other.year]
    years = [other for other in others if other.year]
    return [index(other.column) for other in years or [other for other in others if other.source]]


def _is_own(column: Column, mapping: ColumnMapping) -> bool:
    """Whether this is the total of one source, rather than of all together."""
    return all(other.source == column.source for other in mapping.amounts)


def _without(entry: Entry) -> Entry:
    """Without the total over all sources, which would count everything twice."""
    kept = {bucket: cost for bucket, cost in entry.costs.items() if bucket[0] or bucket[1]}
    return replace(entry, costs=kept)


def _ask(entry: Entry, column: Column, stated: Decimal, worked_out: Decimal, notes: Notes) -> None:
    notes.ask(
        Place(entry.place.sheet, entry.place.row, column.column),
        in_euros(stated),
        f"Het totaal van deze regel klopt niet: de kolommen ervoor zijn samen {in_euros(worked_out)}.",
        (f"het totaal is {in_euros(worked_out)}", "er staat een verkeerd bedrag in een van de kolommen"),
        f"het totaal blijft {in_euros(stated)}",
    )


def line_total(entry: Entry) -> Decimal:
    """Euros over all sources: the total where a source has one, else its years."""
    return sum((source_total(entry, source) or Decimal(0) for source in sources_of(entry)), start=Decimal(0))


def sources_of(entry: Entry) -> list[str]:
    return list(dict.fromkeys(source for source, _ in entry.costs))


def source_total(entry: Entry, source: str) -> Decimal | None:
    """Euros of one source; None when no amount is given."""
    whole = entry.costs.get((source, None))
    if whole is not None and whole.euros is not None:
        return whole.euros
    years = [cost.euros for cost in years_of(entry, source) if cost.euros is not None]
    return sum(years, start=Decimal(0)) if years else None


def years_of(entry: Entry, source: str) -> list[Cost]:
    return [cost for (who, year), cost in entry.costs.items() if who == source and year is not None]
