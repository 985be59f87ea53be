"""Decisions, versions and amendments in words and figures, for the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from kapstok.core.access import Answer
from kapstok.plans.deciding.rules import Allowed, shifted, within_mandate
from kapstok.plans.differences import CHANGE_LABELS, Difference
from kapstok.plans.models import Plan, PlanVersion
from kapstok.plans.moves import Move, moved
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, MEANINGS, Body, Status
from kapstok.plans.versions import document_in

ROAD = (Status.CONCEPT, Status.SHARED, Status.CONSULTED, Status.PROPOSED, Status.ADOPTED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the road of a plan. `state`: done, here or ahead; also said in words."""

    label: str
    state: str
    said: str


def road(status: Status) -> list[Mark]:
    here = ROAD.index(Status.ADOPTED if status == Status.AMENDED else status)
    said = ("voorbij", "hier is het plan nu", "komt nog")
    marks = []
    for at, passed in enumerate(ROAD):
        which = (at >= here) + (at > here)
        label = MEANINGS[Status.AMENDED if at == here and status == Status.AMENDED else passed].staff
        marks.append(Mark(label, ("done", "here", "ahead")[which], said[which]))
    return marks


@dataclass(frozen=True, slots=True)
class Summary:
    """A version in four figures."""

    title: str
    themes: int
    measures: int
    planned: Decimal


def summary(plan: PlanDocument) -> Summary:
    return Summary(plan.title, len(plan.themes), len(plan.measures), budget(plan).total)


@dataclass(frozen=True, slots=True)
class Group:
    """What differs of one thing: a measure with all its fields."""

    what: str
    name: str
    change: str
    lines: tuple[Difference, ...]


def grouped(found: Iterable[Difference]) -> list[Group]:
    """The differences per thing, in their order; an estimate or step stands with its measure."""
    lines: dict[tuple[str, str], list[Difference]] = {}
    for difference in found:
        lines.setdefault((difference.of or difference.name, difference.key), []).append(difference)
    return [_group(name, tuple(rows)) for (name, _), rows in lines.items()]


def _group(name: str, rows: tuple[Difference, ...]) -> Group:
    whole = next((row for row in rows if not row.field and not row.of), None)
    change = CHANGE_LABELS[whole.change] if whole else CHANGE_LABELS[rows[0].change] if len(rows) == 1 else "veranderd"
    return Group(rows[0].what.value, name, change, rows)


def moves(before: PlanDocument, after: PlanDocument) -> list[Move]:
    return moved(before, after)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What moves in euros against the adopted plan, and for each body whether it may decide on that."""

    moves: tuple[Move, ...]
    shifts: tuple[tuple[str, Decimal], ...]
    may: tuple[tuple[str, Answer], ...]
    total_before: Decimal
    total_after: Decimal
    has_table: bool


def amendment(
    row: Plan, document: PlanDocument, adopted: PlanVersion | None, table: Sequence[Allowed]
) -> Amendment | None:
    """None while nothing was adopted."""
    if adopted is None:
        return None
    before = document_in(adopted)
    found = moved(before, document)
    shifts = shifted(found, before, document)
    bodies = (Body.COUNCIL, Body.MUNICIPAL_EXECUTIVE, Body.MANDATE_HOLDER)
    return Amendment(
        moves=tuple(found),
        shifts=tuple((MANDATE_SCOPE_LABELS[scope], amount) for scope, amount in shifts.items()),
        may=tuple((BODY_LABELS[body], within_mandate(shifts, table, body)) for body in bodies),
        total_before=budget(before).total,
        total_after=budget(document).total,
        has_table=bool(table),
    )


def attachment(name: str) -> str:
    """A header that gives a file its name, whatever letters are in it."""
    plain = name.encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_").replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
