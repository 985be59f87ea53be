"""What each kind of document asks when somebody enters it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from kapstok.ledger.kinds import DocumentKind

K = DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`title`: of the page; `party`: what the other side is called, empty when there is none.

    `divided`: it is split over measures and sources; otherwise it stands on the cash of the grant. `sign`: -1 when the
    amount that people type takes money off. `under`: the kinds that it can be part of, and how that question is asked.
    `uses`: in one sentence what it is for.
    """

    title: str
    uses: str
    on: str
    party: str = ""
    municipality: bool = False
    number: str = "Nummer"
    delivered: str = ""
    vat: bool = False
    hours: bool = False
    divided: bool = True
    confirmed: bool = False
    sign: int = 1
    under: frozenset[DocumentKind] = frozenset()
    under_asked: str = ""
    fixes: bool = False


SHAPES: Mapping[DocumentKind, Shape] = {
    K.INVOICE: Shape(
        title="Factuur",
        uses="Iemand heeft geleverd en vraagt om geld. Wat bij een opdracht hoort, gaat daarvan af.",
        party="Van wie",
        number="Factuurnummer",
        on="Factuurdatum",
        delivered="Geleverd op",
        vat=True,
        confirmed=True,
        under=frozenset({K.ORDER, K.SUBSIDY}),
        under_asked="Hoort bij een opdracht of besluit",
    ),
    K.ORDER: Shape(
        title="Opdracht",
        uses="U spreekt af dat iemand iets gaat leveren. Het geld is daarmee verplicht.",
        party="Aan wie",
        number="Opdrachtnummer",
        on="Datum van de opdracht",
        delivered="Levering uiterlijk",
        vat=True,
        under=frozenset({K.RESERVATION}),
        under_asked="Hoort bij een reservering",
    ),
    K.CREDIT_NOTE: Shape(
        title="Creditnota",
        uses="U krijgt geld terug van een factuur. Vul het bedrag in zonder min.",
        party="Van wie",
        number="Nummer van de creditnota",
        on="Datum",
        delivered="Hoort bij de levering van",
        vat=True,
        sign=-1,
        under=frozenset({K.INVOICE}),
        under_asked="Bij welke factuur",
        fixes=True,
    ),
    K.OWN_HOURS: Shape(
        title="Eigen uren",
        uses="Mensen van de gemeente werkten aan het programma: uren maal het uurtarief.",
        number="Kenmerk",
        on="Datum van de opgave",
        delivered="Gewerkt tot en met",
        hours=True,
        confirmed=True,
    ),
    K.MUNICIPALITY_OUT: Shape(
        title="Overboeking naar een gemeente",
        uses="U betaalt een andere gemeente, bijvoorbeeld voor leerlingen die daar naar school gaan.",
        party="Naar welke gemeente",
        municipality=True,
        number="Kenmerk",
        on="Datum",
        delivered="Geleverd op",
    ),
    K.MUNICIPALITY_IN: Shape(
        title="Overboeking van een gemeente",
        uses="Een andere gemeente maakt u geld over voor dit programma.",
        party="Van welke gemeente",
        municipality=True,
        number="Kenmerk",
        on="Datum van ontvangst",
        divided=False,
    ),
    K.RECEIPT: Shape(
        title="Ontvangst van het Rijk",
        uses="Een termijn van de uitkering is binnen.",
        number="Betalingskenmerk",
        on="Datum van ontvangst",
        divided=False,
    ),
    K.REPAYMENT: Shape(
        title="Terugbetaling aan het Rijk",
        uses="U betaalt terug wat over is van de uitkering.",
        number="Betalingskenmerk",
        on="Datum van betaling",
        divided=False,
    ),
    K.PAYMENT: Shape(
        title="Betaling",
        uses="Het geld is overgemaakt. Een betaling volgt de verdeling van haar factuur.",
        party="Aan wie",
        number="Betalingskenmerk",
        on="Datum van betaling",
        under=frozenset({K.INVOICE, K.MUNICIPALITY_OUT, K.CREDIT_NOTE}),
        under_asked="Welke factuur is betaald",
    ),
}
