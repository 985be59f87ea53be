"""What the page of the money shows, worked out from values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date
from kapstok.core.pictures import Rack
from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import NOTHING, AmountText, Table
from kapstok.ledger.kinds import PostingKind
from kapstok.ledger.money.coats import MOST_HOOKS, Cell, Group, Paint, legend, rack, whole
from kapstok.ledger.money.dimensions import Column, Dimension
from kapstok.ledger.money.links import link, postings
from kapstok.ledger.state import Amounts, GrantMoney, Share, shares

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Key:
    """A part of the meter with what it says; `url` opens the list behind it."""

    share: Share
    amount: AmountText
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: AmountText
    url: str = ""
    note: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """One grant in a glance. `here`: it is the one of which the rest of the page tells more."""

    grant: int
    name: str
    lead: str
    keys: tuple[Key, ...]
    facts: tuple[Fact, ...]
    here: bool

    @property
    def in_words(self) -> str:
        """What the meter shows, for who cannot see it."""
        return ", ".join(f"{key.share.label} {key.amount}" for key in self.keys)


BEHIND = {
    "spent": PostingKind.EXPENSE,
    "committed": PostingKind.COMMITMENT,
    "reserved": PostingKind.RESERVATION,
    "free": PostingKind.BUDGET,
}


def programme(money: GrantMoney, slug: str, *, here: bool) -> Programme:
    return Programme(
        grant=money.grant,
        name=money.name,
        lead=_lead(money),
        keys=tuple(Key(share, shown(share.amount), _behind(share, money, slug)) for share in shares(money)),
        facts=tuple(_facts(money, slug)),
        here=here,
    )


def _lead(money: GrantMoney) -> str:
    until = f" · besteden tot en met {format_date(money.ends)}" if money.ends else ""
    return f"{format_euro(money.granted)}{until}"


def _behind(share: Share, money: GrantMoney, slug: str) -> str:
    if share.name == "undivided":
        return link("postings", slug, bron=money.own.id, soort=PostingKind.BUDGET.value)
    return postings(slug, bron=money.own.id, soort=BEHIND[share.name].value)


def _facts(money: GrantMoney, slug: str) -> list[Fact]:
    own = money.own.id
    found = [
        Fact("Toegekend", shown(money.granted)),
        Fact("Ontvangen", shown(money.received), postings(slug, bron=own, soort="receipt")),
        Fact("Gepland", shown(money.planned), postings(slug, bron=own, soort="budget")),
        Fact("Nog niet besteed", shown(money.left)),
        Fact(
            "Te dekken", shown(money.to_cover), link("to-cover", slug) or postings(slug, bron=_to_cover(money)),
            wrong=bool(money.to_cover),
        ),
    ]  # fmt: skip
    if beside := money.beside.spent or money.beside.budget:
        note = f"besteed {format_euro(money.beside.spent)}"
        found.insert(4, Fact("Uit andere bronnen", shown(money.beside.budget or beside), note=note))
    return found


def _to_cover(money: GrantMoney) -> int | None:
    return next((source.id for source in money.sources if source.kind == "to_cover"), None)


def shown(amount: Decimal | None) -> AmountText:
    return NOTHING if amount is None else AmountText(format_euro(amount), amount)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of the table: `label` is the heading of its column, for a phone."""

    label: str
    amount: AmountText
    url: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    url: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A hook in the table: its own row and those of what hangs on it, unless that is the same one thing."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The kapstok and the same in a table. `hidden`: how many hooks there was no room for."""

    dimension: Dimension
    rack: Rack
    legend: tuple[Paint, ...]
    bodies: tuple[Body, ...]
    total: Row
    hidden: int


def picture(groups: Sequence[Group], dimension: Dimension, slug: str) -> Picture:
    hung = rack(groups, slug)
    return Picture(
        dimension=dimension,
        rack=hung,
        legend=legend(hung, "gepland en nog niet besteed" if dimension.in_time else "vrij"),
        bodies=tuple(_body(group, dimension.columns, slug) for group in groups[:MOST_ROWS]),
        total=_row("Totaal", whole(groups), {}, dimension.columns, slug),
        hidden=max(len(groups) - MOST_HOOKS, 0),
    )


def _body(group: Group, columns: Sequence[Column], slug: str) -> Body:
    head = _row(group.title, group.amounts, group.asked, columns, slug)
    if len(group.cells) == 1 and group.cells[0].label == group.title:
        return Body(_row(group.title, group.amounts, group.cells[0].asked, columns, slug), ())
    return Body(head, tuple(_of_cell(cell, columns, slug) for cell in group.cells[:MOST_ROWS]))


def _of_cell(cell: Cell, columns: Sequence[Column], slug: str) -> Row:
    return _row(cell.label, cell.amounts, cell.asked, columns, slug)


def _row(label: str, amounts: Amounts, asked: Mapping[str, object], columns: Sequence[Column], slug: str) -> Row:
    figures = []
    for column in columns:
        amount: Decimal = getattr(amounts, column.name)
        url = postings(slug, **asked, soort=column.kind.value) if column.kind and asked and amount else ""
        figures.append(Figure(column.label, _cell(amount, column) if amount else NOTHING, url, wrong=amount < 0))
    return Row(label, postings(slug, **asked) if asked else "", tuple(figures))


def _cell(amount: Decimal, column: Column) -> AmountText:
    return AmountText(format_euro(amount, cents=False), amount) if column.rounded else shown(amount)


def table(groups: Sequence[Group], dimension: Dimension, name: str) -> Table:
    """The same as a workbook: what hangs on a hook with the name of the hook beside it."""
    rows = tuple(
        (group.title, cell.label, *(getattr(cell.amounts, column.name) for column in dimension.columns))
        for group in groups
        for cell in group.cells
    )
    headings = (
        Heading(dimension.heading),
        Heading("Waarvoor"),
        *(Heading(column.label, Form.EUROS, summed=True) for column in dimension.columns),
    )
    return Table(f"geld-per-{dimension.key}", f"{name}: per {dimension.label}", headings, rows)
