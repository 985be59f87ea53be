"""Planning cells: “Q2 2023 gereed”, “2e kwartaal 2023: start”, a date, or a date that became a number."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from kapstok.core.periods import Quarter
from kapstok.plans.mapping.noting import shortened
from kapstok.plans.mapping.words import plain
from kapstok.plans.schema import Milestone, MilestoneKind

FIRST_YEAR, LAST_YEAR = 2000, 2050  # other dates are slips of the pen
LONGEST_PLANNING, MOST_MOMENTS = 2_000, 100  # characters; steps that a measure can have
SERIALS = range(36_526, 55_153)  # 1 January 2000 to the end of 2050, as a spreadsheet counts days
_MONTHS = ("jan", "feb", "mrt|maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SEASONS = {"voorjaar": 2, "lente": 2, "zomer": 3, "najaar": 4, "herfst": 4}
_QUARTER = (
    r"(?:(?:start |vanaf |in )?"
    r"(?:q ?(?P<q{n}>[1-4])|(?:kwartaal|kw\.?) ?(?P<k{n}>[1-4])|(?P<e{n}>[1-4])e? ?(?:kwartaal|kw\.?))"
    r"(?:[ ,/-]*(?P<y{n}>20\d\d))?)"
)
_SPAN = re.compile(
    _QUARTER.format(n=1) + r"(?:\s*(?:-|–|t/m|tot en met|tot)\s*" + _QUARTER.format(n=2) + r")?", re.IGNORECASE
)
_YEAR = re.compile(r"\b20\d\d\b")
_KINDS = (
    (r"monitoringsplan", MilestoneKind.MONITOR_PLAN),
    (r"monitor|evaluat|meting", MilestoneKind.MONITOR),
    (r"gereed|klaar|oplever|afgerond|opgeleverd", MilestoneKind.DELIVER),
    (r"start|begin|uitvoer", MilestoneKind.START),
    (r"borg|verduurza|voortzet", MilestoneKind.SUSTAIN),
)


def from_serial(value: Decimal) -> date | None:
    """The day that a spreadsheet meant by this number; None when it is not a day of this half century."""
    return date(1899, 12, 30) + timedelta(days=int(value)) if int(value) in SERIALS else None


def day_in(text: str) -> date | None:
    """The day, for a cell that holds one: as a date, or as the number that a spreadsheet makes of it."""
    if re.fullmatch(r"\d{5}", text):
        return from_serial(Decimal(text))
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR and text[10:11] in {"", " "} else None


def milestones_in(text: str, name: str) -> tuple[Milestone, ...]:
    """The moments in the text of a planning cell, in order; none when it names no quarter, month or day."""
    if len(text) > LONGEST_PLANNING:
        return ()
    if day := day_in(text):
        return (_milestone(Quarter.containing(day), None, name),)
    return _in_text(text, name)


def _in_text(text: str, name: str) -> tuple[Milestone, ...]:
    """Line by line, sentence by sentence; a piece without a quarter belongs to the one before it."""
    pieces: list[str] = []
    for piece in re.split(r"\n+|(?<=[.;]) +", text):
        if pieces and not _SPAN.search(piece):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    years = {int(year) for year in _YEAR.findall(text)}
    only = years.pop() if len(years) == 1 else None
    each = (milestone for piece in pieces for milestone in _in_piece(piece, only, name))
    return tuple(islice(each, MOST_MOMENTS)) or _by_month(text, name)


def _in_piece(piece: str, only: int | None, name: str) -> Iterator[Milestone]:
    """`only`: the one year that the whole text names."""
    spans = [span for span in _SPAN.finditer(piece) if _year(span, only)]
    ends = [span.start() for span in spans[1:]] + [len(piece)]
    for span, end in zip(spans, ends, strict=False):
        after = " ".join(piece[span.end() : end].split()).strip(" :;,.-–()")
        yield _of(span, only, after or _before(piece, span) or name)


def _before(text: str, span: re.Match[str]) -> str:
    return " ".join(text[: span.start()].split()).strip(" :;,.-–()")


def _year(span: re.Match[str], only: int | None) -> int | None:
    """The year of the first quarter: its own, that of the second (“Q2-Q3 2023”), or the only one in the text."""
    own = span["y1"] or span["y2"]
    return int(own) if own else only


def _of(span: re.Match[str], only: int | None, what: str) -> Milestone:
    year = _year(span, only)
    first = Quarter(f"Q{span['q1'] or span['k1'] or span['e1']} {year}")
    number = span["q2"] or span["k2"] or span["e2"]
    last = Quarter(f"Q{number} {span['y2'] or year}") if number else None
    return _milestone(first, last if last and last > first else None, what)


def _by_month(text: str, name: str) -> tuple[Milestone, ...]:
    said = plain(text)
    year = re.search(r"\b(20\d\d)\b", said)
    if not year:
        return ()
    for season, quarter in _SEASONS.items():
        if season in said:
            return (_milestone(Quarter(f"Q{quarter} {year[1]}"), None, _what(text, name)),)
    for number, month in enumerate(_MONTHS):
        if re.search(rf"\b(?:{month})\w*", said):
            return (_milestone(Quarter(f"Q{number // 3 + 1} {year[1]}"), None, _what(text, name)),)
    return ()


def _what(text: str, name: str) -> str:
    return text if len(text.split()) > 3 else name


def _milestone(first: Quarter, last: Quarter | None, what: str) -> Milestone:
    said = plain(what)
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, said)), MilestoneKind.PREPARE)
    return Milestone(quarter=first, until=last, what=shortened(what, 200), kind=kind)
