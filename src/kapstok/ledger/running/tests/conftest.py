import pytest
from django.test import Client
from tests.signing import seated, signed_in

from kapstok.core.access import Role
from kapstok.ledger.tests.builders import programme
from kapstok.parties.models import Municipality


@pytest.fixture
def diemen() -> Municipality:
    return programme()


@pytest.fixture
def controller(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.CONTROLLER))


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.PROGRAMME_MANAGER))
