"""The history in Dutch: what was done, to what, in which field. Pure.

What does not stand here is shown all the same: an unknown act by what it did (added, changed, removed), an unknown
table or field by its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# `{}` is the record, with its noun: plan ‘Bestedingsplan NPO’.
ACTS: Mapping[str, str] = {
    "action point done": "rondde {} af",
    "action point reopened": "opende {} opnieuw",
    "agreement added": "legde {} vast",
    "agreement changed": "veranderde {}",
    "award registered": "legde {} vast",
    "budget changed": "veranderde de begroting van {}",
    "budget line added": "voegde {} toe",
    "budget line changed": "veranderde {}",
    "budget line removed": "verwijderde {}",
    "calendar address closed": "sloot het {}",
    "calendar address given": "maakte een nieuw {}",
    "comment answered": "beantwoordde {}",
    "comment made": "plaatste {}",
    "contact added": "voegde {} toe",
    "contact changed": "veranderde {}",
    "contact ended": "beëindigde {}",
    "contact handed over": "droeg {} over",
    "decision registered": "legde {} vast",
    "invitation sent": "verstuurde een uitnodiging voor de {}",
    "mail sent": "stuurde een mail over {}",
    "mandate dropped": "liet {} vervallen",
    "mandate set": "legde {} vast",
    "measure added": "voegde {} toe",
    "measure changed": "veranderde {}",
    "measure moved": "verplaatste {}",
    "measure removed": "verwijderde {}",
    "meeting cancelled": "zegde {} af",
    "meeting changed": "veranderde {}",
    "meeting planned": "plande {}",
    "meeting reported": "schreef het verslag van {}",
    "meeting restored": "liet {} toch doorgaan",
    "municipality added": "voegde {} toe",
    "municipality changed": "veranderde {}",
    "party added": "voegde {} toe",
    "party changed": "veranderde {}",
    "plan adopted": "stelde {} vast",
    "plan changed": "veranderde {}",
    "plan loaded": "laadde {}",
    "plan published": "publiceerde {}",
    "plan status changed": "bracht {} naar een andere status",
    "seat ended": "beëindigde de {}",
    "seat given": "voegde de {} toe",
    "theme added": "voegde {} toe",
    "theme changed": "veranderde {}",
    "theme moved": "verplaatste {}",
    "theme removed": "verwijderde {}",
}
ADDED, CHANGED, REMOVED = "voegde {} toe", "veranderde {}", "verwijderde {}"


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of record. `name`: where its name stands, as a query writes it; `quoted`: between quotation marks."""

    one: str
    more: str
    name: str = ""
    quoted: bool = True


NOUNS: Mapping[str, Noun] = {
    "core.auditentry": Noun("regel in de geschiedenis", "regels in de geschiedenis", "act"),
    "grants.grant": Noun("toekenning", "toekenningen", "regulation"),
    "parties.actionpoint": Noun("actiepunt", "actiepunten", "what"),
    "parties.agreement": Noun("afspraak", "afspraken", "title"),
    "parties.agreementparty": Noun("deelname aan een afspraak van", "deelnames aan afspraken", "party__name", False),
    "parties.attendance": Noun("aanwezigheid van", "aanwezigheid", "party__name", False),
    "parties.calendarfeed": Noun("agenda-adres van", "agenda-adressen", "person__name", False),
    "parties.contact": Noun("contact", "contacten", "function"),
    "parties.meeting": Noun("overleg", "overleggen", "title"),
    "parties.membership": Noun("plek van", "plekken", "person__name", False),
    "parties.municipality": Noun("gemeente", "gemeenten", "name", False),
    "parties.party": Noun("organisatie", "organisaties", "name"),
    "parties.person": Noun("persoon", "personen", "name"),
    "parties.topic": Noun("agendapunt", "agendapunten", "title"),
    "plans.budgetline": Noun("begrotingsregel", "begrotingsregels", "label"),
    "plans.comment": Noun("opmerking", "opmerkingen", "text"),
    "plans.decision": Noun("besluit", "besluiten", "title"),
    "plans.draft": Noun("kladversie", "kladversies", "form"),
    "plans.mandaterule": Noun("mandaatregel", "mandaatregels", "source"),
    "plans.measure": Noun("maatregel", "maatregelen", "name"),
    "plans.meetinglink": Noun("verband met overleg", "verbanden met overleggen", "meeting__title"),
    "plans.need": Noun("vraag aan een ander", "vragen aan anderen", "what"),
    "plans.plan": Noun("plan", "plannen", "title"),
    "plans.planversion": Noun("versie", "versies", "number", False),
    "plans.presence": Noun("aanwezigheid op", "aanwezigheid op plekken", "place__name", False),
    "plans.savedmapping": Noun("bewaarde kolommen", "bewaarde kolommen", "name"),
    "plans.source": Noun("geldbron", "geldbronnen", "name"),
    "plans.theme": Noun("thema", "thema's", "name"),
    "plans.upload": Noun("bestand", "bestanden", "name"),
    "plans.workplan": Noun("werkplan voor", "werkplannen", "measure__name"),
    "plans.workstep": Noun("stap in een werkplan", "stappen in werkplannen", "what"),
}

