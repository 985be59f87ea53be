"""One posting with its whole chain: up to the grant and the account, and down to what shows that it is true."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from kapstok.core.money import format_euro
from kapstok.core.periods import SchoolYear, format_date
from kapstok.grants.regulation import Regulation, regulations
from kapstok.ledger.kinds import (
    DOCUMENT_LABELS,
    POSTING_LABELS,
    STATUS_LABELS,
    UNCOVERED_LABELS,
    DocumentKind,
    DocumentStatus,
    LineKind,
    PostingKind,
    Uncovered,
)
from kapstok.ledger.models import Document, Posting
from kapstok.ledger.money.filters import NO_PURPOSE
from kapstok.ledger.money.links import link, postings
from kapstok.plans.models import Theme
from kapstok.plans.presentation.words import sentence

MOST = 20
_WITH = (
    "line__source__grant", "line__theme__parent", "measure", "intended", "document__party", "document__promise__party",
    "document__corrects__party", "document__decision__plan", "document__plan_version__plan", "uses_up__document",
    "adjusts__document", "reverses__document", "reversed_by__document",
)  # fmt: skip


def whole_postings() -> QuerySet[Posting]:
    """With what a chain shows of it, so that the page takes a fixed number of queries."""
    heavy = ("document__decision__document", "document__plan_version__document", "document__plan_version__pdf",
             "document__plan_version__xlsx")  # fmt: skip
    return Posting.objects.select_related(*_WITH).defer(*heavy)


@dataclass(frozen=True, slots=True)
class Step:
    """`url` leads to all that is on this step; `note` says more about it."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Another posting that this one has to do with, and how."""

    how: str
    what: str
    amount: str
    url: str


@dataclass(frozen=True, slots=True)
class Chain:
    """`up` goes from the grant down to this posting, `down` from its document to the evidence."""

    pk: int
    title: str
    lead: str
    illustrative: bool
    warning: str
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    others: tuple[Other, ...]
    back: str


def chain(posting: Posting, slug: str) -> Chain:
    document = posting.document
    label = sentence(POSTING_LABELS[PostingKind(posting.kind)])
    return Chain(
        pk=posting.pk,
        title=f"{label}: {format_euro(posting.amount, cents=True)}",
        lead=f"{_named(document)}, {_delivered(posting)}.",
        illustrative=document.illustrative,
        warning=_warning(posting),
        up=tuple(_up(posting, slug)),
        down=tuple(_down(document, slug)),
        others=tuple(_others(posting, slug)),
        back=postings(slug, regel=posting.line_id, soort=posting.kind),
    )


def _delivered(posting: Posting) -> str:
    """A promise names the day on which it is to be delivered; cash and budget only have a date."""
    day = format_date(posting.delivered)
    match PostingKind(posting.kind):
        case PostingKind.EXPENSE:
            return f"geleverd op {day}"
        case PostingKind.RESERVATION | PostingKind.COMMITMENT:
            return f"te leveren op {day}"
        case _:
            return day


def _named(document: Document) -> str:
    """Factuur F-12 van Bieb"""
    label = sentence(DOCUMENT_LABELS[DocumentKind(document.kind)])
    of = f"van {document.party.name}" if document.party else ""
    return " ".join(filter(None, (label, document.reference, of)))


def _warning(posting: Posting) -> str:
    if not posting.uncovered or hasattr(posting, "reversed_by"):
        return ""
    meant = f" Het was bedoeld voor “{posting.intended.label}”." if posting.intended else ""
    return f"Dit moet nog gedekt worden: {UNCOVERED_LABELS[Uncovered(posting.uncovered)]}.{meant}"


def _up(posting: Posting, slug: str) -> Iterator[Step]:
    line, source = posting.line, posting.line.source
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(source.grant.regulation)
    name = regulation.name if regulation else source.grant.regulation
    yield Step("Uitkering", name, link("money", slug, uitkering=source.grant_id))
    yield Step("Geldbron", source.name, postings(slug, bron=source.pk))
    for theme in _themes(line.theme):
        yield Step("Thema", theme.name, postings(slug, thema=theme.pk) if theme.parent_id is None else "")
    if line.kind != LineKind.CASH:
        yield Step("Post in de begroting", line.label, postings(slug, regel=line.pk))
    if posting.measure:
        yield Step("Maatregel", posting.measure.name, postings(slug, maatregel=posting.measure_id))
    yield _purpose(posting, regulation, slug)
    if posting.cost_type:
        yield Step("Soort kosten", posting.cost_type, postings(slug, kosten=posting.cost_type))
    late = f"corrigeert {posting.corrects_year}" if posting.corrects_year else ""
    yield Step("Boekjaar", str(posting.year), postings(slug, boekjaar=posting.year), late)
    school_year = str(SchoolYear.containing(posting.delivered))
    yield Step("Schooljaar", school_year, postings(slug, schooljaar=school_year))


