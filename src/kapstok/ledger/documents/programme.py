"""What a grant's programme offers to somebody who enters a document: sources, measures, lines, purposes, cost types."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Exists, OuterRef

from kapstok.grants.models import EligibilityQuestion, Grant, Outcome
from kapstok.grants.regulation import Regulation, regulations
from kapstok.ledger.kinds import LineKind, SourceKind
from kapstok.ledger.models import Line, Source
from kapstok.plans.models import Measure, MeasurePurpose, Theme

MEASURE, LINE = "m", "l"  # what a choice of a place in the budget begins with


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the budget something belongs: a measure, or a line that has none. `group`: its theme."""

    key: str
    name: str
    group: str
    measure: int | None = None
    themes: tuple[int, ...] = ()
    line: int | None = None
    cost_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CostType:
    """A type of cost about which is asked whether the grant may pay it."""

    name: str
    outcome: Outcome
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything by its id, in the order in which it is shown."""

    grant: Grant
    regulation: Regulation | None
    sources: Mapping[int, Source]
    lines: Mapping[int, Line]
    cash: Line | None
    places: Mapping[str, Place]
    shares: Mapping[int, Mapping[int, Decimal]]
    costs: Mapping[str, CostType]

    @property
    def own_source(self) -> Source:
        return next(source for source in self.sources.values() if source.kind == SourceKind.GRANT)

    def line_for(self, place: Place, source: int) -> Line | None:
        """The line that pays: the measure's own, else of its theme or the one above that, else of the whole plan."""
        if place.line is not None:
            line = self.lines[place.line]
            return line if line.source_id == source else None
        of_source = [line for line in self.lines.values() if line.source_id == source and line.kind == LineKind.BUDGET]
        own = [line for line in of_source if line.measure_id == place.measure]
        of_theme = [
            line for theme in place.themes for line in of_source if line.theme_id == theme and line.measure_id is None
        ]
        whole = [line for line in of_source if line.key.endswith(":plan")]
        return next(iter([*own, *of_theme, *whole]), None)

    def place_of(self, measure: int | None, line: int) -> str:
        """The choice that a part with this measure and line was made by."""
        return f"{MEASURE}{measure}" if measure else f"{LINE}{line}"


def grants_with_money() -> list[Grant]:
    """The grants whose plan was adopted, so that there is a budget."""
    filled = Source.objects.filter(grant=OuterRef("pk"), kind=SourceKind.GRANT)
    return list(Grant.objects.filter(Exists(filled)).order_by("pk"))


def programme_of(grant: Grant) -> Programme:
    """5 queries."""
    lines = Line.objects.filter(source__grant=grant).select_related("source", "balance").order_by("position", "pk")
    known = {line.pk: line for line in lines}
    sources = Source.objects.filter(grant=grant).exclude(kind=SourceKind.TO_COVER).order_by("pk")
    found = {source.pk: source for source in sorted(sources, key=lambda one: one.kind != SourceKind.GRANT)}
    payable = {pk: line for pk, line in known.items() if line.kind in (LineKind.BUDGET, LineKind.UNALLOCATED)}
    regulation = regulations(settings.KAPSTOK_REGULATIONS).get(grant.regulation)
    return Programme(
        grant=grant,
        regulation=regulation,
        sources=found,
        lines=payable,
        cash=next((line for line in known.values() if line.kind == LineKind.CASH), None),
        places={place.key: place for place in [*_measures(grant), *_bare(payable)]},
        shares=_shares(grant),
        costs={cost.name: cost for cost in _costs(grant, regulation)},
    )


def _measures(grant: Grant) -> list[Place]:
    rows = Measure.objects.filter(plan__grant=grant).order_by("plan__pk", "position")
    return [
        Place(
            key=f"{MEASURE}{row.pk}",
            name=row.name,
            group=row.theme.name,
            measure=row.pk,
            themes=_upwards(row.theme),
            cost_types=tuple(row.cost_types),
        )
        for row in rows.select_related("theme__parent__parent")
    ]


def _upwards(theme: Theme | None) -> tuple[int, ...]:
    found: list[int] = []
    while theme is not None:
        found.append(theme.pk)
        theme = theme.parent
    return tuple(found)


def _bare(lines: Mapping[int, Line]) -> list[Place]:
    """Lines that are of no measure and no theme, such as coordination and what was not divided."""
    return [
        Place(key=f"{LINE}{line.pk}", name=line.label, group="Zonder maatregel", line=line.pk)
        for line in lines.values()
        if line.theme_id is None and line.measure_id is None
    ]


def _shares(grant: Grant) -> Mapping[int, Mapping[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in MeasurePurpose.objects.filter(plan__grant=grant).order_by("measure", "number"):
        found[row.measure_id][row.number] = row.share
    return found


def _costs(grant: Grant, regulation: Regulation | None) -> list[CostType]:
    """What was asked here, and what the regulation leaves open and nobody asked yet."""
    asked = {one.cost_type: one for one in EligibilityQuestion.objects.filter(grant=grant)}
    doubtful = [cost.name for cost in regulation.doubtful_costs] if regulation else []
    known = [CostType(one.cost_type, Outcome(one.outcome), one.conditions) for one in asked.values()]
    return [*known, *(CostType(name, Outcome.UNCLEAR) for name in doubtful if name not in asked)]
