"""What must hold between the rows of a plan, each breach as one Dutch sentence that begins with its place."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapstok.plans.schema import Measure, PlanDocument, Theme

FORMAT = 1
RESERVED = frozenset({"mandaat", "nieuw", "inlezen", "werk"})  # addresses of Kapstok itself, where a plan's would be
NAMED = 10  # so many known keys in a message, no more


def incoherences(plan: "PlanDocument") -> list[str]:
    """Everything that does not hold, once each; empty for a plan that holds together."""
    errors = _double_errors(plan) + _lookup_errors(plan) + _theme_errors(plan)
    if plan.format != FORMAT:
        errors.append(f"format: {plan.format} is onbekend; deze versie leest {FORMAT}")
    if plan.slug in RESERVED:
        errors.append(f"slug: “{plan.slug}” is een adres van Kapstok zelf; kies een ander, zoals plan-{plan.slug}")
    if sum(source.kind == "grant" for source in plan.sources) != 1:
        errors.append("sources: precies één geldbron is de uitkering van dit plan (kind = “grant”)")
    if not 1 <= len(plan.levels) <= 2:
        errors.append("levels: een plan heeft één of twee niveaus thema's")
    return list(dict.fromkeys(errors))


def _lookup_errors(plan: "PlanDocument") -> list[str]:
    known = {
        "thema": {t.key for t in plan.themes},
        "maatregel": {m.key for m in plan.measures},
        "geldbron": {s.key for s in plan.sources},
        "partij": {p.key for p in plan.parties},
        "begrotingsregel": {line.key for line in plan.lines},
    }
    named = {kind: _first(keys) for kind, keys in known.items()}
    return [
        f"{where}: {kind} “{key}” bestaat niet in dit plan; bekend zijn: {named[kind]}"
        for where, kind, key in references(plan)
        if key not in known[kind]
    ]


def _first(keys: set[str]) -> str:
    """The first few in words; a plan may have thousands."""
    return (", ".join(sorted(keys)[:NAMED]) + (", …" if len(keys) > NAMED else "")) or "geen"


def _double_errors(plan: "PlanDocument") -> list[str]:
    errors: list[str] = []
    for name in ("themes", "measures", "sources", "parties", "lines"):
        errors += _said_twice(name, [row.key for row in getattr(plan, name)])
    errors += _said_twice("participants", plan.participants)
    of_measures: dict[str, Callable[[Measure], Sequence[str]]] = {
        "partners": lambda m: m.partners,
        "purposes": lambda m: [str(p.number) for p in m.purposes],
        "funding": lambda m: [f.source for f in m.funding],
    }
    for name, keys_of in of_measures.items():
        for measure in plan.measures:
            errors += _said_twice(f"measures.{measure.key}.{name}", keys_of(measure))
    return errors


def _said_twice(where: str, keys: Sequence[str]) -> list[str]:
    if len(set(keys)) == len(keys):
        return []
    twice = sorted(key for key, times in Counter(keys).items() if times > 1)
    return [f"{where}: “{key}” staat er meer dan één keer" for key in twice]


def _theme_errors(plan: "PlanDocument") -> list[str]:
    """Two levels at most, a parent before its children (as in a document), and a name for each level in use."""
    errors, seen = [], dict[str, "Theme"]()
    for theme in plan.themes:
        parent = seen.get(theme.parent) if theme.parent else None
        if theme.parent and not parent:
            errors.append(f"themes.{theme.key}: zet het bovenliggende thema “{theme.parent}” vóór dit thema")
        if parent and parent.parent:
            errors.append(f"themes.{theme.key}: een thema heeft hooguit één niveau boven zich")
        if parent and len(plan.levels) < 2:
            errors.append("levels: er zijn thema's onder thema's; geef beide niveaus een naam")
        seen[theme.key] = theme
    return errors


def references(plan: "PlanDocument") -> list[tuple[str, str, str]]:
    """Every pointer in the plan as (where, kind of row, key)."""
    found: list[tuple[str, str, str | None]] = [("participants", "partij", key) for key in plan.participants]
    for m in plan.measures:
        at = f"measures.{m.key}"
        found += [(f"{at}.theme", "thema", m.theme), (f"{at}.lead", "partij", m.lead)]
        found += [(f"{at}.partners", "partij", key) for key in m.partners]
        found += [(f"{at}.funding", "geldbron", f.source) for f in m.funding]
    for line in plan.lines:
        at = f"lines.{line.key}"
        found += [(f"{at}.theme", "thema", line.theme), (f"{at}.measure", "maatregel", line.measure)]
        found += [(f"{at}.source", "geldbron", line.source)]
        found += [(f"{at}.activities", "maatregel", a.measure) for a in line.activities]
    for spent in plan.spent_before:
        at = f"spent_before “{spent.label}”"
        found += [(f"{at}.source", "geldbron", spent.source), (f"{at}.line", "begrotingsregel", spent.line)]
    return [(where, kind, key) for where, kind, key in found if key is not None]
