"""Who pays: the grant of the plan and, where the sheet names others, those beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.grants.regulation import Regulation
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.mapping.noting import shortened
from kapstok.plans.mapping.words import plain
from kapstok.plans.schema import Source, SourceKind

_KINDS = (
    (r"\beigen\b|\bgemeente|algemene middelen", SourceKind.OWN_MEANS),
    (r"\bscho(ol|len)", SourceKind.SCHOOL_MONEY),
    (r"\bpartner|\bderden|\bbijdrage|cofinanciering", SourceKind.PARTNER),
)


@dataclass(frozen=True, slots=True)
class Sources:
    """`rows` in the order of the plan, the grant first; `keys` by the name as it stands in the sheet."""

    rows: tuple[Source, ...]
    keys: dict[str, str]


def sources(names: Sequence[str], regulation: Regulation, award: Decimal | None) -> Sources:
    """The names as they stand in the sheet; an empty one means the grant. `award` in euros."""
    said = list(dict.fromkeys(plain(name) for name in names if plain(name)))
    written = {plain(name): name for name in reversed(names) if name}
    main = next((name for name in said if _is_grant(name, regulation)), None)
    if main is None and "" not in names and said:
        main = next((name for name in said if _kind(name) is SourceKind.OTHER_GRANT), said[0])
    keys = Keys()
    grant = Source(
        key=keys.new(regulation.key, "uitkering"),
        name=_grant_name(main, written, regulation),
        kind=SourceKind.GRANT,
        amount=award,
    )
    others = [
        Source(key=keys.new(name, "geldbron"), name=shortened(written[name], 200), kind=_kind(name))
        for name in said
        if name != main
    ]
    by_name = {name: other.key for name, other in zip((n for n in said if n != main), others, strict=True)}
    return Sources((grant, *others), {**by_name, "": grant.key, **({main: grant.key} if main else {})})


def _grant_name(main: str | None, written: dict[str, str], regulation: Regulation) -> str:
    if main and not _is_grant(main, regulation):
        return shortened(written[main], 200)
    return f"{regulation.short_name}-uitkering"


def _is_grant(name: str, regulation: Regulation) -> bool:
    return any(
        re.search(rf"\b{re.escape(plain(word))}\b", name)
        for word in (regulation.key, regulation.short_name, regulation.name)
    )


def _kind(name: str) -> SourceKind:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), SourceKind.OTHER_GRANT)
