"""The same money seen in other ways: by purpose, financial year or school year. Each hook has the themes on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.periods import SchoolYear
from kapstok.grants.regulation import Regulation
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.money.coats import GENERAL, Cell, Group, by_source, by_theme
from kapstok.ledger.money.queries import tallied
from kapstok.ledger.state import Amounts, GrantMoney

Planned = Mapping[int, Mapping[date, Decimal]]  # by line, then by month


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: which of the amounts, and which postings stand behind it.
    `rounded`: the plan was divided over time, and that is not known to the cent."""

    label: str
    name: str
    kind: PostingKind | None = None
    rounded: bool = False


BUDGET = Column("Budget", "budget", PostingKind.BUDGET)
RESERVED = Column("Gereserveerd", "reserved", PostingKind.RESERVATION)
COMMITTED = Column("Verplicht", "committed", PostingKind.COMMITMENT)
SPENT = Column("Besteed", "spent", PostingKind.EXPENSE)
FREE = Column("Vrij", "free")
PLANNED = Column("Gepland", "budget", rounded=True)
TO_COME = Column("Nog niet besteed", "free", rounded=True)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to look at the money. `key` stands in the address; `note` says what is not in it, and why."""

    key: str
    label: str
    heading: str
    columns: tuple[Column, ...]
    note: str = ""

    @property
    def in_time(self) -> bool:
        """Is it by year, so that the length of a coat is what was planned for that year?"""
        return PLANNED in self.columns


DIMENSIONS = (
    Dimension("thema", "thema", "Thema", (BUDGET, RESERVED, COMMITTED, SPENT, FREE)),
    Dimension("bron", "geldbron", "Geldbron", (BUDGET, RESERVED, COMMITTED, SPENT, FREE)),
    Dimension(
        "doel", "bestedingsdoel", "Bestedingsdoel", (RESERVED, COMMITTED, SPENT),
        "Het budget is niet per doel vastgesteld. Daarom staat hier alleen wat is toegezegd en besteed.",
    ),
    Dimension(
        "boekjaar", "boekjaar", "Boekjaar", (PLANNED, SPENT, TO_COME),
        "Gepland is wat het plan in dat jaar wil besteden. Het budget zelf geldt voor de hele termijn.",
    ),
    Dimension(
        "schooljaar", "schooljaar", "Schooljaar", (PLANNED, SPENT, TO_COME),
        "Gepland is wat het plan in dat schooljaar wil besteden. Het budget zelf geldt voor de hele termijn.",
    ),
)  # fmt: skip
BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}


def groups(dimension: Dimension, money: GrantMoney, planned: Planned, regulation: Regulation | None) -> list[Group]:
    """The hooks of this way of looking, each with what hangs on it. One query at most."""
    match dimension.key:
        case "thema":
            return by_theme(money)
        case "bron":
            return by_source(money)
        case "doel":
            return _by_purpose(money, regulation)
        case "boekjaar":
            return _by_year(money, planned)
        case _:
            return _by_school_year(money, planned)


Found = dict[Any, dict[int | None, Amounts]]  # by what a hook stands for, then by theme at the top


def _by_purpose(money: GrantMoney, regulation: Regulation | None) -> list[Group]:
    names = {purpose.number: purpose.name for purpose in regulation.purposes} if regulation else {}
    found = _added(money, tallied(money, "purpose"), lambda purpose: purpose)
    ordered = sorted(found, key=lambda number: (number is None, number))
    return _hung(
        money,
        [
            (_purpose_title(number, names), {"doel": "geen" if number is None else number}, found[number])
            for number in ordered
        ],
    )


def _purpose_title(number: int | None, names: Mapping[int, str]) -> str:
    if number is None:
        return "nog geen doel"
    return f"{number}. {names[number]}" if number in names else f"doel {number}"


def _by_year(money: GrantMoney, planned: Planned) -> list[Group]:
    found = _added(money, tallied(money, "year"), lambda year: year, only_spent=True)
    _plan(found, money, planned, lambda month: month.year)
    return _hung(money, [(str(year), {"boekjaar": year}, found[year]) for year in sorted(found)])


def _by_school_year(money: GrantMoney, planned: Planned) -> list[Group]:
    found = _added(money, tallied(money, "month"), SchoolYear.containing, only_spent=True)
    _plan(found, money, planned, SchoolYear.containing)
    return _hung(money, [(str(year), {"schooljaar": year}, found[year]) for year in sorted(found)])


def _added(
    money: GrantMoney, rows: Iterable[tuple[Any, ...]], key: Callable[[Any], Any], *, only_spent: bool = False
) -> Found:
    """What was promised and spent. Only what was spent belongs to one year: a promise is used up in a later one."""
    roots = {line.id: line.root for line in money.lines}
    found: Found = defaultdict(lambda: defaultdict(Amounts))
    for line, kind, value, amount, used in rows:
        for amounts in _effects(PostingKind(kind), amount, used):
            if not only_spent or amounts.spent:
                part = Amounts(spent=amounts.spent) if only_spent else amounts
                found[key(value)][roots[line]] += part
    return found


def _effects(kind: PostingKind, amount: Decimal, used: Decimal) -> list[Amounts]:
    match kind:
        case PostingKind.RESERVATION:
            return [Amounts(reserved=amount)]
        case PostingKind.COMMITMENT:
            return [Amounts(committed=amount, reserved=-used)]
        case PostingKind.EXPENSE:
            return [Amounts(spent=amount, committed=-used)]
        case _:
            return []


def _plan(found: Found, money: GrantMoney, planned: Planned, key: Callable[[date], Any]) -> None:
    roots = {line.id: line.root for line in money.lines}
    for line, months in planned.items():
        for month, amount in months.items():
            found[key(month)][roots[line]] += Amounts(budget=amount)


def _hung(
    money: GrantMoney, hooks: Sequence[tuple[str, dict[str, object], Mapping[int | None, Amounts]]]
) -> list[Group]:
    names = dict.fromkeys((line.root, line.root_name or GENERAL) for line in money.lines)
    return [
        Group(
            title,
            asked,
            tuple(
                Cell(name, parts[root], asked | ({"thema": root} if root else {}))
                for root, name in names
                if root in parts and not parts[root].is_empty
            ),
        )
        for title, asked, parts in hooks
        if any(not amounts.is_empty for amounts in parts.values())
    ]
