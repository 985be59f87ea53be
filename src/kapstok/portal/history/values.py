"""Values of the history as people read them: dates, euros, yes and no, names, lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from kapstok.core.access import ROLE_LABELS
from kapstok.core.clock import AMSTERDAM
from kapstok.core.money import format_euro, format_number
from kapstok.core.periods import format_date
from kapstok.grants.eligibility import ANSWERER_LABELS
from kapstok.grants.eligibility import OUTCOME_LABELS as ELIGIBILITY_LABELS
from kapstok.ledger.kinds import CONTROL_LABELS, RECOGNITION_LABELS, YEAR_LABELS
from kapstok.parties.kinds import OUTCOME_LABELS, PARTY_KIND_LABELS, SECTOR_LABELS
from kapstok.plans.presentation.words import LINE_KINDS, MILESTONE_KINDS, OFFERS, PERIODS, SOURCE_KINDS, STAGES, listed
from kapstok.plans.schema import LineKind, Per
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, MEANINGS
from kapstok.portal.history.changes import ABOUT, is_nothing
from kapstok.portal.history.fields import known_field, label
from kapstok.portal.history.references import Place, Reference, model_field, pointed
from kapstok.portal.history.words import ROWS, noun

NOTHING = "–"
UNSEEN = frozenset({"id", "key", "position"})  # in a row that is shown as a whole

EUROS = frozenset(
    {"amount", "award", "definitive_award", "high", "maximum", "provisional_award", "stated_total", "years"}
)
PERCENTS = frozenset({"share", "shares"})
NUMBERS = frozenset({"hours_per_week", "times", "value"})

# The words that a field can hold; where one name has several kinds of words, by the list or table it stands in.
WORDS: Mapping[str | tuple[str, str], Mapping[Any, str]] = {
    "role": ROLE_LABELS,
    "sector": SECTOR_LABELS,
    "sectors": SECTOR_LABELS,
    "stage": STAGES,
    "offer": OFFERS,
    "outcome": {**OUTCOME_LABELS, **ELIGIBILITY_LABELS},
    "answered_by": ANSWERER_LABELS,
    "state": YEAR_LABELS,
    "control_level": CONTROL_LABELS,
    "recognition": RECOGNITION_LABELS,
    "body": BODY_LABELS,
    "scope": MANDATE_SCOPE_LABELS,
    "status": {status: meaning.staff for status, meaning in MEANINGS.items()},
    "leads_to": {status: meaning.staff for status, meaning in MEANINGS.items()},
    "precision": {"day": "op de dag", "month": "op de maand"},
    "per": {**PERIODS, Per.TOTAL: "voor het hele plan"},
    ("parties", "kind"): PARTY_KIND_LABELS,
    ("sources", "kind"): SOURCE_KINDS,
    ("lines", "kind"): {**LINE_KINDS, LineKind.PLANNED: "gepland"},
    ("milestones", "kind"): MILESTONE_KINDS,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record that still exists: what it is called, and where its own history is."""

    name: str
    table: str
    row: int


Names = Mapping[Reference, Named]


def shown(value: Any, path: tuple[str, ...], place: Place, names: Names) -> str:
    """The value at the end of this path, in words."""
    field = known_field(path)
    match value:
        case _ if is_nothing(value):
            return NOTHING
        case list() if any(isinstance(one, dict) for one in value):
            within = Place(place.table, place.row, field)
            return "; ".join(shown(one, path, within, names) for one in value)
        case list():
            return listed([shown(one, path, place, names) for one in value])
        case dict():
            return ", ".join(pairs(value, path, place, names))
        case _:
            return _plain(value, field, place, names)


def pairs(row: Mapping[str, Any], path: tuple[str, ...], place: Place, names: Names) -> Iterator[str]:
    """Naam: Inloop"""
    for name, value in row.items():
        if name not in UNSEEN:
            yield f"{label(name, place.table)}: {shown(value, (*path, name), place, names)}"


def _plain(value: Any, field: str, place: Place, names: Names) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if reference := pointed(place, field, value):
        return names[reference].name if reference in names else gone(reference, value)
    return _word(value, field, place) or _number(value, field) or _moment(value) or _about(str(value))


def gone(reference: Reference, value: Any) -> str:
    """What a record is called that is not there any more."""
    if reference.table == "parties.person":
        return "een oud-medewerker"
    if reference.table in ROWS or not reference.which.isdigit():
        return str(value)
    return f"{noun(reference.table).one} nr. {value}"


def _word(value: Any, field: str, place: Place) -> str:
    words = WORDS.get((place.group, field)) or WORDS.get(field)
    if words is None:
        found = model_field(place.table, field)
        words = dict(found.flatchoices) if found is not None and not place.group else {}
    return str(words.get(value, ""))


def _number(value: Any, field: str) -> str:
    if field not in EUROS | PERCENTS | NUMBERS or isinstance(value, bool):
        return ""
    try:
        number = Decimal(str(value))
        return format_euro(number) if field in EUROS else f"{format_number(number)}{' %' if field in PERCENTS else ''}"
    except (InvalidOperation, ValueError):
        return ""


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_AND_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?")


def _moment(value: Any) -> str:
    """A date, a time, or both; empty when it is something else."""
    text = str(value)
    try:
        if _DAY.fullmatch(text):
            return format_date(date.fromisoformat(text))
        if _DAY_AND_TIME.fullmatch(text):
            return day_and_time(datetime.fromisoformat(text))
        return clock_time(time.fromisoformat(text)) if _TIME.fullmatch(text) else ""
    except ValueError:
        return ""


def day_and_time(at: datetime) -> str:
    """1 februari 2024, 10.32 uur"""
    local = timezone.localtime(at, AMSTERDAM) if timezone.is_aware(at) else at
    return f"{format_date(local)}, {clock_time(local.time())}"


def clock_time(at: time) -> str:
    """10.32 uur"""
    return f"{at:%H.%M} uur".removeprefix("0")


def _about(text: str) -> str:
    """`measure:inloop` names a row of a plan."""
    kind, _, key = text.partition(":")
    return f"{noun(ROWS[ABOUT[kind]]).one} {key}" if kind in ABOUT and re.fullmatch("[a-z0-9-]+", key) else text
