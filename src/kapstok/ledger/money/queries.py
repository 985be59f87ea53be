"""Reading the money: the balances that the database keeps, and the sums by month. Never the postings themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from kapstok.grants.regulation import regulations
from kapstok.ledger.forecast import Course
from kapstok.ledger.kinds import ControlLevel, DocumentKind, LineKind, PostingKind, SourceKind
from kapstok.ledger.models import Conventions, Document, Line, Source, Tally
from kapstok.ledger.planned import Window, planned_months, scaled, summed
from kapstok.ledger.state import DIVIDED, ZERO, Amounts, GrantMoney, LineState, SourceState
from kapstok.plans.models import PlanVersion, Theme
from kapstok.plans.schema import PlanDocument

Months: TypeAlias = dict[date, Decimal]
SPENDING = (
    DocumentKind.INVOICE, DocumentKind.OWN_HOURS, DocumentKind.MUNICIPALITY_OUT, DocumentKind.JOURNAL,
    DocumentKind.CREDIT_NOTE,
)  # fmt: skip
_SOURCE = ("id", "grant_id", "name", "kind", "ceiling", "starts", "ends", "grant__regulation")
_LINE = ("id", "key", "label", "kind", "source_id", "theme_id", "measure_id")
_AMOUNTS = ("budget", "reserved", "committed", "expense")


def all_money() -> list[GrantMoney]:
    """Every programme that has a budget, in the order in which they began. Three queries, whatever the size."""
    known = regulations(settings.KAPSTOK_REGULATIONS)
    sources, names = _sources()
    lines = _lines(sources)
    found = []
    for own in sources.values():
        if own.kind is SourceKind.GRANT:
            found.append(
                GrantMoney(
                    grant=own.grant,
                    regulation=names[own.grant],
                    name=known[names[own.grant]].name if names[own.grant] in known else names[own.grant],
                    own=own,
                    sources=tuple(one for one in sources.values() if one.grant == own.grant),
                    lines=tuple(line for line in lines if line.source.grant == own.grant),
                )
            )
    return found


def glance(grant: int) -> GrantMoney | None:
    """The same of one programme without its lines: only what they add up to. None while it has no budget. One query."""
    of = ("source_id", "source__kind", "source__name", "source__ceiling", "source__starts", "source__ends", "kind")
    sums = ("source__balance__budget", "source__balance__expense", "source__balance__received")
    added = {f"all_{name}": Sum(f"balance__{name}") for name in _AMOUNTS}
    rows = Line.objects.filter(source__grant=grant).order_by("source_id").values_list(*of, *sums).annotate(**added)
    lines = [_added(grant, *row) for row in rows]
    sources = tuple({line.source.id: line.source for line in lines}.values())
    own = next((source for source in sources if source.kind is SourceKind.GRANT), None)
    return (
        GrantMoney(grant=grant, regulation="", name="", own=own, sources=sources, lines=tuple(lines)) if own else None
    )


def _added(grant: int, pk: int, kind: str, name: str, *facts: Any) -> LineState:
    """The lines of a source that are of one kind, as if they were one."""
    ceiling, starts, ends, of_kind, budget, expense, received, *sums = facts
    source = SourceState(
        id=pk, grant=grant, name=name, kind=SourceKind(kind), ceiling=ceiling, starts=starts, ends=ends, budget=budget,
        expense=expense, received=received,
    )  # fmt: skip
    amounts = Amounts(budget=sums[0], reserved=sums[1], committed=sums[2], spent=sums[3])
    return LineState(id=0, key="", label="", kind=LineKind(of_kind), source=source, amounts=amounts)


def _sources() -> tuple[dict[int, SourceState], dict[int, str]]:
    """The sources by id, and the key of the regulation of each grant."""
    sums = ("balance__budget", "balance__expense", "balance__received")
    found, names = dict[int, SourceState](), dict[int, str]()
    for row in Source.objects.order_by("id").values_list(*_SOURCE, *sums):
        pk, grant, name, kind, ceiling, starts, ends, regulation, *amounts = row
        budget, expense, received = amounts
        found[pk] = SourceState(
            id=pk, grant=grant, name=name, kind=SourceKind(kind), ceiling=ceiling, starts=starts, ends=ends,
            budget=budget, expense=expense, received=received,
        )  # fmt: skip
        names[grant] = regulation
    return found, names


def _lines(sources: Mapping[int, SourceState]) -> list[LineState]:
    roots = _roots()
    sums = (f"balance__{name}" for name in _AMOUNTS)
    found = []
    for row in Line.objects.order_by("position", "id").values_list(*_LINE, *sums):
        pk, key, label, kind, source, theme, measure, budget, reserved, committed, expense = row
        root, name = roots.get(theme, (None, ""))
        found.append(
            LineState(
                id=pk, key=key, label=label, kind=LineKind(kind), source=sources[source], theme=theme, root=root,
                root_name=name, measure=measure,
                amounts=Amounts(budget=budget, reserved=reserved, committed=committed, spent=expense),
            )
        )  # fmt: skip
    return found


def _roots() -> dict[int | None, tuple[int, str]]:
    """For each theme the one at the top above it, with its name."""
    rows = {pk: (parent, name) for pk, parent, name in Theme.objects.values_list("id", "parent_id", "name")}
    found: dict[int | None, tuple[int, str]] = {}
    for pk in rows:
        top = pk
        while (above := rows[top][0]) is not None:
            top = above
        found[pk] = (top, rows[top][1])
    return found


def purposes(programmes: Sequence[GrantMoney]) -> dict[int, str]:
    """The purposes by number; none when there are more regulations, whose numbers differ."""
    known = regulations(settings.KAPSTOK_REGULATIONS)
    named = [known[key] for key in {one.regulation for one in programmes} if key in known]
    if len(named) != 1:
        return {}
    return {purpose.number: purpose.name for purpose in named[0].purposes}


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened to one line, by month of delivery. `promised`: how much more was open of the commitments."""

    spent: Months = field(default_factory=lambda: defaultdict(lambda: ZERO))
    promised: Months = field(default_factory=lambda: defaultdict(lambda: ZERO))
    committed: Months = field(default_factory=lambda: defaultdict(lambda: ZERO))


