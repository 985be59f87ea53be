"""The forecast as a page shows it: the picture of what grows, and its table. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.curves import NARROW, WIDE, Curves, Frame, curves
from kapstok.core.money import format_euro, format_number
from kapstok.core.periods import format_date
from kapstok.core.sheets.writing import Form, Heading
from kapstok.core.tables import AmountText, Table
from kapstok.ledger.forecast import Forecast, Stretch, about, said, stretches
from kapstok.ledger.money.coats import Paint
from kapstok.ledger.money.presentation import shown

METHOD = (
    "Laag is wat u kunt verwachten als partners blijven leveren zoals in de laatste vier kwartalen.",
    "Hoog is wat u kunt verwachten als alles verder volgens plan gaat, of als alles wat is toegezegd ook wordt "
    "geleverd.",
)
LEGEND = (
    Paint("line-spent", "besteed"),
    Paint("line-committed", "besteed en verplicht"),
    Paint("line-planned", "gepland"),
    Paint("band", "verwacht"),
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """`left` is the range of what is left; `risk` says until when it can still be spent."""

    wide: Curves
    narrow: Curves
    left: str
    risk: str
    risk_is_past: bool
    rows: tuple["QuarterRow", ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class QuarterRow:
    label: str
    cells: tuple[AmountText, ...]
    is_now: bool


HEADINGS = ("Gepland", "Besteed of toegezegd", "Besteed", "Verwacht, laag", "Verwacht, hoog")


def outlook(found: Forecast, today: date, ends: date) -> Outlook:
    return Outlook(
        wide=_picture(found, today, ends, WIDE),
        narrow=_picture(found, today, ends, NARROW),
        left=said(found.left_low, found.left_high),
        risk=risk(found, today),
        risk_is_past=found.at_risk_on is not None and found.at_risk_on < today,
        rows=tuple(_quarter(one, today) for one in stretches(found)),
        in_words=_in_words(found, ends),
    )


def risk(found: Forecast, today: date) -> str:
    """Until when all of it can still be spent at the plan's busiest pace."""
    day = found.at_risk_on
    if day is None:
        return "Alles is besteed." if found.spent >= found.award else "Het plan zegt niet wanneer dit besteed wordt."
    if day < today:
        return f"Zelfs op het hoogste tempo van het plan komt niet alles meer op. Dat kon tot {format_date(day)}."
    return f"Op het hoogste tempo van het plan komt alles nog op, als dat uiterlijk op {format_date(day)} begint."


def _picture(found: Forecast, today: date, ends: date, frame: Frame) -> Curves:
    points = found.points
    past = [point for point in points if point.spent is not None]
    coming = [point for point in points if point.low is not None]
    first = points[0].on if len(points) == 1 else min(point.on for point in points)
    planned = [(point.on, point.planned) for point in points]
    top = max([found.award, *(point.planned for point in points)])
    lines = [
        ("line-planned", planned),
        ("line-committed", [(point.on, point.committed or Decimal(0)) for point in past]),
        ("line-spent", [(point.on, point.spent or Decimal(0)) for point in past]),
    ]
    band = ([(point.on, point.low or Decimal(0)) for point in coming], [(p.on, p.high or Decimal(0)) for p in coming])
    ended = [("gepland", planned[-1][1])]
    if coming:
        ended += [("hoog", found.high), ("laag", found.low)]
    words = [(f"{name} {format_number(about(amount) / 1000)}", amount) for name, amount in ended]
    return curves(frame, lines, band, top, (first, ends), today, words)


def _quarter(one: Stretch, today: date) -> QuarterRow:
    now = today in one.quarter
    exact = (one.planned, one.committed, one.spent)
    guessed = (one.low, one.high)
    return QuarterRow(
        label=str(one.quarter),
        cells=(*(shown(_whole(amount)) for amount in exact), *(shown(_rounded(amount)) for amount in guessed)),
        is_now=now,
    )


def _whole(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal(1))


def _rounded(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else about(amount)


def _in_words(found: Forecast, ends: date) -> str:
    return (
        f"Besteed is {format_euro(about(found.spent))}, verplicht nog {format_euro(about(found.committed))}. Op "
        f"{format_date(ends)} is naar verwachting {said(found.low, found.high)} besteed van {format_euro(found.award)}."
    )


def table(found: Forecast, name: str) -> Table:
    """Quarter by quarter, as a workbook."""
    rows = tuple(
        (
            str(one.quarter),
            _whole(one.planned),
            _whole(one.committed),
            _whole(one.spent),
            _rounded(one.low),
            _rounded(one.high),
        )
        for one in stretches(found)
    )
    headings = (Heading("Kwartaal"), *(Heading(label, Form.EUROS, summed=True) for label in HEADINGS))
    return Table("verwachting", f"{name}: komt het op tijd op?", headings, rows)
