from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings

from kapstok.core.clock import today


def test_the_demo_plays_on_its_own_day(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)
    assert today() == date(2024, 2, 1)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_otherwise_it_is_the_day_in_the_netherlands(settings: LazySettings, zone: str) -> None:
    """The two zones never share a date, so one of them always differs from the Netherlands."""
    settings.KAPSTOK_TODAY = None
    settings.TIME_ZONE = zone
    amsterdam = ZoneInfo("Europe/Amsterdam")
    before, found, after = datetime.now(amsterdam).date(), today(), datetime.now(amsterdam).date()
    assert before <= found <= after
