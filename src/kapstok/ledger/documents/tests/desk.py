"""A municipality with budget, and forms as somebody fills them in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kapstok.core.tenancy import inside
from kapstok.ledger.models import Conventions, LineBalance
from kapstok.ledger.tests.builders import grant, line, programme
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Municipality, Party
from kapstok.plans.models import Measure, MeasurePurpose

GELD = "/diemen/werk/geld/"
PDF = b"%PDF-1.7 factuur"


@dataclass(frozen=True, slots=True)
class Desk:
    """`places`: what a row can be for, by the key of its measure. `source`: the grant's own."""

    here: Municipality
    party: int
    places: dict[str, str]
    source: str

    def row(self, at: int = 0, place: str = "voorlezen", **more: str) -> dict[str, str]:
        values = {"place": self.places.get(place, place), "source": self.source} | more
        return {f"deel-{at}-{name}": value for name, value in values.items()}

    def invoice(self, **more: Any) -> dict[str, Any]:
        """€ 1.000 and 21 % VAT of the library, for reading aloud."""
        first = {
            "party": "Bibliotheek", "reference": "2023-14", "on": "2023-09-01", "delivered": "2023-08-31",
            "net": "1.000", "vat_rate": "21", "rows": "1", "act": "book",
        }  # fmt: skip
        return {name: value for name, value in (first | self.row() | more).items() if value is not None}


def desk(*, four_eyes: bool = False, shares: dict[int, int] | None = None) -> Desk:
    here = programme()
    with inside(here):
        Conventions.objects.create(four_eyes=four_eyes)
        library = party("Bibliotheek")
        measures = {measure.key: measure for measure in Measure.objects.filter(plan__grant=grant())}
        for at, (number, share) in enumerate((shares or {}).items()):
            row = measures["voorlezen"]
            MeasurePurpose.objects.create(plan_id=row.plan_id, measure=row, number=number, share=share, position=at)
        places = {key: f"m{measure.pk}" for key, measure in measures.items()}
        places["onvoorzien"] = f"l{line('onvoorzien').pk}"
        return Desk(here, library.pk, places, str(line("taal").source_id))


def party(name: str) -> Party:
    return Party.objects.create(
        key=name.lower(),
        name=name,
        sort_key=name.lower(),
        kind=PartyKind.ORGANISATION,
        sector=Sector.LIBRARY,
    )


def new(kind: str) -> str:
    """Where a document of this kind is entered."""
    return f"{GELD}stukken/nieuw/{kind}/"


def text(answer: Any) -> str:
    """A page as it is read, with single plain spaces."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def spent(key: str) -> Decimal:
    return LineBalance.objects.get(line=line(key)).expense


def file(name: str = "factuur.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