def flows() -> dict[int, Flow]:
    """By line. One query that adds up what the database added up already."""
    found: dict[int, Flow] = defaultdict(Flow)
    kinds = (PostingKind.EXPENSE, PostingKind.COMMITMENT)
    rows = Tally.objects.filter(kind__in=kinds).values_list("line_id", "kind", "month")
    for line, kind, month, amount, used in rows.annotate(a=Sum("amount"), u=Sum("used")).order_by():
        flow = found[line]
        if kind == PostingKind.EXPENSE:
            flow.spent[month] += amount
            flow.promised[month] -= used
        else:
            flow.committed[month] += amount
            flow.promised[month] += amount
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """The version of a plan that made the budget last, and at which level. `illustrative`: what was spent first was
    made up, to show how it looks; what comes after that in a demo is then no more real."""

    grant: int
    version: PlanVersion
    level: ControlLevel
    illustrative: bool


def filled_by() -> list[Filled]:
    """For each plan. One query."""
    documents = Document.objects.filter(kind=DocumentKind.ADOPTION, plan_version__isnull=False)
    last = documents.order_by("plan_version__plan_id", "-id").distinct("plan_version__plan_id")
    booked = Document.objects.filter(grant=OuterRef("grant"), kind__in=SPENDING).order_by("id")
    rows = last.select_related("plan_version").defer("plan_version__pdf", "plan_version__xlsx")
    told = rows.annotate(
        first=Subquery(booked.values("illustrative")[:1]),
        level=Subquery(Conventions.objects.values("control_level")[:1]),
    )
    return [
        Filled(row.grant_id, row.plan_version, ControlLevel(row.level or ControlLevel.THEME), bool(row.first))
        for row in told
        if row.plan_version
    ]


def courses(
    money: GrantMoney, plans: Sequence[PlanDocument], flow: Mapping[int, Flow], level: ControlLevel
) -> dict[int, Course]:
    """How each line of the grant is spent, by its id. Empty while the window is not known."""
    if money.own.starts is None or money.own.ends is None:
        return {}
    window = Window(money.own.starts, money.own.ends)
    planned: dict[str, Months] = {}
    for plan in plans:
        planned |= planned_months(plan, level, window)
    lines = [line for line in money.lines if line.kind in DIVIDED and line.source.kind is SourceKind.GRANT]
    return {line.id: _course(line, planned.get(line.key, {}), flow.get(line.id, Flow()), window) for line in lines}


def _course(line: LineState, planned: Months, flow: Flow, window: Window) -> Course:
    return Course(
        award=line.amounts.budget,
        starts=window.starts,
        ends=window.ends,
        planned=scaled(planned, line.amounts.budget),
        spent=flow.spent,
        promised=flow.promised,
    )


def together(money: GrantMoney, parts: Iterable[Course]) -> Course | None:
    """All lines of the grant at once, and what of the award is in none of them. It starts where something does."""
    found = list(parts)
    if not found:
        return None
    planned = summed(one.planned for one in found)
    spent, promised = summed(one.spent for one in found), summed(one.promised for one in found)
    first = min((month for months in (planned, spent) for month in months), default=found[0].starts)
    return Course(
        award=money.granted,
        starts=max(first, found[0].starts),
        ends=found[0].ends,
        planned=planned,
        spent=spent,
        promised=promised,
    )


def tallied(money: GrantMoney, *by: str) -> QuerySet[Tally, tuple[object, ...]]:
    """What was promised and spent on the lines of a programme, added up by line, kind and these fields."""
    lines = [line.id for line in money.lines if line.kind in DIVIDED]
    rows = Tally.objects.filter(line__in=lines).values_list("line_id", "kind", *by)
    return rows.annotate(a=Sum("amount"), u=Sum("used")).order_by(F("line_id"), "kind", *by)
