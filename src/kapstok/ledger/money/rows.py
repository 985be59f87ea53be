"""The list of postings as a page shows it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kapstok.core.money import format_euro
from kapstok.core.periods import format_date_short
from kapstok.core.tables import AmountText
from kapstok.ledger.kinds import DOCUMENT_LABELS, POSTING_LABELS, DocumentKind, LineKind, PostingKind
from kapstok.ledger.models import Posting
from kapstok.ledger.money.filters import FilterForm
from kapstok.ledger.money.links import link
from kapstok.ledger.money.listing import KindSum
from kapstok.ledger.state import ZERO, GrantMoney
from kapstok.plans.presentation.words import sentence

Choices = dict[str, list[tuple[Any, str]]]


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    day: str
    what: str
    about: str
    kind: str
    line: str
    amount: AmountText
    minus: bool


def row(posting: Posting, slug: str) -> Row:
    document = posting.document
    kind = sentence(DOCUMENT_LABELS[DocumentKind(document.kind)])
    party = document.party.name if document.party else ""
    return Row(
        url=link("posting", slug, posting.pk),
        day=format_date_short(posting.delivered),
        what=f"{kind} {document.reference}".strip(),
        about=" · ".join(filter(None, (party, document.description))),
        kind=POSTING_LABELS[PostingKind(posting.kind)],
        line=posting.measure.name if posting.measure else posting.line.label,
        amount=AmountText(format_euro(posting.amount, cents=True), posting.amount),
        minus=posting.amount < 0,
    )


@dataclass(frozen=True, slots=True)
class Foot:
    label: str
    amount: AmountText
    note: str = ""


def foot(sums: Sequence[KindSum], used: Decimal) -> list[Foot]:
    """The sums of the whole filter, one for each kind: what is budgeted and what is spent do not add up."""
    return [
        Foot(
            sentence(POSTING_LABELS[one.kind]),
            AmountText(format_euro(one.amount, cents=True), one.amount),
            _note(one, used if len(sums) == 1 else ZERO),
        )
        for one in sums
    ]


def _note(one: KindSum, used: Decimal) -> str:
    if not used:
        return ""
    done = "besteed" if one.kind is PostingKind.COMMITMENT else "verplicht"
    left = format_euro(one.amount - used, cents=True)
    return f"waarvan {format_euro(used, cents=True)} inmiddels {done}; open staat nog {left}"


def structure(money: Sequence[GrantMoney]) -> Choices:
    """The themes, sources and lines to choose from."""
    lines = [line for one in money for line in one.lines if line.kind is not LineKind.CASH]
    tops = dict.fromkeys((line.root, line.root_name) for line in lines if line.root)
    return {
        "thema": [(root, name) for root, name in tops],
        "bron": [(source.id, source.name) for one in money for source in one.sources],
        "regel": [(line.id, line.label) for one in money for line in one.lines],
    }


def with_purposes(choices: Choices, known: Mapping[int, str]) -> Choices:
    """The same choices, with what the purposes are called where that is known."""
    named = [(number, f"{number}. {known[number]}" if number in known else label) for number, label in choices["doel"]]
    return choices | {"doel": named}


def lines_asked(chosen: Mapping[str, Any], money: Sequence[GrantMoney]) -> frozenset[int] | None:
    """The ids of the lines that theme, source and line leave; None when none of them was asked for."""
    wanted = {name: int(chosen[name]) for name in ("thema", "bron", "regel") if chosen[name]}
    if not wanted:
        return None
    return frozenset(
        line.id
        for one in money
        for line in one.lines
        if wanted.get("thema", line.root) == line.root
        and wanted.get("bron", line.source.id) == line.source.id
        and wanted.get("regel", line.id) == line.id
    )


def says(form: FilterForm) -> list[tuple[str, str]]:
    """What is asked for, in words: the name of the field and of what was chosen."""
    found = []
    for name, value in form.asked().items():
        field = form.fields[name]
        names = {str(key): label for key, label in getattr(field, "choices", ())}
        found.append((str(field.label), names.get(value, value)))
    return found
