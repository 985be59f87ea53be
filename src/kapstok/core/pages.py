"""What every page knows about its surroundings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kapstok.core import clock


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """For all templates: the municipality of the address (if any), today, and whether this is the demo."""
    return {
        "municipality": getattr(request, "municipality", None),
        "today": clock.today(),
        "is_demo": settings.DEMO,
    }
