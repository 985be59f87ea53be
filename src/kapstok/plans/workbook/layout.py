"""Our workbook as data: which sheets it has, which columns they have, and what stands in them.

Writer and reader both go by this. A column is found by its header, so people may move columns, not rename them.
"""

from kapstok.plans.workbook.columns import Column, Item, Kind, Table
from kapstok.plans.workbook.words import (
    FACTOR_KINDS,
    LINE_KINDS,
    MILESTONE_KINDS,
    OFFERS,
    PARTY_KINDS,
    PERIODS,
    SECTORS,
    SOURCE_KINDS,
    STAGES,
)


def _key() -> Column:
    note = "Hieraan herkent Kapstok de rij. Leeg laten mag: dan maken we er een van de naam."
    return Column("Sleutel", "key", Kind.KEY, 11, note)


def _about() -> Column:
    return Column("Ca.", "about", Kind.YES, 6, "Vul ja in als het bedrag een schatting is.")


def _note() -> Column:
    return Column("Toelichting", "note", Kind.TEXT, 36)


OUTLINE = Table(
    title="Thema's en maatregelen",
    rows="outline",
    intro="Eén rij per thema, en daaronder één rij per maatregel. Subthema is er alleen voor een tweede niveau.",
    wide=True,
    columns=(
        Column("Thema", "theme", Kind.NAME, 9, "Alleen op de rij van het thema zelf. Maatregelen komen eronder."),
        Column("Subthema", "subtheme", Kind.NAME, 11, "Alleen als een thema is verdeeld in kleinere thema's."),
        Column("Maatregel", "measure", Kind.NAME, 30, "Wat u gaat doen, in een paar woorden."),
        Column("Doel", "goal", Kind.TEXT, 34, "Alleen bij een thema: wat u wilt bereiken."),
        Column("Omschrijving", "description", Kind.TEXT, 52),
        Column("Doelgroep", "target_group", Kind.TEXT, 26),
        Column("Resultaat", "result", Kind.TEXT, 34, "Wat er straks anders is."),
        Column("Indicator", "indicator", Kind.TEXT, 22, "Waaraan u ziet of het lukt."),
        Column("Trekker", "lead", Kind.REFERENCE, 22, "Kies uit het blad Partijen.", refers_to="parties"),
        Column(
            "Wie doen mee",
            "partners",
            Kind.REFERENCES,
            30,
            "Namen uit het blad Partijen. Meer dan één? Zet er een puntkomma tussen.",
            refers_to="parties",
        ),
        Column(
            "Doelen van de regeling",
            "purposes",
            Kind.PURPOSES,
            34,
            "Het nummer is genoeg. Meer dan één? Bijvoorbeeld: 1 (60 %); 4 (40 %).",
        ),
        Column("Doel gekozen als voorbeeld", "purposes_illustrative", Kind.YES, 11, "Ja: het plan noemt geen doel."),
        Column("Aanbod", "offer", Kind.CHOICE, 13, choices=OFFERS),
        Column("Soorten kosten", "cost_types", Kind.KEYS, 16, "Korte woorden met een puntkomma ertussen."),
        Column("Bedrag in de tekst", "stated_total", Kind.EUROS, 15, "Alleen bij een thema: zoals het plan het noemt."),
        _key(),
    ),
)

LINES = Table(
    title="Begroting",
    rows="lines",
    intro="Eén rij per begrotingsregel. Een regel hoort bij een thema, bij een maatregel, of bij het hele plan.",
    total=True,
    columns=(
        Column("Begrotingsregel", "label", Kind.NAME, 36, required=True),
        Column("Thema", "theme", Kind.REFERENCE, 28, "Kies een thema óf een maatregel.", refers_to="themes"),
        Column("Maatregel", "measure", Kind.REFERENCE, 28, "Kies een thema óf een maatregel.", refers_to="measures"),
        Column("Geldbron", "source", Kind.REFERENCE, 20, "Wie betaalt.", refers_to="sources", required=True),
        Column("Soort", "kind", Kind.CHOICE, 19, "Leeg betekent: gepland.", choices=LINE_KINDS, unsaid="planned"),
        Column("Schooljaren", "years", Kind.YEARS, 14),
        Column("Totaal", "amount", Kind.EUROS, 15, "Telt de jaren op. Een eigen bedrag mag ook."),
        _about(),
        _note(),
        Column("Voorbeeldcijfer", "illustrative", Kind.YES, 16, "Ja: dit bedrag staat niet in het plan."),
        _key(),
    ),
)

