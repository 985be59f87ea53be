"""Everything that the page of the money shows of each programme, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Min, Sum

from kapstok.ledger.forecast import Course, Forecast, forecast
from kapstok.ledger.kinds import (
    DOCUMENT_LABELS,
    ControlLevel,
    DocumentKind,
    DocumentStatus,
    LineKind,
    PostingKind,
    Uncovered,
)
from kapstok.ledger.models import Document, Posting
from kapstok.ledger.money.attention import Known, Uncovering, Waiting, overdue
from kapstok.ledger.money.queries import Filled, Flow, all_money, courses, filled_by, flows, together
from kapstok.ledger.state import ZERO, GrantMoney
from kapstok.plans.versions import document_in

LOOKED_AT = 2  # whether there is one or more


def known(today: date) -> list[Known]:
    """Each programme with its forecast, as a whole and by line."""
    programmes = all_money()
    if not programmes:
        return []
    flow, filled = flows(), filled_by()
    uncovered = _only_uncovered(programmes)
    return [
        _known(money, flow, [one for one in filled if one.grant == money.grant], uncovered, today)
        for money in programmes
    ]


def _known(
    money: GrantMoney, flow: Mapping[int, Flow], filled: Sequence[Filled], uncovered: Uncovering | None, today: date
) -> Known:
    plans = [document_in(one.version) for one in filled]
    level = filled[0].level if filled else ControlLevel.THEME
    parts = courses(money, plans, flow, level)
    whole = together(money, parts.values())
    return Known(
        money=money,
        plans=tuple(plans),
        whole=forecast(whole, today) if whole else None,
        of_line=_by_line(parts, today),
        courses=parts,
        late=_late(money, flow, today),
        uncovered=uncovered if uncovered and uncovered.grant == money.grant else None,
        illustrative=any(one.illustrative for one in filled),
    )


def _by_line(parts: dict[int, Course], today: date) -> dict[int, Forecast]:
    return {pk: forecast(course, today) for pk, course in parts.items()}


def _late(money: GrantMoney, flow: Mapping[int, Flow], today: date) -> dict[int, Decimal]:
    return {
        line.id: euros
        for line in money.lines
        if line.id in flow and (euros := overdue(line.amounts.committed, flow[line.id].committed, today))
    }


def _only_uncovered(programmes: Sequence[GrantMoney]) -> Uncovering | None:
    """The cost that stands under “te dekken”, when it is only one. No query when nothing does."""
    if not any(money.to_cover for money in programmes):
        return None
    lines = [line.id for money in programmes for line in money.lines if line.kind is LineKind.TO_COVER]
    open_ones = Posting.objects.filter(line__in=lines, kind=PostingKind.EXPENSE, reverses=None, reversed_by=None)
    rows = list(open_ones.order_by("-id").select_related("document", "document__party")[:LOOKED_AT])
    if len(rows) != 1 or not rows[0].uncovered:
        return None
    document = rows[0].document
    of = f" van {document.party.name}" if document.party else ""
    return Uncovering(
        grant=document.grant_id,
        reason=Uncovered(rows[0].uncovered),
        delivered=rows[0].delivered,
        what=f"{DOCUMENT_LABELS[DocumentKind(document.kind)]}{of}",
    )


def waiting() -> Waiting:
    prepared = Document.objects.filter(status=DocumentStatus.PREPARED)
    found = prepared.aggregate(count=Count("pk"), euros=Sum(F("net") + F("vat") - F("reclaimable")), since=Min("on"))
    return Waiting(count=found["count"], euros=found["euros"] or ZERO, since=found["since"])
