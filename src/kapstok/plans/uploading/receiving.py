"""A file that somebody drops, as bytes in memory, never larger than it may be."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files import File
from django.http import HttpRequest

from kapstok.core.uploads import BoundedInMemory

MOST = 10_000_000  # bytes
NOT_EVEN_READ = 50_000_000
TOO_LARGE = "het bestand is groter dan 10 MB. Haal tabbladen en plaatjes weg die niet bij de begroting horen"
NO_FILE = "er is geen bestand gekozen. Kies eerst een Excel-bestand (.xlsx) of een planbestand (.toml)"


class ReceiveError(Exception):
    """There is no file to read; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Dropped:
    name: str
    content: bytes


def bounded(request: HttpRequest, most: Mapping[str, int] | None = None) -> BoundedInMemory:
    """Keep the files of this POST within bounds; to be called before anything reads the form."""
    handler = BoundedInMemory(request, most or {"file": MOST})
    request.upload_handlers = [handler]
    return handler


def is_far_too_large(request: HttpRequest) -> bool:
    """So large that it is not even read."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > NOT_EVEN_READ


def dropped(file: "File[bytes] | None") -> Dropped | None:
    return Dropped((file.name or "bestand")[:100], file.read()) if file else None