ESTIMATES = Table(
    title="Ramingen",
    rows="estimates",
    intro="Hoe u aan een bedrag komt: getallen onder elkaar die u vermenigvuldigt, of gewoon een bedrag.",
    fills_down=False,
    columns=(
        Column("Maatregel", "measure", Kind.REFERENCE, 28, "Op de eerste rij.", refers_to="measures", required=True),
        Column("Raming", "label", Kind.NAME, 24, "Een naam, als een maatregel meer ramingen heeft."),
        Column("Getal", "value", Kind.NUMBER, 11, "Elk getal op een eigen rij."),
        Column("Wat", "factor_unit", Kind.NAME, 22, "Bijvoorbeeld: uur per maand."),
        Column(
            "Soort getal",
            "factor_kind",
            Kind.CHOICE,
            17,
            "Leeg betekent: aantal.",
            choices=FACTOR_KINDS,
            unsaid="count",
        ),
        Column("Uitgerekend", "worked_out", Kind.CALCULATED, 14, "De getallen maal elkaar, en maal het aantal keer."),
        Column("Bedrag", "amount", Kind.EUROS, 14, "Het bedrag dat het plan noemt, per keer."),
        Column("Tot", "high", Kind.EUROS, 14, "Bij een bedrag van … tot …: het hoogste."),
        _about(),
        Column("Per", "per", Kind.CHOICE, 10, "Leeg betekent: in totaal.", choices=PERIODS),
        Column("Aantal keer", "times", Kind.NUMBER, 10, "Hoeveel jaren of maanden. Leeg betekent: 1."),
        Column("Telt mee", "counted", Kind.YES, 8, "Nee: deze raming is er alleen om te vergelijken."),
        Column("Geteld in", "unit", Kind.NAME, 12, "Wat de getallen samen tellen, zoals uur."),
        Column("Staat in", "stated_in", Kind.NAME, 16, "Waar dit in het plan staat."),
        _note(),
    ),
)

MILESTONES = Table(
    title="Planning",
    rows="milestones",
    intro="Eén rij per stap. De balken rechts kleuren vanzelf mee met het kwartaal.",
    columns=(
        Column("Maatregel", "measure", Kind.REFERENCE, 30, "Of: hele plan.", refers_to="steps", required=True),
        Column("Stap", "what", Kind.NAME, 44, required=True),
        Column("Soort", "kind", Kind.CHOICE, 20, "Leeg betekent: voorbereiden.", choices=MILESTONE_KINDS),
        Column("Kwartaal", "quarter", Kind.QUARTER, 11, "Bijvoorbeeld: Q2 2023.", required=True),
        Column("Tot en met", "until", Kind.QUARTER, 11, "Alleen als de stap langer dan een kwartaal duurt."),
        Column("Kwartalen", "picture", Kind.PICTURE, 4),
    ),
)

PARTIES = Table(
    title="Partijen",
    rows="parties",
    intro="Organisaties, werkgroepen en rollen. Zet hier geen namen van mensen neer: een rol is genoeg.",
    columns=(
        Column("Naam", "name", Kind.NAME, 46, required=True),
        Column("Soort", "kind", Kind.CHOICE, 16, "Leeg betekent: organisatie.", choices=PARTY_KINDS),
        Column("Sector", "sector", Kind.CHOICE, 38, "Leeg betekent: overig.", choices=SECTORS),
        Column("Deelnemer", "participates", Kind.RANK, 11, "Ja: doet mee aan het plan. Een getal geeft de volgorde."),
        _key(),
    ),
)

SOURCES = Table(
    title="Geldbronnen",
    rows="sources",
    intro="Waar het geld vandaan komt. Precies één geldbron is de uitkering waar dit plan over gaat.",
    columns=(
        Column("Geldbron", "name", Kind.NAME, 38, required=True),
        Column("Soort", "kind", Kind.CHOICE, 26, choices=SOURCE_KINDS, required=True),
        Column("Beschikbaar", "amount", Kind.EUROS, 17),
        _about(),
        Column("Begroot", "planned", Kind.CALCULATED, 17, "Telt de regels van het blad Begroting op."),
        Column("Nog vrij", "left", Kind.CALCULATED, 17, "Beschikbaar min begroot."),
        Column("Voorbeeldcijfer", "illustrative", Kind.YES, 16, "Ja: dit bedrag staat niet in het plan."),
        _key(),
    ),
)

CONSULTATIONS = Table(
    title="Momenten",
    rows="consultations",
    intro="Wanneer u met het veld sprak.",
    columns=(
        Column("Datum", "starts", Kind.DAY, 19, required=True),
        Column("Tot en met", "ends", Kind.DAY, 19, "Alleen bij een periode."),
        Column("Alleen de maand bekend", "month_only", Kind.YES, 12),
        Column("Onderwerp", "title", Kind.NAME, 36, required=True),
        Column("Sectoren", "sectors", Kind.CHOICES, 36, "Meer dan één? Zet er een puntkomma tussen.", choices=SECTORS),
        Column("Wat kwam eruit", "text", Kind.TEXT, 60),
    ),
)

