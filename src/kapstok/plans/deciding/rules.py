"""May this step be taken, and may this body shift these euros. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.access import Answer
from kapstok.core.money import format_euro
from kapstok.plans.difference_words import What
from kapstok.plans.moves import Move
from kapstok.plans.schema import LineKind, PlanDocument
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, MEANINGS, STEPS, Body, MandateScope, Status, Step

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A row of the mandate table: `maximum` in euros for each amendment; None is no limit."""

    body: Body
    scope: MandateScope
    maximum: Decimal | None


def step_between(status: Status, to: Status) -> Step | None:
    return next((step for step in STEPS if (step.frm, step.to) == (status, to)), None)


def may_step(status: Status, to: Status, body: Body | None) -> Answer:
    """Can a plan go from here to there, by this body's decision (None: by the officers themselves)?"""
    step = step_between(status, to)
    if step is None:
        return Answer(False, f"Een plan dat {MEANINGS[status].staff} is, kan niet ineens {MEANINGS[to].staff} zijn.")
    if step.bodies and body not in step.bodies:
        return Answer(False, f"Hiervoor is een besluit nodig van {_either(step.bodies)}.")
    return Answer(True)


def _either(bodies: Iterable[Body]) -> str:
    names = [BODY_LABELS[body] for body in Body if body in frozenset(bodies)]
    return f"{', '.join(names[:-1])} of {names[-1]}" if len(names) > 1 else names[0]


def shifted(moves: Iterable[Move], before: PlanDocument, after: PlanDocument) -> dict[MandateScope, Decimal]:
    """Euros that an amendment shifts, by what it shifts them between.

    Money that comes out of what was not divided yet counts as that; within one theme as much as goes out of some of its
    measures into others; the rest went from one theme to another.
    """
    theme_of = _themes(before) | _themes(after)
    unallocated = max(_unallocated(before) - _unallocated(after), ZERO)
    within, between_in = ZERO, ZERO
    for inside in _by_theme(moves, theme_of).values():
        came = sum((amount for amount in inside if amount > 0), ZERO)
        went = -sum((amount for amount in inside if amount < 0), ZERO)
        within += min(came, went)
        between_in += max(came - went, ZERO)
    found = {
        MandateScope.WITHIN_THEME: within,
        MandateScope.BETWEEN_THEMES: max(between_in - unallocated, ZERO),
        MandateScope.FROM_UNALLOCATED: min(unallocated, between_in) if between_in else unallocated,
    }
    return {scope: amount for scope, amount in found.items() if amount}


def _by_theme(moves: Iterable[Move], theme_of: Mapping[tuple[What, str], str]) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = {}
    for move in moves:
        if move.what != What.PLAN:
            found.setdefault(theme_of[move.what, move.key], []).append(move.amount)
    return found


def _themes(plan: PlanDocument) -> dict[tuple[What, str], str]:
    """The highest theme that each theme and measure is under."""
    parents = {theme.key: theme.parent for theme in plan.themes}

    def top(key: str) -> str:
        parent = parents.get(key)
        return top(parent) if parent else key

    return {(What.THEME, theme.key): top(theme.key) for theme in plan.themes} | {
        (What.MEASURE, measure.key): top(measure.theme) for measure in plan.measures
    }


def _unallocated(plan: PlanDocument) -> Decimal:
    return sum((line.amount or ZERO for line in plan.lines if line.kind == LineKind.UNALLOCATED), ZERO)


def within_mandate(shifts: Mapping[MandateScope, Decimal], table: Iterable[Allowed], body: Body) -> Answer:
    """May this body decide on these shifts? The council may always; others as far as the mandate table says."""
    if body == Body.COUNCIL:
        return Answer(True)
    rows = {row.scope: row for row in table if row.body == body}
    for scope, amount in shifts.items():
        row = rows.get(scope)
        if row is None:
            return Answer(
                False, f"In de mandaattabel staat niet dat {BODY_LABELS[body]} geld mag schuiven {_what(scope)}."
            )
        if row.maximum is not None and amount > row.maximum:
            return Answer(
                False,
                f"{BODY_LABELS[body].capitalize()} mag {_what(scope)} tot {format_euro(row.maximum)} schuiven; "
                f"deze wijziging schuift {format_euro(amount)}.",
            )
    return Answer(True)


def _what(scope: MandateScope) -> str:
    return MANDATE_SCOPE_LABELS[scope]
