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
    "advance entered": "legde {} vast als betaald",
    "agreement added": "legde {} vast",
    "agreement changed": "veranderde {}",
    "award registered": "legde {} vast",
    "budget changed": "veranderde de begroting van {}",
    "budget filled": "maakte de begroting van {}",
    "budget line added": "voegde {} toe",
    "budget line changed": "veranderde {}",
    "budget line removed": "verwijderde {}",
    "calendar address closed": "sloot het {}",
    "calendar address given": "maakte een nieuw {}",
    "comment answered": "beantwoordde {}",
    "comment made": "plaatste {}",
    "comments kept internal": "hield reacties alleen voor collega's bij {}",
    "contact added": "voegde {} toe",
    "contact changed": "veranderde {}",
    "contact ended": "beëindigde {}",
    "contact handed over": "droeg {} over",
    "conventions set": "veranderde de {}",
    "cost back to cover": "zette kosten terug onder te dekken: {}",
    "cost covered": "dekte {}",
    "cost moved off grant": "haalde kosten van de uitkering: {}",
    "cost recognised": "telde kosten mee van {}",
    "decision registered": "legde {} vast",
    "coding rule dropped": "vergat {}",
    "coding rule made": "onthield {}",
    "control total set": "vulde {} in",
    "determination entered": "gaf akkoord op {}",
    "document changed": "veranderde {}",
    "document prepared": "bereidde {} voor",
    "document reversed": "draaide {} terug",
    "document withdrawn": "trok {} in",
    "eligibility answered": "legde het antwoord vast op {}",
    "eligibility asked": "stelde de {}",
    "eligibility register started": "begon de lijst met vragen bij {}",
    "evidence added": "hing bewijs aan {}",
    "instrument added": "voegde {} toe",
    "instrument changed": "veranderde {}",
    "invoice linked": "koppelde {} aan een regel uit de administratie",
    "journal approved": "gaf akkoord op regels uit {}",
    "journal coded": "codeerde regels uit {}",
    "journal dropped": "gooide {} weg",
    "journal line coding chosen": "koos een codering voor {}",
    "journal line set aside": "zette {} opzij",
    "journal taken over": "nam {} over",
    "journal taken up": "haalde {} terug",
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
    "meeting linked": "koppelde thema's aan {}",
    "meeting planned": "plande {}",
    "meeting reported": "schreef het verslag van {}",
    "meeting restored": "liet {} toch doorgaan",
    "municipality added": "voegde {} toe",
    "municipality changed": "veranderde {}",
    "need met": "regelde {}",
    "need reopened": "opende {} opnieuw",
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
    "second step reset": "haalde de tweede stap weg van {}",
    "subsidy entered": "gaf akkoord op {}",
    "theme added": "voegde {} toe",
    "theme changed": "veranderde {}",
    "theme moved": "verplaatste {}",
    "theme removed": "verwijderde {}",
    "transfer entered": "gaf akkoord op {}",
    "work plan asked": "vroeg om het {}",
    "work plan changed": "veranderde {}",
    "work plan given": "leverde {} in",
    "work plan withdrawn": "trok de vraag om het {} in",
    "work step done": "rondde {} af",
    "work step reopened": "opende {} opnieuw",
    "workbook applied": "las een werkmap in {} in",
    "year freeze prepared": "bereidde de afsluiting voor van {}",
    "year freeze withdrawn": "stelde de afsluiting uit van {}",
    "year frozen": "sloot {} af",
    "year kept for the controller": "zette {} op alleen de controller",
    "year opened": "opende {}",
    "year reopened": "opende {} weer",
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
    "grants.eligibilityquestion": Noun("vraag of iets mag", "vragen of iets mag", "cost_type"),
    "grants.grant": Noun("toekenning", "toekenningen", "regulation"),
    "ledger.codingrule": Noun("vaste keuze", "vaste keuzes", "party_name"),
    "ledger.controltotal": Noun("totaal van rekening", "totalen van rekeningen", "account"),
    "ledger.conventions": Noun("afspraken over geld", "afspraken over geld", "control_level", False),
    "ledger.document": Noun("stuk", "stukken", "description"),
    "ledger.evidence": Noun("bewijs", "bewijzen", "name"),
    "ledger.instrument": Noun("instrument", "instrumenten", "name"),
    "ledger.journalimport": Noun("bestand uit de administratie", "bestanden uit de administratie", "name"),
    "ledger.journalcolumns": Noun("aangewezen kolommen", "aangewezen kolommen", "name", False),
    "ledger.journalline": Noun("regel uit de administratie", "regels uit de administratie", "description"),
    "ledger.line": Noun("begrotingsregel", "begrotingsregels", "label"),
    "ledger.linebalance": Noun("stand van", "standen", "line__label", False),
    "ledger.posting": Noun("boeking", "boekingen", "kind"),
    "ledger.promisebalance": Noun("toezegging", "toezeggingen", "kind"),
    "ledger.source": Noun("geldbron", "geldbronnen", "name"),
    "ledger.sourcebalance": Noun("stand van", "standen", "source__name", False),
    "ledger.split": Noun("deel van", "delen", "document__description", False),
    "ledger.stagedline": Noun("verschil met de administratie", "verschillen met de administratie", "description"),
    "ledger.subsidy": Noun("subsidie", "subsidies", "document__description"),
    "ledger.tally": Noun("telling van", "tellingen", "line__label", False),
    "ledger.year": Noun("boekjaar", "boekjaren", "year", False),
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
