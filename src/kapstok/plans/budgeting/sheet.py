"""The grid as a form: the amounts it was made from travel along, signed, beside what was typed over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core import signing

from kapstok.core.periods import SchoolYear
from kapstok.plans.budgeting.cells import Cell, cell_text, read_cell
from kapstok.plans.budgeting.rules import Clash, Row, Rows, row_of, settled
from kapstok.plans.schema import PlanDocument

SALT = "kapstok.plans.budgeting"
TOTAL = "Totaal"
MINE, THEIRS = "mine", "theirs"
CHOOSE = "Kies welk bedrag blijft staan."


@dataclass(frozen=True, slots=True)
class Base:
    """What the grid was made from. `open`: the cells of which two people's amounts wait for a choice, with theirs."""

    columns: tuple[SchoolYear, ...]
    rows: dict[str, Row]
    labels: dict[str, str]
    open: dict[tuple[str, int], Cell] = field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        return (*map(str, self.columns), TOTAL)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that could not be read, or a choice that was not made."""

    key: str
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back: the text of each cell, the rows that could be read, and everything that is wrong."""

    base: Base
    texts: dict[str, tuple[str, ...]]
    rows: dict[str, Row]
    wrong: tuple[Wrong, ...]


def base_of(plan: PlanDocument, columns: Sequence[SchoolYear], keys: Sequence[str]) -> Base:
    lines = {line.key: line for line in plan.lines}
    rows = {key: row_of(lines[key], columns) for key in keys}
    return Base(tuple(columns), rows, {key: lines[key].label for key in keys})


def with_clashes(base: Base, clashes: Sequence[Clash]) -> Base:
    return replace(base, open={(clash.key, clash.column): clash.theirs for clash in clashes})


def sealed(plan_id: int, base: Base) -> str:
    rows = {key: [base.labels[key], *map(_packed, row)] for key, row in base.rows.items()}
    waiting = [[key, column, _packed(cell)] for (key, column), cell in base.open.items()]
    return signing.dumps([plan_id, [str(year) for year in base.columns], rows, waiting], salt=SALT, compress=True)


def opened(text: str, plan_id: int) -> Base | None:
    """None when it was not sealed by us, or for another plan."""
    try:
        plan, columns, rows, waiting = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if plan != plan_id:
        return None
    return Base(
        tuple(SchoolYear(year) for year in columns),
        {key: tuple(map(_unpacked, row[1:])) for key, row in rows.items()},
        {key: row[0] for key, row in rows.items()},
        {(key, column): _unpacked(cell) for key, column, cell in waiting},
    )


def _packed(cell: Cell) -> Any:
    amount = None if cell.amount is None else str(cell.amount)
    return [amount] if cell.about else amount


def _unpacked(packed: Any) -> Cell:
    about = isinstance(packed, list)
    amount = packed[0] if about else packed
    return Cell(None if amount is None else Decimal(amount), about)


def cell_name(row: int, column: int) -> str:
    return f"c{row}-{column}"


def choice_name(row: int, column: int) -> str:
    return f"k{row}-{column}"


def read_typed(form: Mapping[str, str], base: Base) -> Typed:
    """What was typed over `base`; a cell that did not come back is as it was. Never raises."""
    texts, rows, wrong = dict[str, tuple[str, ...]](), dict[str, Row](), list[Wrong]()
    for number, (key, before) in enumerate(base.rows.items()):
        shown = tuple(form.get(cell_name(number, at), cell_text(cell))[:200] for at, cell in enumerate(before))
        chosen = {at: _choice(form, base, key, number, at) for at in range(len(before)) if (key, at) in base.open}
        cells, errors = _cells(key, before, shown)
        for at, cell in chosen.items():
            if cell is None:
                errors.append(Wrong(key, at, CHOOSE))
        taken = {at: cell for at, cell in chosen.items() if cell is not None and _says_theirs(form, number, at)}
        rows[key] = settled(before, tuple(taken.get(at, cell) for at, cell in enumerate(cells)))
        texts[key] = tuple(cell_text(taken[at]) if at in taken else text for at, text in enumerate(shown))
        wrong += errors
    return Typed(base, texts, rows, tuple(wrong))


def _choice(form: Mapping[str, str], base: Base, key: str, number: int, at: int) -> Cell | None:
    """What was chosen, where there was something to choose; None when she did not."""
    said = form.get(choice_name(number, at))
    return base.open[key, at] if said in {MINE, THEIRS} else None


def _says_theirs(form: Mapping[str, str], number: int, at: int) -> bool:
    return form.get(choice_name(number, at)) == THEIRS


def _cells(key: str, before: Row, shown: Sequence[str]) -> tuple[list[Cell], list[Wrong]]:
    """A cell that cannot be read counts as it was."""
    cells, wrong = list[Cell](), list[Wrong]()
    for at, (was, text) in enumerate(zip(before, shown, strict=True)):
        try:
            cells.append(was if text == cell_text(was) else read_cell(text))
        except ValueError as error:
            cells.append(was)
            wrong.append(Wrong(key, at, str(error)))
    return cells, wrong


def texts_of(rows: Rows) -> dict[str, tuple[str, ...]]:
    return {key: tuple(cell_text(cell) for cell in row) for key, row in rows.items()}
