"""One amount in the grid: read from what was typed, and written back the Dutch way. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.money import format_euro, parse_amount

ONE_AMOUNT = "heeft twee grenzen. In de begroting staat één bedrag; een raming met grenzen hoort bij de maatregel"
NOT_BELOW_ZERO = "is minder dan 0. Een begroting heeft geen bedragen onder 0"
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """Euros; None for an empty cell. `about`: roughly."""

    amount: Decimal | None = None
    about: bool = False


EMPTY = Cell()


def read_cell(text: str) -> Cell:
    """Nothing, or one amount of 0 or more: € 1.250,50, 1250, 45k, ca. 48.000. ValueError in Dutch says why not."""
    text = " ".join(text.split())
    if not text or text in {"-", "–", "—"}:
        return EMPTY
    found = parse_amount(text)
    if found.is_range:
        raise ValueError(f"‘{text[:LONGEST]}’ {ONE_AMOUNT}.")
    if found.low < 0:
        raise ValueError(f"‘{text[:LONGEST]}’ {NOT_BELOW_ZERO}.")
    return Cell(found.low, found.about)


def cell_text(cell: Cell) -> str:
    """27.000, 1.250,50 or ca. 48.000; `read_cell` reads it back."""
    if cell.amount is None:
        return ""
    plain = format_euro(cell.amount).removeprefix("€\u00a0")
    return f"ca. {plain}" if cell.about else plain
