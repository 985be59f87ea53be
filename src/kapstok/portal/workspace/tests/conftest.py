import pytest
from django.conf import LazySettings

from kapstok.portal.workspace.tests.desk import TODAY


@pytest.fixture(autouse=True)
def _today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY
