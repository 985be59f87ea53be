"""The totals that stand between the lines: each is held against the lines it adds up, and never counted itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kapstok.core.sheets.values import column_letters
from kapstok.plans.mapping.entries import Entry
from kapstok.plans.mapping.noting import Notes, in_euros
from kapstok.plans.mapping.values import Place
from kapstok.plans.mapping.words import is_grand_total, is_subtotal, plain

ROUNDING = Decimal("0.05")  # a total that a formula made of amounts with more decimals


@dataclass(frozen=True, slots=True)
class Total:
    """A total row: its label, and its euros by column (from 0). `before`: how many entries stand above it.

    `themes`: of which theme it is the total, where the sheet says so.
    """

    place: Place
    label: str
    sums: Mapping[int, Decimal]
    before: int
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What the sheet says a theme, or with no themes the whole plan, comes to; in euros by column."""

    themes: tuple[str, ...]
    sums: Mapping[int, Decimal]


@dataclass(slots=True)
class Added:
    """Lines added up: euros by column, and the rows of the first and the last."""

    sums: dict[int, Decimal] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def add(self, entry: Entry) -> None:
        self.first, self.last = self.first or entry.place.row, entry.place.row
        for column, euros in entry.sums.items():
            self.sums[column] = self.sums.get(column, Decimal(0)) + euros

    def fits(self, sums: Mapping[int, Decimal]) -> bool:
        return all(abs(euros - self.sums.get(column, Decimal(0))) <= ROUNDING for column, euros in sums.items())


@dataclass(slots=True)
class Running:
    """The lines so far, added up under each theme (those of the themes below it included), in all and `recent`ly."""

    under: dict[tuple[str, ...], Added] = field(default_factory=dict)
    recent: Added = field(default_factory=Added)
    themes: tuple[str, ...] = ()

    def add(self, entry: Entry) -> None:
        self.themes = entry.themes
        self.recent.add(entry)
        for depth in range(len(entry.themes) + 1):
            self.of(entry.themes[:depth]).add(entry)

    def of(self, themes: tuple[str, ...]) -> Added:
        return self.under.setdefault(themes, Added())


def check_totals(totals: Sequence[Total], entries: Sequence[Entry], notes: Notes) -> list[Stated]:
    """Hold each total against what it can be the total of; ask about the one that fits nothing."""
    stated, since, above, whole = [], 0, Running(), Running()
    for entry in entries:
        whole.add(entry)
    for total in totals:
        above.recent = Added()
        for entry in entries[since : total.before]:
            above.add(entry)
        scopes = [(total.themes, whole.of(total.themes))] if total.themes else _scopes(total, above)
        fitting = [scope for scope in scopes if scope[1].fits(total.sums)]
        themes, lines = fitting[0] if fitting else _likeliest(total, scopes, last=total is totals[-1])
        if not fitting:
            ask_about(total, lines, notes)
        if fitting or is_grand_total(total.label) or total.themes or _names(total.label, "".join(themes[-1:])):
            stated.append(Stated(themes, total.sums))
        since = total.before
    return stated


Scope = tuple[tuple[str, ...], Added]


def _likeliest(total: Total, scopes: list[Scope], last: bool) -> Scope:
    """“Totaal” under the whole table is about everything, whatever stands right above it."""
    bare = not total.themes and not is_subtotal(total.label)
    named = scopes[0][0] and _names(total.label, scopes[0][0][-1])
    return scopes[-1] if bare and last and not named else scopes[0]


def _scopes(total: Total, above: Running) -> list[Scope]:
    """What a total may add up, the likeliest first: its theme, the lines since the last total, all above it."""
    everything: Scope = ((), above.of(()))
    if is_grand_total(total.label) or not everything[1].first:
        return [everything]
    last = above.themes
    levels = [(last[:depth], above.of(last[:depth])) for depth in range(len(last), 0, -1)]
    named = [scope for scope in levels if _names(total.label, scope[0][-1])]
    recent: list[Scope] = [((), above.recent)] if above.recent.first else []
    return [*named, *levels, *recent, everything]


def _names(label: str, theme: str) -> bool:
    """“Totaal 0-4” names “0-4 jaar”; “Totaal” names nothing."""
    rest = plain(label).replace("subtotaal", "").replace("totaal", "").strip(" :-")
    return bool(rest) and (rest in plain(theme) or plain(theme) in rest)


def ask_about(total: Total, lines: Added, notes: Notes) -> None:
    """One question for each column that does not fit."""
    rows = f"{lines.first} tot en met {lines.last}" if lines.first else "erboven"
    for column, euros in total.sums.items():
        right = lines.sums.get(column, Decimal(0))
        if abs(euros - right) > ROUNDING:
            place = Place(total.place.sheet, total.place.row, column_letters(column))
            notes.ask(
                place,
                f"{total.label} {in_euros(euros)}".strip(),
                f"Dit totaal klopt niet: de regels {rows} komen samen op {in_euros(right)}, "
                f"een verschil van {in_euros(abs(euros - right))}.",
                ("het totaal is fout", "er ontbreekt een regel, of er telt een regel te veel"),
                f"de regels kloppen: {in_euros(right)}",
            )
