"""The test database is made and flushed by the owner; tests themselves run as the app role, as a request does."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.test import TransactionTestCase

from kapstok.core.database import as_owner, become_app, become_owner

# Two busy cores say nothing about a law, so there is no deadline. The examples are the same each time, so that a change
# is not refused for what was there before it; KAPSTOK_EXAMPLES=1000 looks further, at others each time.
EXAMPLES = os.environ.get("KAPSTOK_EXAMPLES")
hypothesis.settings.register_profile(
    "kapstok", deadline=None, max_examples=int(EXAMPLES or "25"), derandomize=EXAMPLES is None
)
hypothesis.settings.load_profile("kapstok")

_flush = TransactionTestCase._fixture_teardown


def _flush_as_owner(case: TransactionTestCase) -> None:
    """The app role may not truncate."""
    with as_owner():
        _flush(case)


# pytest-django makes its own TransactionTestCase; a TestCase rolls back and does not come here.
TransactionTestCase._fixture_teardown = _flush_as_owner  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    become_owner()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    become_app()
    yield
    become_owner()
