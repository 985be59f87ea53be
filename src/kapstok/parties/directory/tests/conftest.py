import pytest
from django.conf import LazySettings

from kapstok.parties.directory.tests.people import TODAY


@pytest.fixture(autouse=True)
def _today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY
