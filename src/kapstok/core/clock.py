"""The only place that asks which day it is. Rules get the day as an argument."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The day in the Netherlands, or `settings.KAPSTOK_TODAY` when the demo plays on another day."""
    fixed: date | None = settings.KAPSTOK_TODAY
    return fixed or timezone.localdate(timezone=AMSTERDAM)
