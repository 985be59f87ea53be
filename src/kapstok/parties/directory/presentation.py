"""The list of partners as a table that can be taken along."""

from collections.abc import Iterable

from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import Table
from kapstok.parties.directory.handing import HANDED_OVER
from kapstok.parties.directory.queries import PartyRow
from kapstok.parties.directory.rules import counted, listed
from kapstok.parties.directory.values import Moved

HEADINGS = (
    Heading("Naam"),
    Heading("Soort"),
    Heading("Sector"),
    Heading("Contacten", Form.NUMBER, summed=True),
    Heading("Zonder vervanger", Form.NUMBER, summed=True),
    Heading("Open werk", Form.NUMBER, summed=True),
    Heading("Let op"),
)


def partners_table(rows: Iterable[PartyRow]) -> Table:
    cells = tuple(
        (row.party.name, row.kind, row.sector, row.contacts, row.alone, row.work, row.attention) for row in rows
    )
    return Table("partners", "Partners", HEADINGS, cells)


def moved_words(moved: Moved) -> str:
    """“2 actiepunten en 1 uitnodiging voor overleg”; empty when nothing moved."""
    counts = ((kind, len(moved.rows.get(kind.name, ()))) for kind in HANDED_OVER)
    return listed(counted(count, kind.one, kind.many) for kind, count in counts if count)
