"""A municipality with budget, files in a folder of their own, and somebody who may enter and approve."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.signing import working

from kapstok.core.access import Role
from kapstok.ledger.documents.tests.desk import Desk, desk


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KAPSTOK_DATA = tmp_path
    return tmp_path


@pytest.fixture
def diemen(folder: Path) -> Desk:
    return desk()


@pytest.fixture
def controller(diemen: Desk) -> Client:
    return working(diemen.here, Role.CONTROLLER)
