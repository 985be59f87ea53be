"""Dates as an iCalendar file (RFC 5545). Pure: the moment it is made is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone

from kapstok.core.clock import AMSTERDAM
from kapstok.parties.meetings.rules import When

CONTENT_TYPE = "text/calendar; charset=utf-8"
WITHOUT_END = timedelta(hours=1)  # what a calendar shows when nobody said how long it takes

# Of our own: icalendar derives one whose summer begins an hour late, and that ends in 2038.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date. `uid` never changes for the same thing; `revision` rises when it changes. `busy`: somebody is away."""

    uid: str
    title: str
    when: When
    place: str = ""
    text: str = ""
    url: str = ""
    revision: int = 0
    cancelled: bool = False
    busy: bool = True


def calendar_file(name: str, entries: Iterable[Entry], *, made_at: datetime) -> bytes:
    """`made_at` has a time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kapstok//Overleg//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry, made_at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", made_at)
    event.add("summary", entry.title)
    start, end = _span(entry.when)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("sequence", entry.revision)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.busy and entry.when.at else "TRANSPARENT")
    for name, text in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if text:
            event.add(name, text)
    return event


def _span(when: When) -> tuple[date, date]:
    """Whole days end on the day after the last; with an hour they are moments in the Netherlands."""
    if when.at is None or when.month_only:
        return when.on, when.last + timedelta(days=1)
    start = _moment(when.on, when.at)
    return start, _moment(when.last, when.ends_at) if when.ends_at else start + WITHOUT_END


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, AMSTERDAM)
