"""How much waits for whoever asks, read once a request."""

from kapstok.core import clock
from kapstok.core.access import ActingRequest
from kapstok.portal.workspace.errors import remembered
from kapstok.portal.workspace.rules import Line, counted
from kapstok.portal.workspace.waiting import waiting

KEPT, COUNTED = "_waiting", "_waiting_count"


def lines_of(request: ActingRequest) -> list[Line]:
    """What waits for this actor. One query, the first time."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, waiting(request.actor, clock.today()))
    lines: list[Line] = getattr(request, KEPT)
    return lines


def count_of(request: ActingRequest) -> int:
    """For the menu, on every page. It knows the errors of a plan as soon as somebody was told of them at home."""
    if hasattr(request, KEPT):
        return counted(lines_of(request))
    if not hasattr(request, COUNTED):
        setattr(request, COUNTED, counted(waiting(request.actor, clock.today(), errors=remembered)))
    number: int = getattr(request, COUNTED)
    return number
