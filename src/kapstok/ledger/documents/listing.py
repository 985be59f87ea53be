"""The documents of the ledger as a list: filtered, sorted, as a page and as a workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kapstok.core.asked import number
from kapstok.core.forms import KapstokForm
from kapstok.core.periods import format_date_short
from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import Table
from kapstok.ledger.documents.standing import Stand, stand_of
from kapstok.ledger.kinds import DOCUMENT_LABELS, STATUS_LABELS, DocumentKind, LineKind
from kapstok.ledger.models import Document, Evidence, Posting, Split
from kapstok.parties.models import Party
from kapstok.plans.models import Measure

COST = F("net") + F("vat") - F("reclaimable")
SORTS: Mapping[str, tuple[str, str]] = {
    "datum": ("on", "Datum"),
    "bedrag": ("cost_shown", "Bedrag"),
    "organisatie": ("party__sort_key", "Organisatie"),
}
NEWEST = "-datum"
MOST_CHOICES = 500


class FilterForm(KapstokForm):
    """The filters; they stand in the address."""

    zoek = forms.CharField(label="Zoek op nummer of omschrijving", required=False, max_length=100)
    soort = forms.ChoiceField(label="Soort", required=False)
    stand = forms.ChoiceField(label="Stand", required=False)
    organisatie = forms.ChoiceField(label="Organisatie", required=False)
    maatregel = forms.ChoiceField(label="Maatregel", required=False)
    jaar = forms.ChoiceField(label="Jaar van levering", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in _choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> QuerySet[Document]:
        """What cannot be understood does not count."""
        self.is_valid()
        return filtered(self.cleaned_data)


def _choices() -> dict[str, list[tuple[str, str]]]:
    """3 queries."""
    with_documents = Document.objects.exclude(party=None).order_by().values("party")
    parties = Party.objects.filter(pk__in=with_documents).order_by("sort_key")[:MOST_CHOICES]
    divided = Split.objects.exclude(measure=None).order_by().values("measure")
    measures = Measure.objects.filter(pk__in=divided).order_by("plan__pk", "position")[:MOST_CHOICES]
    years = Document.objects.order_by().values_list("delivered__year", flat=True).distinct()
    return {
        "soort": [("", "Alle soorten"), *((kind.value, label.capitalize()) for kind, label in DOCUMENT_LABELS.items())],
        "stand": [("", "Alles"), *((status.value, label.capitalize()) for status, label in STATUS_LABELS.items())],
        "organisatie": [("", "Alle organisaties"), *((str(one.pk), one.name) for one in parties)],
        "maatregel": [("", "Alle maatregelen"), *((str(one.pk), one.name) for one in measures)],
        "jaar": [("", "Alle jaren"), *((str(year), str(year)) for year in sorted(years))],
    }


def filtered(asked: Mapping[str, str]) -> QuerySet[Document]:
    rows = Document.objects.all()
    if text := asked.get("zoek", "").strip():
        rows = rows.filter(Q(reference__icontains=text) | Q(description__icontains=text))
    if kind := asked.get("soort"):
        rows = rows.filter(kind=kind)
    if status := asked.get("stand"):
        rows = rows.filter(status=status)
    if party := number(asked.get("organisatie")):
        rows = rows.filter(party=party)
    if measure := number(asked.get("maatregel")):
        rows = rows.filter(Exists(Split.objects.filter(document=OuterRef("pk"), measure=measure)))
    if year := number(asked.get("jaar")):
        rows = rows.filter(delivered__year=year)
    return rows


def sorted_by(rows: QuerySet[Document], sort: str) -> QuerySet[Document]:
    """`sort`: one of SORTS, with a - before it for the other way round; newest first for anything else."""
    column = SORTS.get(sort.removeprefix("-"), SORTS["datum"])[0]
    rows = rows.annotate(cost_shown=COST).select_related("party")
    down = sort.startswith("-") or sort.removeprefix("-") not in SORTS
    order = F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk" if down else "pk")


def with_counts(rows: QuerySet[Document]) -> QuerySet[Document]:
    """How many files hang on each."""
    files = Evidence.objects.filter(document=OuterRef("pk")).order_by().values("document")
    uncovered = Posting.objects.filter(document=OuterRef("pk"), line__kind=LineKind.TO_COVER, reverses=None).exclude(
        pk__in=Posting.objects.exclude(reverses=None).values("reverses")
    )
    return rows.annotate(
        files=Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), 0), to_cover=Exists(uncovered)
    )


@dataclass(frozen=True, slots=True)
class ListedRow:
    row: Document
    day: str
    label: str
    stand: Stand
    amount: Decimal
    files: int
    to_cover: bool


def listed(rows: Iterable[Document]) -> list[ListedRow]:
    return [
        ListedRow(
            row,
            format_date_short(row.on),
            DOCUMENT_LABELS[DocumentKind(row.kind)],
            stand_of(row),
            row.cost,
            getattr(row, "files", 0),
            getattr(row, "to_cover", False),
        )
        for row in rows
    ]


HEADINGS = (
    Heading("Datum", Form.DAY), Heading("Soort"), Heading("Nummer"), Heading("Omschrijving"), Heading("Organisatie"),
    Heading("Geleverd op", Form.DAY), Heading("Zonder btw", Form.EUROS), Heading("Btw", Form.EUROS),
    Heading("Btw terug", Form.EUROS), Heading("Kosten", Form.EUROS, summed=True), Heading("Stand"),
    Heading("Bewijsstukken", Form.NUMBER),
)  # fmt: skip


def table(rows: Iterable[Document]) -> Table:
    cells = tuple(
        (
            row.on, DOCUMENT_LABELS[DocumentKind(row.kind)], row.reference, row.description,
            row.party.name if row.party else "", row.delivered, row.net, row.vat, row.reclaimable, row.cost,
            stand_of(row).label, getattr(row, "files", 0),
        )
        for row in rows
    )  # fmt: skip
    return Table("stukken", "Stukken", HEADINGS, cells)
