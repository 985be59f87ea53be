"""The history in Dutch: what was done, to what. Pure.

What does not stand here is shown all the same: an unknown act by what it did (added, changed, removed), an unknown
table by its own name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kapstok.ledger.kinds import DocumentKind

# `{}` is the record, with its noun: plan ‘Bestedingsplan NPO’.
ACTS: Mapping[str, str] = {
    **dict.fromkeys((f"{kind} entered" for kind in DocumentKind), "boekte {}"),
    "action point done": "rondde {} af",
    "action point reopened": "opende {} opnieuw",
    "agreement added": "legde {} vast",
    "agreement changed": "veranderde {}",
    "award registered": "legde {} vast",
    "budget changed": "veranderde de begroting van {}",
    "budget line added": "voegde {} toe",
    "budget line changed": "veranderde {}",
    "budget line removed": "verwijderde {}",
    "budget filled": "vulde de begroting met {}",
    "calendar address closed": "sloot het {}",
    "calendar address given": "maakte een nieuw {}",
    "comment answered": "beantwoordde {}",
    "comment made": "plaatste {}",
    "contact added": "voegde {} toe",
    "contact changed": "veranderde {}",
    "contact ended": "beëindigde {}",
    "contact handed over": "droeg {} over",
    "cost covered": "dekte {}",
    "decision registered": "legde {} vast",
    "document changed": "veranderde {}",
    "document prepared": "bereidde {} voor",
    "document reversed": "draaide {} terug",
    "document withdrawn": "trok {} in",
    "evidence added": "hing bewijs aan {}",
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
    "overrun solved": "bracht de begroting van {} terug tot wat is toegekend",
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
    "meeting linked": "koppelde thema's aan {}",
    "need met": "regelde {}",
    "need reopened": "opende {} opnieuw",
    "work plan asked": "vroeg om het {}",
    "work plan changed": "veranderde {}",
    "work plan given": "leverde {} in",
    "work step done": "rondde {} af",
    "work step reopened": "opende {} opnieuw",
    "workbook applied": "las een werkmap in {} in",
    "work plan withdrawn": "trok de vraag om het {} in",
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
    "ledger.document": Noun("stuk", "stukken", "description"),
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
