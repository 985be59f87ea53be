"""From an adopted plan to budget: its sources, its lines, and what each may spend."""

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.utils.timezone import now

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError
from kapstok.core.money import format_euro
from kapstok.grants.eligibility_actions import start_register
from kapstok.grants.models import Grant
from kapstok.grants.regulation import regulations
from kapstok.ledger.kinds import ControlLevel, DocumentKind, LineKind, PostingKind, SourceKind
from kapstok.ledger.models import Conventions, Document, Line, Source, SourceBalance, Year
from kapstok.ledger.nodes import ZERO, Node, budgets
from kapstok.ledger.posting import Calendar, Entry, held, post
from kapstok.ledger.refusals import money_act
from kapstok.plans import models as plans
from kapstok.plans.models import Plan, PlanVersion
from kapstok.plans.schema import PlanDocument
from kapstok.plans.schema import SourceKind as PlannedFrom
from kapstok.plans.versions import document_in

AFTER_WINDOW = 2  # financial years that stay open for corrections after the window


@money_act
def fill(plan: Plan, version: PlanVersion, *, by: Actor) -> Document | None:
    """Make the budget what this adopted version says: of a first version all of it, of an amendment what changed.

    Budget that was moved here since stays moved. RefusedError when it is more than the award, or less than what was
    promised or spent already; then nothing is adopted either.
    """
    after = document_in(version)
    grant = Grant.objects.select_for_update(no_key=True).get(pk=plan.grant_id)
    level = control_level()
    filled = budgets_of_last(plan, level)
    delta = {node: amount - filled.get(node, ZERO) for node, amount in budgets(after, level).items()}
    delta |= {node: -amount for node, amount in filled.items() if node not in delta}
    sources = _sources(plan, grant, after)
    _open_years(sources, today_year=clock.today().year)
    start_register(grant, by=by)
    lines = _lines(plan, sources, list(delta))
    entries = {lines[node].pk: amount for node, amount in delta.items() if amount}
    if not entries:
        return None
    _check_award(grant, sources, {lines[node]: amount for node, amount in delta.items()})
    return _book(plan, version, entries, by=by)


def fill_on_adoption(plan: Plan, version: PlanVersion, by: Actor) -> None:
    fill(plan, version, by=by)


def control_level() -> ControlLevel:
    kept = Conventions.objects.first()
    return ControlLevel(kept.control_level) if kept else ControlLevel.THEME


def budgets_of_last(plan: Plan, level: ControlLevel) -> Mapping[Node, Decimal]:
    """What the version that filled the ledger last says; empty before the first."""
    last = Document.objects.filter(plan_version__plan=plan, kind=DocumentKind.ADOPTION).order_by("-id").first()
    return budgets(document_in(last.plan_version), level) if last and last.plan_version else {}


def _book(plan: Plan, version: PlanVersion, amounts: Mapping[int, Decimal], *, by: Actor) -> Document:
    held(amounts.keys())
    on = plan.adopted_on or clock.today()
    booked = Calendar(by=by).booked(on)
    document = Document.objects.create(
        grant_id=plan.grant_id,
        kind=DocumentKind.ADOPTION,
        on=on,
        delivered=on,
        description=f"{plan.title}, versie {version.number}"[:500],
        net=sum(amounts.values(), ZERO),
        plan_version=version,
        prepared_by=str(by),
        entered_by=str(by),
        entered_at=now(),
        illustrative=False,
    )
    entries = [
        Entry(line=line, kind=PostingKind.BUDGET, amount=amount, delivered=on, year=booked.year)
        for line, amount in sorted(amounts.items())
    ]
    post(document, entries, by=by)
    audit.record("budget filled", document, by=by, after={"version": version.number, "amount": document.net})
    return document


def _sources(plan: Plan, grant: Grant, document: PlanDocument) -> dict[str, Source]:
    """The plan's sources in the ledger, by the plan's key. The grant's own has its award and its window."""
    window = regulations(settings.KAPSTOK_REGULATIONS)[grant.regulation].window_known(clock.today())
    rows = {row.key: row for row in plans.Source.objects.filter(plan=plan)}
    found = {}
    for source in document.sources:
        is_grant = source.kind is PlannedFrom.GRANT
        facts = {
            "name": source.name,
            "kind": source.kind.value,
            "plan_source": rows[source.key],
            "ceiling": grant.award if is_grant else None,
            "starts": window.starts if is_grant else None,
            "ends": window.ends if is_grant else None,
        }
        key = grant.regulation if is_grant else source.key
        found[source.key], _ = Source.objects.update_or_create(grant=grant, key=key, defaults=facts)
    _fixed_lines(grant, found[document.grant_source.key])
    return found


def _fixed_lines(grant: Grant, own: Source) -> None:
    """Where cash stands, and what still has to be covered."""
    Line.objects.get_or_create(
        source=own, key="cash", defaults={"kind": LineKind.CASH, "label": "Ontvangen en terugbetaald"}
    )
    nothing, _ = Source.objects.get_or_create(
        grant=grant, key="te-dekken", defaults={"name": "Te dekken", "kind": SourceKind.TO_COVER}
    )
    Line.objects.get_or_create(
        source=nothing, key="te-dekken", defaults={"kind": LineKind.TO_COVER, "label": "Te dekken", "position": 9_999}
    )


def _lines(plan: Plan, sources: Mapping[str, Source], nodes: list[Node]) -> dict[Node, Line]:
    themes = dict(plans.Theme.objects.filter(plan=plan).values_list("key", "pk"))
    measures = dict(plans.Measure.objects.filter(plan=plan).values_list("key", "pk"))
    known = {(line.source_id, line.key): line for line in Line.objects.filter(source__in=sources.values())}
    found = {}
    for position, node in enumerate(nodes):
        source = sources.get(node.source)
        if source is None:
            raise RefusedError(f"“{node.label}” had geld uit een bron die niet meer in het plan staat.")
        line = known.get((source.pk, node.key)) or Line(source=source, key=node.key, kind=node.kind)
        line.label, line.position = node.label, position
        line.theme_id = themes.get(node.theme) if node.theme else None
        line.measure_id = measures.get(node.measure) if node.measure else None
        line.save()
        found[node] = line
    return found


def _open_years(sources: Mapping[str, Source], *, today_year: int) -> None:
    """The financial years in which this money can be booked."""
    days = [day for source in sources.values() for day in (source.starts, source.ends) if day]
    first = min([day.year for day in days] + [today_year])
    last = max([day.year for day in days] + [today_year]) + AFTER_WINDOW
    Year.objects.bulk_create([Year(year=year) for year in range(first, last + 1)], ignore_conflicts=True)


def _check_award(grant: Grant, sources: Mapping[str, Source], delta: Mapping[Line, Decimal]) -> None:
    own = next(source for source in sources.values() if source.kind == SourceKind.GRANT)
    planned = SourceBalance.objects.get(source=own).budget
    planned += sum((amount for line, amount in delta.items() if line.source_id == own.pk), ZERO)
    if grant.award is not None and planned > grant.award:
        over = format_euro(planned - grant.award, cents=True)
        raise RefusedError(
            f"De begroting is {over} hoger dan wat is toegekend ({format_euro(grant.award, cents=True)}). "
            f"Los dat eerst op bij de begroting van het plan."
        )
