"""Exports as financial systems make them, and a programme to code them on."""

from collections.abc import Iterable
from decimal import Decimal

from kapstok.core.access import command
from kapstok.ledger.journal.booking import Target
from kapstok.ledger.journal.coding import Coded, code
from kapstok.ledger.journal.rulebook import Asked, remember
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.models import CodingRule, JournalImport, JournalLine
from kapstok.ledger.tests.builders import grant, line

BY = command("test")
HEADINGS = "Grootboekrekening;Boekdatum;Boekstuk;Omschrijving;Bedrag;Leverancier"
Row = tuple[str, str, str, str, str, str]
FIRST: Row = ("04430", "15-09-2023", "INK-1", "Voorlezen september", "1.250,50", "Bibliotheek B.V.")
SECOND: Row = ("04430", "20-09-2023", "INK-2", "Voorlezen in de klas", "749,50", "Bibliotheek B.V.")
THIRD: Row = ("04431", "02-10-2023", "INK-3", "Zwemles", "300,00", "Zwembad")
USUAL = (FIRST, SECOND, THIRD)


def export(rows: Iterable[Iterable[str]] = USUAL, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *(";".join(row) for row in rows), ""]).encode()


def taken(content: bytes, name: str = "grootboek.csv") -> JournalImport:
    """Offered and taken over."""
    return apply(offer(name, content, by=BY), by=BY)


def target(key: str = "taal", **more: object) -> Target:
    facts = {"measure": None, "purpose": None, "cost_type": "", "promise": None} | more
    return Target(line=line(key).pk, grant=grant().pk, **facts)  # type: ignore[arg-type]


def rule(key: str = "taal", **asked: str) -> CodingRule:
    return remember(Asked(**(asked or {"account": "04430"})), target(key), by=BY)


def code_all() -> Coded:
    return code(list(JournalLine.objects.values_list("pk", flat=True)), by=BY)


def standing() -> set[tuple[str, Decimal]]:
    """What the general ledger has, as it is known here."""
    return set(JournalLine.objects.filter(missing=False).values_list("description", "amount"))
