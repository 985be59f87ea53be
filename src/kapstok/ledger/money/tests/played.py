"""A programme in which things happened, for the tests of its pages."""

from datetime import date
from decimal import Decimal

from kapstok.core.tenancy import inside
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, Evidence
from kapstok.ledger.tests.builders import entered, programme
from kapstok.parties.models import Municipality, Party

TODAY = date(2024, 2, 1)


def party(key: str = "bieb", name: str = "Bibliotheek") -> int:
    fields = {"name": name, "sort_key": key, "kind": "organisation", "sector": "other"}
    return Party.objects.get_or_create(key=key, defaults=fields)[0].pk


def played(count: int = 1, **facts: object) -> Municipality:
    """An order of € 20.000 for Taal with `count` invoices of € 100 on it, and € 1.210 from before the window."""
    diemen = programme(**facts)  # type: ignore[arg-type]
    with inside(diemen):
        bieb = party()
        order = entered(DocumentKind.ORDER, ("taal", 20_000), party=bieb, reference="O-1", delivered=date(2023, 6, 1))
        for number in range(count):
            invoice(order, number, bieb)
        entered(DocumentKind.INVOICE, ("taal", 1_210), delivered=date(2021, 6, 24), reference="2021-77", party=bieb)
    return diemen


def invoice(order: Document, number: int, bieb: int) -> Document:
    made = entered(
        DocumentKind.INVOICE, ("taal", Decimal(100)), party=bieb, reference=f"F-{number}", promise=order.pk,
        delivered=date(2023, 9, 1), illustrative=True,
    )  # fmt: skip
    Evidence.objects.create(
        document=made,
        sha256=f"{number:064}",
        name=f"factuur-{number}.pdf",
        content_type="application/pdf",
        size=9,
        by="x",
    )
    return made
