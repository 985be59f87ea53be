from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.meetings.tests.agenda import TODAY, party
from kapstok.parties.models import Municipality, Party


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


@pytest.fixture
def school(diemen: Municipality) -> Party:
    with inside(diemen):
        return party("school")
