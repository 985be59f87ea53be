"""Holding off Python's search for unused objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """For building one large value: all its objects stay, and looking through them again and again takes a third
    of the time. It holds for all threads, so only for work of a second at most.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
