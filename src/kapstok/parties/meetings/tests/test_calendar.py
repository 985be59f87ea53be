from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from kapstok.parties.meetings.calendar import Entry, calendar_file
from kapstok.parties.meetings.rules import When

MADE = datetime(2024, 2, 1, 9, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def events(*entries: Entry) -> list[Any]:
    return list(Calendar.from_ical(calendar_file("Kapstok", entries, made_at=MADE)).walk("VEVENT"))


def zone_in_the_file() -> tzinfo:
    calendar: Any = Calendar.from_ical(calendar_file("Kapstok", [], made_at=MADE))
    zone: tzinfo = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    return zone


def test_an_hour_in_summer_and_one_in_winter_are_moments_in_the_netherlands() -> None:
    summer, winter = events(
        Entry("1", "Zomer", When(date(2024, 7, 1), at=time(14), ends_at=time(16))),
        Entry("2", "Winter", When(date(2024, 12, 1), at=time(14))),
    )
    assert summer.decoded("dtstart").astimezone(UTC) == datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert summer.decoded("dtend").astimezone(UTC) == datetime(2024, 7, 1, 14, tzinfo=UTC)
    assert winter.decoded("dtstart").astimezone(UTC) == datetime(2024, 12, 1, 13, tzinfo=UTC)
    assert winter.decoded("dtend") - winter.decoded("dtstart") == timedelta(hours=1)
    assert summer["dtstart"].params["TZID"] == "Europe/Amsterdam"


def test_the_zone_in_the_file_says_what_the_netherlands_do_until_long_after_2038() -> None:
    zone = zone_in_the_file()
    for first, after in pairwise(datetime(year, month, 1, 12) for year in range(2021, 2045) for month in (1, 4, 7, 11)):  # noqa: DTZ001  wall clock
        for moment in (first, after):
            assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=AMSTERDAM).utcoffset()


@pytest.mark.parametrize(
    ("wall", "hours"),
    [
        (datetime(2024, 3, 31, 1, 59), 1),  # noqa: DTZ001
        (datetime(2024, 3, 31, 3, 0), 2),  # noqa: DTZ001
        (datetime(2024, 10, 27, 1, 59), 2),  # noqa: DTZ001
        (datetime(2024, 10, 27, 3, 0), 1),  # noqa: DTZ001
    ],
)
def test_summer_begins_and_ends_at_the_right_hour(wall: datetime, hours: int) -> None:
    zone = zone_in_the_file()
    assert wall.replace(tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_days_without_an_hour_are_whole_days_and_keep_nobody_busy() -> None:
    one, month = events(
        Entry("1", "Dag", When(date(2024, 2, 29))),
        Entry("2", "Maand", When(date(2024, 2, 1), date(2024, 2, 29), month_only=True)),
    )
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (date(2024, 2, 29), date(2024, 3, 1))
    assert (month.decoded("dtstart"), month.decoded("dtend")) == (date(2024, 2, 1), date(2024, 3, 1))
    assert one["transp"] == "TRANSPARENT"


def test_what_was_cancelled_says_so_and_a_change_raises_the_sequence() -> None:
    (event,) = events(Entry("7@diemen", "LEA", When(date(2024, 3, 1), at=time(9)), revision=3, cancelled=True))
    assert (event["status"], event["sequence"], event["uid"]) == ("CANCELLED", 3, "7@diemen")


def test_every_sign_in_a_text_arrives_and_lines_stay_short() -> None:
    title, place = "Zoë; “LEA”, deel 2\\3\nBEGIN:VEVENT", "Zaal é" * 40
    (event,) = events(Entry("1", title, When(date(2024, 3, 1)), place=place, text="a\nb", url="https://x.example/"))
    assert (str(event["summary"]), str(event["location"]), str(event["description"])) == (title, place, "a\nb")
    raw = calendar_file("Kapstok", [Entry("1", title, When(date(2024, 3, 1)), place=place)], made_at=MADE)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
