"""Reading the money: the balances that the database keeps, and the sums by month. Never the postings themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.conf import settings
from django.db.models import F, QuerySet, Sum

from kapstok.grants.regulation import regulations
from kapstok.ledger.filling import control_level
from kapstok.ledger.forecast import Course
from kapstok.ledger.kinds import DocumentKind, LineKind, PostingKind, SourceKind
from kapstok.ledger.models import Document, Line, Source, Tally
from kapstok.ledger.planned import Window, planned_months, scaled, summed
from kapstok.ledger.state import DIVIDED, ZERO, Amounts, GrantMoney, LineState, SourceState
from kapstok.plans.models import PlanVersion, Theme
from kapstok.plans.schema import PlanDocument
from kapstok.plans.versions import document_in

Months: TypeAlias = dict[date, Decimal]
_SOURCE = ("id", "grant_id", "name", "kind", "ceiling", "starts", "ends", "grant__regulation")
_LINE = ("id", "key", "label", "kind", "source_id", "theme_id", "measure_id")
_AMOUNTS = ("budget", "reserved", "committed", "expense")


def all_money() -> list[GrantMoney]:
    """Every programme that has a budget, in the order in which they began. Three queries, whatever the size."""
    sources, names = _sources()
    lines = _lines(sources)
    found = []
    for own in sources.values():
        if own.kind is SourceKind.GRANT:
            found.append(
                GrantMoney(
                    grant=own.grant,
                    name=names[own.grant],
                    own=own,
                    sources=tuple(one for one in sources.values() if one.grant == own.grant),
                    lines=tuple(line for line in lines if line.source.grant == own.grant),
                )
            )
    return found


def _sources() -> tuple[dict[int, SourceState], dict[int, str]]:
    known = regulations(settings.KAPSTOK_REGULATIONS)
    sums = ("balance__budget", "balance__expense", "balance__received")
    found, names = dict[int, SourceState](), dict[int, str]()
    for row in Source.objects.order_by("id").values_list(*_SOURCE, *sums):
        pk, grant, name, kind, ceiling, starts, ends, regulation, *amounts = row
        budget, expense, received = amounts
        found[pk] = SourceState(
            id=pk, grant=grant, name=name, kind=SourceKind(kind), ceiling=ceiling, starts=starts, ends=ends,
            budget=budget, expense=expense, received=received,
        )  # fmt: skip
        names[grant] = known[regulation].name if regulation in known else regulation
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


def themes_under(root: int) -> set[int]:
    """A theme with all that is below it."""
    return {pk for pk, (top, _) in _roots().items() if pk is not None and root in (top, pk)}


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


def filled_by() -> list[PlanVersion]:
    """The version of each plan that made the budget last."""
    documents = Document.objects.filter(kind=DocumentKind.ADOPTION, plan_version__isnull=False)
    last = documents.order_by("plan_version__plan_id", "-id").distinct("plan_version__plan_id")
    rows = last.select_related("plan_version__plan").defer("plan_version__pdf", "plan_version__xlsx")
    return [row.plan_version for row in rows if row.plan_version]


def plans_of(grant: int, versions: Iterable[PlanVersion]) -> list[PlanDocument]:
    return [document_in(version) for version in versions if version.plan.grant_id == grant]


def courses(money: GrantMoney, plans: Sequence[PlanDocument], flow: Mapping[int, Flow]) -> dict[int, Course]:
    """How each line of the grant is spent, by its id. Empty while the window is not known."""
    if money.own.starts is None or money.own.ends is None:
        return {}
    window, level = Window(money.own.starts, money.own.ends), control_level()
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


def is_illustrative() -> bool:
    """Is some of what was booked here made up, to show how it looks?"""
    return Document.objects.filter(illustrative=True).exists()


def tallied(money: GrantMoney, *by: str) -> QuerySet[Tally, tuple[object, ...]]:
    """What was promised and spent on the lines of a programme, added up by line, kind and these fields."""
    lines = [line.id for line in money.lines if line.kind in DIVIDED]
    rows = Tally.objects.filter(line__in=lines).values_list("line_id", "kind", *by)
    return rows.annotate(a=Sum("amount"), u=Sum("used")).order_by(F("line_id"), "kind", *by)