# The lists in a plan whose rows have a key, and the table of each.
ROWS: Mapping[str, str] = {
    "themes": "plans.theme",
    "measures": "plans.measure",
    "lines": "plans.budgetline",
    "sources": "plans.source",
    "parties": "parties.party",
}

FIELDS: Mapping[str, str] = {
    "about": "Ongeveer",
    "act": "Handeling",
    "action_points": "Actiepunten",
    "activities": "Activiteiten",
    "adopted_on": "Vastgesteld op",
    "agendas": "Andere agenda's",
    "amount": "Bedrag",
    "answer": "Antwoord",
    "answered_at": "Beantwoord op",
    "answered_by": "Beantwoord door",
    "asked_at": "Gevraagd op",
    "at": "Tijd",
    "attendances": "Wie erbij waren",
    "award": "Toekenning",
    "award_letter": "Nummer van de beschikking",
    "body": "Wie besluit",
    "by": "Door",
    "cancelled": "Gaat niet door",
    "cbs_code": "Gemeentecode van het CBS",
    "closed": "Gesloten",
    "consultations": "Momenten met het veld",
    "contact": "Contact",
    "contacts": "Contacten",
    "corrects": "Verbetert",
    "cost_types": "Soorten kosten",
    "counted": "Telt mee",
    "date": "Datum",
    "date_note": "Over de datum",
    "definitive_award": "Definitief toegekend",
    "definitive_on": "Definitief op",
    "derived": "Door ons afgeleid",
    "description": "Omschrijving",
    "document": "Document",
    "document_name": "Bestand",
    "document_type": "Soort bestand",
    "done_on": "Klaar op",
    "due": "Uiterlijk",
    "email": "E-mailadres",
    "ended_at": "Beëindigd op",
    "ended_on": "Gestopt op",
    "ends": "Tot en met",
    "ends_at": "Tot",
    "estimates": "Ramingen",
    "factors": "Berekening",
    "format": "Vorm van het bestand",
    "from_plan": "Uit plan",
    "function": "Functie",
    "funding": "Wie betaalt mee",
    "given_at": "Ingevuld op",
    "goal": "Doel",
    "goals": "Doelen",
    "grant": "Toekenning",
    "group": "Groep",
    "high": "Bovengrens",
    "hours_per_week": "Uren per week",
    "illustrative": "Voorbeeldcijfer",
    "indicator": "Indicator",
    "key": "Sleutel",
    "kind": "Soort",
    "label": "Naam",
    "lead": "Trekker",
    "leads_to": "Leidt tot",
    "levels": "Niveaus",
    "line": "Begrotingsregel",
    "lines": "Begrotingsregels",
    "maximum": "Hoogste bedrag",
    "measure": "Maatregel",
    "measures": "Maatregelen",
    "meeting": "Overleg",
    "met_on": "Geregeld op",
    "milestones": "Stappen in de planning",
    "name": "Naam",
    "note": "Toelichting",
    "number": "Nummer",
    "offer": "Aanbod",
    "on": "Datum",
    "order": "Volgorde",
    "organiser": "Wie nodigt uit",
    "outcome": "Uitkomst",
    "outcome_text": "Wat kwam eruit",
    "owner": "Wie doet het",
    "parent": "Valt onder",
    "participants": "Deelnemers",
    "parties": "Organisaties",
    "partners": "Wie doen mee",
    "party": "Organisatie",
    "per": "Per",
    "person": "Persoon",
    "phasing": "Fasering",
    "phone": "Telefoon",
    "place": "Plaats",
    "plan": "Plan",
    "position": "Plaats in de volgorde",
    "precision": "Hoe precies",
    "present": "Was erbij",
    "price": "Prijs",
    "principles": "Uitgangspunten",
    "provisional_award": "Voorlopig toegekend",
    "provisional_on": "Voorlopig op",
    "purposes": "Doelen van de regeling",
    "purposes_illustrative": "Doel gekozen als voorbeeld",
    "quarter": "Kwartaal",
    "regulation": "Regeling",
    "result": "Resultaat",
    "role": "Rol",
    "scope": "Bereik",
    "sector": "Sector",
    "sectors": "Sectoren",
    "serial": "Volgnummer",
    "share": "Deel",
    "shares": "Verdeling",
    "singular": "Enkelvoud",
    "plural": "Meervoud",
    "slug": "Adres",
    "sort_key": "Naam voor het alfabet",
    "source": "Bron",
    "sources": "Geldbronnen",
    "spent_before": "Al besteed",
    "stage": "Fase",
    "stand_in": "Vervanger",
    "started_at": "Begonnen op",
    "starts": "Vanaf",
    "stated_in": "Staat in",
    "stated_total": "Bedrag in de tekst",
    "status": "Status",
    "subject": "Onderwerp",
    "summary": "Samenvatting",
    "target_group": "Doelgroep",
    "text": "Tekst",
    "theme": "Thema",
    "themes": "Thema's",
    "times": "Hoe vaak",
    "title": "Titel",
    "topic": "Onderwerp",
    "topics": "Agendapunten",
    "unit": "Eenheid",
    "until": "Tot en met",
    "value": "Getal",
    "version": "Versie",
    "what": "Wat",
    "where": "Waar het ligt",
    "why": "Reden",
    "work_plan": "Werkplan",
    "years": "Per schooljaar",
}

