"""How much waits for whoever asks, read once a request."""

from kapstok.core import clock
from kapstok.core.access import ActingRequest
from kapstok.portal.workspace.rules import Line, counted
from kapstok.portal.workspace.waiting import waiting

KEPT = "_waiting"


def lines_of(request: ActingRequest) -> list[Line]:
    """What waits for this actor. One query, the first time."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, waiting(request.actor, clock.today()))
    lines: list[Line] = getattr(request, KEPT)
    return lines


def count_of(request: ActingRequest) -> int:
    return counted(lines_of(request))
