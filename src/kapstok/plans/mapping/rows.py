"""The rows of a table, each with its kind: a line, a heading, a total, what is available, or something beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property

from kapstok.core.money import LARGEST
from kapstok.core.sheets.values import Cell
from kapstok.plans.mapping.grid import Grid, text_of
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.looks import looks_like_amount
from kapstok.plans.mapping.phrases import read_phrase
from kapstok.plans.mapping.prose import read_prose
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.mapping.words import Role, is_available, is_goal, is_left_over, is_total, plain

LONGEST_NAME = 120  # characters; a longer text alone in a row is about the theme, not its name
Sums = dict[int, Decimal]
MOST_ROWS = 5_000  # in one sheet; a budget has some hundreds
NAMES = (Role.THEME, Role.SUBTHEME, Role.MEASURE)


class RowKind(StrEnum):
    HEADER = "header"
    HEADING = "heading"
    THEME_TEXT = "theme_text"
    LINE = "line"
    TOTAL = "total"
    AVAILABLE = "available"
    LEFT_OVER = "left_over"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class TableRow:
    """`names`: theme, subtheme and measure as they stand there, `filled` also what a merged cell above says.

    `texts`: the other columns that were pointed out. `amounts`: cells by column (from 0), where they hold something.
    """

    number: int
    kind: RowKind
    names: Mapping[Role, str]
    filled: Mapping[Role, str]
    texts: Mapping[Role, str]
    amounts: Mapping[int, Cell]
    label: str
    indent: int = 0


class Table:
    """A sheet through its mapping, below the header."""

    def __init__(self, grid: Grid, mapping: ColumnMapping) -> None:
        self.grid, self.mapping = grid, mapping
        self._at = {role: index(column.column) for role, column in mapping.roles.items()}
        self._names = [(role, self._at[role]) for role in NAMES if role in self._at]
        self._others = [
            (index(column.column), column.role)
            for column in mapping.columns
            if column.role not in {*NAMES, Role.AMOUNT, Role.AMOUNT_IN_TEXT}
        ]
        self._amounts = [index(column.column) for column in mapping.amounts]
        self._headings = [(index(c.column), plain(c.header)) for c in mapping.columns if c.header]

    @cached_property
    def _last(self) -> int:
        """The last row with amounts."""
        return next((row for row in reversed(self.grid.rows()) if self._cells(row)), 0)

    @cached_property
    def rows(self) -> list[TableRow]:
        first = max(self.mapping.header_rows) + 1
        return [self._row(number) for number in range(first, self.grid.height + 1) if not self.grid.is_empty(number)]

    def texts_above(self) -> list[str]:
        """The texts in the rows right above the header, up to a blank one, from the top down."""
        found: list[str] = []
        for number in range(self.mapping.header_rows[0] - 1, 0, -1):
            texts = [text for _, text in self.grid.texts(number)]
            if not texts:
                break
            found.insert(0, texts[0])
        return found

    def _cells(self, row: int) -> dict[int, Cell]:
        return {column: cell for column in self._amounts if (cell := self.grid.at(row, column)) is not None}

    def _row(self, number: int) -> TableRow:
        names = {role: text for role, at in self._names if (text := text_of(self.grid.at(number, at)))}
        filled = {role: text for role, at in self._names if (text := text_of(self.grid.down(number, at)))}
        others = [(role, text_of(self.grid.down(number, at))) for at, role in self._others]
        label = next(iter(names.values()), "") or self._first_text(number)
        measure = self._at.get(Role.MEASURE, self._at.get(Role.THEME, 0))
        row = TableRow(
            number,
            RowKind.LINE,
            names,
            filled,
            _joined(others),
            self._cells(number),
            label,
            self.grid.indent(number, measure),
        )
        return replace(row, kind=self._kind(row))

    def _labels(self, row: TableRow) -> list[str]:
        """The names, and short texts among the amounts: “Totaal generaal” may stand right before its amount."""
        texts = (text for column, text in self.grid.texts(row.number) if column in row.amounts and len(text) <= 60)
        return [*row.names.values(), row.label, *(text for text in texts if not looks_like_amount(text))]

    def _first_text(self, number: int) -> str:
        """The first text of a row left of the amounts, whatever its column is."""
        before = min(self._amounts, default=self.grid.width)
        return next((text for column, text in self.grid.texts(number) if column < before), "")

    def _kind(self, row: TableRow) -> RowKind:
        if self._repeats_header(row.number):
            return RowKind.HEADER
        labels = self._labels(row)
        if any(map(is_total, labels)):
            return RowKind.TOTAL
        if any(map(is_available, labels)) and self.has_money(row.number) and not _has_others(row):
            return RowKind.AVAILABLE
        if any(map(is_left_over, labels)) and not _has_others(row):
            return RowKind.LEFT_OVER
        return self._kind_of_line(row)

    def _kind_of_line(self, row: TableRow) -> RowKind:
        if row.amounts:
            return RowKind.LINE
        if _has_others(row):
            return RowKind.LINE
        if row.number > self._last or not row.names:
            return RowKind.BESIDE
        if len(row.label) > LONGEST_NAME or is_goal(row.label):
            return RowKind.THEME_TEXT
        return RowKind.LINE if {Role.THEME, Role.MEASURE} <= {*self._at} & {*row.filled} else RowKind.HEADING

    def sums(self, row: TableRow) -> Sums:
        """The amounts of a row that can be read without asking, in euros by column."""
        times = 1000 if self.mapping.thousands else 1
        return {
            column: _in_cents(euros * times if isinstance(row.amounts[column], Decimal) else euros)
            for column, euros in sums_of(row).items()
        }

    def any_amount(self, number: int) -> Decimal | None:
        """The first amount in a row, in whatever column it stands, or in its text."""
        for cell in self.grid.row(number):
            match cell:
                case Decimal() as euros:
                    return _in_cents(euros * (1000 if self.mapping.thousands else 1))
                case str() as text if (found := amount_in(text)) is not None:
                    return found
        return None

    def _repeats_header(self, number: int) -> bool:
        same, others = 0, min(len(self._headings) // 2, len(self._headings) - 2)
        for column, said in self._headings:
            if plain(text_of(self.grid.at(number, column))) == said:
                same += 1
            elif (others := others - 1) < 0:
                return False
        return same >= 2

    def has_money(self, number: int) -> bool:
        return any(
            (cell is not None and not isinstance(cell, str)) or (isinstance(cell, str) and looks_like_amount(cell))
            for cell in self.grid.row(number)
        )


def _has_others(row: TableRow) -> bool:
    return any(text for role, text in row.texts.items() if role is not Role.NOTE)


def _joined(found: Iterable[tuple[Role, str]]) -> dict[Role, str]:
    """The texts by role; columns with the same role after each other."""
    texts: dict[Role, str] = {}
    for role, text in found:
        if text:
            texts[role] = f"{texts[role]}\n{text}" if role in texts else text
    return texts


def sums_of(row: TableRow) -> Sums:
    """The amounts in a row that can be read without asking."""
    found: Sums = {}
    for column, cell in row.amounts.items():
        if isinstance(cell, Decimal):
            found[column] = cell
        elif isinstance(cell, str) and (euros := _euros(cell)) is not None:
            found[column] = euros
    return found


def _euros(text: str) -> Decimal | None:
    try:
        phrase = read_phrase(text)
    except ValueError:
        return None
    return phrase.once.high if phrase else None


def _in_cents(euros: Decimal) -> Decimal:
    """What cannot be an amount at all becomes 0: as a total it then fits nothing, and is asked about."""
    return euros.quantize(Decimal("0.01"), ROUND_HALF_UP) if abs(euros) <= LARGEST else Decimal(0)


def amount_in(text: str) -> Decimal | None:
    """Euros: the amount that a text is, or the only one that stands in it."""
    if looks_like_amount(text):
        return _euros(text)
    proposal = read_prose(text) if "€" in text or "euro" in text.casefold() else None
    return proposal.chosen[0].once.high if proposal and len(proposal.found) == 1 else None