# Where the same name means something else.
OWN_FIELDS: Mapping[tuple[str, str], str] = {
    ("plans.comment", "about"): "Over",
    ("plans.decision", "number"): "Nummer van het besluit",
    ("plans.plan", "version"): "Vastgelegd als versie",
    ("plans.plan", "source"): "Geldbron",
}


def verb(act: str, *, added: bool, removed: bool) -> str:
    """What was done, with `{}` for the record; by what it did when the act is not known."""
    return ACTS.get(act) or (ADDED if added else REMOVED if removed else CHANGED)


def noun(table: str) -> Noun:
    return NOUNS.get(table) or Noun(table.rpartition(".")[2], table.rpartition(".")[2])


def record_words(table: str, name: str, row: int | str) -> str:
    """maatregel ‘Inloop’, plek van Schooldirecteur, or overleg nr. 12 when it has no name any more."""
    kind = noun(table)
    if not name:
        return f"{kind.one} nr. {row}"
    return f"{kind.one} ‘{name}’" if kind.quoted else f"{kind.one} {name}"


def label(field: str, table: str = "") -> str:
    """Trekker; a field that is not known by its own name: `stand_by_id` becomes Stand by."""
    name = field.removesuffix("_id")
    known = OWN_FIELDS.get((table, name)) or FIELDS.get(field) or FIELDS.get(name)
    return known or name.replace("_", " ").capitalize()


def path_label(path: tuple[str, ...], table: str) -> str:
    """Per schooljaar › 2023-2024"""
    return " › ".join(label(step, table) for step in path)


def known_field(path: tuple[str, ...]) -> str:
    """The field that says how to read the value at the end of this path: under `years`, 2023-2024 is no field."""
    return next((step for step in reversed(path) if step in FIELDS), path[-1] if path else "")