def _themes(theme: Theme | None) -> list[Theme]:
    if theme is None:
        return []
    return [theme.parent, theme] if theme.parent else [theme]


def _purpose(posting: Posting, regulation: Regulation | None, slug: str) -> Step:
    number = posting.purpose
    if number is None:
        return Step("Bestedingsdoel", "nog geen doel", postings(slug, doel=NO_PURPOSE))
    names = {purpose.number: purpose.name for purpose in regulation.purposes} if regulation else {}
    return Step("Bestedingsdoel", f"{number}. {names.get(number, '')}".strip(), postings(slug, doel=number))


def _down(document: Document, slug: str) -> Iterator[Step]:
    status = STATUS_LABELS[DocumentStatus(document.status)]
    yield Step("Stuk", _named(document), link("document", slug, document.pk), _about(document, status))
    if document.promise:
        yield Step("Hoort bij", _named(document.promise), link("document", slug, document.promise_id))
    if document.corrects:
        yield Step("Herstelt", _named(document.corrects), link("document", slug, document.corrects_id))
    if decision := document.decision:
        where = link("work-decisions", slug, decision.plan.slug)
        yield Step(
            "Besluit", " ".join(filter(None, (decision.title, decision.number))), where, format_date(decision.on)
        )
    if version := document.plan_version:
        where = link("work-version", slug, version.plan.slug, version.number)
        yield Step("Vastgesteld plan", f"{version.plan.title}, versie {version.number}", where)
    if document.confirmed_on:
        yield Step("Levering bevestigd", format_date(document.confirmed_on))
    evidence = list(document.evidence.all()[:MOST])
    for one in evidence:
        yield Step("Bewijs", one.name, link("evidence", slug, one.pk))
    if not evidence and document.kind not in _NEEDS_NONE:
        yield Step("Bewijs", "nog geen", note="Voeg bij het stuk een bestand toe.")
    if document.why:
        yield Step("Reden", document.why)


_NEEDS_NONE = frozenset({DocumentKind.ADOPTION, DocumentKind.TRANSFER, DocumentKind.CORRECTION, DocumentKind.COVER,
                         DocumentKind.RELEASE, DocumentKind.RESERVATION})  # fmt: skip


def _about(document: Document, status: str) -> str:
    whole = format_euro(document.cost, cents=True) if document.net else ""
    said = [document.description, f"in totaal {whole}" if whole else "", status]
    return " · ".join(filter(None, said))


def _others(posting: Posting, slug: str) -> Iterator[Other]:
    """What it takes back or was taken back by, what it uses up or was used by, and its neighbours on the document."""
    single = (
        ("Draait terug", posting.reverses),
        ("Teruggedraaid door", getattr(posting, "reversed_by", None)),
        ("Gebruikt de toezegging", posting.uses_up),
        ("Verandert de toezegging", posting.adjusts),
    )
    for how, one in single:
        if one:
            yield _other(how, one, slug)
    for one in posting.used_by.select_related("document")[:MOST]:
        yield _other("Gebruikt door", one, slug)
    for one in posting.adjusted_by.select_related("document")[:MOST]:
        yield _other("Veranderd door", one, slug)
    beside = posting.document.postings.exclude(pk=posting.pk).select_related("document", "line")
    for one in beside[:MOST]:
        yield _other(f"Uit hetzelfde stuk, “{one.line.label}”", one, slug)


def _other(how: str, one: Posting, slug: str) -> Other:
    label = POSTING_LABELS[PostingKind(one.kind)]
    what = f"{_kind(one.document)}, {label}"
    return Other(how, what, format_euro(one.amount, cents=True), link("posting", slug, one.pk))


def _kind(document: Document) -> str:
    return f"{sentence(DOCUMENT_LABELS[DocumentKind(document.kind)])} {document.reference}".strip()
