"""The file that a visitor drops, as bytes. It stays in memory and is forgotten with the request."""

import logging
from dataclasses import dataclass

from django.http import HttpRequest

from kapstok.plans.uploading.receiving import (
    MOST,
    NO_FILE,
    TOO_LARGE,
    ReceiveError,
    bounded,
    dropped,
    is_far_too_large,
)
from kapstok.portal.tryout.packing import PackingError, unpack

MOST_SAVED = 100_000  # bytes
SAVED_TOO_LARGE = "het bestand met kolommen is groter dan 100 kB. Kies het bestand dat u hier bewaarde, of laat het weg"
CHANGED = "het bestand is onderweg veranderd. Kies het opnieuw"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """`saved`: the file with the columns of an earlier time, when it came along."""

    name: str
    content: bytes
    saved: bytes = b""


def receive(request: HttpRequest) -> Received:
    """The file of this POST: dropped now, or carried along by the page that showed it before. Raises ReceiveError."""
    if is_far_too_large(request):
        raise ReceiveError(TOO_LARGE)
    handler = bounded(request, {"file": MOST, "saved": MOST_SAVED})
    file = dropped(request.FILES.get("file"))
    if handler.too_large:
        raise ReceiveError(TOO_LARGE if "file" in handler.too_large else SAVED_TOO_LARGE)
    if file:
        log.info("tried out: %s bytes", len(file.content))
        saved = dropped(request.FILES.get("saved"))
        return Received(file.name, file.content, saved.content if saved else b"")
    if carried := request.POST.get("content"):
        try:
            return Received(request.POST.get("name", "bestand")[:100], unpack(carried))
        except PackingError as error:
            raise ReceiveError(CHANGED) from error
    raise ReceiveError(NO_FILE)
