"""A table of a page as a workbook: the same rows, with numbers where the page has amounts in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.sheets.writing import Heading, Value, table_as_xlsx


class AmountText(str):
    """An amount as a page shows it, that still knows its euros; `about` when those are not exact."""

    __slots__ = ("about", "euros")
    euros: Decimal | None
    about: bool

    def __new__(cls, text: str, euros: Decimal | None = None, *, about: bool = False) -> "AmountText":
        made = super().__new__(cls, text)
        made.euros, made.about = euros, about
        return made

    @property
    def value(self) -> Value:
        """What stands in the cell: the number, else the words. A dash is an empty cell."""
        return str(self).strip("–") if self.euros is None else self.euros


NOTHING, NO_CELL = AmountText("–"), AmountText("")


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is how its address and its file call it."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]


def workbook(table: Table, note: str, made_on: date) -> bytes:
    """The table as XLSX, `note` under its title."""
    return table_as_xlsx(table.title, table.headings, table.rows, made_on=made_on, note=note)
