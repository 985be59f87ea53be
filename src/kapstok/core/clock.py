"""The only place that asks which day it is. Rules get the day as an argument."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The day in the Netherlands, or `settings.KAPSTOK_TODAY` when the demo plays on another day."""
    fixed: date | None = settings.KAPSTOK_TODAY
    return fixed or timezone.localdate(timezone=AMSTERDAM)


def moment() -> datetime:
    """This moment; in the demo, at this time of the day that it plays."""
    return datetime.combine(today(), timezone.localtime(timezone=AMSTERDAM).time(), AMSTERDAM)