FUNDING = Table(
    title="Wie betaalt mee",
    rows="funding",
    intro="Alleen voor maatregelen die uit meer dan één geldbron worden betaald.",
    columns=(
        Column("Maatregel", "measure", Kind.REFERENCE, 32, refers_to="measures", required=True),
        Column("Geldbron", "source", Kind.REFERENCE, 26, refers_to="sources", required=True),
        Column("Bedrag", "amount", Kind.EUROS, 16),
        _about(),
        _note(),
    ),
)

ACTIVITIES = Table(
    title="Activiteiten",
    rows="activities",
    intro="Wat een begrotingsregel betaalt, zo precies als het plan het noemt. Zo vinden we wat dubbel is begroot.",
    columns=(
        Column("Begrotingsregel", "line", Kind.REFERENCE, 32, refers_to="lines", required=True),
        Column("Activiteit", "label", Kind.NAME, 52, required=True),
        Column("Onderwerp", "topic", Kind.KEY, 20, "Hetzelfde woord voor dezelfde activiteit.", required=True),
        Column("Maatregel", "measure", Kind.REFERENCE, 32, refers_to="measures"),
    ),
)

PHASING = Table(
    title="Fasering",
    rows="phasing",
    intro="Wat het plan zegt over de verdeling over schooljaren, in procenten.",
    columns=(
        Column("Staat in", "stated_in", Kind.NAME, 36),
        Column("Schooljaren", "shares", Kind.YEARS, 12),
        Column("Nr.", "number", Kind.NUMBER, 5),
    ),
)

SPENT_BEFORE = Table(
    title="Al besteed",
    rows="spent_before",
    intro="Geld dat al was uitgegeven voordat dit plan er was.",
    columns=(
        Column("Waaraan", "label", Kind.NAME, 42, required=True),
        Column("Bedrag", "amount", Kind.EUROS, 16, required=True),
        Column("Geldbron", "source", Kind.REFERENCE, 24, refers_to="sources", required=True),
        Column("Datum", "on", Kind.DAY, 19),
        Column("Begrotingsregel", "line", Kind.REFERENCE, 30, "De regel waar dit in zit.", refers_to="lines"),
        _note(),
    ),
)

TABLES = (
    OUTLINE, LINES, ESTIMATES, MILESTONES, PARTIES, SOURCES, CONSULTATIONS, FUNDING, ACTIVITIES, PHASING, SPENT_BEFORE,
)  # fmt: skip

PLAN_TITLE = "Plan"
PLAN_HEADERS = ("Onderdeel", "Invulling", "Aanvulling")
ITEMS = (
    Item("Titel", "title", Kind.NAME, "Hoe het plan heet.", required=True),
    Item("Regeling", "regulation", Kind.KEY, "De regeling die betaalt, zoals npo.", required=True),
    Item("Fase", "stage", Kind.CHOICE, "Bij een plan op hoofdlijnen mag meer nog open zijn.", STAGES),
    Item("Datum", "date", Kind.DAY, "De datum van het plan.", required=True),
    Item("Over de datum", "date_note", Kind.TEXT, "Als het plan zelf geen datum heeft: waar deze vandaan komt."),
    Item("Vastgesteld op", "adopted_on", Kind.DAY, "De dag van het besluit."),
    Item("Document", "document", Kind.NAME, "Hoe het stuk heet waar dit in staat."),
    Item("Samenvatting", "summary"),
    Item("Bedrag in de tekst", "stated_total", Kind.EUROS, "Het totaal dat het plan noemt."),
    Item(
        "Niveau", "levels", Kind.NAME, "Hoe u een thema noemt, en ernaast het meervoud. Twee regels bij subthema's.",
        further="plural", repeated=True,
    ),
    Item("Doel", "goals", Kind.TEXT, "Eén doel per regel. Voeg regels toe als u er meer heeft.", repeated=True),
    Item("Uitgangspunt", "principles", Kind.TEXT, "Eén uitgangspunt per regel.", repeated=True),
    Item(
        "Andere agenda", "agendas", Kind.NAME, "Een ander programma, en ernaast hoe het samenhangt.",
        further="note", repeated=True,
    ),
    Item("Adres", "slug", Kind.KEY, "Het plan op de website: /gemeente/adres/. Leeg: de naam van de regeling."),
)  # fmt: skip

EMPTY = "(leeg)"  # beside a text that is there but says nothing
README_TITLE, LISTS_TITLE = "Lees mij", "Lijsten"
OUR_SHEETS = (README_TITLE, PLAN_TITLE, *(table.title for table in TABLES), LISTS_TITLE)
NEVER_READ = frozenset({README_TITLE, LISTS_TITLE})
