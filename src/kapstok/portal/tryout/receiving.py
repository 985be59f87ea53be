"""The file that a visitor drops, as bytes. It stays in memory and is forgotten with the request."""

import logging
from dataclasses import dataclass

from django.http import HttpRequest

from kapstok.core.uploads import BoundedInMemory
from kapstok.portal.tryout.packing import PackingError, unpack

MOST, MOST_SAVED = 10_000_000, 100_000  # bytes
NOT_EVEN_READ = 50_000_000
TOO_LARGE = "het bestand is groter dan 10 MB. Haal tabbladen en plaatjes weg die niet bij de begroting horen"
SAVED_TOO_LARGE = "het bestand met kolommen is groter dan 100 kB. Kies het bestand dat u hier bewaarde, of laat het weg"
NO_FILE = "er is geen bestand gekozen. Kies eerst een Excel-bestand (.xlsx) of een planbestand (.toml)"
CHANGED = "het bestand is onderweg veranderd. Kies het opnieuw"

log = logging.getLogger(__name__)


class ReceiveError(Exception):
    """There is no file to read; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Received:
    """`saved`: the file with the columns of an earlier time, when it came along."""

    name: str
    content: bytes
    saved: bytes = b""


def receive(request: HttpRequest) -> Received:
    """The file of this POST: dropped now, or carried along by the page that showed it before. Raises ReceiveError."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > NOT_EVEN_READ:
        raise ReceiveError(TOO_LARGE)
    handler = BoundedInMemory(request, {"file": MOST, "saved": MOST_SAVED})
    request.upload_handlers = [handler]
    dropped = request.FILES.get("file")
    if handler.too_large:
        raise ReceiveError(TOO_LARGE if "file" in handler.too_large else SAVED_TOO_LARGE)
    if dropped:
        log.info("tried out: %s bytes", dropped.size)
        saved = request.FILES.get("saved")
        return Received((dropped.name or "bestand")[:100], dropped.read(), saved.read() if saved else b"")
    if carried := request.POST.get("content"):
        try:
            return Received(request.POST.get("name", "bestand")[:100], unpack(carried))
        except PackingError as error:
            raise ReceiveError(CHANGED) from error
    raise ReceiveError(NO_FILE)
