"""Doing a whole act again when the database broke it off because two acts waited for each other."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

TIMES = 3
WAITED_TOO_LONG = frozenset({"40P01", "55P03"})  # deadlock detected, lock not available
T = TypeVar("T")


def again(act: Callable[[], T]) -> T:
    """What `act` gives, tried three times more at most. It opens its own transaction: nothing of a broken one stays."""
    for time_over in range(TIMES):
        try:
            return act()
        except OperationalError as error:
            if connection.in_atomic_block or state_of(error) not in WAITED_TOO_LONG:
                raise
            time.sleep(random.uniform(0, 0.05 * 2**time_over))  # so that the two do not meet again
    return act()


def state_of(error: Exception) -> str:
    """The database's five-character code of what went wrong."""
    return str(getattr(error.__cause__, "sqlstate", None) or "")
