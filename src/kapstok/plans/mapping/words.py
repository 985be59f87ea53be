"""The words of municipal workbooks: what a heading or a label says a column or row is."""

import re
from enum import StrEnum
from functools import lru_cache

from kapstok.core.sorting import LONGEST, sort_key
from kapstok.plans.schema import LineKind


class Role(StrEnum):
    """What stands in a column (or, with themes side by side, in a row)."""

    THEME = "theme"
    SUBTHEME = "subtheme"
    MEASURE = "measure"
    DESCRIPTION = "description"
    AMOUNT = "amount"
    AMOUNT_IN_TEXT = "amount_in_text"
    YEAR = "year"
    SOURCE = "source"
    LEAD = "lead"
    PARTNERS = "partners"
    PLANNING = "planning"
    TARGET_GROUP = "target_group"
    RESULT = "result"
    NOTE = "note"


ROLE_LABELS = {
    Role.THEME: "het thema",
    Role.SUBTHEME: "het onderliggende thema",
    Role.MEASURE: "de maatregel",
    Role.DESCRIPTION: "de omschrijving",
    Role.AMOUNT: "het bedrag",
    Role.AMOUNT_IN_TEXT: "een tekst met bedragen erin",
    Role.YEAR: "het jaar",
    Role.SOURCE: "de geldbron",
    Role.LEAD: "de trekker",
    Role.PARTNERS: "de partners",
    Role.PLANNING: "de planning",
    Role.TARGET_GROUP: "de doelgroep",
    Role.RESULT: "het beoogde resultaat",
    Role.NOTE: "een opmerking",
}

# The first pattern that fits a heading decides; so the narrower ones come first.
_ROLES = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (r"\bsub ?-?thema|\bdeelthema|\bonderdeel\b|\bprogrammalijn", Role.SUBTHEME),
        (r"\b(inzet ?(/|en) ?middelen|middelen ?(/|en) ?inzet|onderbouwing)\b", Role.AMOUNT_IN_TEXT),
        (r"\bdoelgroep|\bvoor wie\b|\bbereik\b", Role.TARGET_GROUP),
        (r"\b(beoogd )?resulta|\bdoelstelling|\bopbrengst|\beffect|\bindicator|\bkpi\b|^doel(en)?$", Role.RESULT),
        (r"\b(planning|kwartaal|periode|wanneer|looptijd|start|tijdpad|gereed|deadline)\b", Role.PLANNING),
        (
            r"\b(trekker|regie|regisseur|verantwoordelijk\w*|eigenaar|coordinat\w+|penvoerder|wie|uitvoerder|aanvrager)\b",
            Role.LEAD,
        ),
        (r"\bpartner|\bbetrokken|\bsamenwerk|\bsamen met\b|\bin samenwerking|\bism\b", Role.PARTNERS),
        (
            r"\b(geldbron|geldstroom|financiering\w*|dekking|subsidie|regeling|uitkering|spuk|bron|ten laste van)\b",
            Role.SOURCE,
        ),
        (r"^(school|begrotings|kalender)?ja(a)?r(en)?$|^boekjaar$", Role.YEAR),
        (
            r"\b(begrot|budget|kosten|bedrag|raming|geraamd|\w*totaal|euro|uitgaven|lasten|prijs|investering|geschat|begroot)|€",
            Role.AMOUNT,
        ),
        (r"\b(opmerking|toelichting|notitie|bijzonderhe|status|noot)", Role.NOTE),
        (r"\b(omschrijving|beschrijving|inhoud|wat doen we|uitwerking|aanpak)\b", Role.DESCRIPTION),
        (
            r"\b(hoofd)?thema|\bpijler|\bleeftijdsgroep|\bprogramma|\bspeerpunt|\bambitie|\bspoor\b|\bcategorie|\bbestedingsdoel|"
            r"\bhoofdlijn|\bactielijn|\bfase\b|\bdomein|\bcluster",
            Role.THEME,
        ),
        (
            r"\bmaatregel|\bactivite?it|\bproject|\binterventie|\bactie|\bpost\b|\bnaam\b|\bonderwerp|\binzet\b|^plan$|\baanbod|\bwat\b",
            Role.MEASURE,
        ),
    )
)

