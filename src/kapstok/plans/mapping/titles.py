"""What stands above the table: the title of the plan and, now and then, how much money there is."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import PurePath

from kapstok.core.sheets.values import Sheet, Workbook
from kapstok.plans.mapping.grid import Grid
from kapstok.plans.mapping.rows import Table
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.mapping.words import is_available, plain

LONGEST_TITLE = 120
_NO_TITLE = re.compile(
    r"^(?:bedragen|let op|versie|concept$|datum|laatst|peildatum|toelichting|opmerking|nb\b|\(|\*|alle bedragen|x €)"
)
_UNIT = re.compile(r"\s*\(?x ?€? ?1\.?000(?: euro)?\)?\s*$", re.IGNORECASE)
_NO_NAME = re.compile(r"^(?:blad|sheet|tabblad|werkblad) ?\d*$")


def title_of(sheets: Sequence[Sheet], mapping: ColumnMapping, workbook: Workbook) -> str:
    """The first text above the table; else the name of the sheet, or of the file when the sheet has none of its own."""
    if len(sheets) == 1:
        for text in _above(Grid(sheets[0]), mapping):
            if len(text) <= LONGEST_TITLE and not _NO_TITLE.search(plain(text)) and not is_available(text):
                return _UNIT.sub("", text).strip() or text
        if not _NO_NAME.search(plain(sheets[0].name)):
            return sheets[0].name
    return PurePath(workbook.name).stem.replace("_", " ").replace("-", " ").strip() or "Plan"


def _above(grid: Grid, mapping: ColumnMapping) -> Iterable[str]:
    for row in range(1, mapping.header_rows[0]):
        for _, text in grid.texts(row):
            yield text


def award_above(grid: Grid, mapping: ColumnMapping) -> Decimal | None:
    """“Beschikbaar: € 314.800” above the table, in euros."""
    table = Table(grid, mapping)
    for row in range(1, mapping.header_rows[0]):
        if any(is_available(text) for _, text in grid.texts(row)):
            return table.any_amount(row)
    return None
