"""What a column of an export can hold, how that is called on a page, and the headings that real systems give it."""

from enum import StrEnum


class Column(StrEnum):
    ACCOUNT = "account"
    ACCOUNT_NAME = "account_name"
    BOOKED_ON = "booked_on"
    YEAR = "year"
    NUMBER = "number"
    EXTERNAL = "external"
    REFERENCE = "reference"
    DESCRIPTION = "description"
    AMOUNT = "amount"
    SIDE = "side"
    DEBIT = "debit"
    CREDIT = "credit"
    PARTY = "party_name"
    COST_CENTRE = "cost_centre"
    TAAKVELD = "taakveld"


LABELS = {
    Column.ACCOUNT: "grootboekrekening",
    Column.ACCOUNT_NAME: "naam van de rekening",
    Column.BOOKED_ON: "boekdatum",
    Column.YEAR: "boekjaar",
    Column.NUMBER: "boekstuknummer",
    Column.EXTERNAL: "regelnummer",
    Column.REFERENCE: "factuurnummer",
    Column.DESCRIPTION: "omschrijving",
    Column.AMOUNT: "bedrag",
    Column.SIDE: "debet of credit (D/C, Af/Bij)",
    Column.DEBIT: "debetbedrag",
    Column.CREDIT: "creditbedrag",
    Column.PARTY: "leverancier",
    Column.COST_CENTRE: "kostenplaats",
    Column.TAAKVELD: "taakveld",
}

# The most telling heading first: of two columns that fit, the earlier word wins.
HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.ACCOUNT_NAME: (
        "omschrijving grootboekrekening", "naam grootboekrekening", "omschrijving rekening", "naam rekening",
        "rekeningomschrijving", "grootboekomschrijving", "grootboek omschrijving", "rekeningnaam", "kostensoort naam",
        "omschrijving kostensoort", "account name",
    ),
    Column.ACCOUNT: (
        "grootboekrekening", "grootboeknummer", "grootboeknr", "grootboekrek", "gb rekening", "rekeningnummer",
        "rekening nr", "rekeningnr", "grootboek", "rekening", "kostensoort", "kostensoortnummer", "account",
    ),
    Column.BOOKED_ON: (
        "boekdatum", "boekingsdatum", "datum boeking", "mutatiedatum", "transactiedatum", "journaaldatum", "datum",
        "factuurdatum", "documentdatum", "date",
    ),
    Column.YEAR: ("boekjaar", "dienstjaar", "financieel jaar", "jaar"),
    Column.EXTERNAL: (
        "regelnummer", "regelnr", "journaalregel", "mutatienummer", "mutatie id", "transactienummer", "transactie id",
        "volgnummer", "volgnr", "regel", "id",
    ),
    Column.NUMBER: (
        "boekstuknummer", "boekstuknr", "boekstuk", "stuknummer", "stuknr", "documentnummer", "document nr", "document",
        "journaalpost", "bkstnr", "inkoopboeking",
    ),
    Column.REFERENCE: (
        "factuurnummer", "factuurnr", "factuur", "uw kenmerk", "kenmerk", "externe referentie", "referentie",
    ),
    Column.DESCRIPTION: (
        "omschrijving mutatie", "boekingsomschrijving", "mutatieomschrijving", "omschrijving boeking",
        "omschrijving regel", "regelomschrijving", "omschrijving", "toelichting", "boekingstekst", "tekst",
        "description",
    ),
    Column.SIDE: ("debet credit", "d c", "dc", "af bij", "bij af", "afbij", "d of c", "dc code", "teken"),
    Column.DEBIT: ("debetbedrag", "bedrag debet", "debet", "debit", "bedrag af"),
    Column.CREDIT: ("creditbedrag", "bedrag credit", "credit", "bedrag bij"),
    Column.AMOUNT: (
        "mutatiebedrag", "boekingsbedrag", "bedrag", "bedrag eur", "bedrag euro", "bedrag in euro", "bedrag in eur",
        "bedrag excl btw", "saldo mutatie", "realisatie", "amount", "saldo",
    ),
    Column.PARTY: (
        "naam leverancier", "leverancier", "crediteurnaam", "naam crediteur", "crediteur", "relatienaam",
        "naam relatie", "relatie", "tegenpartij", "naam tegenpartij", "debiteur crediteur", "begunstigde", "naam",
    ),
    Column.COST_CENTRE: ("kostenplaats", "kostenplaatsnummer", "kostenplaatsnr", "kostenplaatscode", "kpl"),
    Column.TAAKVELD: ("taakveld", "taakveldcode", "taakveldnummer", "bbv taakveld"),
}  # fmt: skip

DEBIT_WORDS = frozenset({"d", "deb", "debet", "debit", "dr", "af", "+"})
CREDIT_WORDS = frozenset({"c", "cre", "credit", "cr", "bij", "-"})