_TOTAL = re.compile(r"^(?:sub ?-?tota+l|tota+len|tota+l|eindtota+l|som|grand total)\b|\b(?:sub ?-?)?tota+l$")
_GOAL = re.compile(r"^(?:beoogd(?:e)? )?(?:resultaat|resultaten|doel|doelstelling|doelen)\b")
_GRAND = re.compile(
    r"\btota+l generaal|\beindtota+l|\bgrand total|\balgeheel totaal|"
    r"\btota+l (?:begroting|begroot|plan|budget|kosten|uitgaven|lasten|npo)\b"
)
_SUBTOTAL = re.compile(r"\bsub ?-?tota+l")
_AVAILABLE = re.compile(
    r"^(?:totaal )?(?:beschikbaar|toegekend|toekenning|ontvangen|te ontvangen|rijksbijdrage|inkomsten|baten|"
    r"(?:specifieke )?uitkering|beschikking)\b"
)
_LEFT_OVER = re.compile(
    r"^(?:nog )?(?:resteert|restant|resterend|verschil|saldo|tekort|overschot|over|te verdelen|nog te besteden)\b"
)
_WHOLE_PLAN = re.compile(
    r"^(?:generiek|algemeen|algemene kosten|overig|overige kosten|overhead|"
    r"programmakosten|plankosten|uitvoeringskosten)$"
)
_PREFIX = re.compile(
    r"^(thema|pijler|speerpunt|hoofdthema|spoor|programmalijn|actielijn|ambitie) *(\d+|[a-d])\b *[:.\-–]* *", re.I
)
_KINDS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"\breeds (?:ingezet|besteed|uitgegeven)|\bal (?:ingezet|besteed|uitgegeven)", LineKind.SPENT_BEFORE),
        (r"\bcoordinatie|\bprojectleid|\bprogrammamanage|\bprocesbegeleid", LineKind.COORDINATION),
        (r"\bonvoorzien|\bresterend|\bnog te (?:verdelen|bestemmen)|\bvrije ruimte|\brestant", LineKind.UNALLOCATED),
        (r"\breserver|\bstelpost", LineKind.RESERVATION),
        (r"\bkeuzebudget", LineKind.CHOICE_BUDGET),
    )
)


MOST_COMPARED = 2 * LONGEST  # characters of a long text: enough for a key, also when accents are taken off


def plain(text: str) -> str:
    """The text as we compare it: no accents, lower case, single spaces."""
    return _plain(text) if len(text) <= 100 else _bare(" ".join(text.split())[:MOST_COMPARED])


def _bare(text: str) -> str:
    return " ".join(text.lower().split())[:LONGEST] if text.isascii() else sort_key(text)


_plain = lru_cache(maxsize=4096)(_bare)  # the same short texts come back in row after row


def role_of(heading: str) -> Role | None:
    said = plain(heading)
    return next((role for pattern, role in _ROLES if pattern.search(said)), None) if len(said) <= 80 else None


def is_total(label: str) -> bool:
    return len(label) <= 80 and bool(_TOTAL.search(plain(label)))


def is_goal(label: str) -> bool:
    """A row under the name of a theme that says what it should lead to."""
    return bool(_GOAL.search(plain(label)))


def is_subtotal(label: str) -> bool:
    return bool(_SUBTOTAL.search(plain(label)))


def is_grand_total(label: str) -> bool:
    return bool(_GRAND.search(plain(label)))


def is_available(label: str) -> bool:
    """The row that says how much money there is."""
    return len(label) <= 80 and bool(_AVAILABLE.search(plain(label)))


def is_left_over(label: str) -> bool:
    """A row that may be worked out from others: what is left, or the difference."""
    return bool(_LEFT_OVER.search(plain(label)))


def is_whole_plan(theme: str) -> bool:
    """A heading like “Generiek”: what stands under it serves the whole plan."""
    return bool(_WHOLE_PLAN.search(plain(theme)))


def line_kind(label: str) -> LineKind:
    said = plain(label)
    return next((kind for pattern, kind in _KINDS if pattern.search(said)), LineKind.PLANNED)


def without_prefix(label: str) -> str:
    """“Brede aanpak” for “Thema 1: Brede aanpak”; the label itself when nothing is left."""
    bare = _PREFIX.sub("", label).strip()
    return f"{bare[0].upper()}{bare[1:]}" if bare and bare != label else label


def is_theme_heading(label: str) -> bool:
    """“Thema 1: inzet op preventie”."""
    return bool(_PREFIX.match(label))


def is_numbered_theme(label: str) -> bool:
    """“Thema 1”, and nothing more."""
    return bool((found := _PREFIX.match(label)) and found.end() == len(label))


_FUNDERS = re.compile(
    r"\b(npo|np onderwijs|g?oab|onderwijsachterstanden\w*|vve(?: ?-?(?:geld|middelen|budget))?|gala|iza|spuk|"
    r"kansrijke start|eigen (?:middelen|bijdrage|geld)|gemeente(?:lijke)?(?: (?:middelen|bijdrage|geld))?|"
    r"algemene middelen|scho(?:ol|len)(?:bestu(?:ur|ren))?(?: (?:middelen|bijdrage|geld))?|schoolmiddelen|"
    r"provincie|cofinanciering|derden|jeugdhulp|"
    r"partners?|bijdrage [\w-]+)\b"
)


def funder_in(heading: str) -> str:
    """Who pays, where a heading above amounts says so: “NPO” in “NPO 2022-2023”."""
    bare = " ".join(heading.split())
    found = _FUNDERS.search(bare.casefold())
    return bare[found.start() : found.end()] if found else ""
