"""What the pages about the financial system show, worked out from rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kapstok.core import clock
from kapstok.core.money import format_euro, format_number
from kapstok.core.periods import format_date
from kapstok.core.sheets.writing import Form, Heading, Value
from kapstok.core.tables import Table
from kapstok.ledger.journal.differences import FIELDS, in_words
from kapstok.ledger.journal.queries import STAND_LABELS, Heap, Stand
from kapstok.ledger.journal.reconciling import REASON_LABELS, AccountYear, Differing
from kapstok.ledger.journal.staging import SAME
from kapstok.ledger.kinds import DIFFERENCE_LABELS, Difference
from kapstok.ledger.models import CodingRule, JournalImport, JournalLine, StagedLine

ZERO = Decimal(0)
GROUP_TITLES = {
    Difference.NEW: "Nieuw in de administratie",
    Difference.CHANGED: "Veranderd in de administratie",
    Difference.MISSING: "Staat niet meer in de administratie",
    Difference.BACK: "Weer terug in de administratie",
}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    line: StagedLine
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of difference: how many, how many euros, and the first of them."""

    kind: str
    title: str
    count: int
    euros: Decimal
    rows: tuple[Shown, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Preview:
    """`differs`: how many lines would change; `off`: how far the lines are from the total that the file states."""

    same: int
    same_euros: Decimal
    differs: int
    off: Decimal | None
    period: str


def preview(file: JournalImport) -> Preview:
    same = file.counts.get(SAME, [0, "0"])
    differs = sum(file.counts[kind.value][0] for kind in Difference if kind.value in file.counts)
    off = file.said - file.total if file.said is not None and file.total is not None else None
    period = f"{format_date(file.starts)} tot en met {format_date(file.ends)}" if file.starts and file.ends else ""
    return Preview(same[0], Decimal(same[1]), differs, off or None, period)


def group(kind: Difference, file: JournalImport, rows: Iterable[StagedLine]) -> Group:
    count, euros = file.counts.get(kind.value, [0, "0"])
    return Group(kind.value, GROUP_TITLES[kind], count, Decimal(euros), tuple(map(shown, rows)))


def shown(line: StagedLine) -> Shown:
    changes = tuple(
        Change(FIELDS[name], before or "leeg", in_words(getattr(line, name)) or "leeg")
        for name, before in line.before.items()
    )
    return Shown(line, changes)


def applied(file: JournalImport) -> dict[str, Any]:
    said = [
        f"{format_number(file.counts[kind.value][0])} {DIFFERENCE_LABELS[kind]}"
        for kind in Difference
        if file.counts.get(kind.value, [0])[0]
    ]
    return {"file": file, "said": ", ".join(said) or "geen verschillen"}


def heaps(found: Mapping[Stand, Heap]) -> list[dict[str, Any]]:
    return [
        {"stand": stand.value, "label": STAND_LABELS[stand], "count": heap.count, "euros": heap.euros}
        for stand, heap in found.items()
    ]


def target_words(coding: JournalLine | CodingRule) -> str:
    """Taal · NPO, maatregel Voorlezen; or that it is not of the programme."""
    if coding.line is None:
        return "hoort niet bij dit programma"
    words = [f"{coding.line.label} · {coding.line.source.name}"]
    if coding.measure:
        words.append(f"maatregel {coding.measure.name}")
    if coding.cost_type:
        words.append(coding.cost_type)
    return ", ".join(words)


def rule_words(rule: CodingRule) -> str:
    """When a rule holds: leverancier Bibliotheek, rekening 04430."""
    asked = {
        "leverancier": rule.party_name,
        "rekening": rule.account,
        "kostenplaats": rule.cost_centre,
        "taakveld": rule.taakveld,
        "met": f"“{rule.words}”" if rule.words else "",
    }
    return ", ".join(f"{what} {value}" for what, value in asked.items() if value)


@dataclass(frozen=True, slots=True)
class Coded:
    """A line with what is proposed for it, and why."""

    line: JournalLine
    proposal: str
    why: str


def coded(line: JournalLine) -> Coded:
    if line.document_id and line.document and line.document.status != "withdrawn":
        return Coded(line, "", "")
    if line.line_id:
        return Coded(line, target_words(line), "zelf gekozen")
    if line.rule:
        return Coded(line, target_words(line.rule), rule_words(line.rule))
    return Coded(line, "", "")


def source(municipality: object) -> str:
    return f"Gemeente {municipality} · uit Kapstok op {format_date(clock.today())}"


def differences_table(file: JournalImport, rows: Sequence[StagedLine]) -> Table:
    headings = (
        Heading("Verschil"), Heading("Rij in bestand", Form.NUMBER), Heading("Rekening"),
        Heading("Boekdatum", Form.DAY), Heading("Boekstuk"), Heading("Omschrijving"), Heading("Leverancier"),
        Heading("Bedrag", Form.EUROS, summed=True), Heading("Was"),
    )  # fmt: skip
    cells: list[tuple[Value, ...]] = [
        (
            DIFFERENCE_LABELS[Difference(row.difference)], row.row, row.account, row.booked_on, row.number,
            row.description, row.party_name, row.amount,
            "; ".join(f"{FIELDS[name]}: {before or 'leeg'}" for name, before in row.before.items()),
        )
        for row in rows
    ]  # fmt: skip
    return Table("verschillen", f"Verschillen met {file.name}", headings, tuple(cells))


def reconciliation_table(rows: Sequence[AccountYear]) -> Table:
    headings = (
        Heading("Boekjaar"), Heading("Rekening"), Heading("Naam"), Heading("Grootboek", Form.EUROS, summed=True),
        Heading("Niet van dit programma", Form.EUROS, summed=True), Heading("Kapstok", Form.EUROS, summed=True),
        Heading("Verschil", Form.EUROS, summed=True),
    )  # fmt: skip
    cells = tuple(
        (str(row.year), row.account, row.name, row.ledger, row.aside, row.kapstok, row.difference) for row in rows
    )
    return Table("aansluiting", "Aansluiting met het grootboek", headings, cells)


def differing_table(account: str, year: int, rows: Sequence[Differing]) -> Table:
    headings = (
        Heading("Waarom"), Heading("Datum", Form.DAY), Heading("Nummer"), Heading("Omschrijving"),
        Heading("Grootboek", Form.EUROS, summed=True), Heading("Kapstok", Form.EUROS, summed=True),
        Heading("Verschil", Form.EUROS, summed=True),
    )  # fmt: skip
    cells = tuple(
        (
            REASON_LABELS[row.reason], row.on, row.number, row.description, row.ledger, row.kapstok, row.difference,
        )
        for row in rows
    )  # fmt: skip
    return Table(f"verschillen-{year}", f"Verschillen op rekening {account} in {year}", headings, cells)


def done_words(counts: Mapping[str, int], euros: Decimal) -> str:
    """3 regels geboekt voor € 2.300,00, 1 regel opzij gezet."""
    said = [
        f"{format_number(count)} {'regel' if count == 1 else 'regels'} {what}"
        for what, count in counts.items()
        if count
    ]
    return f"{', '.join(said)}. Samen {format_euro(euros, cents=True)}." if said else "Er was niets te doen."
