"""K103 and K109: what the budget's headings say they pay, against the measures and against each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.core.money import format_range
from kapstok.plans.checks.context import Context, fits, line_row, measure_row
from kapstok.plans.checks.wording import listed, number_word, opening, quoted
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import ZERO, Range, line_themes, measures_under, paid_by, roots, summed
from kapstok.plans.schema import BudgetLine, Measure, PlanDocument


@dataclass(frozen=True, slots=True)
class Heading:
    """A theme's budget line and what it says it pays.

    `left_out` are the measures with an amount under the theme that no line names.
    `unpriced` is what the heading names without an amount, here or in a line of its own.
    """

    line: BudgetLine
    amount: Range
    named: Range
    left_out: tuple[tuple[Measure, Range], ...]
    unpriced: tuple[str, ...]


def headings(c: Context) -> Iterator[Finding]:
    """K103: a heading and the measures under it name different things, or differ by more than "about".

    Putten § 4.2: about € 48.000 for prevention only fits with the neighbourhood activities of § 3.2 (€ 20.000) in it.
    What a heading names without an amount may be the difference, so that alone is no finding.
    """
    for heading in _headings(c.plan):
        amount, about = heading.amount.low, heading.amount.about
        everything = sum((part for _, part in heading.left_out), start=heading.named)
        if fits(amount, heading.named, about):
            continue
        if fits(amount, everything, about):
            yield _left_out(heading, everything)
        elif heading.named.low > amount or not heading.unpriced:
            yield _differs(heading)


def budgeted_twice(c: Context) -> Iterator[Finding]:
    """K109: an activity with a line of its own that is also part of other lines (Putten: communication).

    The own line must cover the same ground: no theme, or the same one. Lines about that topic alone under different
    themes are separate budgets, and a topic that is named twice without a line of its own is only said twice.
    """
    root, themes = roots(c.plan), line_themes(c.plan)
    top = {key: root[theme] if theme else None for key, theme in themes.items()}
    for topic, lines in _lines_by_topic(c.plan).items():
        shared = [line for line in lines if len(_topics(line)) > 1]
        for own in lines:
            if len(_topics(own)) > 1 or own.amount is None:
                continue
            if doubles := [line for line in shared if top[own.key] in (None, top[line.key])]:
                yield _twice(topic, own, doubles)


def _headings(plan: PlanDocument) -> Iterator[Heading]:
    under, measures = measures_under(plan), {measure.key: measure for measure in plan.measures}
    elsewhere = {line.measure for line in plan.lines} | {a.measure for line in plan.lines for a in line.activities}
    alone = {(line.theme, *_topics(line)) for line in plan.lines if line.amount is not None}
    for line in plan.lines:
        if line.amount is None or not line.theme:
            continue
        named = _priced([measures[a.measure] for a in line.activities if a.measure], line.source)
        if (together := summed(list(named.values()))) is None:
            continue
        left_out = [measure for measure in under[line.theme] if measure.key not in elsewhere]
        parts = _priced(left_out, line.source)
        unpriced = [a.label for a in line.activities if a.measure not in named and (line.theme, a.topic) not in alone]
        yield Heading(
            line,
            Range(line.amount, line.amount, line.about),
            together,
            tuple((measure, parts[measure.key]) for measure in left_out if measure.key in parts),
            tuple(dict.fromkeys(unpriced)),
        )


def _priced(measures: list[Measure], source: str) -> dict[str, Range]:
    """What this source pays of each measure, as far as the plan says so."""
    return {measure.key: part for measure in measures if (part := paid_by(measure, source)) is not None}


def _left_out(heading: Heading, everything: Range) -> Finding:
    line = heading.line
    missing = listed([f"‘{measure.name}’ ({_written(part)})" for measure, part in heading.left_out])
    return Finding(
        "K103",
        Severity.WARNING,
        f"{opening(_written(heading.amount))} voor ‘{line.label}’ klopt alleen met {missing} erbij, "
        "en dat staat er niet.",
        f"Wat de begroting er noemt, kost samen {_written(heading.named)}; met alle maatregelen van het thema is het "
        f"{_written(everything)} (berekend).{_without_amount(heading)} "
        "Noem in de begroting dezelfde onderdelen als bij de maatregelen, elk met een bedrag.",
        (line_row(line), *(measure_row(measure) for measure, _ in heading.left_out)),
    )


def _differs(heading: Heading) -> Finding:
    return Finding(
        "K103",
        Severity.WARNING,
        f"Voor ‘{heading.line.label}’ staat {_written(heading.amount)} in de begroting, "
        f"maar de maatregelen kosten samen {_written(heading.named)} (berekend).",
        f"Pas het bedrag aan, of de raming van de maatregelen.{_without_amount(heading)}",
        (line_row(heading.line),),
    )


def _without_amount(heading: Heading) -> str:
    return f" Zonder bedrag staan er ook: {quoted(heading.unpriced)}." if heading.unpriced else ""


def _written(amount: Range) -> str:
    return format_range(amount.low, amount.high, amount.about)


def _topics(line: BudgetLine) -> frozenset[str]:
    return frozenset(activity.topic for activity in line.activities)


def _lines_by_topic(plan: PlanDocument) -> dict[str, list[BudgetLine]]:
    found: dict[str, list[BudgetLine]] = {}
    for line in plan.lines:
        for topic in dict.fromkeys(activity.topic for activity in line.activities):
            found.setdefault(topic, []).append(line)
    return found


def _twice(topic: str, own: BudgetLine, doubles: list[BudgetLine]) -> Finding:
    counts = {line.key: sum(a.topic == topic for a in line.activities) for line in doubles}
    places = [f"‘{line.label}’" + (f" ({counts[line.key]} keer)" if counts[line.key] > 1 else "") for line in doubles]
    amount = format_range(own.amount or ZERO, own.amount or ZERO, own.about)
    return Finding(
        "K109",
        Severity.WARNING,
        f"‘{own.label}’ heeft een eigen post van {amount}, "
        f"maar staat ook {number_word(sum(counts.values()))} keer onder andere posten.",
        f"Namelijk onder {listed(places)}. Kies één plek voor het geld, anders wordt het dubbel begroot of betaald.",
        (line_row(own), *(line_row(line) for line in doubles)),
    )
