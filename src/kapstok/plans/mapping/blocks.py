"""Themes side by side: labels before the rows, a column for each theme, and the same again for the next age group."""

from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.sheets.values import Cell, column_letters
from kapstok.plans.mapping.costs import Cost, CostReader
from kapstok.plans.mapping.entries import Bucket, Entry
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.looks import stands_for_amount
from kapstok.plans.mapping.naming import split_name
from kapstok.plans.mapping.noting import Notes, in_euros
from kapstok.plans.mapping.tables import SheetReading
from kapstok.plans.mapping.values import ColumnMapping, Place, RowLabel
from kapstok.plans.mapping.words import Role, is_numbered_theme, is_total, plain


@dataclass(frozen=True, slots=True)
class Block:
    """A header with the labelled rows below it. Row numbers; `parent` is the text before the themes."""

    header: int
    parent: str
    rows: tuple[tuple[int, RowLabel], ...]


def read_blocks(grid: Grid, mapping: ColumnMapping, costs: CostReader, notes: Notes) -> SheetReading:
    """An entry for each theme of each block."""
    found = SheetReading()
    labels = {plain(label.label): label for label in mapping.labels}
    for block in blocks_of(grid, labels, mapping.header_rows[0], mapping.labels_at):
        for column in mapping.columns:
            if column.role is Role.THEME:
                _read_theme(grid, block, index(column.column), costs, notes, found)
        _check_totals(grid, block, found, notes)
    return found


def blocks_of(grid: Grid, labels: dict[str, RowLabel], first: int, at: int) -> list[Block]:
    """A row with no known label, but with texts over the columns, starts a block."""
    blocks: list[Block] = []
    for row in range(first, grid.height + 1):
        said = text_of(grid.down(row, at))
        label = labels.get(plain(said))
        if label and blocks:
            blocks[-1] = Block(blocks[-1].header, blocks[-1].parent, (*blocks[-1].rows, (row, label)))
        elif not label and _is_header(grid, row, at):
            blocks.append(Block(row, said, ()))
    return [block for block in blocks if block.rows]


def _is_header(grid: Grid, row: int, at: int) -> bool:
    """Texts over the columns, and nothing that is an amount."""
    cells = [cell for column in range(at + 1, grid.width) if (cell := grid.at(row, column)) is not None]
    return bool(cells) and not year_in(grid.at(row, at)) and not any(map(stands_for_amount, cells))


def _read_theme(grid: Grid, block: Block, column: int, costs: CostReader, notes: Notes, found: SheetReading) -> None:
    heading = text_of(grid.at(block.header, column))
    if is_total(heading) or not any(grid.at(row, column) is not None for row, _ in block.rows):
        return
    texts = _texts(grid, block, column)
    name, description = split_name(texts.pop(Role.MEASURE, ""))
    if not is_numbered_theme(heading) and heading:
        name, description = heading, "\n".join(text for text in (name, description) if text)
    if description:
        texts[Role.DESCRIPTION] = "\n".join([description, *texts.get(Role.DESCRIPTION, "").splitlines()]).strip()
    place = Place(grid.name, block.header, column_letters(column))
    if not name:
        notes.refuse(place, heading, "we verwachten de naam van het thema")
        return
    themes = (block.parent, name) if block.parent and not is_total(block.parent) else (name,)
    found.entries.append(Entry(place, themes, "", _costs(grid, block, column, costs), {}, texts))


def _texts(grid: Grid, block: Block, column: int) -> dict[Role, str]:
    texts: dict[Role, str] = {}
    for row, label in block.rows:
        if label.role is not Role.AMOUNT and (text := text_of(grid.at(row, column))):
            texts[label.role] = f"{texts[label.role]}\n{text}" if label.role in texts else text
    return texts


def _costs(grid: Grid, block: Block, column: int, costs: CostReader) -> dict[Bucket, Cost]:
    found: dict[Bucket, Cost] = {}
    for row, label in block.rows:
        if label.role is Role.AMOUNT:
            place = Place(grid.name, row, column_letters(column))
            cost = costs.read(grid.at(row, column), place, in_year=label.year is not None, header=label.label)
            if cost is not None:
                found["", label.year] = cost
    return found


def _check_totals(grid: Grid, block: Block, found: SheetReading, notes: Notes) -> None:
    """A column “Totaal” beside the themes."""
    mine = [entry for entry in found.entries if entry.place.row == block.header]
    for column in range(grid.width):
        if not is_total(text_of(grid.at(block.header, column))):
            continue
        for row, label in block.rows:
            stated, right = grid.at(row, column), _sum(mine, label)
            if label.role is Role.AMOUNT and isinstance(stated, Decimal) and stated != right:
                _ask(Place(grid.name, row, column_letters(column)), stated, right, notes)


def _sum(entries: list[Entry], label: RowLabel) -> Decimal:
    costs = [entry.costs.get(("", label.year)) for entry in entries]
    return sum((cost.euros for cost in costs if cost and cost.euros is not None), start=Decimal(0))


def _ask(place: Place, stated: Cell, right: Decimal, notes: Notes) -> None:
    notes.ask(
        place,
        text_of(stated),
        f"Dit totaal klopt niet: de thema's in deze rij zijn samen {in_euros(right)}.",
        ("het totaal is fout", "er ontbreekt een thema"),
        f"de thema's kloppen: {in_euros(right)}",
    )
