"""The kapstok filled: the budget is how long a coat is, what was spent and promised fills it from above. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro
from kapstok.core.pictures import Coat, Hook, Part, Rack, hang
from kapstok.ledger.kinds import LineKind, SourceKind
from kapstok.ledger.money.links import postings
from kapstok.ledger.state import DIVIDED, ZERO, Amounts, GrantMoney, LineState, share_of

GENERAL = "Algemeen"
MOST_HOOKS = 12
Asked = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Cell:
    """A coat, or the row of a table: its amounts and what the list behind it asks for."""

    label: str
    amounts: Amounts
    asked: Asked
    undivided: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A hook with its coats. `amounts` are those of the cells together."""

    title: str
    asked: Asked
    cells: tuple[Cell, ...]

    @property
    def amounts(self) -> Amounts:
        return sum((cell.amounts for cell in self.cells), start=Amounts())


@dataclass(frozen=True, slots=True)
class Paint:
    name: str
    meaning: str


LEGEND = (
    Paint("spent", "besteed"),
    Paint("committed", "verplicht"),
    Paint("reserved", "gereserveerd"),
    Paint("free", "vrij"),
    Paint("undivided", "nog niet verdeeld"),
)


def by_theme(money: GrantMoney) -> list[Group]:
    """The themes at the top are the hooks, the budget lines hang on them."""
    tops = dict.fromkeys((line.root, line.root_name) for line in _shown(money) if line.root)
    groups = [Group(name, {"thema": root}, _cells(money, root)) for root, name in tops]
    rest = _cells(money, None)
    return [*groups, *([Group(GENERAL, {}, rest)] if rest else [])]


def _cells(money: GrantMoney, root: int | None) -> tuple[Cell, ...]:
    return tuple(_cell(line, money) for line in _shown(money) if line.root == root)


def by_source(money: GrantMoney) -> list[Group]:
    sources = [source for source in money.sources if any(line.source == source for line in _shown(money))]
    return [
        Group(
            source.name,
            {"bron": source.id},
            tuple(_cell(line, money, source.id) for line in _shown(money) if line.source == source),
        )
        for source in sources
    ]


def _shown(money: GrantMoney) -> list[LineState]:
    return [
        line
        for line in money.lines
        if line.kind in DIVIDED and (not line.amounts.is_empty or line.source.kind is SourceKind.GRANT)
    ]


def _cell(line: LineState, money: GrantMoney, source: int | None = None) -> Cell:
    other = source is None and line.source != money.own
    label = f"{line.label} (uit {line.source.name})" if other and line.label != line.source.name else line.label
    return Cell(label, line.amounts, {"regel": line.id}, undivided=line.kind is LineKind.UNALLOCATED)


def rack(groups: Sequence[Group], slug: str) -> Rack:
    return hang([_hook(group, slug) for group in groups[:MOST_HOOKS]])


def _hook(group: Group, slug: str) -> Hook:
    url = postings(slug, **group.asked)
    coats = tuple(_coat(cell, group, slug) for cell in group.cells)
    return Hook(group.title, _amount(group.amounts), url, coats or (Coat("nog niets", "", url),))


def _coat(cell: Cell, group: Group, slug: str) -> Coat:
    """A coat that is all there is on its hook says how much of it was spent in place of its name."""
    rest = "undivided" if cell.undivided else "free"
    now = cell.amounts
    parts = (
        Part(max(now.spent, ZERO), "spent"),
        Part(max(now.committed, ZERO), "committed"),
        Part(max(now.reserved, ZERO), "reserved"),
        Part(max(now.free, ZERO), rest),
    )
    name = cell.label if cell.label != group.title else f"{share_of(now.spent, length(now))} % besteed"
    return Coat(name, _amount(now), postings(slug, **cell.asked), parts)


def length(amounts: Amounts) -> Decimal:
    """How long a coat is: its budget, or what hangs on it when nothing was budgeted."""
    return amounts.budget or amounts.reserved + amounts.committed + amounts.spent


def _amount(amounts: Amounts) -> str:
    return format_euro(length(amounts), cents=False)


def legend(rack: Rack, free: str) -> tuple[Paint, ...]:
    """What the paints of this picture mean; `free` is what the rest of a coat is called."""
    shown = (paint for paint in LEGEND if paint.name in rack.paints)
    return tuple(Paint(paint.name, free) if paint.name == "free" else paint for paint in shown)


def whole(groups: Iterable[Group]) -> Amounts:
    return sum((group.amounts for group in groups), start=Amounts())
